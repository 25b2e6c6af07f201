"""The traced lineage of an address, with its folds and the position of each card.

A picture grows out of a smaller one, and no card on screen moves. The smaller picture depends on the address alone,
so a link shows every card in the same place to everybody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from lineage_viz.layout import (
    Arrangement,
    Box,
    Position,
    frame_of,
    gutters,
    layout,
    layout_keeping,
    place,
    place_block,
)
from lineage_viz.model import Direction, Subgraph
from lineage_viz.picture.address import DOWN, UP, Address, Grow, Growth, Mode
from lineage_viz.picture.cache import PictureCache
from lineage_viz.picture.deck import Deck
from lineage_viz.picture.render import cards
from lineage_viz.questions.common_ancestors import common_ancestors
from lineage_viz.questions.evaluations import NO_EVALUATIONS
from lineage_viz.questions.overview import schema_subgraph
from lineage_viz.questions.own_lineage import WHOLE, OwnLineage, own_lineage, own_of_several, traced_own
from lineage_viz.questions.paths_between import paths_between
from lineage_viz.questions.served import ALL
from lineage_viz.questions.together import together
from lineage_viz.store.base import DEFAULT_CAP, Store
from lineage_viz.system.gc_pause import gc_paused
from lineage_viz.view.badges import badge_cards
from lineage_viz.view.drawn import drawn
from lineage_viz.view.folding import NO_FOLDS, Folding, folded
from lineage_viz.view.grouping import GroupBy, groups
from lineage_viz.view.scope import restricted

_REDRAWN = 3
"""A picture that grows beyond this factor through other depths or a higher cap gets a new layout, as its old shape no
longer fits. A picture that grows by a step keeps its positions: a person looks at a card, and it must not move."""


@dataclass(frozen=True)
class Traced:
    """The whole answer of a store, its folds, and the position of every card that it may show."""

    whole: Subgraph
    folding: Folding
    positions: Mapping[str, Position]
    own: OwnLineage = WHOLE
    """The part of the lineage that belongs to the focus."""
    gutters: tuple[int, ...] = ()
    """The heights between the rows of a wrapped picture."""
    badges: frozenset[str] = frozenset()
    """The cards that may be badges. They have positions too: shown as cards, they move no other card."""

    @cached_property
    def deck(self) -> Deck:
        """The cards. A picture that only serves as the start of a larger one never makes them."""
        return Deck(cards(self.whole.entities, self.positions))


def traced(store: Store, address: Address, cache: PictureCache) -> Traced:
    """Return the lineage of an address, before filters and removals. Raises EntityNotFound."""
    missing: list[Address] = []
    found: Traced | None = None
    smaller: Address | None = in_force(store, address).drawing
    while smaller and not (found := cache.grown.held((store.edition, smaller))):
        missing.append(smaller)
        smaller = _smaller(smaller)
    # A loop, not a recursion: a link may have many steps.
    for each in reversed(missing):
        grow = partial(_grown, store, each, found)
        with gc_paused(thaw=False):  # the records and their places stay
            found = cache.grown.recall((store.edition, each), grow)
    assert found  # `missing` has at least the address itself when the cache has nothing
    return found


def in_force(store: Store, address: Address) -> Address:
    """Return the address with the deployment that served on its day, if it has no choice of another one.

    The deployment of now stays the empty choice: its picture is the same on each day.
    """
    if address.mode is not Mode.LINEAGE or address.deployment or not address.as_of:
        return address
    found = own_lineage(store, address.focus, as_of=address.scope.as_of).served
    return address if found is None or found.drawn == found.now else replace(address, deployment=found.drawn)


def taken_back(store: Store, address: Address, whole: Subgraph) -> Subgraph:
    """Return a traced lineage without the entities that collapsed sides had added.

    Such an entity goes even if another entity also leads to it, because it was not in the picture before.
    """
    collapsed = {(Grow(side), arn) for side, arn in address.collapsed}
    steps = tuple(step for step in address.steps if step not in collapsed)
    if steps == address.steps:
        return whole
    smaller, _ = _whole(store, replace(in_force(store, address), steps=steps))
    return restricted(whole, (entity.arn for entity in smaller.entities))


def _grown(store: Store, address: Address, before: Traced | None) -> Traced:
    """Return the picture of an address, grown out of the smaller one."""
    step = address.steps[-1] if address.steps else None
    if before and step and step[0] in (Grow.OPEN, Grow.PICK):
        return _unfolded(before, step, address.arrangement)
    whole, own = _whole(store, address)
    if address.mode is Mode.LINEAGE:
        whole = _counted(store, whole)
    named = groups(whole, address.group if address.mode is Mode.LINEAGE else GroupBy.NONE)
    bundle = address.bundled and address.mode in (Mode.LINEAGE, Mode.COMMON)
    by_time = address.arrangement is Arrangement.TIME
    if before and _is_another_deployment(address):
        folding = folded(whole, named, NO_FOLDS, bundle=bundle, by_time=by_time)
        shown = _cards(whole, folding)
        badges = _badges(shown, whole, folding, address)
        positions = layout_keeping(_without(shown, badges), before.positions, address.arrangement)
        positions = place(shown, positions, address.arrangement)
        return Traced(whole, folding, positions, own, before.gutters, badges)
    if before and (step or len(whole.entities) <= _REDRAWN * len(before.whole.entities)):
        folding = folded(whole, named, before.folding, bundle=bundle, by_time=by_time)
        fixed = dict(before.positions)
        shown = _cards(whole, folding)
        badges = _badges(shown, whole, folding, address)
        frames = _frames(before)
        for part in (_without(shown, badges - fixed.keys()), shown):
            fixed |= place(part, fixed, address.arrangement, frames)
        return Traced(whole, folding, fixed, own, before.gutters, badges)
    folding = folded(whole, named, NO_FOLDS, bundle=bundle, by_time=by_time)
    shown = _cards(whole, folding)
    badges = _badges(shown, whole, folding, address)
    positions = layout(_without(shown, badges), address.arrangement)
    rows = _rows(positions, address.arrangement)
    positions = place(shown, positions, address.arrangement)
    return Traced(whole, folding, positions, own, rows, badges)


def _rows(positions: Mapping[str, Position], arrangement: Arrangement) -> tuple[int, ...]:
    """Return the gutters between the rows of a fresh picture; by time it has none."""
    is_down = arrangement is Arrangement.DOWN
    return () if arrangement is Arrangement.TIME else gutters(positions.values(), downwards=is_down)


def _is_another_deployment(address: Address) -> bool:
    """True when the smaller picture shows another deployment: the two share a few cards, and neither grows."""
    smaller = _smaller(address)
    return smaller is not None and not smaller.deployment and address.deployment not in ("", ALL)


def _badges(shown: Subgraph, whole: Subgraph, folding: Folding, address: Address) -> frozenset[str]:
    """Return the cards that may be badges. A card of which a person grows a side is none."""
    if address.mode is not Mode.LINEAGE:
        return frozenset()
    return badge_cards(shown, whole, folding, [arn for _, arn in address.steps])


def _without(subgraph: Subgraph, cards: frozenset[str]) -> Subgraph:
    arns = (entity.arn for entity in subgraph.entities if entity.arn not in cards)
    return restricted(subgraph, arns) if cards else subgraph


def _unfolded(before: Traced, step: Growth, arrangement: Arrangement) -> Traced:
    """Return the same lineage with members of a fold as cards of their own."""
    way, id_ = step
    folding = before.folding.opened(id_) if way is Grow.OPEN else before.folding.taking_out(id_)
    if folding == before.folding:
        return before
    shown = _cards(before.whole, folding)
    positions = dict(before.positions)
    frames = _frames(before)
    if way is Grow.OPEN:
        members = folding.pages[-1][1]
        positions |= place_block(shown, members, positions[id_], positions, arrangement, frames)
    homes = _homes(before, id_) if way is Grow.PICK else {}
    positions |= place(shown, positions, arrangement, frames, homes)
    return Traced(before.whole, folding, positions, before.own, before.gutters, before.badges)


def _homes(before: Traced, arn: str) -> Mapping[str, Position]:
    """Return the place of the stack that a member is taken out of, by the ARN of the member."""
    folds = before.folding.folds.items()
    stack = next((id_ for id_, fold in folds if arn in fold.members and id_ in before.positions), "")
    return {arn: before.positions[stack]} if stack else {}


def _cards(whole: Subgraph, folding: Folding) -> Subgraph:
    """Return the cards to place. A stack keeps its place, also while it has one member only."""
    return drawn(whole, folding, stacks_of_one=True).subgraph


def _frames(lineage: Traced) -> tuple[Box, ...]:
    """Return the frames of opened folds. No new card may stand inside them.

    A member of a fold may have no position: a smaller depth can leave it out of the lineage.
    """
    at = lineage.positions
    pages = ([at[arn] for arn in members if arn in at] for _, members in lineage.folding.pages)
    return tuple(frame_of(page) for page in pages if page)


def _whole(store: Store, address: Address) -> tuple[Subgraph, OwnLineage]:
    """Return the answer to the question of an address, and the part of the lineage that it is about."""
    match address.mode:
        case Mode.OVERVIEW:
            return schema_subgraph(store.schema()), WHOLE
        case Mode.PATHS:
            return paths_between(store, address.focus, address.other).subgraph, WHOLE
        case Mode.COMMON:
            return common_ancestors(store, address.focus, address.other).subgraph, WHOLE
        case Mode.TOGETHER:
            return together(store, _focus(store, address)), WHOLE
    sides = [(Direction(way), arn) for way, arn in address.steps if way not in (Grow.OPEN, Grow.PICK)]
    focus = _focus(store, address)
    own = (
        own_of_several(store, focus)
        if address.beside
        else own_lineage(store, address.focus, address.deployment)
    )
    if not address.evaluations:
        own = replace(own, evaluations=NO_EVALUATIONS)
    depths = {"up": address.up, "down": address.down, "cap": address.cap}
    return traced_own(store, focus, own, **depths, expand=sides), own


def _focus(store: Store, address: Address) -> Sequence[str]:
    """Return all focus entities. Those that the store does not have are left out, but for the first."""
    there = store.degrees(address.beside) if address.beside else {}
    return [address.focus, *(arn for arn in address.beside if arn in there)]


def _counted(store: Store, subgraph: Subgraph) -> Subgraph:
    """Add the number of neighbours of each entity, which tells if its sides can grow."""
    return replace(subgraph, degrees=store.degrees(subgraph.hops))


def _smaller(address: Address) -> Address | None:
    """Return the address of the picture that this one grew out of; None for a first picture.

    The cards of the smaller picture keep their positions.
    """
    if address.steps:
        return replace(address, steps=address.steps[:-1])
    if address.mode is not Mode.LINEAGE or address.group is not GroupBy.NONE:
        return None
    if address.cap > _REDRAWN * DEFAULT_CAP:
        return None
    if address.cap > DEFAULT_CAP:
        return replace(address, cap=max(DEFAULT_CAP, address.cap - DEFAULT_CAP))
    if (address.up, address.down) != (UP, DOWN):
        return replace(address, up=UP, down=DOWN)
    if address.deployment:
        return replace(address, deployment="")
    return None
