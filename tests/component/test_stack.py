"""An opened stack that stays selected: its members belong to the selection, and its frame collides with nothing."""

import pytest
from playwright.sync_api import expect

from tests.component.conftest import Payload, Picture, card, payload

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group(__name__)]

FRAME = {
    "id": "fold:1",
    "label": "2 of 12 Jobs",
    "x": 300,
    "y": 84,
    "width": 248,
    "height": 174,
    "cards": [2, 3],
}


def opened(**about: object) -> Payload:
    """An image, its stack with two opened members, an entity beyond one of them, and one that is not linked."""
    nodes = [
        card("image", 0, 0),
        card("fold:1", 300, -60, fold=10),
        card("m1", 300, 66),
        card("m2", 300, 124),
    ]
    nodes += [card("end", 600, 66), card("other", 600, 300)]
    ends = [("image", "fold:1"), ("image", "m1"), ("image", "m2"), ("m1", "end")]
    return payload(nodes, ends, frames=[FRAME], **about)


def test_the_opened_members_of_a_selected_stack_are_not_faded(picture: Picture) -> None:
    picture.draw(opened())
    strong = picture.band("m1")
    assert strong == picture.band("other")
    picture.page.mouse.click(*picture.at("fold:1"))
    assert picture.band("m1") == picture.band("m2") == picture.band("end") == picture.band("image") == strong
    assert picture.band("other") != strong


def test_the_announcement_counts_entities_not_cards(picture: Picture) -> None:
    picture.draw(opened())
    picture.page.mouse.click(*picture.at("image"))
    picture.expect_said("0 upstream and 13 downstream in the picture")
    picture.page.mouse.click(*picture.at("fold:1"))
    picture.expect_said("1 upstream and 1 downstream in the picture")


def test_a_trail_through_a_stack_counts_at_most(picture: Picture) -> None:
    nodes = [card("job", 0, 0), card("fold:1", 300, 0, fold=9), card("end", 600, 0)]
    picture.draw(payload(nodes, [("job", "fold:1"), ("fold:1", "end")]))
    for arn, words in (
        ("job", "0 upstream and up to 10 downstream in the picture"),
        ("fold:1", "1 upstream and 1 downstream in the picture"),
        ("end", "up to 10 upstream and 0 downstream in the picture"),
    ):
        picture.page.mouse.click(*picture.at(arn))
        picture.expect_said(words)


@pytest.mark.parametrize("scale", [1.0, 0.7, 0.5, 0.4])
def test_the_label_of_the_frame_covers_neither_the_stack_nor_the_members(
    picture: Picture, scale: float
) -> None:
    picture.draw(opened())
    size, y = picture.stage.evaluate(
        """(stage, scale) => {
            const { picture } = stage.closest('.frame');
            picture.network.moveTo({ position: { x: 300, y: 60 }, scale });
            const closer = stage.lineage.closer('fold:1');
            return [18, closer.y - stage.getBoundingClientRect().top];
        }""",
        scale,
    )
    top = picture.page.evaluate("() => document.querySelector('.stage').getBoundingClientRect().top")
    frame, member = (picture.at("m1", y=at)[1] - top for at in (-23 - 46, -23))
    assert frame - 0.5 <= y - size / 2
    assert y + size / 2 <= member + 0.5


def test_a_button_of_a_card_selects_it_while_others_are_faded(picture: Picture) -> None:
    data = opened()
    data["nodes"][5] |= {"moreDown": 2}
    picture.draw(data)
    picture.page.mouse.click(*picture.pill("other", "down"))
    picture.expect_sent("expand", arn="other", selected="")
    picture.page.mouse.click(*picture.at("end"))
    picture.page.mouse.click(*picture.pill("other", "down"))
    picture.expect_sent("expand", arn="other", selected="other")
    grown = [*data["nodes"], card("new", 300, 300)]
    ends = [("image", "fold:1"), ("image", "m1"), ("image", "m2"), ("m1", "end"), ("other", "new")]
    strong = picture.band("other")
    picture.draw(payload(grown, ends, frames=[FRAME]))
    assert picture.band("new") == strong


def test_a_stack_whose_members_have_more_says_so_and_opens(picture: Picture) -> None:
    data = opened()
    data["nodes"][1] |= {"moreUp": 0, "moreDown": 22}
    picture.draw(data)
    pills = picture.stage.evaluate(
        """(stage) => {
            const { picture } = stage.closest('.frame');
            return picture.pillsOf(picture.cards.get('fold:1')).map(({ part, text }) => [part, text]);
        }"""
    )
    assert pills == [["down", "more"], ["open", "+"]]
    picture.page.mouse.move(*picture.pill("fold:1", "down"))
    expect(picture.page.get_by_role("tooltip")).to_have_text("Its members have more downstream: show them")
    picture.page.mouse.click(*picture.pill("fold:1", "down"))
    picture.expect_sent("open", arn="fold:1")


def test_the_failed_members_of_a_stack_are_opened_by_a_click_on_their_number_or_by_a_key(
    picture: Picture,
) -> None:
    nodes = [card("job", 0, 0), card("fold:1", 300, 0, fold=9, words="7 failed", failures=7)]
    picture.draw(payload(nodes, [("job", "fold:1")]))
    words = picture.at("fold:1", -50, -5)
    picture.page.mouse.move(*words)
    expect(picture.page.locator(".tooltip")).to_have_text("Open the 7 failed")
    picture.page.mouse.click(*words)
    picture.expect_sent("failures", arn="fold:1")
    picture.page.mouse.click(*picture.at("fold:1", 40, 20))
    picture.expect_sent("select", arn="fold:1")
    picture.page.keyboard.press("x")
    assert picture.asked() == ["failures", "failures"]
    assert not picture.sent[-1]["selected"], "beside a selected card they would be faded"
