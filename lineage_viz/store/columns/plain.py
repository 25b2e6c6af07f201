"""The refusal of a file that two readers may read in two ways."""


class NotPlain(Exception):
    """A file is not as our own writer writes it: the careful reader must read it, and names what is wrong."""
