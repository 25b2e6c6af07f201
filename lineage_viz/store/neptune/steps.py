"""The shared parts of all traversals: their source, a filter as steps, and the shape of the rows.

Neptune returns vertices as references without properties, so every row is a projection. If an answer has rows of
several kinds, their keys differ. No traversal uses a step that Neptune refuses (lambdas, `io`, graph computers).
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from gremlin_python.process.graph_traversal import GraphTraversal, GraphTraversalSource, __
from gremlin_python.process.traversal import P, T, TextP, TraversalStrategies, WithOptions
from gremlin_python.structure.graph import Graph

from lineage_viz.arn import OUTSIDE, UNRESOLVED_REASON
from lineage_viz.evidence.fact import SOURCES
from lineage_viz.evidence.state import LIVE_UNREAD
from lineage_viz.evidence.words import APPROVED
from lineage_viz.model import Direction, EntityLabel
from lineage_viz.search_text import NO_STATE, SEARCH_RECORD, SEARCH_STATE, SEARCH_TEXT, SEARCH_TITLE
from lineage_viz.store.filter import Filter
from lineage_viz.store.neptune.recorded import having

MARKER = "lineage_viz_snapshot"
"""The label of the markers (`marker.py`). They are not entities, so no other question may return them."""

LEASE = "lineage_viz_lease"
"""The label and the id of the vertex that names the process that may change the graph (`lease.py`); no entity, too."""

TIMEOUT = 60_000
"""Milliseconds after which the server stops a question; Neptune's own default is twice as long."""


def source(timeout: int = TIMEOUT) -> GraphTraversalSource:
    """Return the source `g` of all traversals: `g.with('evaluationTimeout', 60000)`.

    A runner sends the traversals, so the source itself has no connection.
    """
    return GraphTraversalSource(Graph(), TraversalStrategies()).with_("evaluationTimeout", timeout)


def entities(g: Any, *arns: str) -> GraphTraversal:
    """Start at the entities with these ARNs; without ARNs, at all: `g.V(*arns).hasLabel(without(MARKER,LEASE))`."""
    return g.V(*arns).has_label(P.without(MARKER, LEASE))


def labelled(*labels: str) -> GraphTraversal:
    """Keep the vertices with exactly one of these labels: `label().is(within(labels))`.

    Neptune's `hasLabel('a')` also finds the label `a::b`, and its `hasLabel('a::b')` finds nothing.
    """
    return __.label().is_(P.within(list(map(str, labels))))


def anything(g: GraphTraversalSource) -> GraphTraversal:
    """Read the id of one vertex, if there is any but the lease: `g.V().not(hasId(LEASE)).limit(1).id()`."""
    return g.V().not_(__.has_id(LEASE)).limit(1).id_()


def breadth_first(g: GraphTraversalSource) -> GraphTraversalSource:
    """Make Neptune finish each hop of a repetition before the next; it is Neptune's default, made explicit.

    `g.withSideEffect('Neptune#repeatMode','BFS')`
    """
    return g.with_side_effect("Neptune#repeatMode", "BFS")


def first_met(hop: GraphTraversal) -> GraphTraversal:
    """Keep the vertices of one hop that no earlier hop has reached: `hop.barrier().dedup()`.

    The barrier completes each hop before the next, so the first visit of a vertex is the nearest one. Without it,
    TinkerPop runs ahead and, with a limit of hops, even misses vertices that it first visits on a longer way.
    """
    return hop.barrier().dedup()


def passing(steps: GraphTraversal, filter_: Filter) -> GraphTraversal:
    """Keep the vertices that pass an entity filter.

    `….hasLabel(*parts).filter(label().is(within(labels))).filter(has('type',within(types)))
    .has('creationtime',gte(…)).has('creationtime',lte(…)).not(has('creationtime',gt(as_of)))`;
    a filter in `without` becomes `….not(identity().has…)`.
    """
    if filter_.arns is not None:
        steps = steps.has_id(P.within(sorted(filter_.arns)))
    if filter_.labels:
        # hasLabel() first: Neptune has an index for it.
        parts = {part for label in filter_.labels for part in str(label).split("::")}
        steps = steps.has_label(*sorted(parts)).filter_(labelled(*sorted(filter_.labels)))
    if filter_.types:
        typed = __.has("type", P.within(sorted(filter_.types)))
        steps = steps.or_(typed, __.has_not("type")) if "" in filter_.types else steps.filter_(typed)
    if filter_.created_after is not None:
        steps = steps.has("creationtime", P.gte(_second(filter_.created_after, up=True)))
    if filter_.created_before is not None:
        steps = steps.has("creationtime", P.lte(_second(filter_.created_before)))
    if filter_.states:
        states = sorted(each or NO_STATE for each in filter_.states)
        steps = steps.filter_(state().is_(P.within(states)))
    if filter_.people:
        people = P.within(sorted(filter_.people))
        steps = steps.or_(__.has("owner", people), __.has("decidedby", people))
    if filter_.deciders:
        steps = steps.has("decidedby", P.within(sorted(filter_.deciders)))
    if filter_.decided_after is not None:
        steps = steps.has("decidedat", P.gte(_second(filter_.decided_after, up=True)))
    if filter_.decided_before is not None:
        steps = steps.has("decidedat", P.lte(_second(filter_.decided_before)))
    if filter_.accounts:
        steps = steps.has("account", P.within(sorted(filter_.accounts)))
    if filter_.live:
        steps = steps.or_(__.has("servedby"), __.has("serves"))
    if filter_.live_unread:
        steps = steps.filter_(live_unread())
    if filter_.unapproved:
        steps = steps.filter_(unapproved())
    if filter_.serves_unapproved:
        steps = steps.filter_(serves_unapproved())
    if filter_.by_metric:
        recorded = filter_.recorded_metric
        key = _with_key_metric(filter_)
        steps = steps.or_(key, having(recorded)) if recorded else steps.filter_(key)
    for word in sorted(filter_.words):
        texts = (SEARCH_TITLE, SEARCH_TEXT, SEARCH_RECORD)
        steps = steps.or_(*(__.has(text, TextP.containing(word)) for text in texts))
    if filter_.recorded:
        steps = steps.filter_(having(filter_.recorded))
    for each in filter_.also:
        steps = passing(steps, each)
    for each in filter_.without:
        steps = steps.not_(passing(__.identity(), each))
    return existing(steps, filter_)


