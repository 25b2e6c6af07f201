"""Markers: vertices in the graph that record the loaded snapshots, one for each, separate from all entities.

A load marks its snapshot as incoming before it changes anything, and as loaded after it has found all counted elements.
A snapshot without a loaded marker is not completely loaded. The graph contains only elements of marked snapshots.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from gremlin_python.process.graph_traversal import GraphTraversal, GraphTraversalSource, __
from gremlin_python.process.traversal import Cardinality, P, T

from lineage_viz.json_text import json_text
from lineage_viz.model import SnapshotInfo
from lineage_viz.store.base import Counts
from lineage_viz.store.neptune.lease import held
from lineage_viz.store.neptune.marker_counts import counts_in, counts_text
from lineage_viz.store.neptune.rows import Row
from lineage_viz.store.neptune.steps import MARKER, properties
from lineage_viz.words import UNFINISHED, origin_words, plain_id, unread_mark_words


@dataclass(frozen=True, slots=True)
class Marker:
    """A snapshot that is loaded, or `incoming`: its load has started, and the graph may contain a part of it.

    `digest` is the digest of its manifest: it identifies the snapshot, wherever its folder is. `counts` are those of
    the whole graph after the last load; only the marker of that load has them. An incoming snapshot is `awaited` when a
    replace has deleted everything, and nothing of this snapshot is back yet.

    A marker that cannot be read is `unreadable`, with the reason: it counts as incoming, because it may stand for any
    load, and it names nothing that can be restored. `id` is that of the vertex.
    """

    info: SnapshotInfo
    digest: str = ""
    incoming: bool = False
    counts: Counts | None = None
    awaited: bool = False
    unreadable: str = ""
    id: str = field(default="", compare=False)

    @property
    def may_be_there(self) -> bool:
        """True when the graph holds the snapshot, or a part of it."""
        return not self.awaited and not self.unreadable


def read(g: GraphTraversalSource) -> GraphTraversal:
    """Read one row for each marker: `g.V().hasLabel(MARKER).valueMap().with(WithOptions.tokens)`."""
    return properties(_all(g))


def begin(g: GraphTraversalSource, info: SnapshotInfo, digest: str, *, holder: str = "") -> GraphTraversal:
    """Mark a snapshot as incoming. A second call changes nothing, also when the snapshot is loaded.

    With a `holder` of the lease, there is no row, and no change, when another process has it.

    `g.V(LEASE).has('holder',…).mergeV([T.id: 'lineage_viz_snapshot/incoming/…', T.label: MARKER])
    .property(single,'path',…)….id()`
    """
    return _write(g, info, digest, incoming=True, holder=holder)


def wait_for(g: GraphTraversalSource, info: SnapshotInfo, digest: str, *, holder: str) -> GraphTraversal:
    """Mark a snapshot as awaited, because everything was deleted and it comes back. `holder` as in `begin`.

    `g.V(LEASE).has('holder',…).mergeV([T.id: 'lineage_viz_snapshot/awaited/…', T.label: MARKER])….id()`
    """
    return _write(g, info, digest, incoming=True, holder=holder, awaited=True)


def await_none(g: GraphTraversalSource, *, holder: str) -> GraphTraversal:
    """Delete the markers of all awaited snapshots, because nothing was deleted; no row as in `begin`.

    `g.V(LEASE).has('holder',…).sideEffect(V().hasLabel(MARKER).has('awaited','True').drop()).id()`
    """
    return held(g, holder).side_effect(_awaited(__).drop()).id_()


def withdraw(g: GraphTraversalSource, digest: str, *, holder: str) -> GraphTraversal:
    """Delete the mark of an incoming snapshot, because its load changed nothing; no row as in `begin`.

    `g.V(LEASE).has('holder',…).sideEffect(V('lineage_viz_snapshot/incoming/…').drop()).id()`
    """
    return held(g, holder).side_effect(__.V(_id(digest, incoming=True)).drop()).id_()


def finish(
    g: GraphTraversalSource,
    info: SnapshotInfo,
    digest: str,
    kept: Iterable[str] = (),
    *,
    holder: str = "",
    counted: Collection[str] | None = None,
    counts: Counts | None = None,
    lost: Collection[str] = (),
) -> GraphTraversal:
    """Mark a snapshot as loaded, and delete all other markers except those of `kept` (digests).

    With `counted`, it deletes only markers of these digests: a marker that a load has not counted is somebody else's.
    A snapshot is awaited until it is loaded, or another one of its origin, also when a part of it was incoming. It is
    one step: readers see either the old markers or the new ones. A snapshot whose folder was moved gets its new path.
    `counts` are those of the whole graph now. `lost` are the ids of markers that name nothing. `holder` as in `begin`.

    `g.V(LEASE).has('holder',…).mergeV([T.id: 'lineage_viz_snapshot/loaded/…', …])….id()
    .sideEffect(V().hasLabel(MARKER).not(has('awaited','True')).has('digest',within(…)).not(hasId(…)).drop())
    .sideEffect(V('lineage_viz_snapshot/awaited/…',…).drop())
    .sideEffect(V().hasLabel(MARKER).has('awaited','True').has('account',…).has('region',…).has('folder',…).drop())
    .sideEffect(V().hasLabel(MARKER).not(hasId(…)).properties('counts').drop())`
    """
    ids = [_id(each, incoming=False) for each in (digest, *kept)]
    others = _there(__) if counted is None else _there(__).has("digest", P.within(sorted(counted)))
    written = _write(g, info, digest, incoming=False, holder=holder, counts=counts_text(counts))
    earlier = _all(__).not_(__.has_id(ids[0])).properties("counts")
    back = __.V(*map(_awaited_id, (digest, *kept)))
    dropped = written.side_effect(others.not_(__.has_id(*ids)).drop()).side_effect(back.drop())
    if gone := sorted(set(lost) - set(ids)):
        dropped = dropped.side_effect(_all(__).has_id(*gone).drop())
    return dropped.side_effect(_awaited_of(info).drop()).side_effect(earlier.drop())


def doubt(g: GraphTraversalSource, info: SnapshotInfo, digest: str, *, holder: str) -> GraphTraversal:
    """Mark a loaded snapshot as incoming, because it is removed, so it is no longer awaited. `holder` as in `begin`.

    It is one step: `g.V(LEASE).has('holder',…).mergeV([T.id: 'lineage_viz_snapshot/incoming/…', …])….id()
    .sideEffect(V('lineage_viz_snapshot/loaded/…').drop())
    .sideEffect(V().hasLabel(MARKER).has('awaited','True').has('account',…).has('region',…).has('folder',…).drop())`
    """
    loaded = _id(digest, incoming=False)
    written = _write(g, info, digest, incoming=True, holder=holder).side_effect(__.V(loaded).drop())
    return written.side_effect(_awaited_of(info).drop())


def forget(g: GraphTraversalSource, digests: Collection[str], *, holder: str) -> GraphTraversal:
    """Delete the markers of these digests, because nothing of their snapshots is left; no row as in `begin`.

    A snapshot that is awaited comes back, so it stays marked as that.

    `g.V(LEASE).has('holder',…)
    .sideEffect(V().hasLabel(MARKER).not(has('awaited','True')).has('digest',within(…)).drop()).id()`
    """
    gone = _there(__).has("digest", P.within(sorted(digests))).drop()
    return held(g, holder).side_effect(gone).id_()


def take_away(g: GraphTraversalSource, ids: Collection[str], *, holder: str) -> GraphTraversal:
    """Delete the markers with these ids, because they name nothing; no row as in `begin`.

    `g.V(LEASE).has('holder',…).sideEffect(V().hasLabel(MARKER).hasId(…).drop()).id()`
    """
    return held(g, holder).side_effect(_all(__).has_id(*sorted(ids)).drop()).id_()


def as_awaited_row(info: SnapshotInfo, digest: str) -> Row:
    """Return the row of an awaited snapshot as `read` would answer it, for a note outside the graph."""
    texts = {**_texts(info), "digest": digest, "incoming": "True", "counts": "", "awaited": "True"}
    return {name: [text] for name, text in texts.items()}


def as_markers(answer: Iterable[Row]) -> tuple[Marker, ...]:
    """Map the answer of `read`, oldest first; markers without a time come before all others."""
    markers = [_read(row) for row in answer]
    return tuple(sorted(markers, key=lambda each: _age(each.info)))


def as_snapshots(answer: Iterable[Row]) -> tuple[SnapshotInfo, ...]:
    """Return the loaded snapshots, oldest first; each names the incoming snapshots that it may be mixed with."""
    markers = as_markers(answer)
    mixed = tuple(_mixed_with(each) for each in markers if each.incoming)
    loaded = (each.info for each in markers if not each.incoming)
    return tuple(_with(info, mixed) for info in loaded)


def _all(steps: Any) -> GraphTraversal:
    markers: GraphTraversal = steps.V().has_label(MARKER)
    return markers


def _there(steps: Any) -> GraphTraversal:
    return _all(steps).not_(__.has("awaited", "True"))


def _awaited(steps: Any) -> GraphTraversal:
    return _all(steps).has("awaited", "True")


def _awaited_of(info: SnapshotInfo) -> GraphTraversal:
    awaited = _awaited(__)
    for name in ("account", "region", "folder"):
        awaited = awaited.has(name, getattr(info, name))
    return awaited


def _write(
    g: GraphTraversalSource,
    info: SnapshotInfo,
    digest: str,
    *,
    incoming: bool,
    holder: str,
    counts: str = "",
    awaited: bool = False,
) -> GraphTraversal:
    start = held(g, holder) if holder else g
    marked = _awaited_id(digest) if awaited else _id(digest, incoming=incoming)
    steps: GraphTraversal = start.merge_v({T.id: marked, T.label: MARKER})
    texts = {**_texts(info), "digest": digest, "incoming": str(incoming), "counts": counts}
    texts["awaited"] = str(awaited)
    for name, text in texts.items():
        steps = steps.property(Cardinality.single, name, text)
    return steps.id_()


def _id(digest: str, *, incoming: bool) -> str:
    return f"{MARKER}/{'incoming' if incoming else 'loaded'}/{digest}"


def _awaited_id(digest: str) -> str:
    return f"{MARKER}/awaited/{digest}"


def _age(info: SnapshotInfo) -> tuple[float, str]:
    return info.taken.timestamp() if info.taken else 0.0, info.path


def _mixed_with(marker: Marker) -> str:
    info = marker.info
    if marker.unreadable:
        return f"{unread_mark_words(plain_id(marker.id))}, so perhaps a load {UNFINISHED}"
    time = f" of {info.taken:%Y-%m-%d %H:%M} UTC" if info.taken else ""
    origin = origin_words(info.account, info.region, info.folder)
    if marker.awaited:
        return f"The snapshot{time} of {origin} is not back: a load of everything {UNFINISHED}"
    return f"A newer load, the snapshot{time} of {origin}, {UNFINISHED}"


def _with(info: SnapshotInfo, more: tuple[str, ...]) -> SnapshotInfo:
    return replace(info, incomplete=(*info.incomplete, *more))


def _texts(info: SnapshotInfo) -> dict[str, str]:
    return {
        "path": info.path,
        "account": info.account,
        "region": info.region,
        "taken": info.taken.isoformat() if info.taken else "",
        "incomplete": json_text(info.incomplete),
        "folder": info.folder,
        "withoutrow": str(info.without_row),
        "domains": json_text(dict(info.domains)),
    }


def _read(row: Row) -> Marker:
    """Map a row. One that cannot be read names its snapshot only if its path and its digest are texts."""
    id_ = str(row.get(T.id, ""))
    try:
        texts = {name: values[0] for name, values in row.items() if not isinstance(name, T)}
        return replace(_marker(texts), id=id_)
    except (
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        OverflowError,
    ) as error:
        path, digest = (_text_of(row, name) for name in ("path", "digest"))
        why = f"it has no {error.args[0]}" if isinstance(error, KeyError) else str(error)
        return Marker(SnapshotInfo(path, "", "", None, ()), digest, incoming=True, unreadable=why, id=id_)


def _text_of(row: Row, name: str) -> str:
    values = row.get(name)
    return values[0] if isinstance(values, list) and values and isinstance(values[0], str) else ""


def _marker(texts: dict[str, str]) -> Marker:
    """Map the texts of a marker. Raises the errors of Python for texts that no version of this tool writes."""
    if others := [name for name, text in texts.items() if not isinstance(text, str)]:
        raise TypeError(f"{others[0]} is no text")
    taken = datetime.fromisoformat(texts["taken"]) if texts["taken"] else None
    if taken and taken.tzinfo is None:
        raise ValueError("its time has no time zone")
    incomplete = json.loads(texts["incomplete"])
    if not isinstance(incomplete, list):
        raise TypeError("incomplete is no list")
    info = SnapshotInfo(
        texts["path"],
        texts["account"],
        texts["region"],
        taken,
        tuple(map(str, incomplete)),
        texts.get("folder", ""),  # markers of old versions have none of these
        int(texts.get("withoutrow", 0)),
        tuple(json.loads(texts.get("domains", "{}")).items()),
    )
    counts, awaited = counts_in(texts.get("counts", "")), texts.get("awaited") == "True"
    return Marker(info, texts["digest"], texts["incoming"] == "True", counts, awaited)
