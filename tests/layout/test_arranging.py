"""A fresh picture: its direction, its shape, and few crossings."""

from datetime import UTC, datetime
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage_viz.approval import is_package
from lineage_viz.layout import ASPECT, CARD_HEIGHT, CARD_WIDTH, Arrangement, Position, gutters, layout
from lineage_viz.model import Association, Entity, Subgraph
from lineage_viz.picture.address import Address
from lineage_viz.picture.cache import PictureCache
from lineage_viz.picture.scene import scene
from lineage_viz.store.base import UNLIMITED
from lineage_viz.view.folding import newest_first
from lineage_viz.view.scope import restricted
from tests import demo_once
from tests.layout.pictures import crossings, made_up, overlapping, subgraph
from tests.sample import ASSOCIATIONS, D1, D3, ENTITIES, I2, A, K, M, P, T, X

SAMPLE = Subgraph(ENTITIES, ASSOCIATIONS, (K,))
names = st.sampled_from("abcdefghijkl")


def place(at: Position, rows: tuple[int, ...]) -> tuple[int, int]:
    """Return the row and the depth of a card, in the order of reading."""
    return sum(at.y > gutter for gutter in rows), at.x


def test_lineage_runs_from_left_to_right_and_a_long_one_from_row_to_row() -> None:
    positions = layout(SAMPLE)
    rows = gutters(positions.values())
    assert len(rows) == 1
    assert all(place(positions[a.source], rows) < place(positions[a.destination], rows) for a in ASSOCIATIONS)
    assert positions[K] == (0, 0)
    short = restricted(SAMPLE, [P, D3, T])
    assert gutters(layout(short).values()) == ()


def test_the_versions_of_a_group_stand_newest_first_each_in_line_with_its_own_lineage() -> None:
    demo = demo_once.store()
    group = next(each for each in demo.search("ticket-routing-models").entities if each.type == "ModelGroup")
    shown = scene(demo, Address(group.arn), PictureCache())
    packages = filter(is_package, shown.view.shown.entities)
    versions = sorted(packages, key=lambda each: shown.positions[each.arn].y)
    assert len(versions) == 8
    assert versions == sorted(versions, key=newest_first)


def test_a_stack_of_models_stands_behind_the_stack_of_jobs_that_made_them() -> None:
    """Many processing jobs prepare data, and fewer evaluate models: in stacks these lead back, and make a cycle."""
    demo = demo_once.store()
    (image,) = demo.search("sagemaker-scikit-learn:1.2-1-cpu-py3", limit=1).entities
    found = scene(demo, Address(image.arn, down=UNLIMITED, cap=2_000), PictureCache())
    rows, links = found.appearance.gutters, found.picture.subgraph.associations
    names = {each.arn: each.name.partition(" ")[2] for each in found.picture.subgraph.entities}
    forward = {(names[each.source], names[each.destination]) for each in links} - {
        ("Models", "Processing jobs")
    }
    assert {
        ("Training jobs", "Models"),
        ("Data sets", "Training jobs"),
        ("Processing jobs", "Data sets"),
    } <= forward
    for each in links:
        if (names[each.source], names[each.destination]) in forward - {("Data sets", "Processing jobs")}:
            start, end = (place(found.positions[arn], rows) for arn in (each.source, each.destination))
            assert start < end, (names[each.source], names[each.destination])


def test_cards_with_the_same_neighbours_stand_newest_first() -> None:
    times = {name: datetime(2026, 1, day, tzinfo=UTC) for name, day in zip("cebd", (9, 3, 7, 1), strict=True)}
    entities = tuple(
        Entity(name, "artifact", {"creationtime": times[name]} if name in times else {}) for name in "agbecdx"
    )
    links = tuple(Association(name, "AssociatedWith", "g") for name in "abcde")
    whole = Subgraph(entities, (*links, Association("x", "ContributedTo", "d")), ("g",))
    positions = layout(whole)
    assert sorted("cbea", key=lambda name: positions[name].y) == list("cbea")  # d has a neighbour more
    assert not overlapping(positions)


@pytest.mark.parametrize("size", [5, 8, 12, 30, 70])
def test_a_chain_of_any_length_fills_the_window(size: int) -> None:
    chain = subgraph(*((f"{n:03}", f"{n + 1:03}") for n in range(size)))
    positions = layout(chain)
    xs, ys = [p.x for p in positions.values()], [p.y for p in positions.values()]
    wide, high = max(xs) - min(xs) + CARD_WIDTH, max(ys) - min(ys) + CARD_HEIGHT
    assert min(1_000 / wide, 600 / high) > min(1.0, 1_000 / ((size + 1) * (CARD_WIDTH + 36)) * 1.2)
    rows = gutters(positions.values())
    order = [place(positions[arn], rows) for arn in sorted(positions)]
    assert order == sorted(order)
    assert not overlapping(positions)


