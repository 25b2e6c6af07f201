"""What is loaded, as the graph itself says it: one vertex for each snapshot, apart from all entities.

Whoever loads a snapshot writes its marker last, when all that it counts has been found, and removes it first when
the snapshot is to go: where there is no marker, nothing is loaded whole.
"""

import json
from datetime import datetime

from gremlin_python.process.graph_traversal import GraphTraversal, GraphTraversalSource
from gremlin_python.process.traversal import Cardinality, T

from lineage_viz.model import SnapshotInfo
from lineage_viz.store.neptune.rows import Row
from lineage_viz.store.neptune.steps import MARKER


def read(g: GraphTraversalSource) -> GraphTraversal:
    """A row for each snapshot that is loaded."""
    return g.V().has_label(MARKER).value_map()


def write(g: GraphTraversalSource, info: SnapshotInfo) -> GraphTraversal:
    """Say that a snapshot is loaded. Saying it again changes nothing."""
    steps = g.merge_v({T.id: _id(info), T.label: MARKER})
    for name, text in _texts(info).items():
        steps = steps.property(Cardinality.single, name, text)
    return steps.id_()


def remove(g: GraphTraversalSource, info: SnapshotInfo) -> GraphTraversal:
    """Say it no longer."""
    return g.V(_id(info)).has_label(MARKER).drop()


def as_snapshots(answer: list[Row]) -> tuple[SnapshotInfo, ...]:
    """The answer of `read`, oldest first, those without a time before all."""
    infos = [_info({name: values[0] for name, values in row.items()}) for row in answer]
    return tuple(sorted(infos, key=lambda info: (info.taken.timestamp() if info.taken else 0.0, info.path)))


def _id(info: SnapshotInfo) -> str:
    return f"{MARKER}/{info.path}"


def _texts(info: SnapshotInfo) -> dict[str, str]:
    return {
        "path": info.path,
        "account": info.account,
        "region": info.region,
        "taken": info.taken.isoformat() if info.taken else "",
        "incomplete": json.dumps(info.incomplete),
    }


def _info(texts: dict[str, str]) -> SnapshotInfo:
    taken = texts["taken"]
    return SnapshotInfo(
        texts["path"],
        texts["account"],
        texts["region"],
        datetime.fromisoformat(taken) if taken else None,
        tuple(json.loads(texts["incomplete"])),
    )
