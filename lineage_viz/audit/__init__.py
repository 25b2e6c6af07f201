"""The review of one model: its evidence, and the checks of it."""
