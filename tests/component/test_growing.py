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
    ("x", "words"), [(600, "2 added downstream"), (90_000, "2 added downstream, outside the window")]
)
def test_the_result_of_an_expansion_is_announced(picture: Picture, x: float, words: str) -> None:
    before = chain("a", "b")
    before["nodes"][1] |= {"moreDown": 2}
    picture.draw(before)
    picture.page.mouse.click(*picture.at("b"))
    picture.page.get_by_role("button", name="Zoom out").click()
    picture.keys("+")
    stood = picture.position("a")
    nodes = [card("a", 0, 0), card("b", 300, 0), card("c", x, -40), card("d", x, 40)]
    picture.draw(payload(nodes, [("a", "b"), ("b", "c"), ("b", "d")]))
    picture.expect_said(words)
    assert picture.position("a") == stood
    expect(picture.page.locator(".note")).to_be_visible(visible="outside" in words)


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
