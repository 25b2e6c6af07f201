"""The check that a request in GraphBinary 1.0 is whole: the Gremlin Server never answers one that is cut off.

The formats are those of https://tinkerpop.apache.org/docs/3.7.3/dev/io/#graphbinary.
"""

import struct
from io import BytesIO

_INT = struct.Struct(">i")
_NULL = 0xFE

# The parts of a value by its type: a number of bytes, `s` text, `v` a value with its type, `l` a list of them,
# `m` a map, `i` the instructions of bytecode. Values of other types are not looked into.
_ENUM = ("v",)
_PARTS: dict[int, tuple[int | str, ...]] = {
    0x01: (4,), 0x02: (8,), 0x03: ("s",), 0x04: (8,), 0x05: (8,), 0x06: ("s",), 0x07: (8,), 0x08: (4,), 0x09: ("l",),
    0x0A: ("m",), 0x0B: ("l",), 0x0C: (16,), 0x11: ("v", "s", "v"), 0x13: _ENUM, 0x14: ("s", "v"), 0x15: ("i", "i"),
    0x16: _ENUM, 0x17: _ENUM, 0x18: _ENUM, 0x19: _ENUM, 0x1A: _ENUM, 0x1B: _ENUM, 0x1C: _ENUM, 0x1D: ("s", "s", 4),
    0x1E: ("s", "l"), 0x1F: _ENUM, 0x20: _ENUM, 0x22: (4, "s"), 0x23: ("s",), 0x24: (1,), 0x26: (2,), 0x27: (1,),
    0x28: ("s", "l"), 0x29: ("s", "m"), 0x2E: _ENUM, 0x2F: _ENUM, 0x81: (12,),
}  # fmt: skip


class _OtherType(Exception):
    """A value has a type whose length is not known here."""


def check_whole(arguments: BytesIO) -> None:
    """Read a map of arguments without its type. Raises ValueError when it is cut off, RecursionError when too deep."""
    try:
        _pass(arguments, "m")
    except _OtherType:
        return


def _pass(stream: BytesIO, part: int | str) -> None:
    if isinstance(part, int):
        if len(stream.read(part)) < part:
            raise ValueError("the request is cut off")
        return
    if part == "v":
        _pass_value(stream)
        return
    size = _size(stream)
    if part == "s":
        _pass(stream, size)
        return
    each = {"l": ("v",), "m": ("v", "v"), "i": ("s", "l")}[part]
    for _ in range(size):
        for inner in each:
            _pass(stream, inner)


def _pass_value(stream: BytesIO) -> None:
    head = stream.read(2)
    if len(head) < 2:
        raise ValueError("the request is cut off")
    if head[0] == _NULL or head[1] == 1:
        return
    if head[0] not in _PARTS:
        raise _OtherType
    for part in _PARTS[head[0]]:
        _pass(stream, part)


def _size(stream: BytesIO) -> int:
    head = stream.read(4)
    if len(head) < 4 or (size := _INT.unpack(head)[0]) < 0:
        raise ValueError("the request is cut off")
    return int(size)
