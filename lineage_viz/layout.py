"""Where each card stands: layers from left to right, folded so that the whole has a window's shape.

Lineage is shallow and very tall. Drawn plainly, a thousand entities are a line 25 times as high as wide; each
layer is therefore folded into as many columns as give the whole the shape of the window.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import igraph

from lineage_viz.model import Subgraph

CARD_WIDTH, CARD_HEIGHT = 200, 46
COLUMN_PITCH = CARD_WIDTH + 22
ROW_PITCH = CARD_HEIGHT + 24
LAYER_GAP = 44
ASPECT = 2.0
"""Width by height of the picture in a common window."""

_MIN_ROWS = 7
_SWEEPS = 24
_SLACK = 2.0
"""How many times as high as its tallest layer a picture may become for the sake of straight associations."""


class Position(NamedTuple):
    """The centre of a card, in pixels at scale 1."""

    x: int
    y: int


def layout(subgraph: Subgraph, aspect: float = ASPECT) -> dict[str, Position]:
    """A position for every entity, the same for the same subgraph; the first focus is at (0, 0)."""
    if not subgraph.entities:
        return {}
    arns = [entity.arn for entity in subgraph.entities]
    links = _links(subgraph, arns)
    layers = _layers(len(arns), links)
    heights = _heights(len(arns), links, layers)
    columns = _columns(layers)
    for column in columns:
        column.sort(key=lambda card: (heights[card], card))
    placed = _fold(columns, heights, aspect)
    origin = placed[arns.index(subgraph.focus[0])] if subgraph.focus else Position(0, 0)
    return {arns[card]: Position(x - origin.x, y - origin.y) for card, (x, y) in placed.items()}


def _links(subgraph: Subgraph, arns: Sequence[str]) -> list[tuple[int, int]]:
    index = {arn: number for number, arn in enumerate(arns)}
    ends = ((index[a.source], index[a.destination]) for a in subgraph.associations)
    return sorted({(source, destination) for source, destination in ends if source != destination})


def _layers(size: int, links: Sequence[tuple[int, int]]) -> list[int]:
    """Longest distance from a source; a source itself stands just before its first consumer."""
    graph = igraph.Graph(size, links, directed=True)
    if not graph.is_dag():
        graph.delete_edges(graph.feedback_arc_set(method="eades"))
    layers = [0] * size
    order = graph.topological_sorting()
    for card in order:
        for consumer in graph.successors(card):
            layers[consumer] = max(layers[consumer], layers[card] + 1)
    for card in order:
        consumers = graph.successors(card)
        if consumers and not graph.indegree(card):
            layers[card] = min(layers[consumer] for consumer in consumers) - 1
    return layers


def _heights(size: int, links: Sequence[tuple[int, int]], layers: Sequence[int]) -> list[float]:
    """Where each card stands in its layer so that few associations cross (Sugiyama)."""
    forward = [(a, b) if layers[a] <= layers[b] else (b, a) for a, b in links if layers[a] != layers[b]]
    graph = igraph.Graph(size, forward, directed=True)
    coordinates = graph.layout_sugiyama(layers=list(layers), maxiter=_SWEEPS)
    return [coordinates[card][0] for card in range(size)]


def _columns(layers: Sequence[int]) -> list[list[int]]:
    by_layer: dict[int, list[int]] = defaultdict(list)
    for card, layer in enumerate(layers):
        by_layer[layer].append(card)
    return [by_layer[layer] for layer in sorted(by_layer)]


def _fold(columns: list[list[int]], heights: Sequence[float], aspect: float) -> dict[int, Position]:
    tallest = max(map(len, columns))
    rows = _rows(columns, tallest, aspect)
    spread = _spread(columns, heights) if rows == tallest else {}
    placed: dict[int, Position] = {}
    x = 0
    for column in columns:
        width = -(-len(column) // rows)
        deep = -(-len(column) // width)
        for number, card in enumerate(column):
            across, down = divmod(number, deep)
            y = spread.get(card, round((down - (deep - 1) / 2) * ROW_PITCH))
            placed[card] = Position(x + across * COLUMN_PITCH, y)
        x += width * COLUMN_PITCH + LAYER_GAP
    return placed


def _rows(columns: list[list[int]], tallest: int, aspect: float) -> int:
    """The fewest rows with which the picture is no wider than the window."""
    low, high = min(tallest, _MIN_ROWS), tallest
    while low < high:
        rows = (low + high) // 2
        width = sum(-(-len(column) // rows) * COLUMN_PITCH + LAYER_GAP for column in columns)
        if width > aspect * rows * ROW_PITCH:
            low = rows + 1
        else:
            high = rows
    return low


def _spread(columns: list[list[int]], heights: Sequence[float]) -> dict[int, int]:
    """igraph's own heights, which straighten associations, cards a row apart; none where they waste the window."""
    spread: dict[int, int] = {}
    for column in columns:
        above = -math.inf
        for card in column:
            above = max(heights[card] * ROW_PITCH, above + ROW_PITCH)
            spread[card] = round(above)
    wasteful = max(spread.values()) - min(spread.values()) > _SLACK * ROW_PITCH * max(map(len, columns))
    return {} if wasteful else spread
