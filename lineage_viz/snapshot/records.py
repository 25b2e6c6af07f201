r"""The records of a Neptune CSV file, compressed or plain, as lists of texts.

Format: RFC 4180, with blanks around a delimiter ignored outside quotes (Neptune User Guide, "Gremlin load data
format"). Python's csv module keeps such blanks at the end of a field, so this module reads those records itself.
"""

import bz2
import csv
import gzip
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from lineage_viz.errors import BadRow, SnapshotError

Record = tuple[int, list[str]]
"""The line at which a record starts, 1 for the header, and its fields."""

# The csv module's own limit (128 KiB) is far below Neptune's limit of 55 MB for one property.
csv.field_size_limit(55 * 2**20)

_FIELD = re.compile(r'[ \t]*+(?:"((?:[^"]|"")*+)"[ \t]*+|((?!")[^,\r\n]*+))(,|\r?\n?\Z)')
_OPEN = re.compile(r'[ \t]*+"(?:[^"]|"")*+\Z')
_LONGEST_HEADER = 2**20  # a file of another format may have no line ends
_GZIP, _BZIP2 = b"\x1f\x8b", b"BZh"


def read_records(path: Path, *, ours: bool = False) -> Iterator[Record]:
    """Yield the records of a file, the header first; empty lines are no records.

    `ours`: our own writer wrote the file. It quotes fields with blanks at an end, so the csv module reads them right.
    Raises BadRow with the line for a record that is not RFC 4180 or not UTF-8; SnapshotError for a damaged file.
    """
    try:
        with _open(path) as stream:
            yield from _ours(path, stream) if ours else _records(path, stream)
    except UnicodeDecodeError as error:
        raise BadRow(path, _undecodable_line(path), "the row is not UTF-8. Save the file as UTF-8") from error
    except (EOFError, zlib.error, OSError) as error:
        raise _damaged(path, error) from error


def _open(path: Path) -> IO[str]:
    """Open a file as text. Its first bytes show the compression, because Neptune ignores names and endings."""
    return _opener(path)(path, "rt", encoding="utf-8-sig", newline="")  # type: ignore[no-any-return]


def first_line(path: Path) -> str | None:
    """Return the first line with text; empty when there is none, None when the file is not UTF-8.

    Raises SnapshotError for a damaged compressed file, OSError.
    """
    try:
        with _opener(path)(path, "rb") as stream:
            line = next(
                (line for line in iter(lambda: stream.readline(_LONGEST_HEADER), b"") if line.strip()), b""
            )
        return str(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return None
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise _damaged(path, error) from error


def _damaged(path: Path, error: Exception) -> SnapshotError:
    return SnapshotError(f"{path.name} is damaged or cut off ({error}). Copy or export it again.")


def _opener(path: Path) -> Callable[..., Any]:
    with path.open("rb") as raw:
        start = raw.read(3)
    return gzip.open if start.startswith(_GZIP) else bz2.open if start == _BZIP2 else open


def _ours(path: Path, stream: Iterator[str]) -> Iterator[Record]:
    reader, start = csv.reader(stream, strict=True), 1
    try:
        for row in reader:
            yield start, row
            start = reader.line_num + 1
    except csv.Error as error:
        raise BadRow(path, start, f"the row is not RFC 4180 CSV ({error})") from error


def _records(path: Path, stream: Iterator[str]) -> Iterator[Record]:
    lines: list[str] = []  # of the current record

    def kept() -> Iterator[str]:
        for line in stream:
            lines.append(line)
            yield line

    source = kept()
    reader = csv.reader(source, strict=True, skipinitialspace=True)
    start = 1
    while True:
        lines.clear()
        try:
            row = next(reader)
            if _may_have_blanks(row):
                row = _fields(path, start, lines, source)
        except StopIteration:
            return
        except csv.Error:
            row = _fields(path, start, lines, source)
        if row:
            yield start, row
        start += len(lines)


def _may_have_blanks(row: Sequence[str]) -> bool:
    """True when a field has a blank at its end (or a tab at its start) that may be outside quotes."""
    joined = "\0".join(("", *row, ""))
    return " \0" in joined or "\t\0" in joined or "\0\t" in joined


def _fields(path: Path, start: int, lines: Sequence[str], source: Iterator[str]) -> list[str]:
    """Divide the record that starts with `lines` into fields; `source` appends further lines to `lines`."""
    fields: list[str] = []
    text, at = "".join(lines), 0
    while True:
        match = _FIELD.match(text, at)
        if match is None and _OPEN.match(text, at) and (more := next(source, None)) is not None:
            text += more
            continue
        if match is None:
            raise BadRow(path, start, f"the row is not RFC 4180 CSV ({_fault(text, at, len(fields) + 1)})")
        quoted, bare, end = match.groups()
        fields.append(bare.rstrip(" \t") if quoted is None else quoted.replace('""', '"'))
        if end != ",":
            return fields if fields != [""] or quoted is not None else []
        at = match.end()


def _fault(text: str, at: int, number: int) -> str:
    if _OPEN.match(text, at):
        return f"the quote that opens field {number} is never closed"
    return f'field {number} has text after its closing quote; inside quotes, write "" for a quote'


def _undecodable_line(path: Path) -> int:
    with _opener(path)(path, "rb") as stream:
        for number, line in enumerate(stream, start=1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return number
    return 1
