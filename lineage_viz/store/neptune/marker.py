"""What is loaded, as the graph itself says it: one vertex for each snapshot, apart from all entities.

Whoever loads a snapshot marks it as incoming before anything changes, and as loaded when all that it counts has been
found: where no marker says so, nothing is loaded whole. What the markers name is all that can be in the graph.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from gremlin_python.process.graph_traversal import GraphTraversal, GraphTraversalSource, __
from gremlin_python.process.traversal import Cardinality, T

from lineage_viz.model import SnapshotInfo
from lineage_viz.store.neptune.rows import Row
from lineage_viz.store.neptune.steps import MARKER


@dataclass(frozen=True, slots=True)
class Marker:
    """A snapshot that is loaded, or `incoming`: begun to be loaded, and perhaps there in part.

    `digest` is that of its manifest: it tells one snapshot from every other, wherever its folder is.
    """

    info: SnapshotInfo
    digest: str = ""
    incoming: bool = False


def read(g: GraphTraversalSource) -> GraphTraversal:
    """A row for each marker."""
    return g.V().has_label(MARKER).value_map()


def begin(g: GraphTraversalSource, info: SnapshotInfo, digest: str) -> GraphTraversal:
    """Say that a snapshot is incoming. Saying it again changes nothing, also where it is loaded."""
    return _write(g, info, digest, incoming=True)


def finish(
    g: GraphTraversalSource, info: SnapshotInfo, digest: str, kept: Iterable[str] = ()
) -> GraphTraversal:
    """Say that a snapshot is loaded, and nothing else but those kept, named by their digests.

    It is one step: readers see either. A snapshot that was moved is the same one, now there.
    """
    ids = [_id(each, incoming=False) for each in (digest, *kept)]
    return _write(g, info, digest, incoming=False).side_effect(
        __.V().has_label(MARKER).not_(__.has_id(*ids)).drop()
    )


def as_markers(answer: Iterable[Row]) -> tuple[Marker, ...]:
    """The answer of `read`, oldest first, those without a time before all."""
    markers = [_marker({name: values[0] for name, values in row.items()}) for row in answer]
    return tuple(sorted(markers, key=lambda each: _age(each.info)))


def as_snapshots(answer: Iterable[Row]) -> tuple[SnapshotInfo, ...]:
    """Those that are loaded, oldest first; while another is incoming, each says that it may be mixed with it."""
    markers = as_markers(answer)
    mixed = tuple(_said(each.info) for each in markers if each.incoming)
    loaded = (each.info for each in markers if not each.incoming)
    return tuple(_with(info, mixed) for info in loaded)


def _write(g: GraphTraversalSource, info: SnapshotInfo, digest: str, *, incoming: bool) -> GraphTraversal:
    steps = g.merge_v({T.id: _id(digest, incoming=incoming), T.label: MARKER})
    for name, text in {**_texts(info), "digest": digest, "incoming": str(incoming)}.items():
        steps = steps.property(Cardinality.single, name, text)
    return steps.id_()


def _id(digest: str, *, incoming: bool) -> str:
    return f"{MARKER}/{'incoming' if incoming else 'loaded'}/{digest}"


def _age(info: SnapshotInfo) -> tuple[float, str]:
    return info.taken.timestamp() if info.taken else 0.0, info.path


def _said(info: SnapshotInfo) -> str:
    time = f" of {info.taken:%Y-%m-%d %H:%M} UTC" if info.taken else ""
    return f"A newer load, the snapshot{time} of {info.account} in {info.region}, has begun and not ended"


def _with(info: SnapshotInfo, more: tuple[str, ...]) -> SnapshotInfo:
    return SnapshotInfo(info.path, info.account, info.region, info.taken, (*info.incomplete, *more))


def _texts(info: SnapshotInfo) -> dict[str, str]:
    return {
        "path": info.path,
        "account": info.account,
        "region": info.region,
        "taken": info.taken.isoformat() if info.taken else "",
        "incomplete": json.dumps(info.incomplete),
    }


def _marker(texts: dict[str, str]) -> Marker:
    taken = texts["taken"]
    info = SnapshotInfo(
        texts["path"],
        texts["account"],
        texts["region"],
        datetime.fromisoformat(taken) if taken else None,
        tuple(json.loads(texts["incomplete"])),
    )
    return Marker(info, texts["digest"], texts["incoming"] == "True")
