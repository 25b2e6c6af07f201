"""Places for cards that join a picture: next to what they belong to, while everything else stays where it is."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from lineage_viz.layout import CARD_HEIGHT, CARD_WIDTH, COLUMN_PITCH, LAYER_GAP, ROW_PITCH, Position
from lineage_viz.model import Subgraph

_STEP = COLUMN_PITCH + LAYER_GAP
_CELL_X, _CELL_Y = COLUMN_PITCH, ROW_PITCH


def place(subgraph: Subgraph, fixed: Mapping[str, Position]) -> dict[str, Position]:
    """A position for every entity; those of `fixed` keep theirs to the pixel.

    A new card stands one column upstream or downstream of the first card it is linked with, at the free place
    nearest to that card's height. Cards linked with nothing that is placed stand below the picture.
    """
    arns = [entity.arn for entity in subgraph.entities]
    placed = {arn: fixed[arn] for arn in arns if arn in fixed}
    taken = _Taken(placed.values())
    links = _links(subgraph)
    waiting = deque(arn for arn in arns if arn in placed)
    new = set(arns) - placed.keys()
    while new:
        if not waiting:
            alone = next(arn for arn in arns if arn in new)
            placed[alone] = taken.nearest(taken.left, taken.bottom + ROW_PITCH)
            new.remove(alone)
            waiting.append(alone)
        here = waiting.popleft()
        for side, arn in links[here]:
            if arn in new:
                placed[arn] = taken.nearest(placed[here].x + side * _STEP, placed[here].y)
                new.remove(arn)
                waiting.append(arn)
    return placed


def _links(subgraph: Subgraph) -> Mapping[str, list[tuple[int, str]]]:
    """For each entity its neighbours: -1 and what is upstream, 1 and what is downstream."""
    links: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for association in subgraph.associations:
        links[association.source].append((1, association.destination))
        links[association.destination].append((-1, association.source))
    return links


class _Taken:
    """The places that cards cover, found by cell so that ten thousand cards are no slower than ten."""

    def __init__(self, positions: Iterable[Position]) -> None:
        self._cells: dict[tuple[int, int], list[Position]] = defaultdict(list)
        self._offsets: dict[tuple[int, int], Iterator[int]] = {}
        self.left, self.bottom = 0, 0
        for position in positions:
            self._cover(position)

    def nearest(self, x: int, y: int) -> Position:
        """The free place nearest to a height, in a column; it is covered from now on."""
        # Places only fill up, so the search for a sibling goes on where that for the last one ended.
        for offset in self._offsets.setdefault((x, y), _offsets()):
            position = Position(x, y + offset)
            if self._free(position):
                self._cover(position)
                return position
        raise AssertionError("the plane has no end")

    def _free(self, position: Position) -> bool:
        column, row = _cell(position)
        near = (
            other
            for across in (-1, 0, 1)
            for down in (-1, 0, 1)
            for other in self._cells.get((column + across, row + down), ())
        )
        return not any(
            abs(other.x - position.x) < CARD_WIDTH + 12 and abs(other.y - position.y) < CARD_HEIGHT + 8
            for other in near
        )

    def _cover(self, position: Position) -> None:
        self._cells[_cell(position)].append(position)
        self.left = min(self.left, position.x)
        self.bottom = max(self.bottom, position.y)


def _cell(position: Position) -> tuple[int, int]:
    return position.x // _CELL_X, position.y // _CELL_Y


def _offsets() -> Iterator[int]:
    yield 0
    for step in count(1):
        yield step * ROW_PITCH // 2
        yield -step * ROW_PITCH // 2
