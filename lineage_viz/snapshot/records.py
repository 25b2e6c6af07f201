r"""The records of a Neptune CSV file, compressed or plain, as lists of texts.

Format: RFC 4180, with blanks around a delimiter ignored outside quotes (Neptune User Guide, "Gremlin load data
format"). Python's csv module keeps such blanks at the end of a field, so this module reads those records itself.
"""

import bz2
import csv
import math
import re
from collections.abc import Generator, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, cast

from isal import igzip
from isal.igzip_lib import IsalError

from lineage_viz.errors import BadRow, SnapshotError
from lineage_viz.plain_text import shown_name

Record = tuple[int, list[str]]
"""The line at which a record starts, 1 for the header, and its fields."""

LARGEST = 55 * 2**20
"""The bytes of the largest property (Neptune User Guide, "Amazon Neptune Limits": 55 MB)."""

DAMAGED: tuple[type[Exception], ...] = (EOFError, cast("type[Exception]", IsalError), OSError)
"""The errors of a compressed file that cannot be unpacked. The stub of the library says that its error is no class."""

csv.field_size_limit(LARGEST)  # the module's own limit is 128 KiB

_BLOCK = 2**16
"""The characters that are looked at together, and a line more."""

_SIGNS_OF_CARE = ('"', "\0", "\t", " ,", " \r", " \n")
"""Parts of a text that may have a field in quotes, NUL, or a blank at the end of a field."""

_FIELD = re.compile(r'[ \t]*+(?:"((?:[^"]|"")*+)"[ \t]*+|((?!")[^,\r\n]*+))(,|\r?\n?\Z)')
_OPEN = re.compile(r'[ \t]*+"(?:[^"]|"")*+\Z')
_HEADER = re.compile(r'"?~(?:id|label|from|to)"?\s*,', re.IGNORECASE)
_LONGEST_HEADER = 2**20  # a file of another format may have no line ends
_TOO_LARGE = f"a field has more than {LARGEST // 2**20} MB, and Neptune takes no larger property. Shorten it"
_NUL = "the row has the character NUL, which Neptune refuses. Remove it"
_GZIP = re.compile(rb"\x1f\x8b")
_OPENERS: dict[str, Any] = {"gzip": igzip.open, "bzip2": bz2.open}
_BZIP2 = re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")  # a text may begin with BZh


def read_records(path: Path, *, ours: bool = False, unquoted: bool = False) -> Iterator[Record]:
    """Yield the records of a file, the header first; lines without text are no records.

    `ours`: our own writer wrote the file. It quotes fields with blanks at an end, so the csv module reads them right.
    `unquoted`: the writer knows no quotes, so a quote is a character as any other, and each line is a record.
    Raises BadRow with the line for a record that is not RFC 4180 or not UTF-8; SnapshotError for a damaged file.
    """
    try:
        with _open(path, newline="\n" if unquoted else "") as stream:
            read = _ours if ours else _unquoted if unquoted else _records
            yield from read(path, stream)
    except UnicodeDecodeError as error:
        raise BadRow(path, _undecodable_line(path), "the row is not UTF-8. Save the file as UTF-8") from error
    except DAMAGED as error:
        raise damaged(path, error) from error


def first_record(path: Path) -> list[str] | None:
    """Return the fields of the first record; empty when there is none, None when they are not text in UTF-8.

    A record that is not RFC 4180 is divided at its commas. Raises SnapshotError for a damaged compressed file, OSError.
    """
    try:
        with _open(path, "surrogateescape") as stream:
            fields = _divided(path, stream)
    except DAMAGED as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise damaged(path, error) from error
    text = "".join(fields)
    return None if "\0" in text or _has_surrogates(text) else fields


def header_below(path: Path, most: int) -> int:
    """Return the number of the first of some lines that begins like a header of Neptune; 0 without any."""
    with _open(path, "surrogateescape") as stream:
        lines = enumerate(islice(_start(stream), most), start=1)
        return next((number for number, line in lines if _HEADER.match(line)), 0)


def damaged(path: Path, error: object) -> SnapshotError:
    """Return the error for a compressed file that cannot be unpacked."""
    return SnapshotError(f"{shown_name(path.name)} is damaged or cut off ({error}). Copy or export it again.")


def _divided(path: Path, stream: IO[str]) -> list[str]:
    try:
        return next(_with_care(path, _start(stream)), (1, []))[1]
    except BadRow:
        stream.seek(0)
        line = next((line for line in _start(stream) if line.strip()), "")
        return [cell.strip(' \t\r\n"') for cell in line.split(",")]


def _start(stream: IO[str]) -> Iterator[str]:
    """Yield the lines of the first megabyte: a file of another format may have no line ends, or one open quote."""
    left = _LONGEST_HEADER
    while left > 0 and (line := stream.readline(left)):
        left -= len(line)
        yield line


def first_text(path: Path, most: int = 4096) -> str:
    """Return the first characters of a file, unpacked; empty for a damaged one."""
    try:
        with _open(path, "surrogateescape") as stream:
            return stream.read(most)
    except DAMAGED:
        return ""


def first_bytes(path: Path) -> bytes:
    """Return the first ten bytes of a file. Raises OSError."""
    with path.open("rb") as raw:
        return raw.read(10)


