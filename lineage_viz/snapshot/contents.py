"""The files of a folder: those of Neptune's Gremlin CSV, and those that are passed over, each with the reason.

Neptune's loader reads all files of a folder, whatever their names and endings (Neptune User Guide, "Gremlin load data
format"). Therefore the header decides here, not the name.
"""

import codecs
import errno
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from lineage_viz.errors import BadRow, SnapshotError
from lineage_viz.plain_text import shown_name
from lineage_viz.snapshot.of_tools import is_beside_rows, set_aside
from lineage_viz.snapshot.other_formats import is_json_or_markup, other_format
from lineage_viz.snapshot.packing import UNPACKED_HERE, is_tar, packing, packing_within
from lineage_viz.snapshot.prose import PROSE, is_prose, is_prose_by_name, is_prose_with
from lineage_viz.snapshot.records import (
    compression,
    damaged,
    first_bytes,
    first_record,
    first_text,
    first_unpacked,
    header_below,
)
from lineage_viz.words import count

_SYSTEM = re.compile(r"~(id|label|from|to)(?![ ]+\w)", re.IGNORECASE)
"""A heading of Neptune, and no text that begins with one, such as "~id is the id"."""
_SEPARATOR = re.compile(
    r"(?:^|\W)~(?:id|label|from|to)\"?[ ]*([;\t|])|([;\t|])[ ]*\"?~(?:id|label|from|to)\b", re.IGNORECASE
)
_BLANKS = re.compile(r"~(?:id|label|from|to)(?:[ ]+\"?~(?:id|label|from|to)\b|\"[ ]+\")", re.IGNORECASE)
_OF_R = "the file is separated by blanks, as by R's write.table. Separate it by commas: write.csv(…, row.names = FALSE)"
_LINE_IN_QUOTES = "each line is in quotes as a whole, so it is one field. Remove these quotes"
_EXCEL = re.compile(r"sep=([;\t|])(?=\r?\n)", re.IGNORECASE)
_OTHER_QUOTES = re.compile(r"['`\u2018-\u201f\u00ab]~(id|label|from|to)\b", re.IGNORECASE)
_LOOKED_AT = 20
"""The first lines among which a header is looked for, below comments or a line such as `sep=,`."""
_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars (|)"}

_MOST = 20_000
"""Files of a folder. A home or a disk has more: to look at each one would take minutes without a word."""

_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"~\0", b"\0~")
_COMPRESSIONS = {".gz": "gzip", ".bz2": "bzip2"}
_CSV_NAME = re.compile(r"\.csv(\.(gz|bz2))?$", re.IGNORECASE)
_NO_FILE = "it is a pipe, a socket or a device, and no file"
_ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".7z")


_BACKUP = re.compile(r"(?:~|\.(?:bak|backup|orig|old|save|tmp|sw[a-p]))$|^#.*#$|^~\$", re.IGNORECASE)
_COPY = re.compile(
    r"^Copy (?:\(\d+\) )?of (?P<of>.+)|(?P<name>.+?)(?: - copy| copy)(?: \d+| \(\d+\))?(?P<end>\.[^ ]*)?$",
    re.I,
)
_BROKEN_OFF = re.compile(r"\.(?:part|crdownload|filepart|download)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file or subfolder that is not read: its path inside the folder, as a text to show, and the reason in words."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name} ({self.reason})"


@dataclass(frozen=True, slots=True)
class Contents:
    """The files of a folder, sorted by path."""

    read: tuple[Path, ...]
    passed_over: tuple[PassedOver, ...]
    beside: tuple[PassedOver, ...]
    """The files without rows that tools always write: no gap."""


def contents(folder: Path) -> Contents:
    """Look at each file of a folder and of its subfolders, also those behind links.

    Raises OSError for a file or subfolder that cannot be opened; SnapshotError for a damaged `.csv.gz` or `.csv.bz2`,
    and for more files than a lineage has; BadRow for another separator than a comma.
    """
    read, passed_over, beside = list[Path](), list[PassedOver](), list[PassedOver]()
    found = list(islice(_walk(folder), _MOST + 1))
    if len(found) > _MOST:
        raise SnapshotError(
            f"{folder} has more than {count(_MOST, 'file')}, so it was not searched for lineage. Name the folder that "
            "has the CSV files alone."
        )
    for file, fault in sorted(found):
        parts = file.relative_to(folder).parts
        name = shown_name(str(Path(*parts)))
        if aside := set_aside(parts):
            if not fault and _may_be_read(file):
                passed_over.append(PassedOver(name, aside))
        elif not fault and is_beside_rows(file):
            beside.append(PassedOver(name, "the tool writes it beside the rows"))
        elif reason := fault or _spare(file) or _reason(file):
            passed_over.append(PassedOver(name, reason))
        else:
            read.append(file)
    return Contents(tuple(read), tuple(passed_over), tuple(beside))


def _may_be_read(file: Path) -> bool:
    """True for a file that would be read, or refused, in another place."""
    try:
        return not _reason(file)
    except SnapshotError:
        return True


