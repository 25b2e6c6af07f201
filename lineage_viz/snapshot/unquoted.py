"""Quotes and carriage returns inside the texts of the sample notebook, which knows no quotes: a line is a row.

A spreadsheet or pandas may have saved its file again, with quotes as in RFC 4180. So a file that has such characters is
read both ways, and the rows show which one its writer meant.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from lineage_viz.errors import BadRow
from lineage_viz.plain_text import shown_name
from lineage_viz.snapshot.records import read_records
from lineage_viz.snapshot.rows import Table, read_rows

_MARK = re.compile('["\r]')
_NEEDS_QUOTES = re.compile('[",\r\n]|^[ \t]|[ \t]\\Z')
_MOST_LINES = 3

Rows = list[tuple[int, list[str]]]


def with_quotes(table: Table) -> Table:
    """Return the table with the meaning of its quotes; only a file of the sample notebook may have two meanings.

    It is read without marks of CSV when its rows then have the width of the header. Where they have it both ways, marks
    are assumed only around texts that need them. Raises SnapshotError, BadRow for a file that is not UTF-8.
    """
    if table.mender is None or not _has_marks(table):
        return table
    unquoted = replace(table, unquoted=True)
    (bare, end), (marked, marked_end) = _rows(unquoted), _rows(table)
    if bare is None and marked is None:
        return unquoted if end > marked_end else table  # the reading that comes further has the better reason
    if bare is None or bare == marked:
        return table
    if marked is None:
        return unquoted
    if len(bare) == len(marked) and all(_NEEDS_QUOTES.search(text) for _, text in _differing(bare, marked)):
        return table
    lines = list(dict.fromkeys(line for line, _ in _differing(bare, marked)))
    return replace(unquoted, gaps=(*table.gaps, _doubt(table, lines)))


def _has_marks(table: Table) -> bool:
    records = read_records(table.path, unquoted=True)
    header = next(records, (1, []))[1]
    if any('"' in cell for cell in header):
        return False  # only a writer that knows quotes writes them around names
    return any(map(_MARK.search, chain.from_iterable(row for _, row in records)))


def _rows(table: Table) -> tuple[Rows | None, int]:
    """Return all rows; None and its line when one is not of the table's form."""
    try:
        return list(read_rows(table)), 0
    except BadRow as error:
        return None, error.line


def _differing(bare: Rows, marked: Rows) -> Iterator[tuple[int, str]]:
    """Yield the texts as they are between marks, with their lines."""
    for (line, one), (_, other) in zip(bare, marked, strict=False):
        yield from ((line, theirs) for own, theirs in zip(one, other, strict=True) if own != theirs)


def _doubt(table: Table, lines: list[int]) -> str:
    shown = ", ".join(f"{line:,}" for line in lines[:_MOST_LINES])
    more = f" and {len(lines) - _MOST_LINES:,} more" if len(lines) > _MOST_LINES else ""
    return (
        f"quotes or a carriage return at an end of texts of {shown_name(table.path.name)} (line {shown}{more}) are "
        "read as a part of them, because the sample notebook writes no marks of CSV; another tool may have added them"
    )
