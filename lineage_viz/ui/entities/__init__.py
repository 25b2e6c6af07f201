"""The parts of the Entities page."""
