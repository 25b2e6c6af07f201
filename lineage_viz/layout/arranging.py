"""The positions of all cards of a fresh picture."""

from collections.abc import Sequence

from lineage_viz.layout.arrangement import ASPECT, PITCH, Arrangement, Pitch
from lineage_viz.layout.columns import Columns, in_columns
from lineage_viz.layout.cycles import Link
from lineage_viz.layout.layers import deciding, layers_of, links_of
from lineage_viz.layout.ordering import Order, ordered
from lineage_viz.layout.position import Position
from lineage_viz.layout.straightening import Row, straightened
from lineage_viz.layout.timeline import time_layers
from lineage_viz.layout.wrapping import wrapped
from lineage_viz.model import Entity, Subgraph
from lineage_viz.view.folding import newest_first

_FEW_LINKS, _ROOM_OF_MORE = 3, 3
"""Two layers with up to `_FEW_LINKS` links stand as close as possible. Each further link adds 3 pixels."""

_FEW_PARTS = 3
"""A layer with more columns than this is drawn as a plain block: it looks calmer and is as easy to follow."""

_PASSING = 14
"""The room in pixels that a long link takes in each layer that it passes."""


def layout(
    subgraph: Subgraph,
    arrangement: Arrangement = Arrangement.RIGHT,
    aspect: float = ASPECT,
    pitch: Pitch | None = None,
) -> dict[str, Position]:
    """Return a position for every entity. Equal subgraphs get equal positions; the first focus is at (0, 0).

    `pitch` replaces the distances of the arrangement.
    """
    if not subgraph.entities:
        return {}
    links = links_of(subgraph)
    if arrangement is Arrangement.TIME:
        layers, breaks = time_layers(subgraph, links)
    else:
        layers = layers_of(len(subgraph.entities), deciding(subgraph, links))
        breaks = [0] * (max(layers) + 1)
    wraps = arrangement is not Arrangement.TIME and pitch is None
    ranks = _newest_first(subgraph.entities)
    placed = _placed(layers, breaks, list(links), pitch or PITCH[arrangement], aspect, ranks, wraps=wraps)
    positions = {entity.arn: at for entity, at in zip(subgraph.entities, placed, strict=True)}
    x, y = next((positions[arn] for arn in subgraph.focus if arn in positions), Position(0, 0))
    return {arn: Position(at.x - x, at.y - y) for arn, at in positions.items()}


def _newest_first(entities: Sequence[Entity]) -> list[int]:
    """Return the place of each entity in the order of time; those without a time come last."""
    numbers = sorted(range(len(entities)), key=lambda number: newest_first(entities[number]))
    ranks = [0] * len(entities)
    for rank, number in enumerate(numbers):
        ranks[number] = rank
    return ranks


def _placed(
    layers: Sequence[int],
    breaks: Sequence[int],
    links: Sequence[Link],
    pitch: Pitch,
    aspect: float,
    ranks: Sequence[int],
    *,
    wraps: bool,
) -> list[Position]:
    order = ordered(layers, links, ranks)
    cards = [[point for point in layer if point < order.cards] for layer in order.layers]
    gaps = _gaps(order, breaks, pitch)
    columns = in_columns([len(layer) for layer in cards], gaps, pitch, aspect)
    sides = _sides(order, cards, columns, links, pitch, aspect)
    placed = [Position(0, 0)] * order.cards
    for layer, start, parts in zip(cards, columns.starts, columns.parts, strict=True):
        for number, card in enumerate(layer):
            part = number % parts
            # Half a step aside, so that a card's links show between the cards in front of it.
            aside = part % 2 * pitch.side / 2 if parts <= _FEW_PARTS and links else 0
            placed[card] = pitch.position(start + pitch.card / 2 + part * pitch.depth, sides[card] + aside)
    if not wraps or columns.any_split:
        return placed
    return wrapped(placed, cards, links, downwards=pitch.downwards)


def _gaps(order: Order, breaks: Sequence[int], pitch: Pitch) -> list[int]:
    """Return the gap before each layer. More links make a wider gap."""
    least, most = pitch.gaps
    gaps = [0]
    for layer, more in zip(order.layers[1:], breaks[1:], strict=True):
        links = sum(len(order.before[point]) for point in layer)
        gaps.append(min(most, least + _ROOM_OF_MORE * max(0, links - _FEW_LINKS)) + more)
    return gaps


def _sides(
    order: Order,
    cards: Sequence[Sequence[int]],
    columns: Columns,
    links: Sequence[Link],
    pitch: Pitch,
    aspect: float,
) -> dict[int, float]:
    """Return the side of each card, near its neighbours. A row has as many cards as its layer has columns."""
    if columns.any_split:
        rows = [
            [Row(layer[start : start + parts], pitch.side) for start in range(0, len(layer), parts)]
            for layer, parts in zip(cards, columns.parts, strict=True)
        ]
        linked: list[list[int]] = [[] for _ in range(order.cards)]
        for source, end in links:
            linked[source].append(end)
            linked[end].append(source)
    else:
        rows = [
            [Row((point,), pitch.side if point < order.cards else _PASSING) for point in layer]
            for layer in order.layers
        ]
        linked = [before + after for before, after in zip(order.before, order.after, strict=True)]
    return straightened(rows, linked, pitch.side_for(columns.depth, aspect) - pitch.side)
