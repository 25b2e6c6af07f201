"""Prose that begins like a header of Neptune, such as a description of the format."""

import re
from pathlib import Path

from lineage_viz.errors import SnapshotError
from lineage_viz.snapshot.records import first_text, read_records
from lineage_viz.snapshot.rows import read_table

_OF_CSV = re.compile(r"\.[ct]sv\b", re.IGNORECASE)
_OF_MARKUP = re.compile(
    r"\.(?:md|markdown|rst|adoc|org)$"
    r"|^(?:read[ ._-]?me|license|notice|changes|changelog|how[ ._-]?to|notes?|todo|authors|contributing|faq)\b",
    re.IGNORECASE,
)
_OF_TEXT = re.compile(r"\.(?:txt|text|log)$", re.IGNORECASE)
_SENTENCE = re.compile(r"[^,\"]*\w \w(?:[^,]*, \w|.*[.!?:]\s*$)")
"""A line whose id has blanks, and that has a blank behind its comma or ends as a sentence does."""
PROSE = "it begins with ~id, but no line fits that as a header; end its name with .csv if it is the lineage"


def is_prose(file: Path) -> bool:
    """True for a file without CSV in its name whose first line is no header, or none of whose other lines fits it.

    A name of prose needs one of both, or a sentence among its ids; any other name both, as it may be a header with a
    fault. Raises OSError.
    """
    if _OF_CSV.search(file.name):
        return False
    fits, has_header = _fits(file), _has_header(file)
    if is_prose_by_name(file) or _OF_TEXT.search(file.name):
        return not has_header or fits is False or _has_sentence(file)
    return not has_header and fits is False


def is_prose_by_name(file: Path) -> bool:
    """True for a file of prose by its name, such as a README."""
    return _OF_MARKUP.search(file.name) is not None and not _OF_CSV.search(file.name)


def is_prose_with(file: Path, separator: str) -> bool:
    """The same for a file whose first line has another separator beside a heading: a table of Markdown has bars."""
    if is_prose_by_name(file):
        return True
    first, *others = first_text(file).splitlines()
    same = first.count(separator)
    return bool(_OF_TEXT.search(file.name)) and not any(line.count(separator) == same for line in others)


def _has_sentence(file: Path) -> bool:
    """True when a sentence stands where an id would: in the first row, or with a name such as README in any row."""
    rows = [line for line in first_text(file).splitlines()[1:] if line.strip()]
    return any(map(_SENTENCE.match, rows if is_prose_by_name(file) else rows[:1]))


def _has_header(file: Path) -> bool:
    try:
        read_table(file)
    except SnapshotError:
        return False
    return True


def _fits(file: Path) -> bool | None:
    """True when a line has as many fields as the first; None when there is no other line."""
    records = read_records(file)
    try:
        width = len(next(records, (1, []))[1])
        first = next(records, None)
        return (
            None if first is None else len(first[1]) == width or any(len(row) == width for _, row in records)
        )
    except SnapshotError:
        return False
