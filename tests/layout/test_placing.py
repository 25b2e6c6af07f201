"""New cards stand next to their neighbours. No card on screen moves or is covered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage_viz.layout import CARD_HEIGHT, CARD_WIDTH, Arrangement, Box, layout, place
from lineage_viz.model import Subgraph
from lineage_viz.view.scope import restricted
from tests.layout.pictures import made_up, overlapping, subgraph

DOWN = Arrangement.DOWN
WAYS = [Arrangement.RIGHT, Arrangement.DOWN]
names = st.sampled_from("abcdefghijkl")


def test_a_new_card_stands_one_column_after_its_neighbour() -> None:
    before = layout(subgraph(("a", "b")))
    after = place(subgraph(("a", "b"), ("b", "c"), ("x", "a")), before)
    assert after["c"].x > before["b"].x
    assert after["x"].x < before["a"].x
    assert after["c"].y == before["b"].y


def test_a_new_card_stands_above_or_below_in_a_picture_from_top_to_bottom() -> None:
    before = layout(subgraph(("a", "b")), DOWN)
    after = place(subgraph(("a", "b"), ("b", "c"), ("x", "a")), before, DOWN)
    assert after["x"].y < before["a"].y < before["b"].y < after["c"].y
    assert after["c"].x == before["b"].x


def test_new_siblings_join_the_existing_column() -> None:
    before = layout(subgraph(("a", "b"), ("b", "c")))
    after = place(subgraph(("a", "b"), ("b", "c"), ("b", "d"), ("b", "e"), ("b", "f")), before)
    assert {after[arn].x for arn in "cdef"} == {before["c"].x}


@pytest.mark.parametrize("arrangement", WAYS)
def test_cards_without_a_neighbour_in_view_stand_below(arrangement: Arrangement) -> None:
    before = layout(subgraph(("a", "b")), arrangement)
    alone = tuple(f"z{number}" for number in range(30))
    after = place(subgraph(("a", "b"), alone=alone), before, arrangement)
    assert min(after[arn].y for arn in alone) > max(at.y for at in before.values())
    assert not overlapping(after)


def test_a_picture_may_start_empty() -> None:
    picture = subgraph(("a", "b"), ("b", "c"), alone=("z",))
    for arrangement in Arrangement:
        after = place(picture, {}, arrangement)
        assert len(after) == 4
        assert not overlapping(after)


@pytest.mark.parametrize("arrangement", WAYS)
@given(before=st.lists(st.tuples(names, names), min_size=1), more=st.lists(st.tuples(names, names)))
def test_no_card_moves_and_no_card_is_covered(
    arrangement: Arrangement, before: list[tuple[str, str]], more: list[tuple[str, str]]
) -> None:
    start = layout(subgraph(*before), arrangement)
    after = place(subgraph(*before, *more), start, arrangement)
    assert {arn: after[arn] for arn in start} == start
    assert after.keys() == {arn for link in (*before, *more) for arn in link}
    assert not overlapping(after)


@pytest.mark.parametrize("arrangement", Arrangement)
def test_new_cards_never_stand_in_frames_of_opened_groups(arrangement: Arrangement) -> None:
    before = layout(subgraph(("a", "b")), arrangement)
    frame = Box(before["b"].x + 150, before["b"].y + 100, 900, 700)
    children = [f"c{number}" for number in range(9)]
    picture = subgraph(("a", "b"), *(("b", child) for child in children), alone=("z",))
    after = place(picture, before, arrangement, [frame])
    for arn in (*children, "z"):
        assert (
            abs(after[arn].x - frame.x) * 2 >= frame.width + CARD_WIDTH
            or abs(after[arn].y - frame.y) * 2 >= frame.height + CARD_HEIGHT
        )
    assert not overlapping(after)


@pytest.mark.parametrize("arrangement", Arrangement)
def test_hundreds_of_cards_join_a_full_picture_near_their_neighbours(arrangement: Arrangement) -> None:
    whole = made_up(3_000)
    start: Subgraph = restricted(whole, [entity.arn for entity in whole.entities[:2_500]])
    before = layout(start, arrangement)
    after = place(whole, before, arrangement)
    assert {arn: after[arn] for arn in before} == before
    assert not overlapping(after)
    xs = [at.x for at in before.values()]
    beside = (max(xs) - min(xs)) / 6
    assert all(min(xs) - beside < at.x < max(xs) + beside for at in after.values())


@pytest.mark.parametrize("arrangement", WAYS)
def test_cards_out_of_a_stack_stand_in_its_column_while_it_is_not_too_long(arrangement: Arrangement) -> None:
    """A shared column would tell that a job is a data set, and its lines would run backwards."""
    before = layout(subgraph(("image", "jobs"), ("jobs", "data")), arrangement)
    jobs = [f"job{number}" for number in range(30)]
    links = [("image", "jobs"), ("jobs", "data"), *(("image", job) for job in jobs)]
    homes = dict.fromkeys(jobs, before["jobs"])
    depth = 1 if arrangement is DOWN else 0
    in_column = before["jobs"][depth]
    few = place(subgraph(*links[:10]), before, arrangement, homes=homes)
    assert {few[job][depth] for job in jobs[:8]} == {in_column}
    assert few == {**few, **before}
    many = place(subgraph(*links), before, arrangement, homes=homes)
    assert {many[job][depth] for job in jobs} > {in_column}
    assert not overlapping(many)
