"""The files of a folder: those of Neptune's Gremlin CSV, and those that are passed over, each with the reason.

Neptune's loader reads all files of a folder, whatever their names and endings (Neptune User Guide, "Gremlin load data
format"). Therefore the header decides here, not the name.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lineage_viz.snapshot.records import first_line
from lineage_viz.words import count

_OPENCYPHER = re.compile(r"[^,]*:(ID|START_ID|END_ID)\b")
_ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".7z")


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file of the folder that is not read: its path inside the folder, and the reason in words."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name} ({self.reason})"


@dataclass(frozen=True, slots=True)
class Contents:
    """The files of a folder, sorted by path."""

    read: tuple[Path, ...]
    passed_over: tuple[PassedOver, ...]


def contents(folder: Path) -> Contents:
    """Look at each file of a folder and of its subfolders. Raises OSError for a file that cannot be opened."""
    read, passed_over = [], []
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = str(file.relative_to(folder))
        hidden = any(part.startswith(".") for part in Path(name).parts)
        reason = _reason(file)
        if not hidden and not reason:
            read.append(file)
        elif not hidden:
            passed_over.append(PassedOver(name, reason))
        elif not reason:
            passed_over.append(PassedOver(name, "it is hidden, as a copy that an editor keeps"))
    return Contents(tuple(read), tuple(passed_over))


def words(passed_over: tuple[PassedOver, ...], most: int = 5) -> Iterator[str]:
    """Yield one sentence about the files that were passed over, if there are any; it names the first few."""
    if passed_over:
        named = "; ".join(map(str, passed_over[:most]))
        rest = f"; {len(passed_over) - most:,} more" if len(passed_over) > most else ""
        yield f"{count(len(passed_over), 'file')} of the folder passed over: {named}{rest}"


def _reason(file: Path) -> str:
    """Return the reason why a file is not Gremlin CSV; empty when it is."""
    if file.name.lower().endswith(_ARCHIVES):
        return "it is an archive; unpack it"
    line = first_line(file)
    if line is None:
        return "it is not text in UTF-8"
    if not line.strip():
        return "it is empty"
    cells = next(csv.reader([line], skipinitialspace=True))
    if any(cell.startswith("~") for cell in cells):
        return ""
    if any(map(_OPENCYPHER.match, cells)):
        return "it is in openCypher's format; export in Neptune's Gremlin format (~id, ~label, ~from, ~to)"
    return "its first line has no ~id, so it is no Neptune CSV"
