"""Collected entities → the tables of entities."""

import re
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
from lineage_viz.learning.job_values import METRIC, PARAMETER
from lineage_viz.learning.numbering import Numbering
from lineage_viz.learning.safe_names import distinct
from lineage_viz.learning.splitting import Splits
from lineage_viz.learning.tables import NodeTable
from lineage_viz.words import plain

MOST = 100
"""The largest number of columns of parameters, and of metrics, in a table: the most frequent ones."""

TEXT_PARAMETER = f"{PARAMETER} of text"
"""The word in `left_out` for parameters whose texts are too many, or name a place or a person."""

_MOST_TEXTS = 50
_LONGEST_TEXT = 200
_ADDRESS = re.compile(r"://|@(?!sha256:)|^arn:")
"""A text that may lead to a place or a person."""

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
        cells, left_out = _kept(_cells(found, group), numbered.row_of)
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
    keys = sorted(by_key, key=_place)
    marks = distinct(keys, _shown, lambda key: f"{key.name}\n{key.kind}\n{key.role}", (*own, _TYPE.name))
    return [by_key[key].renamed(_shown(key) + mark) for key, mark in marks.items()]


def _place(key: ColumnKey) -> tuple[int, str, bool, str]:
    """Return the place of a column: of two with one name, the one of numbers keeps it."""
    return _ORDER.index(key.role), key.name, key.kind is not Kind.NUMBER, key.kind


def _shown(key: ColumnKey) -> str:
    return plain(key.name, _LONGEST)


def _cells(found: Collected, group: Group) -> Mapping[ColumnKey, list[Cells]]:
    """Return the cells of each column of a group; several types of a group may have the same column."""
    cells: defaultdict[ColumnKey, list[Cells]] = defaultdict(list)
    for type_, _ in group.types:
        for key, each in found.columns[found.types[group.label, type_]].items():
            cells[key].append(each)
    return cells


def _kept(
    cells: Mapping[ColumnKey, list[Cells]], row_of: Longs
) -> tuple[Mapping[ColumnKey, list[Cells]], Mapping[str, int]]:
    """Return the columns within the limits, and the number of the others by the beginning of their names."""
    is_text = {key: key.kind is Kind.CATEGORY and key.name.startswith(PARAMETER) for key in cells}
    kept = {key: each for key, each in cells.items() if not is_text[key] or _is_category(each, row_of)}
    left_out = Counter({TEXT_PARAMETER: len(cells) - len(kept)} if len(kept) < len(cells) else {})
    for prefix in (PARAMETER, METRIC):
        keys = [key for key in kept if key.name.startswith(prefix)]
        for key in sorted(keys, key=lambda key: (-sum(len(each.at) for each in kept[key]), key.name))[MOST:]:
            del kept[key]
            left_out[prefix] += 1
    return kept, left_out


def _is_category(parts: Iterable[Cells], row_of: Longs) -> bool:
    """True for few texts, each twice or more by the mean, of which none is an address."""
    found: set[str] = set()
    rows = 0
    for cells in parts:
        here = row_of[numbers(cells.at, np.int64)] >= 0
        found.update(cells.texts[code] for code in np.unique(numbers(cells.values, np.int32)[here]).tolist())
        rows += int(here.sum())
    is_few = len(found) <= _MOST_TEXTS and 2 * len(found) <= rows
    return is_few and not any(len(each) > _LONGEST_TEXT or _ADDRESS.search(each) for each in found)


def _columns(cells: Mapping[ColumnKey, list[Cells]], row_of: Longs, rows: int) -> Iterator[Column]:
    return (column(key, parts, row_of, rows) for key, parts in cells.items())


def _types(found: Collected, group: Group, members: Longs) -> Iterator[Column]:
    """Yield the column of types in a table of rare types."""
    if group.is_folded:
        codes = numbers(found.type_of, np.int32)[members]
        texts = tuple(type_ for _, type_ in found.types)
        yield Column(_TYPE, codes, np.ones(len(members), np.bool_), texts)
