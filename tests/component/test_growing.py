"""New data in an open picture: nothing moves, and the new cards are announced."""

import pytest
from playwright.sync_api import expect

from tests.component.conftest import Picture, card, chain, payload

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group(__name__)]


def test_pan_zoom_and_selection_stay_with_new_data(picture: Picture) -> None:
    picture.draw(chain("a", "b", "c"))
    picture.page.mouse.click(*picture.at("b"))
    picture.page.get_by_role("button", name="Zoom in").click()
    box = picture.stage.bounding_box()
    assert box
    picture.page.mouse.move(box["x"] + 40, box["y"] + 40)
    picture.page.mouse.down()
    picture.page.mouse.move(box["x"] + 140, box["y"] + 90, steps=5)
    picture.page.mouse.up()
    stood = picture.position("b")
    picture.draw(chain("a", "b", "c", "d", "e"))
    assert picture.position("b") == stood
    expect(picture.stage).to_have_attribute("data-selected", "b")


@pytest.mark.parametrize(
    ("places", "words"),
    [
        ((500, 500), "2 added downstream"),
        ((90_000, 90_000), "2 added downstream, outside the window"),
        ((500, 90_000), "2 added downstream, 1 card outside the window"),
    ],
)
def test_the_result_of_an_expansion_is_announced(
    picture: Picture, places: tuple[float, float], words: str
) -> None:
    before = chain("a", "b")
    before["nodes"][1] |= {"moreDown": 2}
    picture.draw(before)
    picture.page.mouse.click(*picture.at("b"))
    picture.page.get_by_role("button", name="Zoom out").click()
    picture.keys("+")
    stood = picture.position("a")
    nodes = [card("a", 0, 0), card("b", 300, 0), card("c", places[0], -40), card("d", places[1], 40)]
    picture.draw(payload(nodes, [("a", "b"), ("b", "c"), ("b", "d")]))
    picture.expect_said(words)
    assert picture.position("a") == stood
    note = picture.page.locator(".note")
    expect(note).to_be_visible(visible="outside" in words)
    picture.keys("0")
    expect(note).to_be_hidden()


def test_a_new_stack_counts_all_its_entities(picture: Picture) -> None:
    before = chain("a", "b", entities=2)
    before["nodes"][1] |= {"moreDown": 12}
    picture.draw(before)
    picture.page.get_by_role("button", name="Zoom out").click()
    picture.page.mouse.click(*picture.at("b"))
    picture.keys("+")
    nodes = [card("a", 0, 0), card("b", 300, 0), card("fold:1", 600, 0, fold=12)]
    picture.draw(payload(nodes, [("a", "b"), ("b", "fold:1")], entities=14))
    picture.expect_said("12 added downstream")
    picture.page.mouse.click(*picture.pill("fold:1", "open"))
    opened = [*nodes[:2], card("c", 600, 0), card("d", 600, 60), card("fold:1", 600, 120, fold=10)]
    picture.draw(payload(opened, [("a", "b"), ("b", "c")], entities=14))
    picture.expect_said("2 opened")


def test_a_removed_card_is_no_longer_selected(picture: Picture) -> None:
    picture.draw(chain("a", "b", "c"))
    picture.page.mouse.click(*picture.at("c"))
    picture.draw(chain("a", "b"))
    expect(picture.stage).to_have_attribute("data-selected", "")
    assert picture.position("c") is None


def inside(picture: Picture, arn: str) -> bool:
    """True when the whole card is in the window and no box over the picture covers it."""
    found: bool = picture.stage.evaluate(
        """(stage, arn) => {
            const { picture } = stage.closest('.frame'), { scale } = picture.camera;
            const { x, y } = stage.lineage.position(arn), room = stage.getBoundingClientRect();
            const card = { left: x - 100 * scale, right: x + 100 * scale, top: y - 23 * scale, bottom: y + 23 * scale };
            const meets = (box) => card.left < box.right && card.right > box.left && card.top < box.bottom &&
                card.bottom > box.top;
            const boxes = [...stage.querySelectorAll('.minimap, .finder')].filter(({ hidden }) => !hidden);
            return card.left >= room.left && card.right <= room.right && card.top >= room.top &&
                card.bottom <= room.bottom && !boxes.some((box) => meets(box.getBoundingClientRect()));
        }""",
        arn,
    )
    return found


def look_at_middle(picture: Picture) -> None:
    picture.stage.evaluate(
        "(stage) => stage.closest('.frame').picture.network.moveTo({ position: { x: 0, y: 0 }, scale: 1 })"
    )


CORNERS = {
    "top left": (-420, -320),
    "top right": (420, -320),
    "lower left": (-420, 320),
    "lower right": (420, 320),
    "under the map": (300, 240),
}


@pytest.mark.parametrize("corner", CORNERS)
def test_a_card_that_the_server_selects_comes_into_view(picture: Picture, corner: str) -> None:
    places = {"far": (9_000, 9_000), "a": (0, 0), **CORNERS}
    nodes = [card(arn, *place) for arn, place in places.items()]
    picture.draw(payload(nodes, select={"turn": 0, "arn": None}))
    look_at_middle(picture)
    picture.settle()
    expect(picture.page.locator(".minimap")).to_be_visible()
    assert not inside(picture, corner)
    picture.draw(payload(nodes, select={"turn": 1, "arn": corner}))
    picture.settle()
    assert inside(picture, corner)
    assert inside(picture, "a"), "it moved further than needed"


def test_a_selected_card_in_view_moves_nothing(picture: Picture) -> None:
    nodes = [card("a", 0, 0), card("b", 300, 0), card("far", 9_000, 9_000)]
    picture.draw(payload(nodes, select={"turn": 0, "arn": None}))
    look_at_middle(picture)
    before = picture.at("a")
    picture.draw(payload(nodes, select={"turn": 1, "arn": "b"}))
    picture.settle()
    assert picture.at("a") == before


def test_a_link_to_a_selected_card_shows_it(picture: Picture) -> None:
    row = [card(f"c{number}", 300 * number, 0) for number in range(40)]
    picture.draw(payload(row, focus=["c0"], select={"turn": 0, "arn": "c39"}))
    picture.settle()
    assert inside(picture, "c39")