def _with_key_metric(filter_: Filter) -> GraphTraversal:
    """Pass vertices whose key metric passes: `has('metricname',within(…)).has('metricvalue',gte(…))`."""
    steps = __.has("metricname", P.within(sorted(filter_.metrics))) if filter_.metrics else __.identity()
    if filter_.metric_from is not None:
        steps = steps.has("metricvalue", P.gte(filter_.metric_from))
    if filter_.metric_to is not None:
        steps = steps.has("metricvalue", P.lte(filter_.metric_to))
    return steps.has("metricvalue")


def live_unread() -> GraphTraversal:
    """Pass vertices of which it was not read if they are live.

    `or(has('factsources',containing('"servedby": "not read: ')),has('factsources',containing('"serves": …')))`
    """
    return __.or_(*(__.has(SOURCES, TextP.containing(sign)) for sign in LIVE_UNREAD))


def unapproved() -> GraphTraversal:
    """Pass vertices that are or may be live without approval.

    `or(has('servedby').or(not(has('approval','Approved')),has('unapproved')),hasLabel('artifact').has('unapproved'))`
    """
    live = __.has("servedby").or_(__.not_(__.has("approval", APPROVED)), __.has("unapproved"))
    return __.or_(live, __.filter_(labelled(EntityLabel.ARTIFACT)).has("unapproved"))


def serves_unapproved() -> GraphTraversal:
    """Pass endpoints that serve, or may serve, a model without approval: `has('type','Endpoint').has('unapproved')`."""
    return __.has("type", "Endpoint").has("unapproved")


def state() -> GraphTraversal:
    """Read the state of a vertex; of a snapshot from before states were derived, the recorded status.

    `coalesce(values('searchstate'),has('unresolved',true)…,values('status'),constant('-'))`
    """
    absent = __.has("unresolved", True).coalesce(__.values(UNRESOLVED_REASON), __.constant(OUTSIDE))
    return __.coalesce(__.values(SEARCH_STATE), absent, __.values("status"), __.constant(NO_STATE))


def existing(steps: GraphTraversal, filter_: Filter) -> GraphTraversal:
    """Keep the vertices or edges that existed at the time of a filter: `….not(has('creationtime',gt(as_of)))`."""
    if filter_.as_of is None:
        return steps
    return steps.not_(__.has("creationtime", P.gt(_second(filter_.as_of))))


def edges(steps: Any, side: Direction, filter_: Filter) -> GraphTraversal:
    """Go to the edges on a side that a walk may follow: `….inE(*types)`, or `outE` downstream."""
    types = sorted(filter_.associations)
    return existing(steps.in_e(*types) if side is Direction.UPSTREAM else steps.out_e(*types), filter_)


def hop(steps: Any, side: Direction, filter_: Filter) -> GraphTraversal:
    """Go one association further to a side, to the vertices that pass the filter.

    `….in(*types)….`; for the lineage as of a time `….inE(*types).not(…).outV()….`
    """
    types, up = sorted(filter_.associations), side is Direction.UPSTREAM
    if filter_.as_of is not None:
        found = edges(steps, side, filter_)
        return passing(found.out_v() if up else found.in_v(), filter_)
    return passing(steps.in_(*types) if up else steps.out(*types), filter_)


def kind(*more: str) -> GraphTraversal:
    """Project a vertex's label and type (empty without one) for `rows.type_key`, and the fields named in `more`.

    `project('label','type').by(T.label).by(coalesce(values('type'),constant('')))`
    """
    key = __.project("label", "type", *more).by(T.label)
    return key.by(__.coalesce(__.values("type"), __.constant("")))


def properties(of: Any = __) -> GraphTraversal:
    """Read an element with all its properties, for `rows.entity`: `valueMap().with(WithOptions.tokens)`."""
    values: GraphTraversal = of.value_map().with_(WithOptions.tokens)
    return values


def association() -> GraphTraversal:
    """Read an edge for `rows.association`: `project('source','destination','edge').by(outV().id())…`."""
    ends = __.project("source", "destination", "edge").by(__.out_v().id_()).by(__.in_v().id_())
    return ends.by(properties())


def _second(time: datetime, *, up: bool = False) -> Any:
    """Round a bound to seconds in UTC, like the stored times."""
    whole = time.astimezone(UTC).replace(microsecond=0)
    return whole + timedelta(seconds=1) if up and time.microsecond else whole