def first_unpacked(path: Path, most: int = 512) -> bytes:
    """Return the first bytes of a file, unpacked once if it is compressed; empty for a damaged one."""
    opener: Any = _OPENERS.get(compression(path), open)
    try:
        with opener(path, "rb") as stream:
            return bytes(stream.read(most))
    except DAMAGED:
        return b""


def compression(path: Path) -> str:
    """Return "gzip" or "bzip2" as the first bytes show it; empty for any other file. Raises OSError."""
    start = first_bytes(path)
    return "gzip" if _GZIP.match(start) else "bzip2" if _BZIP2.match(start) else ""


def _open(path: Path, errors: str = "strict", newline: str = "") -> IO[str]:
    """Open a file as text. Its first bytes show the compression, because Neptune ignores names and endings.

    Lines end with LF, CRLF or CR, unless `newline` is LF.
    """
    opener: Any = _OPENERS.get(compression(path), open)
    return opener(path, "rt", encoding="utf-8-sig", errors=errors, newline=newline)  # type: ignore[no-any-return]


def _ours(path: Path, stream: Iterator[str]) -> Iterator[Record]:
    reader, start = csv.reader(stream, strict=True), 1
    try:
        for row in reader:
            yield start, row
            start = reader.line_num + 1
    except csv.Error as error:
        reason = _TOO_LARGE if _is_too_large(error) else f"the row is not RFC 4180 CSV ({error})"
        raise BadRow(path, start, reason) from error


def _is_too_large(error: csv.Error) -> bool:
    return "field limit" in str(error)


def _unquoted(path: Path, stream: Iterator[str]) -> Iterator[Record]:
    """Yield the records; only LF ends a line, or CRLF if it ends the header."""
    end = "\n"
    for number, line in enumerate(stream, start=1):
        if number == 1 and line.endswith("\r\n"):
            end = "\r\n"
        if "\0" in line:
            raise BadRow(path, number, _NUL)
        fields = line.removesuffix("\n").removesuffix(end[:-1]).split(",")
        if line.strip():
            yield number, [field.strip(" \t") for field in fields]


def _records(path: Path, stream: IO[str], size: int = _BLOCK) -> Iterator[Record]:
    """Yield the records. Most blocks of large files need no care, and are read in half the time."""
    start = 1
    while block := stream.readlines(size):
        rows = _simple_rows(block)
        if rows is None:
            start = yield from _with_care(path, chain(block, stream), start, start + len(block))
            continue
        for line, row, text in zip(range(start, start + len(block)), rows, block, strict=True):
            if len(row) > 1 or text.strip():
                yield line, row
        start += len(block)


def _simple_rows(block: Sequence[str]) -> list[list[str]] | None:
    """Return the fields of each line, if each line is a record and the csv module alone divides it right; else None."""
    text = "".join(block)
    if text.endswith(" ") or any(sign in text for sign in _SIGNS_OF_CARE):
        return None
    try:
        return list(csv.reader(block, strict=True, skipinitialspace=True))
    except csv.Error:
        return None


def _with_care(
    path: Path, stream: Iterator[str], start: int = 1, end: float = math.inf
) -> Generator[Record, None, int]:
    """Yield the records that begin before the line `end`; return the first line that is not read."""
    lines: list[str] = []  # of the current record

    def kept() -> Iterator[str]:
        for line in stream:
            lines.append(line)
            yield line

    source = kept()
    reader = csv.reader(source, strict=True, skipinitialspace=True)
    while start < end:
        lines.clear()
        try:
            row = next(reader)
            if _may_have_blanks(row):
                row = _fields(path, start, lines, source)
        except StopIteration:
            break
        except csv.Error as error:
            if _is_too_large(error):
                raise BadRow(path, start, _TOO_LARGE) from error
            row = _fields(path, start, lines, source)
        if "\0" in (lines[0] if len(lines) == 1 else "".join(lines)):
            raise BadRow(path, start, _NUL)
        if len(row) > 1 or any(map(str.strip, lines)):
            yield start, row
        start += len(lines)
    return start


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
        if match is None and _OPEN.match(text, at) and (more := _to_next_quote(source)):
            text += more
            continue
        if match is None:
            raise BadRow(path, start, f"the row is not RFC 4180 CSV ({_fault(text, at, len(fields) + 1)})")
        quoted, bare, end = match.groups()
        fields.append(bare.rstrip(" \t") if quoted is None else quoted.replace('""', '"'))
        if end != ",":
            return fields if fields != [""] or quoted is not None else []
        at = match.end()


def _to_next_quote(source: Iterator[str]) -> str:
    """Return the next lines up to the first with a quote; no other can end a quoted field."""
    more = []
    for line in source:
        more.append(line)
        if '"' in line:
            break
    return "".join(more)


def _fault(text: str, at: int, number: int) -> str:
    if _OPEN.match(text, at):
        return f"the quote that opens field {number} is never closed"
    return f'field {number} has text after its closing quote; inside quotes, write "" for a quote'


def _undecodable_line(path: Path) -> int:
    with _open(path, "surrogateescape") as stream:
        return next((number for number, line in enumerate(stream, start=1) if _has_surrogates(line)), 1)


def _has_surrogates(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
