"""Lines that would run beneath a card run through a gap beside it."""

import random
from collections.abc import Iterable, Iterator, Sequence

import pytest

from lineage_viz.geometry import CARD
from lineage_viz.layout import Arrangement, Lane, Position, gutters, lanes, layout
from lineage_viz.layout.lanes import _Row
from lineage_viz.picture.lines import strokes
from lineage_viz.takeaway.drawing.route import route
from tests import demo_once
from tests.pictured import pictured

A, B, C = Position(0, 0), Position(260, 0), Position(520, 0)
FOCUSES = [e.arn for e in demo_once.store().search("type:endpoint", limit=400).entities][:1] + [
    e.arn for e in demo_once.store().search("models", limit=400).entities if e.source.endswith("/4")
][:12]


def points(path: str) -> Iterator[tuple[float, float]]:
    """Yield points along a path of lines and cubic curves."""
    at = (0.0, 0.0)
    for part in path.replace("M", "|M").replace("C", "|C").replace("L", "|L").split("|")[1:]:
        numbers = [float(each) for each in part[1:].split()]
        ends = list(zip(numbers[::2], numbers[1::2], strict=True))
        bends = [at, *ends] if part[0] == "C" else [at, at, ends[-1], ends[-1]]
        for step in range(41) if part[0] != "M" else ():
            t = step / 40
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            yield (
                sum(weight * bend[0] for weight, bend in zip(weights, bends, strict=True)),
                sum(weight * bend[1] for weight, bend in zip(weights, bends, strict=True)),
            )
        at = ends[-1]


def beneath(path: str, cards: Sequence[Position]) -> list[Position]:
    """Return the cards that a line runs beneath."""
    width, height = CARD.width / 2 - 1, CARD.height / 2 - 1
    line = list(points(path))
    return [
        card for card in cards if any(abs(x - card.x) < width and abs(y - card.y) < height for x, y in line)
    ]


def test_a_line_passes_beside_the_card_between_its_ends() -> None:
    places = {"a": A, "b": B, "c": C}
    assert beneath(route(A, C, Arrangement.RIGHT).curve(), [B]) == [B]
    found = lanes([("a", "c"), ("a", "b")], places, Arrangement.RIGHT)
    assert found == {("a", "c"): (Lane(158, 362, 45),)}
    assert beneath(route(A, C, Arrangement.RIGHT, (), found["a", "c"]).curve(), [A, B, C]) == []


def test_a_line_that_is_in_sight_keeps_its_curve() -> None:
    places = {"a": A, "b": B._replace(y=98), "c": C}
    assert lanes([("a", "c"), ("a", "b")], places, Arrangement.RIGHT) == {}


def test_lines_in_one_gap_have_their_own_places() -> None:
    places = {"a": A, "b": B, "c": C, "d": Position(-260, 0)}
    found = lanes([("a", "c"), ("d", "c")], places, Arrangement.RIGHT)
    assert found["a", "c"][-1].side != found["d", "c"][-1].side


def test_a_line_that_no_gap_lets_through_stays_where_it_is() -> None:
    wall = {f"b{number}": Position(260, 74 * number) for number in range(-40, 40)}
    assert lanes([("a", "c")], {"a": A, "c": C, **wall}, Arrangement.RIGHT) == {}


def one_by_one(side: int, taken: Iterable[int], room: int) -> int:
    """The first side from here on, up or down by the sign of `room`, that is clear of these, in their order."""
    for each in taken:
        if abs(each - side) < abs(room):
            side = each + room
    return side


@pytest.mark.parametrize("room", [5, 45])
def test_the_nearest_gap_is_that_of_a_walk_along_the_cards(room: int) -> None:
    chance = random.Random(room)
    for number in range(500):
        taken = sorted(chance.randrange(-600, 600) for _ in range(number % 40))
        side, row = chance.randrange(-700, 700), _Row(taken, room)
        walked = one_by_one(side, reversed(taken), -room), one_by_one(side, taken, room)
        assert row.around(side) == walked, (side, taken)


def test_a_line_that_runs_backwards_passes_beside_the_card_too() -> None:
    places = {"a": A, "b": B, "c": C}
    found = lanes([("c", "a")], places, Arrangement.RIGHT)
    assert [lane.start > lane.end for lane in found["c", "a"]] == [True]
    way = route(C, A, Arrangement.RIGHT, (), found["c", "a"]).curve()
    assert beneath(way, [A, B, C]) == []


@pytest.mark.parametrize("arrangement", [Arrangement.RIGHT, Arrangement.DOWN, Arrangement.TIME])
def test_no_line_of_the_demo_that_goes_forwards_runs_beneath_a_card(arrangement: Arrangement) -> None:
    turned = arrangement is Arrangement.DOWN
    for focus in FOCUSES:
        lineage = pictured(demo_once.store(), focus)
        places = layout(lineage, arrangement)
        rows = gutters(places.values(), downwards=turned)
        ends = list(strokes(lineage))
        found = lanes(ends, places, arrangement, rows)
        for each in found:
            way = route(places[each[0]], places[each[1]], arrangement, rows, found[each]).curve()
            assert beneath(way, list(places.values())) == [], each
