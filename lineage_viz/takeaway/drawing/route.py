"""The route of a line from one card to another, as SVG path data."""

from dataclasses import dataclass

from lineage_viz.layout import CARD_HEIGHT, CARD_WIDTH, Arrangement, Position

ARROW = 7
_BEND, _FARTHEST = 30, 220
_ASIDE = 36
"""The distance by which a line swings out between cards at the same depth."""

_APART = 8
"""The distance between a line that runs back and a line of the opposite direction."""


@dataclass(frozen=True, slots=True)
class Route:
    """The ends of a line and its direction at each end, in depth (along the lineage) and side (across it)."""

    start: tuple[float, float]
    end: tuple[float, float]
    leaves: int
    arrives: int
    downwards: bool

    def straight(self) -> str:
        """Return a straight line."""
        return f"M{self._point(*self.start)}L{self._point(*self.end)}"

    def curve(self) -> str:
        """Return a curve that leaves and arrives along the lineage, with room for the arrowhead."""
        (depth, side), (far, aside) = self.start, self.end
        bend = max(_BEND, min(abs(far - depth) / 2, _FARTHEST)) if self.leaves == self.arrives else _ASIDE
        tip = far - self.arrives * ARROW
        return (
            f"M{self._point(depth, side)}C{self._point(depth + self.leaves * bend, side)} "
            f"{self._point(far - self.arrives * bend, aside)} {self._point(tip, aside)}"
        )

    def _point(self, depth: float, side: float) -> str:
        return f"{side:g} {depth:g}" if self.downwards else f"{depth:g} {side:g}"


def route(start: Position, end: Position, arrangement: Arrangement) -> Route:
    """Return the route from one card to another: forwards, backwards to an earlier card, or around at one depth."""
    downwards = arrangement is Arrangement.DOWN
    size = CARD_HEIGHT if downwards else CARD_WIDTH
    (depth, side), (far, aside) = (reversed(start), reversed(end)) if downwards else (start, end)
    leaves = -1 if far <= depth - size else 1
    arrives = leaves if abs(far - depth) >= size else -1
    shift = _APART if leaves < 0 else 0
    return Route(
        (depth + leaves * size / 2, side + shift),
        (far - arrives * size / 2, aside + shift),
        leaves,
        arrives,
        downwards,
    )
