"""The reviewed lineage of two reviews as one graph, with the difference of each entity."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from lineage_viz.audit.changes import Kind
from lineage_viz.audit.review import Review
from lineage_viz.facts import Fact, sections
from lineage_viz.model import Association, Entity, Subgraph

_ABSENT = "none"


@dataclass(frozen=True, slots=True)
class PropertyChange:
    """One property of an entity as it was and as it is, in words."""

    name: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class LineageChanges:
    """Both lineages as one graph.

    `kinds` has the entities that differ, by ARN; `before` has the changed ones as they were. `links` has the
    associations between entities of both lineages that only one of them has.
    """

    graph: Subgraph
    kinds: Mapping[str, Kind] = field(hash=False)
    before: Mapping[str, Entity] = field(hash=False)
    links: Mapping[Kind, tuple[Association, ...]] = field(hash=False)

    def of_kind(self, kind: Kind) -> tuple[Entity, ...]:
        """The entities with this difference."""
        return tuple(each for each in self.graph.entities if self.kinds.get(each.arn) is kind)

    def properties(self, entity: Entity) -> Iterator[PropertyChange]:
        """Yield each property of a changed entity that differs, in words."""
        old, new = dict(_texts(self.before[entity.arn])), dict(_texts(entity))
        for name in dict.fromkeys((*new, *old)):
            before, now = old.get(name, _ABSENT), new.get(name, _ABSENT)
            if before != now:
                yield PropertyChange(name, before, now)


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
    changed = {arn: old[arn] for arn, kind in kinds.items() if kind is Kind.CHANGED}
    return LineageChanges(graph, kinds, changed, _links(before, now))


def _kind(before: Entity | None, now: Entity | None) -> Kind:
    if before is None or now is None:
        return Kind.ADDED if now else Kind.REMOVED
    return Kind.SAME if before.properties == now.properties else Kind.CHANGED


def _texts(entity: Entity) -> Iterator[tuple[str, str]]:
    for section in sections(entity):
        heading, facts = section["heading"], cast("list[Fact]", section["facts"])
        for fact in facts:
            yield f"{heading} · {fact['name']}" if heading else fact["name"], fact["value"]


def _links(before: Review, now: Review) -> Mapping[Kind, tuple[Association, ...]]:
    both = before.by_arn.keys() & now.by_arn.keys()
    old, new = (
        {
            (each.source, each.type, each.destination): each
            for each in review.subgraph.associations
            if each.source in both and each.destination in both
        }
        for review in (before, now)
    )
    return {
        Kind.ADDED: tuple(link for key, link in new.items() if key not in old),
        Kind.REMOVED: tuple(link for key, link in old.items() if key not in new),
    }


def _together(*every: Iterable[Association]) -> Iterable[Association]:
    found = {(each.source, each.type, each.destination): each for links in reversed(every) for each in links}
    return found.values()
