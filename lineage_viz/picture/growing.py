"""What is traced for an address, what of it is folded, and where each card stands.

A picture grows out of a smaller one, and nothing on screen moves when it does: which one follows from the address
alone, so that whoever opens a link sees everything in the same place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial

from lineage_viz.layout import Arrangement, Box, Position, frame_of, layout, place, place_block
from lineage_viz.model import Direction, Subgraph
from lineage_viz.picture.address import DOWN, UP, Address, Grow, Growth, Mode
from lineage_viz.picture.cache import PictureCache
from lineage_viz.picture.deck import Deck
from lineage_viz.picture.render import cards
from lineage_viz.questions.common_ancestors import common_ancestors
from lineage_viz.questions.overview import schema_subgraph
from lineage_viz.questions.paths_between import paths_between
from lineage_viz.store.base import DEFAULT_CAP, Store
from lineage_viz.view.drawn import drawn
from lineage_viz.view.folding import NO_FOLDS, Folding, folded
from lineage_viz.view.grouping import GroupBy, groups
from lineage_viz.view.scope import restricted

_REDRAWN = 3
"""A picture that other depths or a higher cap make more than so many times as large is laid out anew: its old
shape no longer fits. What grows by a step never is: there somebody looks at a card, and it may not move."""


@dataclass(frozen=True)
class Traced:
    """A whole answer of the store, what is folded in it, and every card that it may come to show, in its place."""

    whole: Subgraph
    folding: Folding
    positions: Mapping[str, Position]

    @cached_property
    def deck(self) -> Deck:
        """The cards; those of a picture that is only grown out of are never made."""
        return Deck(cards(self.whole.entities, self.positions))


def traced(store: Store, address: Address, cache: PictureCache) -> Traced:
    """The lineage of an address, before anything is filtered or taken out. Raises EntityNotFound."""
    missing: list[Address] = []
    found: Traced | None = None
    smaller: Address | None = address.drawing
    while smaller and not (found := cache.grown.held((store.edition, smaller))):
        missing.append(smaller)
        smaller = _smaller(smaller)
    # One after the other, not each inside the next: a link may have many steps.
    for each in reversed(missing):
        grow = partial(_grown, store, each, found)
        found = cache.grown.recall((store.edition, each), grow)
    assert found  # an address is its own start when nothing is smaller
    return found


def taken_back(store: Store, address: Address, whole: Subgraph) -> Subgraph:
    """A traced lineage without what it grew by on sides that were collapsed since.

    That goes even where something else leads to it as well: it was not there before.
    """
    gone = {(Grow(side), arn) for side, arn in address.collapsed}
    steps = tuple(step for step in address.steps if step not in gone)
    if steps == address.steps:
        return whole
    left = _whole(store, replace(address, steps=steps))
    return restricted(whole, (entity.arn for entity in left.entities))


def _grown(store: Store, address: Address, before: Traced | None) -> Traced:
    """The picture of an address, grown out of the smaller one."""
    step = address.steps[-1] if address.steps else None
    if before and step and step[0] in (Grow.OPEN, Grow.PICK):
        return _let_out(before, step, address.arrangement)
    whole = _whole(store, address)
    if address.mode is Mode.LINEAGE:
        whole = _counted(store, whole)
    named = groups(whole, address.group if address.mode is Mode.LINEAGE else GroupBy.NONE)
    bundle = address.bundled and address.mode in (Mode.LINEAGE, Mode.COMMON)
    if before and (step or len(whole.entities) <= _REDRAWN * len(before.whole.entities)):
        folding = folded(whole, named, before.folding, bundle=bundle)
        stood = dict(before.positions)
        shown = drawn(whole, folding).subgraph
        positions = stood | place(shown, stood, address.arrangement, _frames(before))
        return Traced(whole, folding, positions)
    folding = folded(whole, named, NO_FOLDS, bundle=bundle)
    positions = layout(drawn(whole, folding).subgraph, address.arrangement)
    return Traced(whole, folding, positions)


def _let_out(before: Traced, step: Growth, arrangement: Arrangement) -> Traced:
    """The same lineage with members of a fold as cards of their own."""
    way, what = step
    held = before.folding
    folding = held.opened(what) if way is Grow.OPEN else held.taking_out(what)
    if folding == held:
        return before
    shown = drawn(before.whole, folding).subgraph
    positions = dict(before.positions)
    frames = _frames(before)
    if way is Grow.OPEN:
        members = folding.pages[-1][1]
        positions |= place_block(shown, members, positions[what], positions, arrangement, frames)
    positions |= place(shown, positions, arrangement, frames)
    return Traced(before.whole, folding, positions)


def _frames(lineage: Traced) -> tuple[Box, ...]:
    """The frames of what came out of folds: nothing that joins may stand in them.

    What a smaller depth leaves out of the lineage may still be among the members, and has no place.
    """
    at = lineage.positions
    pages = ([at[arn] for arn in members if arn in at] for _, members in lineage.folding.pages)
    return tuple(frame_of(page) for page in pages if page)


def _whole(store: Store, address: Address) -> Subgraph:
    match address.mode:
        case Mode.OVERVIEW:
            return schema_subgraph(store.schema())
        case Mode.PATHS:
            return paths_between(store, address.focus, address.other).subgraph
        case Mode.COMMON:
            return common_ancestors(store, address.focus, address.other).subgraph
    sides = [(Direction(way), arn) for way, arn in address.steps if way not in (Grow.OPEN, Grow.PICK)]
    return store.trace([address.focus], up=address.up, down=address.down, cap=address.cap, expand=sides)


def _counted(store: Store, subgraph: Subgraph) -> Subgraph:
    """With how much is next to each entity: what it can grow by."""
    return replace(subgraph, degrees=store.degrees(subgraph.hops))


def _smaller(address: Address) -> Address | None:
    """The picture that this one grew out of, and whose cards stay where they are; None for a first one."""
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
    return None
