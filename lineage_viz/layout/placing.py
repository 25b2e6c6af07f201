"""Positions for cards that join a picture: next to their neighbours, while no other card moves."""

from collections import defaultdict, deque
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from lineage_viz.layout.arrangement import PITCH, Arrangement, Pitch
from lineage_viz.layout.position import Box, Position
from lineage_viz.layout.taken import Taken
from lineage_viz.layout.time_columns import TimeColumns
from lineage_viz.model import Entity, Subgraph

_LOOK = 3
"""Columns (or rows) that are searched for a free place."""

_AT_HOME = 6
"""Cards on each side of a stack that stand in its column: more of them would make a column that no window shows."""


def place(
    subgraph: Subgraph,
    fixed: Mapping[str, Position],
    arrangement: Arrangement = Arrangement.RIGHT,
    frames: Collection[Box] = (),
    homes: Mapping[str, Position] = MappingProxyType({}),
) -> dict[str, Position]:
    """Return a position for every entity. Entities in `fixed` keep their position exactly.

    A new card stands upstream or downstream of its first linked card, at the nearest free place. In a picture by
    time, it stands in the column of its time. A card without a placed neighbour stands below the picture. No new card
    stands inside `frames`, which belong to opened groups. `homes` has the place of the stack that a card was taken out
    of: the card stands in the same column, while that is not too long, if a card like it may stand there.
    """
    entities = {entity.arn: entity for entity in subgraph.entities}
    placed = {arn: fixed[arn] for arn in entities if arn in fixed}
    if len(placed) == len(entities):
        return placed
    times = TimeColumns(subgraph, placed, frames) if arrangement is Arrangement.TIME else None
    pitch = PITCH[arrangement]
    joining = _Joining(placed, frames, pitch, times)
    lines = {arn: pitch.place(home)[0] for arn, home in homes.items()}
    links = _links(subgraph)
    waiting = deque(joining.placed)
    new = {arn: entity for arn, entity in entities.items() if arn not in joining.placed}
    while new:
        if not waiting:
            arn = next(iter(new))
            joining.below(new.pop(arn))
            waiting.append(arn)
        here = waiting.popleft()
        for side, arn in links[here]:
            if arn in new:
                joining.beside(joining.placed[here], side, new.pop(arn), lines.get(arn))
                waiting.append(arn)
    return {arn: joining.placed[arn] for arn in entities}


def _links(subgraph: Subgraph) -> Mapping[str, list[tuple[int, str]]]:
    """Return the neighbours of each entity, each with its direction: -1 for upstream, 1 for downstream."""
    links: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for association in subgraph.associations:
        links[association.source].append((1, association.destination))
        links[association.destination].append((-1, association.source))
    return links


class _Joining:
    """A picture that cards join one by one."""

    def __init__(
        self, placed: dict[str, Position], frames: Collection[Box], pitch: Pitch, times: TimeColumns | None
    ) -> None:
        self.placed = placed
        self._pitch, self._times = pitch, times
        self._taken = Taken(pitch, placed.values(), frames)
        places = [pitch.place(position) for position in placed.values()] or [(-pitch.layer, -pitch.side)]
        self._first = min(depth for depth, _ in places), min(side for _, side in places)
        self._last = max(depth for depth, _ in places), max(side for _, side in places)

    def beside(self, here: Position, direction: int, entity: Entity, home: int | None = None) -> None:
        """Place a card one layer upstream (-1) or downstream (1) of another; by time, in the column of its time.

        `home` is the line that it stands on, if it is one of those that are near.
        """
        depth, side = self._pitch.place(here)
        step = direction * self._pitch.layer
        lines = self._times.columns(entity) if self._times else self._taken.next_lines(depth, step, _LOOK)
        places = {line: self._taken.nearest(line, side) for line in lines}
        if home is not None and home in places and not self._times:
            is_near = abs(places[home] - side) <= _AT_HOME * self._pitch.side
            places = {home: places[home]} if is_near else places
        self._put(entity, places, depth + step, side)

    def below(self, entity: Entity) -> None:
        """Place a card that has no neighbour in the picture."""
        pitch = self._pitch
        (depth, side), (deepest, last) = self._first, self._last
        if pitch.downwards:
            depth = deepest + pitch.layer
            lines: Sequence[int] = [depth + number * pitch.depth for number in range(_LOOK)]
        else:
            side = last + pitch.side
            lines = self._times.columns(entity) if self._times else self._taken.lines or [depth]
        self._put(entity, {line: self._taken.next(line, side) for line in lines}, depth, side)

    def _put(self, entity: Entity, places: Mapping[int, int], depth: int, side: int) -> None:
        """Place a card at the one of `places` (line: side) that is nearest to a depth and a side."""
        best = min(places.items(), key=lambda place: (abs(place[0] - depth) + abs(place[1] - side), place))
        self._taken.take(*best)
        self.placed[entity.arn] = self._pitch.position(*best)
