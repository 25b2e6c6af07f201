"""Names for files, GraphStorm and PyTorch Geometric: letters, digits and single underscores, and no two alike."""

import re
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import TypeVar

_UNSAFE = re.compile(r"[^A-Za-z0-9]+")
_EMPTY = "none"
_MARK = 8

LABEL_LENGTH, TYPE_LENGTH, ASSOCIATION_LENGTH = 24, 60, 30
"""The longest parts: the names of two types and an association, with a mark each, fit into 255 bytes."""

Thing = TypeVar("Thing")


def safe(text: str, length: int) -> str:
    """Return a text with one underscore for everything but letters and digits; `none` for an empty one.

    PyTorch Geometric joins the names of types by two underscores.
    """
    return _UNSAFE.sub("_", text).strip("_")[:length].strip("_") or _EMPTY


def distinct(
    things: Iterable[Thing],
    name: Callable[[Thing], str],
    recorded: Callable[[Thing], str],
    reserved: Iterable[str] = (),
) -> dict[Thing, str]:
    """Return the mark of each thing that makes its name the only one: empty for the first one with a name.

    Files on a Mac and in Windows ignore case, so `Dataset` after `DataSet` gets a mark: the beginning of the hash of
    what is recorded.
    """
    marks: dict[Thing, str] = {}
    taken = {each.casefold() for each in reserved}
    for each in things:
        digest, length = sha256(recorded(each).encode("utf-8", "surrogatepass")).hexdigest(), _MARK
        mark = ""
        while f"{name(each)}{mark}".casefold() in taken:
            mark, length = f"_{digest[:length]}", length + 1
        taken.add(f"{name(each)}{mark}".casefold())
        marks[each] = mark
    return marks
