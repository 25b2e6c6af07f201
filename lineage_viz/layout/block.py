"""A block of cards in a frame: the members of an opened group, placed where no other card stands."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain

from lineage_viz.geometry import OPENED
from lineage_viz.layout.arrangement import OPENED_PITCH, Arrangement
from lineage_viz.layout.arranging import layout
from lineage_viz.layout.position import CARD_HEIGHT, CARD_WIDTH, Box, Position
from lineage_viz.layout.runs import Runs
from lineage_viz.model import Subgraph
from lineage_viz.view.scope import restricted

FRAME_MARGIN, FRAME_TITLE = OPENED.margin, OPENED.title

_CLEAR = 24
"""The distance between a frame and its neighbours: room for the cards behind a stack and the buttons on its edge."""


def frame_of(positions: Iterable[Position]) -> Box:
    """Return the frame around cards. `positions` must not be empty."""
    found = list(positions)
    left = min(at.x for at in found) - CARD_WIDTH / 2 - FRAME_MARGIN
    right = max(at.x for at in found) + CARD_WIDTH / 2 + FRAME_MARGIN
    top = min(at.y for at in found) - CARD_HEIGHT / 2 - FRAME_MARGIN - FRAME_TITLE
    bottom = max(at.y for at in found) + CARD_HEIGHT / 2 + FRAME_MARGIN
    return Box((left + right) / 2, (top + bottom) / 2, right - left, bottom - top)


def place_block(
    subgraph: Subgraph,
    arns: Collection[str],
    anchor: Position,
    fixed: Mapping[str, Position],
    arrangement: Arrangement = Arrangement.RIGHT,
    frames: Collection[Box] = (),
) -> dict[str, Position]:
    """Return `fixed` unchanged, plus the new members as one block.

    The centre of the block's frame is as near to `anchor` as possible. `frames` belong to groups that are already open.
    """
    members = restricted(subgraph, arns)
    if not members.entities:
        return dict(fixed)
    way = Arrangement.DOWN if arrangement is Arrangement.DOWN else Arrangement.RIGHT
    block = layout(members, way, pitch=OPENED_PITCH[way])
    frame = frame_of(block.values())
    cards = (Box(*at, CARD_WIDTH, CARD_HEIGHT) for arn, at in fixed.items() if arn not in block)
    x, y = _free([*cards, *frames], frame, anchor, downwards=way is Arrangement.DOWN)
    across, down = round(x - frame.x), round(y - frame.y)
    return {**fixed, **{arn: Position(at.x + across, at.y + down) for arn, at in block.items()}}


def _free(others: Iterable[Box], frame: Box, anchor: Position, *, downwards: bool) -> tuple[float, float]:
    """Return the centre nearest to `anchor` at which the frame touches nothing else."""
    # Cards stand in lines (columns or rows), so the search goes line by line, not card by card.
    lines: dict[tuple[float, float], list[tuple[float, float]]] = defaultdict(list)
    for other in others:
        across = _kept_clear(other.x, other.width + frame.width)
        along = _kept_clear(other.y, other.height + frame.height)
        line, place = (along, across) if downwards else (across, along)
        lines[line].append(place)
    merged = {line: Runs(places).intervals() for line, places in lines.items()}
    depth, side = _nearest(merged, anchor[::-1] if downwards else anchor)
    return (side, depth) if downwards else (depth, side)


def _kept_clear(centre: float, extent: float) -> tuple[float, float]:
    return centre - extent / 2 - _CLEAR, centre + extent / 2 + _CLEAR


def _nearest(
    lines: Mapping[tuple[float, float], Sequence[tuple[float, float]]], anchor: tuple[int, int]
) -> tuple[float, float]:
    """Return the free place nearest to `anchor`. `lines` has the taken sides of each range of depths."""
    best, nearest = math.inf, (0.0, 0.0)
    depths = {float(anchor[0]), *chain.from_iterable(lines)}
    for depth in sorted(depths, key=lambda depth: (abs(depth - anchor[0]), depth)):
        aside = abs(depth - anchor[0])
        if aside >= best:
            break
        taken = (places for (start, end), places in lines.items() if start < depth < end)
        side = Runs(chain.from_iterable(taken)).nearest(anchor[1])
        away = math.hypot(aside, side - anchor[1])
        if away < best:
            best, nearest = away, (depth, side)
    return nearest