@pytest.mark.parametrize("size", [8, 12, 30, 70])
def test_a_chain_from_top_to_bottom_goes_on_in_the_next_column(size: int) -> None:
    chain = subgraph(*((f"{n:03}", f"{n + 1:03}") for n in range(size)))
    positions = layout(chain, Arrangement.DOWN)
    xs, ys = [p.x for p in positions.values()], [p.y for p in positions.values()]
    wide, high = max(xs) - min(xs) + CARD_WIDTH, max(ys) - min(ys) + CARD_HEIGHT
    assert min(1_000 / wide, 600 / high) > min(1.0, 600 / ((size + 1) * (CARD_HEIGHT + 44)) * 1.2)
    columns = gutters(positions.values(), downwards=True)
    order = [(sum(at.x > each for each in columns), at.y) for _, at in sorted(positions.items())]
    assert order == sorted(order)
    assert columns
    assert not overlapping(positions)


@pytest.mark.parametrize(
    ("more", "first"),
    [([("002", "004"), ("001", "004")], "005"), ([("004", "006"), ("004", "007")], "004")],
)
def test_a_row_begins_where_few_lines_cross(more: list[tuple[str, str]], first: str) -> None:
    positions = layout(subgraph(*((f"{n:03}", f"{n + 1:03}") for n in range(8)), *more))
    (row,) = gutters(positions.values())
    assert min(arn for arn, at in positions.items() if at.y > row) == first


def test_lineage_runs_from_top_to_bottom() -> None:
    positions = layout(SAMPLE, Arrangement.DOWN)
    assert all(positions[a.source].y < positions[a.destination].y for a in ASSOCIATIONS)
    assert positions[K] == (0, 0)


def test_a_source_stands_just_before_its_first_consumer() -> None:
    positions = layout(SAMPLE)
    rows = gutters(positions.values())
    assert place(positions[A], rows) == place(positions[M], rows)
    assert place(positions[I2], rows) == place(positions[D3], rows)
    run = [place(positions[arn], rows) for arn in (D1, P, T, X)]
    assert run == sorted(set(run))


@pytest.mark.parametrize("arrangement", Arrangement)
def test_equal_subgraphs_get_equal_positions(arrangement: Arrangement) -> None:
    assert layout(SAMPLE, arrangement) == layout(Subgraph(ENTITIES, ASSOCIATIONS, (K,)), arrangement)


@pytest.mark.parametrize("arrangement", Arrangement)
def test_empty_subgraphs_and_lone_entities(arrangement: Arrangement) -> None:
    assert layout(Subgraph(), arrangement) == {}
    alone = layout(Subgraph(ENTITIES[:3], (), (D1,)), arrangement)
    assert not overlapping(alone)


@pytest.mark.parametrize("arrangement", Arrangement)
@given(links=st.lists(st.tuples(names, names), min_size=1))
def test_cards_never_overlap_also_with_cycles_and_loops(
    arrangement: Arrangement, links: list[tuple[str, str]]
) -> None:
    picture = subgraph(*links)
    positions = layout(picture, arrangement)
    assert positions.keys() == {entity.arn for entity in picture.entities}
    assert not overlapping(positions)


@pytest.mark.parametrize("arrangement", [Arrangement.RIGHT, Arrangement.DOWN])
@pytest.mark.parametrize("size", [200, 1_000])
def test_large_pictures_have_the_shape_of_the_window(size: int, arrangement: Arrangement) -> None:
    positions = layout(made_up(size), arrangement)
    xs, ys = [p.x for p in positions.values()], [p.y for p in positions.values()]
    assert 0.5 * ASPECT < (max(xs) - min(xs)) / (max(ys) - min(ys)) < 1.5 * ASPECT
    assert not overlapping(positions)


@pytest.mark.parametrize("arrangement", Arrangement)
def test_ten_thousand_entities_all_have_a_position(arrangement: Arrangement) -> None:
    positions = layout(made_up(10_000), arrangement)
    assert len(positions) == 10_000
    assert not overlapping(positions)


def test_thousands_of_lone_cards_among_others() -> None:
    linked = made_up(2_000)
    alone = tuple(Entity(f"alone:{number}", "artifact") for number in range(4_000))
    picture = Subgraph((*alone[:2_000], *linked.entities, *alone[2_000:]), linked.associations)
    assert not overlapping(layout(picture))


@pytest.mark.parametrize("order", list(permutations("xyz")))
def test_associations_that_need_not_cross_do_not(order: tuple[str, ...]) -> None:
    pairs = zip("abc", order, strict=True)
    picture = subgraph(*pairs, *((end, end + "'") for end in order), ("a", "c"))
    assert crossings(picture, layout(picture)) == 0


@pytest.mark.parametrize("arrangement", [Arrangement.RIGHT, Arrangement.DOWN])
def test_a_chain_is_a_straight_line(arrangement: Arrangement) -> None:
    positions = layout(subgraph(("a", "b"), ("b", "c"), ("c", "d")), arrangement)
    assert len({at.x if arrangement is Arrangement.DOWN else at.y for at in positions.values()}) == 1


def test_few_associations_need_less_room_than_many() -> None:
    few = layout(subgraph(("a", "b")))
    many = layout(subgraph(*((a, b) for a in "abcdef" for b in "uvwxyz")))
    assert few["b"].x - few["a"].x < many["u"].x - many["a"].x


def test_two_associations_between_two_cards_count_as_one_link() -> None:
    twice = (Association("a", "Produced", "b"), Association("a", "SameAs", "b"))
    picture = Subgraph((Entity("a", "artifact"), Entity("b", "artifact")), twice, ("a",))
    assert layout(picture) == layout(subgraph(("a", "b")))
