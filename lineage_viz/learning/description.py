"""The description of a learning export (`graph.json`): what was recorded, what each column is, and how it was split."""

from collections.abc import Mapping

from lineage_viz.learning.column import NO_TIME, Column, Role
from lineage_viz.learning.nodes import MOST, TEXT_PARAMETER
from lineage_viz.learning.parquet import own_columns
from lineage_viz.learning.tables import EdgeTable, LearningTables, NodeTable, split_counts
from lineage_viz.model import SnapshotInfo
from lineage_viz.snapshot.manifest import snapshot_digest
from lineage_viz.version import __version__
from lineage_viz.words import count

FORMAT = "lineage_viz learning 1"

_ROLES: Mapping[str, str] = {
    Role.ID: "names a row; `source` and `destination` are rows of the tables of entities",
    Role.TIME: "the creation; of an association its own, else the later one of its ends",
    Role.SPLIT: "train, validation or test, by time",
    Role.FEATURE: "known at the creation: an input",
    Role.OUTCOME: "known only later, or nobody knows when: perhaps a label, never an input",
    Role.TEXT: "a recorded text; nobody knows when it was written",
    Role.PERSON: "names a person",
}


def description(tables: LearningTables) -> dict[str, object]:
    """Return the description as plain values."""
    return {
        "format": FORMAT,
        "made_by": f"lineage_viz {__version__}",
        "snapshots": [_snapshot(each) for each in tables.snapshots],
        "extent": tables.extent,
        "gaps": list(tables.gaps),
        "counts": _counts(tables),
        "split": _split(tables),
        "fold_rare": tables.fold_rare,
        "roles": dict(_ROLES),
        "nodes": [_node(each) for each in tables.nodes],
        "edges": [_edge(each) for each in tables.edges],
        "notes": list(notes(tables)),
    }


def notes(tables: LearningTables) -> tuple[str, ...]:
    """Return sentences about a table of rare types, a limit, and entities without a time."""
    undated = sum(int((each.created == NO_TIME).sum()) for each in tables.nodes)
    every = [each.left_out for each in tables.nodes]
    texts = sum(each.get(TEXT_PARAMETER, 0) for each in every)
    left_out = sum(sum(each.values()) for each in every) - texts
    said = []
    if undated:
        said.append(
            f"{count(undated, 'entity has', 'entities have')} no time of creation: they and their associations are in "
            "the test, because nobody knows that they were there before a cut."
        )
    if left_out:
        said.append(
            f"{count(left_out, 'column is', 'columns are')} left out: a table has the {MOST} most "
            "frequent parameters, and as many metrics."
        )
    if texts:
        said.append(
            f"{count(texts, 'parameter of text is', 'parameters of text are')} left out: nearly each job has another "
            "text, or a text is an address."
        )
    return tuple(said)


def _snapshot(info: SnapshotInfo) -> dict[str, object]:
    return {
        "account": info.account,
        "region": info.region,
        "folder": info.folder,
        "taken": info.taken.isoformat() if info.taken else None,
        "manifest_sha256": snapshot_digest(info) or None,
    }


def _counts(tables: LearningTables) -> dict[str, int]:
    return {
        "entities": tables.entities,
        "associations": tables.associations,
        "unresolved": sum(int(each.unresolved.sum()) for each in tables.nodes),
        "without_time": sum(int((each.created == NO_TIME).sum()) for each in tables.nodes),
    }


def _split(tables: LearningTables) -> dict[str, object]:
    first, second = tables.cuts.as_texts() if tables.cuts else (None, None)
    return {
        "by": "time",
        "train_before": first,
        "validation_before": second,
        "rule": "An association is in the latest part of its own time and of both ends. Without a time: test.",
    }


def _node(table: NodeTable) -> dict[str, object]:
    return {
        "name": table.name,
        "file": f"nodes/{table.file}.parquet",
        "label": table.label,
        "types": dict(table.types),
        "folded": table.is_folded,
        "count": len(table.arns),
        "split": split_counts(table.split),
        "columns": [_id("row"), _id("arn"), *_columns(table)],
        "left_out": dict(table.left_out),
    }


def _edge(table: EdgeTable) -> dict[str, object]:
    return {
        "name": list(table.name),
        "file": f"edges/{table.file}.parquet",
        "association": table.association,
        "count": len(table.sources),
        "split": split_counts(table.split),
        "columns": [_id("source"), _id("destination"), *_columns(table)],
    }


def _id(name: str) -> dict[str, object]:
    return {"name": name, "role": Role.ID}


def _columns(table: NodeTable | EdgeTable) -> list[dict[str, object]]:
    return [_column(each) for each in (*own_columns(table), *table.columns)]


def _column(column: Column) -> dict[str, object]:
    key, recorded = column.key, int(column.recorded.sum())
    return {"name": key.name, "kind": key.kind, "role": key.role, "recorded": recorded}
