"""Lineages of any shape, and checks of their pictures."""

import random
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from lineage_viz.layout import CARD_HEIGHT, CARD_WIDTH, Position
from lineage_viz.model import Association, Entity, Subgraph

Link = tuple[str, str]


def subgraph(
    *links: Link, alone: tuple[str, ...] = (), made: Mapping[str, datetime] | None = None
) -> Subgraph:
    """Return the entities in `links`, with creation times from `made`. The first entity is the focus."""
    times = made or {}
    arns = sorted({arn for link in links for arn in link} | set(alone))
    entities = tuple(
        Entity(arn, "artifact", {"creationtime": times[arn]} if arn in times else {}) for arn in arns
    )
    associations = (Association(source, "Produced", end) for source, end in links)
    return Subgraph(entities, tuple(associations), focus=(arns[0],))


def made_up(size: int, layers: int = 8) -> Subgraph:
    """Return a lineage of `size` entities that is shallow and tall, as real lineage is."""
    draw = random.Random(size)
    entities = tuple(Entity(f"arn:{number}", "artifact") for number in range(size))
    links = {
        (draw.randrange(size // layers) * layers + number % layers - 1, number)
        for number in range(size)
        if number % layers
        for _ in range(2)
    }
    associations = (Association(f"arn:{a}", "Produced", f"arn:{b}") for a, b in sorted(links))
    return Subgraph(entities, tuple(associations), ("arn:0",))


def overlapping(positions: Mapping[str, Position]) -> list[tuple[str, str]]:
    """Return the pairs of cards that cover each other."""
    cells: dict[tuple[int, int], list[str]] = defaultdict(list)
    found = []
    for arn, at in sorted(positions.items()):
        column, row = at.x // CARD_WIDTH, at.y // CARD_HEIGHT
        for near in ((column + across, row + down) for across in (-1, 0, 1) for down in (-1, 0, 1)):
            for other in cells[near]:
                x, y = positions[other]
                if abs(x - at.x) < CARD_WIDTH and abs(y - at.y) < CARD_HEIGHT:
                    found.append((other, arn))
        cells[column, row].append(arn)
    return found


def crossings(picture: Subgraph, positions: Mapping[str, Position]) -> int:
    """Count the associations that cross when drawn as straight lines."""
    lines = [(positions[a.source], positions[a.destination]) for a in picture.associations]
    return sum(_cross(*one, *other) for number, one in enumerate(lines) for other in lines[:number])


def _cross(a: Position, b: Position, c: Position, d: Position) -> bool:
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Position, b: Position, point: Position) -> int:
    return (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x)
