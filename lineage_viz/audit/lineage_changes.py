"""The reviewed lineage of two reviews as one graph, with the difference of each entity."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from lineage_viz.audit.changes import Kind
from lineage_viz.audit.review import Review
from lineage_viz.facts import WHOLE_RECORD, Fact, sections
from lineage_viz.model import Association, Entity, Subgraph
from lineage_viz.words import moment

_ABSENT = "none"
_TELLING = 12
"""Letters and digits of a text that is found in another one only if it is the same value, such as a digest."""


@dataclass(frozen=True, slots=True)
class PropertyChange:
    """One property of an entity as it was and as it is, in words."""

    name: str
    before: str
    now: str

    @property
    def is_of_record(self) -> bool:
        """True for a property of the whole record, which other properties may say in other words."""
        return self.name.startswith(WHOLE_RECORD)

    def repeats(self, other: "PropertyChange") -> bool:
        """True when another property says the same difference: the same values, or a longer text with both."""
        if self.is_of_record and other.is_of_record and self._own_name != other._own_name:
            return False
        mine, others = self._forms, other._forms
        if mine == others:
            return True
        return all(
            one == two or (len(one) >= _TELLING and one in two) for one, two in zip(mine, others, strict=True)
        )

    @property
    def _own_name(self) -> str:
        return self.name.rpartition(" · ")[2]

    @property
    def _forms(self) -> tuple[str, str]:
        return _form(self.before), _form(self.now)


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
        """Yield each property of a changed entity that differs, in words; of its record what nothing else says."""
        said: list[PropertyChange] = []
        for each in sorted(self._different(entity), key=lambda each: each.is_of_record):
            if not (each.is_of_record and any(map(each.repeats, said))):
                said.append(each)
                yield each

    def _different(self, entity: Entity) -> Iterator[PropertyChange]:
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


def _form(text: str) -> str:
    """A value without its way of writing: a time to the minute, and of other texts the letters and digits."""
    with suppress(ValueError, OverflowError):
        at = datetime.fromisoformat(text)
        text = moment(at) if at.tzinfo else text
    return "".join(filter(str.isalnum, text)).casefold()


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
