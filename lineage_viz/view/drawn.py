"""The cards of a picture: entities, and stacks in place of folded entities."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from lineage_viz.approval import is_approval
from lineage_viz.evidence.state import state_of
from lineage_viz.evidence.words import APPROVED, LIVE, warning
from lineage_viz.model import Association, Entity, Subgraph, TypeKey, Value
from lineage_viz.style import GROUP_LABEL, failed
from lineage_viz.view.filters import type_key
from lineage_viz.view.folding import Fold, Folding
from lineage_viz.view.grouping import OF_A_RUN, OF_RUNS, run_words
from lineage_viz.view.passing import Pass
from lineage_viz.words import count, inside, typed

OLDEST = "oldest"
"""The property of a stack with the creation time of its oldest member."""

STANDS_FOR = "stands for"
"""The property of an association to or from a stack with the number of associations that it stands for."""

OPENED = 60
"""Members that one click takes out of a stack: more cards need a longer look than the list."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Members of a fold that were opened together. A frame surrounds them; `id` is the fold's id, to close it."""

    id: str
    words: str
    cards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Badge:
    """Entities of one type that stand on a card, the newest first."""

    type: TypeKey
    entities: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A subgraph of cards. `folds` maps a stack's id to its members in the view.

    `alone` maps the only member of a fold in the view to the fold's id: its card stands in the place of the stack.
    """

    subgraph: Subgraph
    folds: Mapping[str, tuple[Entity, ...]] = field(default_factory=dict)
    alone: Mapping[str, str] = field(default_factory=dict)
    opened: tuple[Opened, ...] = ()
    passes: tuple[Pass, ...] = ()
    dated: frozenset[str] = frozenset()
    """The cards that show the facts of an earlier time."""
    badges: Mapping[str, tuple[Badge, ...]] = field(default_factory=dict)
    """The badges of each card. Their entities have no card of their own."""

    @property
    def badge_counts(self) -> Counter[TypeKey]:
        """The number of entities of each type that are badges. An image on several cards counts once."""
        every = {
            one.arn: badge.type
            for badges in self.badges.values()
            for badge in badges
            for one in badge.entities
        }
        return Counter(every.values())

    def host(self, arn: str) -> str:
        """Return the card that a badge with this entity stands on; empty when none does."""
        hosts = (
            host
            for host, badges in self.badges.items()
            for badge in badges
            for one in badge.entities
            if one.arn == arn
        )
        return next(hosts, "")


def drawn(
    shown: Subgraph,
    folding: Folding,
    closed: frozenset[str] = frozenset(),
    passes: tuple[Pass, ...] = (),
    *,
    stacks_of_one: bool = False,
) -> Drawn:
    """Return the cards of a subgraph. Associations between cards replace those between entities.

    A stack of one member shows less than the member's card, so the card replaces it, unless `stacks_of_one`.
    """
    if not folding.folds:
        return Drawn(shown, passes=passes)
    cards, folds = _cards(shown.entities, folding, closed)
    ones = (
        {} if stacks_of_one else {id_: members[0].arn for id_, members in folds.items() if len(members) == 1}
    )
    folds = {id_: members for id_, members in folds.items() if id_ not in ones}
    card_of = {arn: ones.get(card, card) for arn, card in cards.items()}
    stacks = {id_: stack(folding.folds[id_], members) for id_, members in folds.items()}
    entities: dict[str, Entity] = {}
    for entity in shown.entities:
        card = card_of[entity.arn]
        entities.setdefault(card, stacks.get(card, entity))
    subgraph = Subgraph(
        entities=tuple(entities.values()),
        associations=_between(shown.associations, card_of),
        focus=shown.focus,
        hops={card: shown.hops.get(arn, 0) for arn, card in reversed(card_of.items())},
        degrees={arn: degrees for arn, degrees in shown.degrees.items() if card_of.get(arn) == arn},
        truncated=shown.truncated,
    )
    alone = {arn: id_ for id_, arn in ones.items()}
    return Drawn(subgraph, folds, alone, _opened(folding, closed, entities), _moved(passes, card_of))


def stack(fold: Fold, members: Iterable[Entity]) -> Entity:
    """Return the entity that represents the members of a fold.

    Its creation time is that of the newest member, and `OLDEST` that of the oldest. A run has the name of its pipeline,
    its id as `run`, and as `short` the name for a card without the room.
    """
    entities = tuple(members)
    run, id_ = run_words(entities) if fold.name.startswith(OF_RUNS) else ("", "")
    words = run or fold.name or typed(len(entities), *fold.type)
    note = note_of(entities)
    properties: dict[str, Value] = {
        "name": words,
        "note": note or (_content(entities) if fold.name else ""),
    }
    if id_:
        properties |= {"run": id_, "short": run.removesuffix(OF_A_RUN)}
    created = [entity.created for entity in entities if entity.created]
    if created:
        properties |= {"creationtime": max(created), OLDEST: min(created)}
    label, type_ = fold.type if not fold.name else (GROUP_LABEL, "")
    return Entity(fold.id, label, properties | {"type": type_})


_TELLING = ("SageMakerTrainingJob", "SageMakerTransformJob", "SageMakerProcessingJob")
"""The jobs that tell best what a group is about, the most telling first."""


def _content(members: Collection[Entity]) -> str:
    """Return the contents of a group in words: `1 training job · 12 entities`."""
    types = Counter(type_key(each) for each in members if each.type in _TELLING)
    most = min(types, key=lambda key: _TELLING.index(key[1]), default=None)
    every = count(len(members), "entity", "entities")
    return f"{inside(typed(types[most], *most))} · {every}" if most else every


def note_of(members: Collection[Entity]) -> str:
    """Return the members that need a look, in words: `1 rejected`, `2 failed`; empty when none does."""
    alarms = sum(bool(warning(entity)) for entity in members)
    decisions = Counter(state_of(entity) for entity in members if is_approval(entity))
    notes = {inside(LIVE): alarms, "failed": len(failures(members))}
    notes |= {inside(words): number for words, number in sorted(decisions.items()) if words != APPROVED}
    return " · ".join(f"{number:,} {words}" for words, number in notes.items() if number)


def failures(members: Collection[Entity]) -> list[Entity]:
    """Return the members that failed."""
    return [each for each in members if failed(each) and not is_approval(each)]


def at_once(members: Collection[Entity]) -> list[Entity]:
    """Return the failed members of a stack; none if they are all members, or too many cards for one click."""
    found = failures(members)
    return found if 0 < len(found) < len(members) and len(found) <= OPENED else []


def _cards(
    entities: tuple[Entity, ...], folding: Folding, closed: frozenset[str]
) -> tuple[dict[str, str], dict[str, tuple[Entity, ...]]]:
    """Return the card of each entity, and the members of each stack."""
    cards = folding.cards((entity.arn for entity in entities), closed)
    stacks: dict[str, list[Entity]] = {}
    for entity in entities:
        if cards[entity.arn] != entity.arn:
            stacks.setdefault(cards[entity.arn], []).append(entity)
    return cards, {id_: tuple(members) for id_, members in stacks.items()}


def _between(associations: Iterable[Association], card_of: Mapping[str, str]) -> tuple[Association, ...]:
    """Return the associations between cards. Associations inside a stack are left out.

    One that stands for several, to or from a stack, has their number.
    """
    found: dict[tuple[str, str, str], Association | int] = {}
    for link in associations:
        source, destination = card_of[link.source], card_of[link.destination]
        key = source, link.type, destination
        if source == link.source and destination == link.destination:
            found[key] = link
        elif source != destination:
            before = found.get(key, 0)
            found[key] = before + 1 if isinstance(before, int) else before
    return tuple(
        Association(*key, {STANDS_FOR: each}) if isinstance(each, int) else each
        for key, each in found.items()
    )


def _moved(passes: Iterable[Pass], card_of: Mapping[str, str]) -> tuple[Pass, ...]:
    moved: dict[tuple[str, str], Pass] = {}
    for one in passes:
        source, destination = card_of[one.source], card_of[one.destination]
        if source != destination:
            moved.setdefault((source, destination), replace(one, source=source, destination=destination))
    return tuple(moved.values())


def _opened(folding: Folding, closed: frozenset[str], cards: Mapping[str, Entity]) -> tuple[Opened, ...]:
    pages = []
    for id_, members in folding.pages:
        in_view = tuple(arn for arn in members if arn in cards)
        fold = folding.folds[id_]
        if in_view and id_ not in closed:
            run = " ".join(run_words(cards[arn] for arn in in_view)) if fold.name.startswith(OF_RUNS) else ""
            name = run.strip() or fold.name or f"{len(in_view):,} of {typed(len(fold.members), *fold.type)}"
            pages.append(Opened(id_, name, in_view))
    return tuple(pages)
