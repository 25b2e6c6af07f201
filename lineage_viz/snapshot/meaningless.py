"""Columns of other tools that have the name of a record, a fact or a mark: only our own files give these a meaning."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from lineage_viz.arn import UNRESOLVED_REASON
from lineage_viz.evidence.columns import NAMES, ROLE
from lineage_viz.evidence.record import RECORD
from lineage_viz.model import UNRESOLVED
from lineage_viz.snapshot.rows import Table

_OF_VERTICES = NAMES | {RECORD}
_OF_EDGES = frozenset({ROLE})
_MARKS = frozenset({UNRESOLVED, UNRESOLVED_REASON})
"""The marks of an end without a row. An adopted snapshot keeps those of its adoption."""
_ADDED = "_in_folder"


def renamed(table: Table) -> Table:
    """Return the table of a foreign folder with another name for each such column, as `record_in_folder`."""
    names = _new_names(table)
    columns = tuple(
        (index, replace(column, name=names.get(column.name, column.name))) for index, column in table.columns
    )
    return replace(table, columns=columns, renamed=names)


def left_out(table: Table) -> Table:
    """Return the table of an adopted snapshot without these columns: all files of snapshots have them, empty."""
    owned = _owned(table)
    return replace(table, columns=tuple(each for each in table.columns if each[1].name not in owned))


def change_words(tables: tuple[Table, ...]) -> Iterator[str]:
    """Yield a sentence about the new names, if there are any."""
    if names := {old: new for table in tables for old, new in table.renamed.items()}:
        changed = ", ".join(f"{old} → {new}" for old, new in sorted(names.items()))
        yield (
            "These properties got other names, because in snapshots of SageMaker theirs are of records, facts and "
            f"marks: {changed}."
        )


def _new_names(table: Table) -> Mapping[str, str]:
    marks = frozenset() if table.is_edges else _MARKS
    owned, taken = _owned(table) | marks, {column.name for column in table.property_columns}
    names: dict[str, str] = {}
    for name in sorted(owned & taken):
        new = name + _ADDED
        while new in taken:
            new += "_"
        names[name] = new
    return names


def _owned(table: Table) -> frozenset[str]:
    return _OF_EDGES if table.is_edges else _OF_VERTICES
