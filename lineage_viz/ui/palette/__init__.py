"""The palette on every page: places to go, and entities to open."""
