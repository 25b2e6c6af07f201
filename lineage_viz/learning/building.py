"""Lineage → tables."""

from datetime import date

import numpy as np

from lineage_viz.given_values import check_whole, given_day
from lineage_viz.learning.collecting import collect
from lineage_viz.learning.column import numbers
from lineage_viz.learning.edges import edge_tables
from lineage_viz.learning.nodes import node_tables
from lineage_viz.learning.numbering import numbering
from lineage_viz.learning.properties import Reader
from lineage_viz.learning.source import LearningSource, lineage_of
from lineage_viz.learning.splitting import TEST, cuts
from lineage_viz.learning.tables import LearningTables


def tables_of(
    source: LearningSource,
    *,
    fold_rare: int = 0,
    cut: date | str | None = None,
    texts: bool = False,
    people: bool = False,
) -> LearningTables:
    """Return the tables of a lineage. The arguments are those of `to_learning`.

    Raises LineageVizError for a cluster, for a cut that leaves nothing on one side, and for a snapshot that lacks rows.
    """
    check_whole(0, fold_rare=fold_rare)
    first = None if cut is None else given_day(cut)
    lineage = lineage_of(source)
    found = collect(lineage, Reader(texts=texts, people=people))
    numbered = numbering(found, fold_rare)
    created = numbers(found.created, np.int64)
    parts = cuts(created[numbered.row_of >= 0], first)
    split = parts.split(created) if parts else np.full(len(created), TEST, np.int8)
    nodes = tuple(node_tables(found, numbered, split))
    edges = edge_tables(found, numbered, nodes, parts)
    return LearningTables(
        lineage.snapshots,
        lineage.gaps,
        lineage.extent,
        parts,
        fold_rare,
        tuple(sorted(nodes, key=lambda each: each.file)),
        tuple(sorted(edges, key=lambda each: each.file)),
    )
