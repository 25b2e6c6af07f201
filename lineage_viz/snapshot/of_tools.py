"""The files that tools write beside their rows, and the folders in which rows do not count yet: both by their names.

neptune-export writes its settings and counts; Spark and Hadoop write marks of their output, checksums and parts without
rows, Athena the columns of its answers, and Windows the looks of a folder.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path

from lineage_viz.errors import SnapshotError
from lineage_viz.snapshot.records import first_record, first_text

_MARK = re.compile(
    r"_SUCCESS|_(?:committed|started)_\w+|.+\.crc|.+_\$folder\$|.+\.(?:csv|txt)\.metadata|desktop\.ini|Thumbs\.db",
    re.IGNORECASE,
)
_PART = re.compile(r"(?:[\w-]+-)?part-(?:\w-)?\d+[\w.-]*")
_JSON = frozenset({"config.json", "stats.json", "lastEventId.json"})
_LONGEST = 2**24
_PARTS = ("nodes", "edges")


def is_beside_rows(file: Path) -> bool:
    """True for a file that a tool always writes beside its rows, and that has none itself. Raises OSError."""
    if _MARK.fullmatch(file.name):
        return "~id" not in first_text(file)
    if _PART.fullmatch(file.name) and _is_empty(file):
        return True
    return file.name in _JSON and _has_no_rows(file.name, first_text(file, _LONGEST))


def set_aside(parts: Sequence[str]) -> str:
    """Return the reason why a file with this path in the folder does not count; empty when it does."""
    if any(part.startswith(".") for part in parts):
        return "it is hidden, as a copy that an editor keeps"
    if folder := next((part for part in parts[:-1] if part.startswith("_")), ""):
        return (
            f"its folder {folder} begins with _, as that of output that is not committed; Spark and Hive ignore it, "
            "too. Move it out if it is the lineage"
        )
    return ""


def _is_empty(file: Path) -> bool:
    try:
        return first_record(file) == []
    except SnapshotError:
        return False


def _has_no_rows(name: str, text: str) -> bool:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return False
    if not isinstance(found, dict):
        return False
    if name == "config.json":  # the labels with their columns, and not the nodes and edges of another tool
        return all(isinstance(found.get(part), list) and all(map(_is_label, found[part])) for part in _PARTS)
    return "~id" not in found


def _is_label(each: object) -> bool:
    return isinstance(each, dict) and "label" in each and not {"id", "~id"} & each.keys()