def _walk(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield each file with an empty text, or with the reason why it cannot be read. Each folder is read once."""
    seen = {_identity(parent) for parent in folder.resolve().parents}
    folders, links = [folder], list[Path]()
    while folders or links:
        here = folders.pop() if folders else links.pop()
        if _identity(here) in seen:
            yield here, "it is a link to a folder that is read already, or that contains this one"
            continue
        seen.add(_identity(here))
        for path in sorted(here.iterdir(), reverse=True):
            mode = _mode(path)
            if stat.S_ISDIR(mode):
                (links if path.is_symlink() else folders).append(path)
            else:
                yield (
                    path,
                    "" if stat.S_ISREG(mode) else _NO_FILE if mode else "it is a link that leads to no file",
                )


def _identity(folder: Path) -> tuple[int, int]:
    status = folder.stat()
    return status.st_dev, status.st_ino


def _mode(path: Path) -> int:
    """Return the mode of a file or of the end of a link; 0 when the link has no end. Raises OSError."""
    try:
        return path.stat().st_mode
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
            return 0
        raise


def next_step(passed_over: Sequence[PassedOver]) -> str:
    """Return the step for a folder without lineage, unless the reason of a file has one, behind a semicolon."""
    return "" if any("; " in each.reason for each in passed_over) else "Check the path."


NAMED = 5
"""The files that are passed over and named on each page; `verify` and `adopt` name all."""


def words(passed_over: tuple[PassedOver, ...]) -> Iterator[str]:
    """Yield one sentence about the files that were passed over, if there are any; it names the first few."""
    if passed_over:
        named = "; ".join(map(str, passed_over[:NAMED]))
        rest = f"; {len(passed_over) - NAMED:,} more" if len(passed_over) > NAMED else ""
        yield f"{count(len(passed_over), 'file')} of the folder passed over: {named}{rest}"


def _reason(file: Path) -> str:
    """Return the reason why a file is not Gremlin CSV; empty when it is. Raises SnapshotError, OSError."""
    if file.name.lower().endswith(_ARCHIVES):
        return "it is an archive; unpack it"
    named_csv = _CSV_NAME.search(file.name)
    try:
        cells = first_record(file)
    except SnapshotError:
        if named_csv:
            raise
        return "it is a damaged compressed file"
    falsely = _falsely_named(file)
    if cells is None and compression(file) and (again := packing_within(first_unpacked(file))):
        return again
    if cells is None and named_csv and named_csv[1] and not _other_packing(file):
        raise damaged(file, falsely or "its content is not text in UTF-8")
    if cells is None:
        return _not_utf8(file, named_csv=bool(named_csv))
    if not cells:
        return "it is empty"
    if separator := next(filter(None, map(_SEPARATOR.search, cells)), None):
        sign = separator[1] or separator[2]
        if is_prose_with(file, sign):
            return PROSE
        raise BadRow(file, 1, f"the file is separated by {_SEPARATORS[sign]}. Separate it by commas")
    if len(cells) == 1 and "," in cells[0] and _SYSTEM.match(cells[0]) and not is_prose(file):
        raise BadRow(file, 1, _LINE_IN_QUOTES)
    if any(map(_BLANKS.search, cells)):
        if is_prose_with(file, " "):
            return PROSE
        raise BadRow(file, 1, _OF_R)
    if any(map(_SYSTEM.match, cells)) and not is_json_or_markup(",".join(cells)):
        return PROSE if is_prose(file) else ""
    if other := other_format(first_text(file), cells):
        return other
    return f"{falsely and falsely + ', and '}{_no_header(file, cells)}"


def _no_header(file: Path, cells: Sequence[str]) -> str:
    """Return words about a file whose first line has no system column; a header may be there all the same."""
    if any(map(_OTHER_QUOTES.match, cells)):
        return 'its headings are in other quotes than "; write " or none'
    if sign := _EXCEL.match(first_text(file)):
        return (
            f"its first line is Excel's {sign[0].strip()}, and {_SEPARATORS[sign[1]]} separate its fields; remove that "
            "line, and separate them by commas"
        )
    if not is_prose_by_name(file) and (line := header_below(file, _LOOKED_AT)):
        return f"its header is only in line {line}; remove all above it"
    return "its first line has no ~id, so it is no Neptune CSV"


def _spare(file: Path) -> str:
    """Return the reason, by its name, why a file is not the lineage of the folder: an older or cut state of another.

    A copy counts as one beside the file that it copies; a backup and a cut download always do.
    """
    name = re.sub(r"\.(?:gz|bz2)$", "", file.name, flags=re.IGNORECASE)
    if _BACKUP.search(name):
        return "it is a backup copy or a temporary file, as editors keep; rename it if it is the lineage"
    if _BROKEN_OFF.search(name):
        return "it is a download that did not end; download it again"
    copy = _COPY.match(file.name)
    original = copy and (copy["of"] or copy["name"] + (copy["end"] or ""))
    if original and (file.parent / original).is_file():
        return f"it is a copy of {shown_name(original)}; remove one of them"
    return ""


def _falsely_named(file: Path) -> str:
    """Return words about an ending that names a compression that the file does not have; empty for any other."""
    named = _COMPRESSIONS.get(file.suffix.lower())
    return f"it is not {named}" if named and compression(file) != named else ""


def _other_packing(file: Path) -> bool:
    """True for a file that no text is and whose format is known, but not as a packing that is read and is damaged."""
    return not first_bytes(file).startswith(UNPACKED_HERE) and bool(_format(file))


def _not_utf8(file: Path, *, named_csv: bool) -> str:
    """Return words about a file that is not UTF-8. Without CSV in its name, it may be no text."""
    return _format(file) or f"it is not text in UTF-8{'; save it as UTF-8' if named_csv else ''}"


def _format(file: Path) -> str:
    """Return words about the packing or the encoding of a file that is not UTF-8; empty when it is not known."""
    start = first_bytes(file)
    if is_tar(first_unpacked(file)):
        return "it is a tar archive; unpack it"
    if packed := packing(start, file.name):
        return packed
    if start.startswith(_UTF32):  # its mark begins with that of UTF-16
        return "it is text in UTF-32; save it as UTF-8"
    return "it is text in UTF-16; save it as UTF-8" if start.startswith(_UTF16) else ""
