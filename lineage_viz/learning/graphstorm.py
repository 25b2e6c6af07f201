"""GraphStorm's construction file (`gconstruct.json`), and the lists of associations of each part that it names.

Without these lists, GraphStorm would split at random. Paths are relative to the folder of the export.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from lineage_viz.learning.column import Column, Kind, Longs, Role
from lineage_viz.learning.parquet import write_ends
from lineage_viz.learning.splitting import SPLITS, TRAIN
from lineage_viz.learning.tables import EdgeTable, LearningTables, NodeTable

FOLDER = "splits"

_VERSION = "gconstruct-v0.1"
_PARTS = dict(zip(SPLITS, ("train", "valid", "test"), strict=True))
"""The parts in GraphStorm's words."""


def construction(tables: LearningTables) -> dict[str, object]:
    """Return the construction file as plain values."""
    return {
        "version": _VERSION,
        "nodes": [_node(each) for each in tables.nodes],
        "edges": [_edge(each) for each in tables.edges],
    }


def write_splits(table: EdgeTable, folder: Path) -> None:
    """Write the list of each part of a table that has associations. Raises OSError."""
    for part, chosen in _parts(table):
        write_ends(table.sources[chosen], table.destinations[chosen], folder / _file(table, part))


def _node(table: NodeTable) -> dict[str, object]:
    features = [_feature(each, table) for each in table.columns if _is_usable(each, table)]
    return {
        "node_type": table.name,
        "format": {"name": "parquet"},
        "files": [f"nodes/{table.file}.parquet"],
        "node_id_col": "row",
        **({"features": features} if features else {}),
    }


def _is_usable(column: Column, table: NodeTable) -> bool:
    """Return True for a number that is a feature, that no row lacks, and that differs in training.

    GraphStorm ends at a missing number.
    """
    if column.key.role is not Role.FEATURE or column.key.kind is not Kind.NUMBER or not column.recorded.all():
        return False
    trained = column.values[table.split == TRAIN]
    return len(trained) > 0 and bool(trained.min() < trained.max())


def _feature(column: Column, table: NodeTable) -> dict[str, object]:
    """Return a feature with the range of the training: that of all rows would tell of the future."""
    trained = column.values[table.split == TRAIN]
    scale = {"name": "max_min_norm", "min_val": float(trained.min()), "max_val": float(trained.max())}
    return {"feature_col": column.name, "transform": scale}


def _edge(table: EdgeTable) -> dict[str, object]:
    files = {_PARTS[part]: f"{FOLDER}/{_file(table, part)}" for part, _ in _parts(table)}
    split = {**files, "column": ["source", "destination"]}
    return {
        "relation": list(table.name),
        "format": {"name": "parquet"},
        "files": [f"edges/{table.file}.parquet"],
        "source_id_col": "source",
        "dest_id_col": "destination",
        "labels": [{"task_type": "link_prediction", "custom_split_filenames": split}],
    }


def _file(table: EdgeTable, part: str) -> str:
    return f"{table.file}__{part}.parquet"


def _parts(table: EdgeTable) -> Iterator[tuple[str, Longs]]:
    """Yield each part that has associations, with their rows.

    GraphStorm tells associations apart by their ends only, so parallel ones are all in the latest part of them.
    """
    ends = np.stack([table.sources, table.destinations])
    first = np.flatnonzero(np.append(True, (np.diff(ends) != 0).any(axis=0)))
    latest = np.maximum.reduceat(table.split, first)
    for number, part in enumerate(SPLITS):
        if len(chosen := first[latest == number]):
            yield part, chosen
