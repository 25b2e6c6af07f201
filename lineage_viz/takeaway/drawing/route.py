"""The route of a line from one card to another, as SVG path data."""

from collections.abc import Sequence
from dataclasses import dataclass

from lineage_viz.geometry import CARD, CURVE
from lineage_viz.layout import Arrangement, Lane, Position


@dataclass(frozen=True, slots=True)
class Route:
    """The ends of a line and its direction at each end, in depth (along the lineage) and side (across it)."""

    start: tuple[float, float]
    end: tuple[float, float]
    leaves: int
    arrives: int
    downwards: bool
    gutter: int | None = None
    """The side of the gap through which a line goes back to the start of another row; None for any other line."""
    lanes: Sequence[Lane] = ()
    """The gaps between cards through which a line goes that would run beneath them."""

    def straight(self) -> str:
        """Return a straight line."""
        return f"M{self._point(*self.start)}L{self._point(*self.end)}"

    def curve(self) -> str:
        """Return a curve that leaves and arrives along the lineage, with room for the arrowhead."""
        (depth, side), (far, aside) = self.start, self.end
        apart = self.leaves == self.arrives
        reach = max(CURVE.shortest, min(abs(far - depth) / 2, CURVE.longest)) if apart else CURVE.around
        tip = far - self.arrives * CURVE.arrow
        if self.gutter is not None:
            return self._through(self.gutter, tip)
        if self.lanes:
            return self._along(tip)
        return (
            f"M{self._point(depth, side)}C{self._point(depth + self.leaves * reach, side)} "
            f"{self._point(far - self.arrives * reach, aside)} {self._point(tip, aside)}"
        )

    def _through(self, gutter: int, tip: float) -> str:
        (depth, side), (far, aside) = self.start, self.end
        out, back = depth + CURVE.turn, far - CURVE.turn
        return (
            f"M{self._point(depth, side)}C{self._point(out, side)} {self._point(out, gutter)} "
            f"{self._point(depth, gutter)}L{self._point(far, gutter)}"
            f"C{self._point(back, gutter)} {self._point(back, aside)} {self._point(tip, aside)}"
        )

    def _along(self, tip: float) -> str:
        depth, side = self.start
        path = f"M{self._point(depth, side)}"
        far, aside = self.end
        for start, end, lane in (*self.lanes, (far, far, aside)):
            last = tip if start == far else start
            middle = (depth + last) / 2
            bend = f"{self._point(middle, side)} {self._point(middle, lane)} {self._point(last, lane)}"
            path += f"C{bend}" + (f"L{self._point(end, lane)}" if end != start else "")
            depth, side = end, lane
        return path

    def _point(self, depth: float, side: float) -> str:
        return f"{side:g} {depth:g}" if self.downwards else f"{depth:g} {side:g}"


def route(
    start: Position,
    end: Position,
    arrangement: Arrangement,
    gutters: Sequence[int] = (),
    lanes: Sequence[Lane] = (),
) -> Route:
    """Return the route from one card to another: forwards, backwards to an earlier card, or around at one depth.

    A line that goes back across one of `gutters` runs through the one nearest to its end.
    """
    downwards = arrangement is Arrangement.DOWN
    size = CARD.height if downwards else CARD.width
    (depth, side), (far, aside) = (reversed(start), reversed(end)) if downwards else (start, end)
    between = [at for at in gutters if min(side, aside) < at < max(side, aside)] if far < depth + size else []
    if between:
        gutter = min(between, key=lambda at: abs(at - aside))
        return Route((depth + size / 2, side), (far - size / 2, aside), 1, 1, downwards, gutter)
    leaves = -1 if far <= depth - size else 1
    arrives = leaves if abs(far - depth) >= size else -1
    shift = CURVE.aside if leaves < 0 else 0
    loop = CURVE.loop if start == end else 0
    return Route(
        (depth + leaves * size / 2, side + shift - loop),
        (far - arrives * size / 2, aside + shift + loop),
        leaves,
        arrives,
        downwards,
        lanes=lanes,
    )
