"""The records of a CSV file: RFC 4180 with the additions of Neptune's guide.

Python's csv module cannot serve here, because it does not tell a quoted field from a bare one. Spaces around a field
are dropped but those inside quotes are kept, `""` is an empty text and no blank field, and a quote in a bare field ends
the load.

The guide leaves three things open. Tabs around delimiters are kept, a byte order mark is dropped, and an empty line is
no record.
"""

import bz2
import gzip
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Cell = str | None
"""The text of a field; None where it is blank."""

_FIELD = re.compile(
    r' *+(?:"(?P<quoted>[^"\0]*+(?:""[^"\0]*+)*+)" *+|(?P<bare>[^",\r\n\0]*+))(?P<end>,|(?:\r?\n)?\Z)'
)


class NotCsv(Exception):
    """The file cannot be read further, with the reason."""


def records(path: Path) -> Iterator[list[Cell]]:
    """Every record, the header first. The ending of a file shows its compression. Raises NotCsv."""
    opener: Any = {".gz": gzip.open, ".bz2": bz2.open}.get(path.suffix, open)
    try:
        with opener(path, "rb") as lines:
            yield from (_cells(text) for text in _texts(lines) if text.strip("\r\n"))
    except (UnicodeDecodeError, EOFError, OSError, zlib.error) as error:
        raise NotCsv(str(error)) from error


def _texts(lines: Iterable[bytes]) -> Iterator[str]:
    """The text of each record: one line, or several if a quoted field spans them."""
    parts: list[str] = []
    quotes = 0
    for number, line in enumerate(lines):
        parts.append(line.decode("utf-8" if number else "utf-8-sig"))
        quotes += parts[-1].count('"')
        if quotes % 2 == 0:
            yield "".join(parts)
            parts.clear()
    if parts:
        yield "".join(parts)


def _cells(text: str) -> list[Cell]:
    cells: list[Cell] = []
    at = 0
    while True:
        field = _FIELD.match(text, at)
        if field is None:
            raise NotCsv(
                f"field {len(cells) + 1} has a quote, line end or NUL that RFC 4180 does not allow there"
            )
        quoted = field["quoted"]
        cells.append((field["bare"].rstrip(" ") or None) if quoted is None else quoted.replace('""', '"'))
        if field["end"] != ",":
            return cells
        at = field.end()
