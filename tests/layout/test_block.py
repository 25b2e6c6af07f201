"""An opened group is a block in the free space nearest to its stack. No other card moves."""

from collections.abc import Iterable
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage_viz.layout import (
    CARD_HEIGHT,
    CARD_WIDTH,
    FRAME_MARGIN,
    FRAME_TITLE,
    Arrangement,
    Box,
    Position,
    frame_of,
    layout,
    place_block,
)
from tests.layout.pictures import made_up, overlapping, subgraph

MEMBERS = tuple(f"m{number}" for number in range(9))


def meet(one: Box, other: Box) -> bool:
    return (
        abs(one.x - other.x) * 2 < one.width + other.width
        and abs(one.y - other.y) * 2 < one.height + other.height
    )


def cards(positions: Iterable[Position]) -> list[Box]:
    return [Box(at.x, at.y, CARD_WIDTH, CARD_HEIGHT) for at in positions]


def test_a_frame_leaves_a_margin_and_room_for_its_title() -> None:
    assert frame_of([Position(0, 0)]) == Box(
        0, -FRAME_TITLE / 2, CARD_WIDTH + 2 * FRAME_MARGIN, CARD_HEIGHT + 2 * FRAME_MARGIN + FRAME_TITLE
    )


@pytest.mark.parametrize("arrangement", Arrangement)
def test_a_block_takes_free_room_next_to_its_anchor(arrangement: Arrangement) -> None:
    before = layout(made_up(300), arrangement)
    picture = subgraph(alone=MEMBERS)
    after = place_block(picture, MEMBERS, before["arn:9"], before, arrangement)
    assert {arn: after[arn] for arn in before} == before
    frame = frame_of(after[arn] for arn in MEMBERS)
    assert not [card for card in cards(before.values()) if meet(frame, card)]
    assert not overlapping(after)


def test_a_block_stands_at_its_anchor_if_there_is_room() -> None:
    after = place_block(subgraph(alone=MEMBERS), MEMBERS, Position(1_000, 2_000), {"a": Position(0, 0)})
    frame = frame_of(after[arn] for arn in MEMBERS)
    assert abs(frame.x - 1_000) <= 1
    assert abs(frame.y - 2_000) <= 1


def test_lineage_in_a_block_runs_in_the_direction_of_the_picture() -> None:
    picture = subgraph(("m0", "m1"), ("m1", "m2"))
    right = place_block(picture, ["m0", "m1", "m2"], Position(0, 0), {})
    down = place_block(picture, ["m0", "m1", "m2"], Position(0, 0), {}, Arrangement.DOWN)
    assert right["m0"].x < right["m1"].x < right["m2"].x
    assert down["m0"].y < down["m1"].y < down["m2"].y


@pytest.mark.parametrize("arrangement", [Arrangement.RIGHT, Arrangement.DOWN])
def test_the_buttons_between_two_members_have_room(arrangement: Arrangement) -> None:
    """A button "+9,999" is 52 pixels wide and all are 18 high; each member has one on both edges along the flow."""
    members = tuple(f"m{number:02}" for number in range(20))
    placed = place_block(subgraph(alone=members), members, Position(0, 0), {}, arrangement)
    wide, high = (104, 0) if arrangement is Arrangement.RIGHT else (0, 36)
    boxes = [Box(at.x, at.y, CARD_WIDTH + wide, CARD_HEIGHT + high) for at in placed.values()]
    assert len({at.x for at in placed.values()}) > 1
    assert len({at.y for at in placed.values()}) > 1
    assert not [pair for pair in combinations(boxes, 2) if meet(*pair)]


def test_a_group_without_members_changes_nothing() -> None:
    before = {"a": Position(0, 0)}
    assert place_block(subgraph(alone=("a",)), (), Position(0, 0), before) == before


places = st.tuples(st.integers(-900, 900), st.integers(-500, 500)).map(lambda at: Position(*at))


@given(st.lists(places, max_size=12), places, st.sampled_from(list(Arrangement)))
def test_two_opened_groups_never_touch(
    fixed: list[Position], anchor: Position, arrangement: Arrangement
) -> None:
    others = {f"card {number}": at for number, at in enumerate(fixed)}
    picture = subgraph(alone=(*MEMBERS, "n1", "n2"))
    one = place_block(picture, MEMBERS, anchor, others, arrangement)
    first = frame_of(one[arn] for arn in MEMBERS)
    two = place_block(picture, ("n1", "n2"), anchor, one, arrangement, [first])
    frames = [first, frame_of(two[arn] for arn in ("n1", "n2"))]
    assert not meet(*frames)
    assert not [card for card in cards(fixed) for frame in frames if meet(frame, card)]
