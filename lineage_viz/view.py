"""Narrow a subgraph to the types a person wants to see, and say what that leaves out."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from lineage_viz.model import Direction, Entity, Subgraph
from lineage_viz.scope import restricted
from lineage_viz.words import count, type_words

TypeKey = tuple[str, str]
"""Label and SageMaker type; the type is empty where none is recorded."""


@dataclass(frozen=True, slots=True)
class Facet:
    """One type in a subgraph: how many entities have it, whether it is hidden."""

    label: str
    type: str
    count: int
    hidden: bool

    @property
    def key(self) -> TypeKey:
        """What hides and shows it."""
        return self.label, self.type


@dataclass(frozen=True, slots=True)
class View:
    """What is shown of `whole`. The focus is always shown, also when its type is hidden."""

    whole: Subgraph
    shown: Subgraph
    facets: tuple[Facet, ...]

    @property
    def hidden(self) -> tuple[Facet, ...]:
        """The types filtered out, each with the number of entities that are really missing."""
        kept = Counter(type_key(entity) for entity in self.shown.entities)
        gone = (
            Facet(facet.label, facet.type, facet.count - kept[facet.key], True)
            for facet in self.facets
            if facet.hidden
        )
        return tuple(facet for facet in gone if facet.count)


def type_key(entity: Entity) -> TypeKey:
    """The type an entity is filtered by."""
    return entity.label, entity.type


def narrow(whole: Subgraph, hidden: Iterable[TypeKey] = ()) -> View:
    """Leave out entities of hidden types, with their associations."""
    hide = frozenset(hidden)
    counts = Counter(type_key(entity) for entity in whole.entities)
    facets = tuple(Facet(*key, number, key in hide) for key, number in sorted(counts.items()))
    if not hide & counts.keys():
        return View(whole, whole, facets)
    focus = frozenset(whole.focus)
    entities = tuple(e for e in whole.entities if e.arn in focus or type_key(e) not in hide)
    return View(whole, restricted(whole, (entity.arn for entity in entities)), facets)


def reached(subgraph: Subgraph, direction: Direction) -> int:
    """How many entities lie upstream or downstream of the focus."""
    sign = -1 if direction is Direction.UPSTREAM else 1
    arns = {entity.arn for entity in subgraph.entities}
    return sum(1 for arn, hops in subgraph.hops.items() if hops * sign > 0 and arn in arns)


def summary(view: View, within: str = "", taken_out: int = 0, scope: str = "") -> str:
    """What is on screen and what is not: `23 of 23 entities, 28 associations, complete`.

    `within` names the depths asked for where they bound the answer; `taken_out` entities are in the answer
    but not in `view`, for the reasons that `scope` names.
    """
    shown, cut = view.shown, view.whole.truncated
    total = taken_out + len(view.whole.entities) + (cut.left_out or 0 if cut else 0)
    entities = f"{len(shown.entities):,} of {count(total, 'entity', 'entities')}"
    said = f"{entities}, {count(len(shown.associations), 'association')}"
    extent = cut.reason if cut else f"complete{' within ' + within if within else ''}"
    hidden = [f"{facet.count:,} {type_words(facet.type or facet.label)}" for facet in view.hidden]
    extent += f" · {scope}" if scope else ""
    return f"{said}, {extent}" + (f" · filtered out: {', '.join(hidden)}" if hidden else "")
