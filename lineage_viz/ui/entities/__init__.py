"""The Entities page."""
