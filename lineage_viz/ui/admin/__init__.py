"""The parts of the admin page."""
