"""The version of the package, which files and requests name."""

__version__ = "0.1.0"
