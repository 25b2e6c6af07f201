"""The picture without a mouse, and the list of keys."""

import pytest
from playwright.sync_api import expect

from tests.component.conftest import Picture, card, chain, payload

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group(__name__)]


def test_each_key_sends_its_action(picture: Picture) -> None:
    data = chain("a", "b", "c", focus=["a"])
    data["nodes"][1] |= {"moreDown": 2}
    picture.draw(data)
    picture.page.mouse.click(*picture.at("b"))
    picture.keys("+", "-", "f", "h", "o", "c", "u", "Shift+U", "p")
    assert picture.asked() == [
        "expand", "collapse", "focus", "remove", "alone", "common", "undo", "redo", "path-start",
    ]  # fmt: skip
    picture.draw({**data, "picks": {"start": "a"}})
    picture.keys("p")
    picture.expect_sent("path-end", arn="b")


def test_a_message_contains_earlier_ones_until_they_are_received(picture: Picture) -> None:
    data = chain("a", "b", "c", focus=["a"])
    picture.draw(data)
    picture.page.mouse.click(*picture.at("b"))
    picture.keys("f", "h")
    picture.page.mouse.click(*picture.at("c"))
    picture.expect_sent("select", arn="c")
    *_, focused, hidden, selected = picture.sent
    assert [each["action"] for each in selected["before"]] == ["focus", "remove"]
    assert [each["arn"] for each in selected["before"]] == ["b", "b"]
    picture.draw({**data, "received": {"visit": hidden["visit"], "number": focused["number"]}})
    picture.keys("u")
    assert [each["action"] for each in picture.sent[-1]["before"]] == ["remove"]
    picture.draw({**data, "received": {"visit": "another", "number": 99}})
    picture.keys("u")
    assert [each["action"] for each in picture.sent[-1]["before"]] == ["remove", "undo"]


@pytest.mark.parametrize(
    ("orientation", "upstream", "before", "after"),
    [("right", "ArrowLeft", "ArrowUp", "ArrowDown"), ("down", "ArrowUp", "ArrowLeft", "ArrowRight")],
)
def test_arrows_follow_the_direction_of_lineage(
    picture: Picture, orientation: str, upstream: str, before: str, after: str
) -> None:
    places = {"a": (0, 0), "b": (0, 300), "c": (300, 0)}  # along and across
    nodes = [card(arn, *(place if orientation == "right" else place[::-1])) for arn, place in places.items()]
    picture.draw(payload(nodes, [("a", "c"), ("b", "c")], focus=["c"], orientation=orientation))
    for key, reached in (("Enter", "c"), (upstream, "a"), (after, "b"), (before, "a")):
        picture.keys(key)
        expect(picture.stage).to_have_attribute("data-selected", reached)


def test_a_key_that_does_not_apply_is_announced(picture: Picture) -> None:
    picture.draw(chain("a", "b", focus=["a"]))
    picture.page.mouse.click(*picture.at("a"))
    picture.keys("h")
    picture.expect_said("Does not apply to a")
    assert picture.asked() == []


def test_the_list_of_keys_opens_and_closes(picture: Picture) -> None:
    picture.draw(chain("a", "b"))
    picture.keys("?")
    dialog = picture.page.get_by_role("dialog", name="Keyboard")
    expect(dialog).to_contain_text("In common with the focus")
    expect(dialog).to_contain_text("Find anything")
    picture.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(picture.stage).to_be_focused()
    picture.page.get_by_role("button", name="Keyboard shortcuts").click()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
    picture.draw({**chain("a", "b"), "still": True})
    picture.keys("?")
    expect(dialog).to_contain_text("Find in picture")
    expect(dialog).not_to_contain_text("Find anything")
    expect(dialog).not_to_contain_text("In common with the focus")


def test_the_picture_is_one_tab_stop_and_its_buttons_follow(picture: Picture) -> None:
    picture.draw(chain("a", "b"))
    picture.stage.focus()
    picture.page.keyboard.press("Tab")
    expect(picture.page.get_by_role("button", name="Everything, by type")).to_be_focused()
    picture.page.keyboard.press("Shift+Tab")
    expect(picture.stage).to_be_focused()
