import random
from collections import defaultdict
from itertools import pairwise

import pytest

from lineage_viz.layout import ASPECT, CARD_HEIGHT, CARD_WIDTH, Position, layout
from lineage_viz.model import Association, Entity, Subgraph
from tests.sample import ASSOCIATIONS, D1, D3, ENTITIES, I2, A, K, M, P, T, X

SAMPLE = Subgraph(ENTITIES, ASSOCIATIONS, (K,))


def made_up(size: int, layers: int = 8) -> Subgraph:
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


def overlapping(positions: dict[str, Position]) -> list[tuple[Position, Position]]:
    columns: dict[int, list[Position]] = defaultdict(list)
    for position in positions.values():
        columns[position.x].append(position)
    pairs = []
    for column in columns.values():
        column.sort(key=lambda position: position.y)
        pairs += [(a, b) for a, b in pairwise(column) if b.y - a.y < CARD_HEIGHT]
    xs = sorted(columns)
    assert all(b - a >= CARD_WIDTH for a, b in pairwise(xs))
    return pairs


def test_lineage_runs_from_left_to_right() -> None:
    positions = layout(SAMPLE)
    assert all(positions[a.source].x < positions[a.destination].x for a in ASSOCIATIONS)
    assert positions[K] == (0, 0)
    assert not overlapping(positions)


def test_a_source_stands_just_before_its_first_consumer() -> None:
    positions = layout(SAMPLE)
    assert positions[A].x == positions[M].x
    assert positions[I2].x == positions[D3].x
    assert positions[D1].x < positions[P].x < positions[T].x < positions[X].x


def test_equal_subgraphs_get_equal_places() -> None:
    assert layout(SAMPLE) == layout(Subgraph(ENTITIES, ASSOCIATIONS, (K,)))


def test_nothing_and_lone_entities() -> None:
    assert layout(Subgraph()) == {}
    alone = layout(Subgraph(ENTITIES[:3], (), (D1,)))
    assert len(set(alone.values())) == 3
    assert not overlapping(alone)


def test_cycles_and_loops_are_drawn_too() -> None:
    one, two, three = ENTITIES[:3]
    ring = [(one, two), (two, three), (three, one), (one, one)]
    associations = tuple(Association(a.arn, "SameAs", b.arn) for a, b in ring)
    positions = layout(Subgraph((one, two, three), associations, (two.arn,)))
    assert len(set(positions.values())) == 3


@pytest.mark.parametrize("size", [200, 1_000])
def test_tall_layers_are_folded_to_the_shape_of_the_window(size: int) -> None:
    positions = layout(made_up(size))
    xs, ys = [p.x for p in positions.values()], [p.y for p in positions.values()]
    assert 0.5 * ASPECT < (max(xs) - min(xs)) / (max(ys) - min(ys)) < 1.5 * ASPECT
    assert not overlapping(positions)


def test_ten_thousand_entities_all_have_a_place() -> None:
    subgraph = made_up(10_000)
    assert len(layout(subgraph)) == 10_000
