"""Collected entities → the tables of entities."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from lineage_viz.learning.collecting import Collected
from lineage_viz.learning.column import (
    Cells,
    Column,
    ColumnKey,
    Kind,
    Longs,
    Role,
    column,
    column_key,
    numbers,
)
from lineage_viz.learning.groups import Group
from lineage_viz.learning.job_numbers import METRIC, PARAMETER
from lineage_viz.learning.numbering import Numbering
from lineage_viz.learning.safe_names import distinct
from lineage_viz.learning.splitting import Splits
from lineage_viz.learning.tables import NodeTable
from lineage_viz.words import plain

MOST = 100
"""The largest number of columns of parameters, and of metrics, in a table: the most frequent ones."""

OWN = ("row", "arn", "created", "unresolved", "split")
"""The columns that each table of entities has."""

_TYPE = column_key("type", Kind.CATEGORY, Role.FEATURE)
_LONGEST = 120
_ORDER = list(Role)


def node_tables(found: Collected, numbered: Numbering, split: Splits) -> Iterator[NodeTable]:
    """Yield the table of each group; `split` has the part of each entity by its number."""
    created = numbers(found.created, np.int64)
    unresolved = numbers(found.unresolved, np.bool_)
    for (group, mark), members in zip(numbered.groups.items(), numbered.members, strict=True):
        cells, left_out = _most_frequent(_cells(found, group))
        yield NodeTable(
            name=group.name + mark,
            file=group.file + mark,
            label=group.label,
            types=dict(group.types),
            is_folded=group.is_folded,
            arns=[found.arns[number] for number in members.tolist()],
            created=created[members],
            unresolved=unresolved[members],
            split=split[members],
            columns=(
                *_types(found, group, members),
                *named(_columns(cells, numbered.row_of, len(members)), OWN),
            ),
            left_out=left_out,
        )


def named(columns: Iterable[Column], own: Iterable[str]) -> list[Column]:
    """Return columns in the order of roles and names, each with a name of its own."""
    by_key = {each.key: each for each in columns if each.recorded.any()}
    keys = sorted(by_key, key=lambda key: (_ORDER.index(key.role), key.name, key.kind))
    marks = distinct(keys, _shown, lambda key: f"{key.name}\n{key.kind}\n{key.role}", (*own, _TYPE.name))
    return [by_key[key].renamed(_shown(key) + mark) for key, mark in marks.items()]


def _shown(key: ColumnKey) -> str:
    return plain(key.name, _LONGEST)


def _cells(found: Collected, group: Group) -> Mapping[ColumnKey, list[Cells]]:
    """Return the cells of each column of a group; several types of a group may have the same column."""
    cells: defaultdict[ColumnKey, list[Cells]] = defaultdict(list)
    for type_, _ in group.types:
        for key, each in found.columns[found.types[group.label, type_]].items():
            cells[key].append(each)
    return cells


def _most_frequent(
    cells: Mapping[ColumnKey, list[Cells]],
) -> tuple[Mapping[ColumnKey, list[Cells]], Mapping[str, int]]:
    """Return the columns within the limit, and the number of the others by the beginning of their names."""
    kept, left_out = dict(cells), Counter[str]()
    for prefix in (PARAMETER, METRIC):
        keys = [key for key in cells if key.name.startswith(prefix)]
        for key in sorted(keys, key=lambda key: (-sum(len(each.at) for each in cells[key]), key.name))[MOST:]:
            del kept[key]
            left_out[prefix] += 1
    return kept, left_out


def _columns(cells: Mapping[ColumnKey, list[Cells]], row_of: Longs, rows: int) -> Iterator[Column]:
    return (column(key, parts, row_of, rows) for key, parts in cells.items())


def _types(found: Collected, group: Group, members: Longs) -> Iterator[Column]:
    """Yield the column of types in a table of rare types."""
    if group.is_folded:
        codes = numbers(found.type_of, np.int32)[members]
        texts = tuple(type_ for _, type_ in found.types)
        yield Column(_TYPE, codes, np.ones(len(members), np.bool_), texts)
