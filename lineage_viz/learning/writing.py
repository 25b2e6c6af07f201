"""The learning export: a new folder with all tables, their description, and GraphStorm's construction file."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lineage_viz.errors import LineageVizError
from lineage_viz.json_text import json_text
from lineage_viz.learning import graphstorm
from lineage_viz.learning.building import tables_of
from lineage_viz.learning.description import description, notes
from lineage_viz.learning.parquet import write_edges, write_nodes
from lineage_viz.learning.readme import readme
from lineage_viz.learning.source import LearningSource
from lineage_viz.learning.splitting import SPLITS
from lineage_viz.learning.tables import LearningTables, split_counts
from lineage_viz.snapshot.writer import refuse_snapshot
from lineage_viz.system.durable import to_disk


@dataclass(frozen=True, slots=True)
class LearningExport:
    """A written learning export."""

    path: Path
    entities: int
    associations: int
    node_types: int
    edge_types: int
    split: Mapping[str, int]
    """The numbers of associations in training, validation and test."""
    extent: str
    """`complete`, or the words about what is missing."""
    notes: tuple[str, ...]
    """Sentences about entities without a time and columns that are left out."""


def to_learning(
    source: LearningSource,
    out: Path,
    *,
    fold_rare: int = 0,
    cut: date | str | None = None,
    texts: bool = False,
    people: bool = False,
) -> LearningExport:
    """Write the heterograph of a store, or of opened snapshots, as files of parquet into the new folder `out`.

    Types with fewer than `fold_rare` entities share one table by label. `cut` is the first day that is not in training;
    without it, training has the first 70 % of the entities by time, and validation the next 15 %. `texts` adds names,
    sources and other recorded texts, without secrets; `people` adds the people.

    Raises LineageVizError: a value is none; `out` has something in it, or cannot be written; the store is a cluster;
    the cut leaves nothing on one side; pyarrow is not installed.
    """
    _check(out)
    tables = tables_of(source, fold_rare=fold_rare, cut=cut, texts=texts, people=people)
    try:
        _publish(tables, out)
    except OSError as error:
        raise LineageVizError(
            f"The learning export cannot be written to {out}: {error.strerror or error}. Nothing was written; make "
            "room or choose another folder."
        ) from error
    split = [split_counts(each.split) for each in tables.edges]
    return LearningExport(
        out,
        tables.entities,
        tables.associations,
        len(tables.nodes),
        len(tables.edges),
        {part: sum(each[part] for each in split) for part in SPLITS},
        tables.extent,
        notes(tables),
    )


def _check(out: Path) -> None:
    """Raise LineageVizError for a place where no export can be written, before the lineage is read."""
    try:
        import pyarrow  # noqa: F401
    except ImportError as error:
        raise LineageVizError(
            "A learning export needs the package pyarrow. Install it with: pip install pyarrow"
        ) from error
    refuse_snapshot(out)
    try:
        is_taken = out.is_dir() and any(out.iterdir())
    except OSError as error:
        raise LineageVizError(
            f"{out} cannot be read: {error.strerror or error}. Choose a new folder."
        ) from error
    if is_taken or (out.exists() and not out.is_dir()):
        raise LineageVizError(
            f"{out} is not an empty folder. A learning export is never mixed: choose a new folder."
        )


def _publish(tables: LearningTables, out: Path) -> None:
    """Write all files into a hidden folder beside `out`, then give it its name. Raises OSError."""
    staging = out.absolute().parent / f".learning-{out.absolute().name}-{os.getpid()}"
    try:
        staging.mkdir(parents=True)
        _write(tables, staging)
        staging.rename(out)
        to_disk(out.absolute().parent)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _write(tables: LearningTables, folder: Path) -> None:
    nodes, edges, splits = (folder / name for name in ("nodes", "edges", graphstorm.FOLDER))
    for each in (nodes, edges, splits):
        each.mkdir()
    for node in tables.nodes:
        write_nodes(node, nodes / f"{node.file}.parquet")
    for edge in tables.edges:
        write_edges(edge, edges / f"{edge.file}.parquet")
        graphstorm.write_splits(edge, splits)
    _write_json(folder / "graph.json", description(tables))
    _write_json(folder / "gconstruct.json", graphstorm.construction(tables))
    (folder / "README.txt").write_text(readme(tables), "utf-8", newline="\n")
    for path in sorted(folder.rglob("*"), reverse=True):  # a folder after its files
        to_disk(path)
    to_disk(folder)


def _write_json(file: Path, value: object) -> None:
    file.write_text(json_text(value, indent=1) + "\n", "utf-8", newline="\n")
