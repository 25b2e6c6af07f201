"""What the picture has cards for: entities, and stacks in place of those that are folded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from lineage_viz.model import Association, Entity, Subgraph, Value
from lineage_viz.style import GROUP_LABEL, failed
from lineage_viz.view.folding import Fold, Folding
from lineage_viz.view.passing import Pass
from lineage_viz.words import count, typed


@dataclass(frozen=True, slots=True)
class Opened:
    """Members of a fold that came out together: they are framed, and `id` puts them back."""

    id: str
    words: str
    cards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A subgraph of cards; `folds` has the members shown of each stack, by the stack's id."""

    subgraph: Subgraph
    folds: Mapping[str, tuple[Entity, ...]] = field(default_factory=dict)
    opened: tuple[Opened, ...] = ()
    passes: tuple[Pass, ...] = ()


def drawn(
    shown: Subgraph, folding: Folding, closed: frozenset[str] = frozenset(), passes: tuple[Pass, ...] = ()
) -> Drawn:
    """The cards of a subgraph. A stack of which one member alone is shown is that member's card."""
    if not folding.folds:
        return Drawn(shown, passes=passes)
    cards, folds = _cards(shown.entities, folding, closed)
    at = {entity.arn: cards[entity.arn] for entity in shown.entities}
    stacks = {id_: stack(folding.folds[id_], members) for id_, members in folds.items()}
    entities: dict[str, Entity] = {}
    for entity in shown.entities:
        card = at[entity.arn]
        entities.setdefault(card, stacks.get(card, entity))
    subgraph = Subgraph(
        entities=tuple(entities.values()),
        associations=_between(shown.associations, at),
        focus=shown.focus,
        hops={card: shown.hops.get(arn, 0) for arn, card in reversed(at.items())},
        degrees={arn: degrees for arn, degrees in shown.degrees.items() if at.get(arn) == arn},
        truncated=shown.truncated,
    )
    return Drawn(subgraph, folds, _opened(folding, closed, entities.keys()), _moved(passes, at))


def stack(fold: Fold, members: Iterable[Entity]) -> Entity:
    """What stands in for the members of a fold, as if it were an entity; its times are the newest member's."""
    held = tuple(members)
    words = fold.name or typed(len(held), *fold.type)
    bad = sum(map(failed, held))
    note = f"{bad:,} failed" if bad else ""
    properties: dict[str, Value] = {
        "name": words,
        "note": note or (count(len(held), "entity", "entities") if fold.name else ""),
    }
    created = [entity.created for entity in held if entity.created]
    if created:
        properties["creationtime"] = max(created)
    label, type_ = fold.type if not fold.name else (GROUP_LABEL, "")
    return Entity(fold.id, label, properties | {"type": type_})


def _cards(
    entities: tuple[Entity, ...], folding: Folding, closed: frozenset[str]
) -> tuple[dict[str, str], dict[str, tuple[Entity, ...]]]:
    """The card of each entity, and who is in each stack."""
    cards = folding.cards((entity.arn for entity in entities), closed)
    held: dict[str, list[Entity]] = {}
    for entity in entities:
        if cards[entity.arn] != entity.arn:
            held.setdefault(cards[entity.arn], []).append(entity)
    return cards, {id_: tuple(members) for id_, members in held.items()}


def _between(associations: Iterable[Association], at: Mapping[str, str]) -> tuple[Association, ...]:
    """Associations between cards; those within a stack do not show."""
    found: dict[tuple[str, str, str], Association] = {}
    for link in associations:
        source, destination = at[link.source], at[link.destination]
        if source == link.source and destination == link.destination:
            found[source, link.type, destination] = link
        elif source != destination:
            found.setdefault((source, link.type, destination), Association(source, link.type, destination))
    return tuple(found.values())


def _moved(passes: Iterable[Pass], at: Mapping[str, str]) -> tuple[Pass, ...]:
    moved: dict[tuple[str, str], Pass] = {}
    for one in passes:
        source, destination = at[one.source], at[one.destination]
        if source != destination:
            moved.setdefault((source, destination), replace(one, source=source, destination=destination))
    return tuple(moved.values())


def _opened(folding: Folding, closed: frozenset[str], cards: Iterable[str]) -> tuple[Opened, ...]:
    shown = frozenset(cards)
    pages = []
    for id_, members in folding.pages:
        out = tuple(arn for arn in members if arn in shown)
        fold = folding.folds[id_]
        if out and id_ not in closed:
            name = fold.name or f"{len(out):,} of {typed(len(fold.members), *fold.type)}"
            pages.append(Opened(id_, name, out))
    return tuple(pages)
