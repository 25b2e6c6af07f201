"""All entities and associations as columns, in the place of the dictionaries of a small graph."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from lineage_viz.model import UNRESOLVED, TypeKey
from lineage_viz.store.columns.adjacency import Adjacency, predecessors, successors
from lineage_viz.store.columns.column import Flags
from lineage_viz.store.columns.kinds import Kinds, kinds_of
from lineage_viz.store.columns.links import AllLinks
from lineage_viz.store.columns.nodes import Nodes
from lineage_viz.store.columns.search_text import SearchText
from lineage_viz.store.columns.sheet import Sheet

if TYPE_CHECKING:
    from lineage_viz.store.heterograph import Heterograph


@dataclass(frozen=True)
class ColumnGraph:
    """The graph as columns; its parts can be read like those of `GraphData`."""

    sheets: Sequence[Sheet]
    rows: Mapping[str, int]
    """The row of each ARN, counted over all sheets; a row of no ARN was replaced by a later one."""
    ids: Sequence[str]
    """The ARN of each row."""
    links: AllLinks
    text: SearchText
    """The searched texts of the sheets, until the search index takes them."""

    @cached_property
    def firsts(self) -> list[int]:
        """The number of the first row of each sheet."""
        sizes = np.cumsum([0, *(len(each.ids) for each in self.sheets)])
        return [int(each) for each in sizes[:-1]]

    @cached_property
    def nodes(self) -> Nodes:
        """The attributes of the entities."""
        return Nodes(self.rows, self.sheets, self.firsts)

    @cached_property
    def successors(self) -> Adjacency:
        """The entities downstream of each."""
        return successors(self.rows, self.ids, self.links)

    @cached_property
    def predecessors(self) -> Adjacency:
        """The entities upstream of each."""
        return predecessors(self.rows, self.ids, self.links)

    @cached_property
    def kinds(self) -> Kinds:
        """The label and type of each row."""
        return kinds_of(self.sheets)

    @cached_property
    def is_current(self) -> Flags | None:
        """The marks of the rows that no later one replaced; None when none was."""
        if len(self.rows) == len(self.ids):
            return None
        marks = np.zeros(len(self.ids), np.bool_)
        marks[np.fromiter(self.rows.values(), np.int64, len(self.rows))] = True
        return marks

    @property
    def association_types(self) -> Mapping[str, int]:
        """The number of associations of each type."""
        numbers = np.bincount(self.links.codes, minlength=len(self.links.types)).tolist()
        return {type_: number for type_, number in zip(self.links.types, numbers, strict=True) if number}

    @property
    def unresolved(self) -> int:
        """The number of unresolved entities."""
        number = 0
        for first, sheet in zip(self.firsts, self.sheets, strict=True):
            if column := sheet.columns.get(UNRESOLVED):
                codes, values = column.coded()
                marks = np.array([value is True for value in values], np.bool_)[codes]
                current = self.is_current
                number += int(
                    np.count_nonzero(
                        marks if current is None else marks & current[first : first + len(marks)]
                    )
                )
        return number

    def linked_types(self) -> Mapping[tuple[TypeKey, str, TypeKey], int]:
        """Count the associations between types."""
        kinds, links = self.kinds, self.links
        size = len(kinds.keys)
        keys = (kinds.codes[links.sources].astype(np.int64) * len(links.types) + links.codes) * size
        uniques, numbers = np.unique(keys + kinds.codes[links.destinations], return_counts=True)
        found = {}
        for key, number in zip(uniques.tolist(), numbers.tolist(), strict=True):
            rest, destination = divmod(key, size)
            source, type_ = divmod(rest, len(links.types))
            found[kinds.keys[source], links.types[type_], kinds.keys[destination]] = number
        return found

    def graph(self) -> "Heterograph":
        """Return the heterograph on these columns; nothing is copied."""
        from lineage_viz.store.columns.frozen_graph import frozen_graph

        return frozen_graph(self.nodes, self.successors, self.predecessors, len(self.links))
