"""The menu of a card, by mouse and by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.component.conftest import Picture, card, chain, payload

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group(__name__)]

EVERYTHING = [
    "Expand down", "Collapse up", "Collapse down", "Hide", "Only this lineage", "Set as focus", "Path from here",
    "Path to here", "In common with the focus", "Copy ARN",
]  # fmt: skip


def words(picture: Picture) -> list[str]:
    return picture.page.locator("[role=menuitem] > span:first-child").all_inner_texts()


def with_more() -> dict[str, object]:
    data = chain("a", "b", "c", focus=["a"])
    data["nodes"][1] |= {"moreDown": 12}
    return data


@pytest.mark.parametrize("how", ["right click", "pill", "m", "ContextMenu", "Shift+F10"])
def test_the_menu_opens_in_every_way_with_the_actions_that_apply(picture: Picture, how: str) -> None:
    picture.draw(with_more())
    picture.page.mouse.click(*picture.at("b"))
    if how == "right click":
        picture.page.mouse.click(*picture.at("b"), button="right")
    elif how == "pill":
        picture.page.mouse.click(*picture.pill("b", "menu"))
    else:
        picture.keys(how)
    expect(picture.page.get_by_role("menu", name="Actions for b")).to_be_visible()
    assert words(picture) == EVERYTHING
    expect(picture.page.get_by_role("menuitem", name="Expand down 12 more")).to_be_focused()


def test_the_menu_of_the_focus_has_only_the_actions_that_apply(picture: Picture) -> None:
    picture.draw(chain("a", "b", focus=["a"], picks={"start": "a"}))
    picture.page.mouse.click(*picture.at("a"), button="right")
    assert words(picture) == ["Collapse down", "Copy ARN"]


@pytest.mark.parametrize(
    ("chosen", "action"),
    [
        ("Expand down", "expand"), ("Collapse up", "collapse"), ("Hide", "remove"), ("Only this lineage", "alone"),
        ("Set as focus", "focus"), ("Path from here", "path-start"), ("Path to here", "path-end"),
        ("In common with the focus", "common"),
    ],
)  # fmt: skip
def test_each_item_sends_its_action(picture: Picture, chosen: str, action: str) -> None:
    picture.draw(with_more())
    picture.page.mouse.click(*picture.at("b"), button="right")
    picture.page.get_by_role("menuitem", name=chosen).click()
    picture.expect_sent(action, arn="b")
    expect(picture.page.get_by_role("menu")).to_be_hidden()
    expect(picture.stage).to_be_focused()


def test_arrows_move_in_the_menu_and_escape_returns_the_focus(picture: Picture) -> None:
    picture.draw(with_more())
    picture.page.mouse.click(*picture.at("b"), button="right")
    for key, name in (
        ("ArrowUp", "Copy ARN"),
        ("ArrowDown", "Expand down"),
        ("End", "Copy ARN"),
        ("s", "Set as focus"),
    ):
        picture.page.keyboard.press(key)
        expect(picture.page.get_by_role("menuitem", name=name)).to_be_focused()
    picture.page.keyboard.press("Escape")
    expect(picture.page.get_by_role("menu")).to_be_hidden()
    expect(picture.stage).to_be_focused()
    expect(picture.stage).to_have_attribute("data-selected", "b")
    assert picture.asked() == []


@pytest.mark.parametrize(
    ("key", "action"), [("o", "alone"), ("c", "common"), ("f", "focus"), ("h", "remove")]
)
def test_a_key_that_an_item_shows_runs_it_in_the_open_menu(picture: Picture, key: str, action: str) -> None:
    picture.draw(with_more())
    picture.page.mouse.click(*picture.at("b"), button="right")
    picture.page.keyboard.press(key)
    picture.expect_sent(action, arn="b")
    expect(picture.page.get_by_role("menu")).to_be_hidden()


def test_the_menu_stays_within_the_picture_and_closes_by_a_click_elsewhere(picture: Picture) -> None:
    picture.draw(chain("a", "b", "c", "d", focus=["a"]))
    picture.page.mouse.click(*picture.at("d"), button="right")
    menu, stage = picture.page.get_by_role("menu").bounding_box(), picture.stage.bounding_box()
    assert menu
    assert stage
    assert menu["x"] + menu["width"] <= stage["x"] + stage["width"]
    assert menu["y"] + menu["height"] <= stage["y"] + stage["height"]
    picture.page.mouse.click(stage["x"] + 30, stage["y"] + 30)
    expect(picture.page.get_by_role("menu")).to_be_hidden()


def test_the_arn_is_copied_and_announced(picture: Picture) -> None:
    picture.draw(chain("arn:aws:one", "arn:aws:two"))
    picture.page.evaluate(
        "() => document.addEventListener('copy', () => { window.copied = document.activeElement.value })"
    )
    picture.page.evaluate(
        "() => { navigator.clipboard && (navigator.clipboard.writeText = () => Promise.reject()) }"
    )
    picture.page.mouse.click(*picture.at("arn:aws:two"), button="right")
    picture.page.get_by_role("menuitem", name="Copy ARN").click()
    picture.expect_said("Copied arn:aws:two")
    assert picture.page.evaluate("window.copied") == "arn:aws:two"
    expect(picture.stage).to_be_focused()


def test_a_stack_can_be_opened_and_an_opened_card_put_back(picture: Picture) -> None:
    frame = {"id": "fold:2", "label": "Images", "x": 300, "y": 0, "width": 260, "height": 90}
    picture.draw(payload([card("fold:1", 0, 0, fold=3), card("b", 300, 0)], frames=[frame]))
    picture.page.mouse.click(*picture.at("fold:1"), button="right")
    assert words(picture) == ["Open", "Hide"]
    picture.page.get_by_role("menuitem", name="Open").click()
    picture.expect_sent("open", arn="fold:1")
    picture.page.mouse.click(*picture.at("b"), button="right")
    picture.page.get_by_role("menuitem", name="Put back into “Images”").click()
    picture.expect_sent("close", arn="fold:2")


def test_a_page_without_a_server_offers_only_its_own_actions(picture: Picture) -> None:
    data = with_more()
    picture.draw({**data, "still": True})
    picture.page.mouse.click(*picture.at("b"), button="right")
    assert words(picture) == ["Copy ARN"]
    picture.page.keyboard.press("Escape")
    picture.page.mouse.dblclick(*picture.at("b"))
    picture.keys("+", "-", "h", "o", "f", "p", "c")
    assert picture.asked() == []
