"""The reviewed lineage of two reviews as one graph, with the difference of each entity."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lineage_viz.audit.changes import Kind
from lineage_viz.audit.review import Review
from lineage_viz.model import Association, Entity, Subgraph


@dataclass(frozen=True, slots=True)
class LineageChanges:
    """Both lineages as one graph. `kinds` has the entities that differ, by ARN."""

    graph: Subgraph
    kinds: Mapping[str, Kind] = field(hash=False)

    def of_kind(self, kind: Kind) -> tuple[Entity, ...]:
        """The entities with this difference."""
        return tuple(each for each in self.graph.entities if self.kinds.get(each.arn) is kind)


def lineage_changes(before: Review, now: Review) -> LineageChanges:
    """Compare two reviews: of two versions, or of one model in two snapshots.

    An entity is changed if both lineages have it with other properties. The graph has it as it is now.
    """
    old, new = before.by_arn, now.by_arn
    both = {**old, **new}
    kinds = {
        arn: kind for arn in (*new, *old) if (kind := _kind(old.get(arn), new.get(arn))) is not Kind.SAME
    }
    graph = Subgraph(
        entities=tuple(both[arn] for arn in dict.fromkeys((*new, *old))),
        associations=tuple(_together(now.subgraph.associations, before.subgraph.associations)),
        focus=tuple(dict.fromkeys((*now.subgraph.focus, *before.subgraph.focus))),
        hops={**before.subgraph.hops, **now.subgraph.hops},
        truncated=now.subgraph.truncated or before.subgraph.truncated,
    )
    return LineageChanges(graph, kinds)


def _kind(before: Entity | None, now: Entity | None) -> Kind:
    if before is None or now is None:
        return Kind.ADDED if now else Kind.REMOVED
    return Kind.SAME if before.properties == now.properties else Kind.CHANGED


def _together(*every: Iterable[Association]) -> Iterable[Association]:
    found = {(each.source, each.type, each.destination): each for links in reversed(every) for each in links}
    return found.values()
