"""A file of our own writer in blocks of whole rows. Bytes that two readers may divide in two ways are refused."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from isal import isal_zlib

from lineage_viz.snapshot.records import DAMAGED, LARGEST
from lineage_viz.store.columns.plain import NotPlain

Places = npt.NDArray[np.intp]

SIZE = 4 * 2**20
"""The bytes of one block: few enough that two files at once need little memory."""

_PACKED = 2**20
_GZIP = 31
"""zlib's sign for one member of gzip with its check sum."""

_QUOTE, _COMMA, _LINE = b'",\n'
_REPLACED = "\N{REPLACEMENT CHARACTER}".encode()
"""The character in place of one that no file can have."""


@dataclass(frozen=True, slots=True)
class Block:
    """Whole rows of a file."""

    data: bytes
    rows: int
    has_breaks: bool
    """True when a field has a line break."""
    has_ids: bool
    """True when each row begins with a text without quotes."""
    replaced: tuple[int, ...]
    """The rows with a character in place of another: the searched texts may be of the other."""


def blocks(path: Path, width: int) -> Iterator[Block]:
    """Yield the rows of a file below its header, which has so many cells. Raises NotPlain, OSError."""
    rest, is_first = b"", True
    for piece in _unpacked(path, SIZE):
        data = rest + piece
        ends, has_breaks = row_ends(data)
        if len(ends):
            start = _header_end(data, ends, width) if is_first else 0
            end, is_first = int(ends[-1]) + 1, False
            if end > start:
                yield _block(data[start:end], ends[ends >= start] - start, has_breaks=has_breaks)
            data = data[end:]
        rest = data
        if len(rest) > LARGEST:
            raise NotPlain("a row is larger than a property may be")
    if rest or is_first:
        raise NotPlain("the last row has no end")


def _unpacked(path: Path, size: int) -> Iterator[bytes]:
    unpack = isal_zlib.decompressobj(_GZIP)
    with path.open("rb") as raw:
        packed = raw.read(_PACKED)
        while packed and not unpack.eof:
            try:
                piece = unpack.decompress(packed, size)
            except DAMAGED as error:
                raise NotPlain("the file is not gzip, or damaged") from error
            yield piece
            packed = unpack.unconsumed_tail or raw.read(_PACKED)
    if not unpack.eof or packed or unpack.unused_data:
        raise NotPlain("the file is cut off, or has something behind its end")


def row_ends(data: bytes) -> tuple[Places, bool]:
    """Return the places of the line breaks that end rows; True when others, in quotes, are before the last of them.

    Raises NotPlain.
    """
    found = np.frombuffer(data, np.uint8)
    quotes, breaks = np.flatnonzero(found == _QUOTE), np.flatnonzero(found == _LINE)
    ends = breaks
    if len(quotes):
        ends = breaks[np.searchsorted(quotes, breaks) % 2 == 0]
        _check_quotes(found, quotes[: np.searchsorted(quotes, ends[-1])] if len(ends) else quotes[:0])
    if b"\0" in data:
        raise NotPlain("the file has NUL")
    if b"\r" in data and np.any(np.searchsorted(quotes, np.flatnonzero(found == ord("\r"))) % 2 == 0):
        raise NotPlain("a carriage return is outside quotes")
    return ends, len(ends) > 0 and int(np.searchsorted(breaks, ends[-1])) >= len(ends)


def _check_quotes(found: npt.NDArray[np.uint8], quotes: Places) -> None:
    """Raise NotPlain unless each quote opens a field, closes one, or is one of two inside a field."""
    opening, closing = quotes[::2], quotes[1::2]
    before, after = found[opening - 1], found[closing + 1]  # before the first byte of all: the end of a row
    opens = (before == _COMMA) | (before == _LINE) | (before == _QUOTE) | (opening == 0)
    closes = (after == _COMMA) | (after == _LINE) | (after == _QUOTE)
    if not (opens.all() and closes.all()):
        raise NotPlain("a quote is inside a field without quotes, or text is behind a closing one")


def _header_end(data: bytes, ends: Places, width: int) -> int:
    """Return the start of the first row. The header itself was read before, with care."""
    header = data[: int(ends[0])]
    if not header.startswith(b"~id,") or b'"' in header or header.count(b",") != width - 1:
        raise NotPlain("the header is not as our writer writes it")
    return int(ends[0]) + 1


def _block(data: bytes, ends: Places, *, has_breaks: bool) -> Block:
    replaced = dict[int, None]()
    place = data.find(_REPLACED) if _REPLACED[0] in data else -1  # a single byte is found ten times faster
    while place >= 0:
        row = int(np.searchsorted(ends, place))
        replaced[row] = None
        place = data.find(_REPLACED, int(ends[row]))
    firsts = np.frombuffer(data, np.uint8)[np.concatenate(([0], ends[:-1] + 1))]
    if np.any(firsts == _LINE):
        raise NotPlain("a line is empty")
    has_ids = not np.any((firsts == _COMMA) | (firsts == _QUOTE))
    return Block(data, len(ends), has_breaks, has_ids, tuple(replaced))
