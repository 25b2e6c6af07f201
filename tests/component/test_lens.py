"""The colours of a lens on the canvas, far and near, and its legend."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.component.conftest import Payload, Picture, card, payload

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group(__name__)]

RED, BLUE, GREY = "#ff1f4e", "#4e8cfb", "#6b7280"

# The colour at a place on a card, in its own units from its centre.
AT = """([arn, x, y]) => {
    const stage = document.querySelector('.stage'), at = stage.lineage.position(arn);
    const canvas = stage.querySelector('canvas'), box = canvas.getBoundingClientRect();
    const ratio = canvas.width / box.width, { scale } = stage.closest('.frame').picture.camera;
    const [left, top] = [at.x - box.left + x * scale, at.y - box.top + y * scale];
    return [...canvas.getContext('2d').getImageData(left * ratio, top * ratio, 1, 1).data].slice(0, 3);
}"""


def whole(shade: int) -> list[list[int]]:
    return [[shade, 0, 74, 1]]


def shades(*words: str, **about: Any) -> list[Payload]:
    look = {"Failed": RED, "Completed": BLUE, "Not read": GREY, "No status": ""}
    return [
        {"words": each, "colour": look[each], "ink": "#ffffff" if look[each] else "", "count": 1, **about}
        for each in words
    ]


def picture_of(*, wide: int = 300, **about: Any) -> Payload:
    """A failed card, one that was not read, one without a value, and a stack with both."""
    nodes = [
        card("failed", 0, 0, shade=whole(0)),
        card("unread", wide, 0, shade=whole(2)),
        card("none", 2 * wide, 0, shade=whole(3)),
        card("stack", 3 * wide, 0, fold=4, shade=[[0, 0, 18, 1], [1, 18, 56, 3]]),
    ]
    values = shades("Failed", "Completed", "Not read", "No status", **about)
    values[2]["gaps"] = 2
    lens = {"key": "status", "words": "Status", "shades": values}
    return payload(nodes, [("failed", "unread"), ("unread", "none"), ("none", "stack")], lens=lens)


def colour(picture: Picture, arn: str, x: float, y: float) -> tuple[int, ...]:
    picture.settle()
    found: list[int] = picture.page.evaluate(AT, [arn, x, y])
    return tuple(found)


def same(one: tuple[int, ...], colour: str) -> bool:
    """Compare with a colour; that of a card may be one off by rounding."""
    return all(abs(here - there) <= 1 for here, there in zip(one, rgb(colour), strict=True))


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))


# The band when a card has words; the right side of the card when it has none, and as a patch of colour.
SCALES = pytest.mark.parametrize(
    ("wide", "x"), [(300, -90), (900, 80), (6_000, 80)], ids=["near", "small", "far"]
)


@SCALES
def test_the_colour_is_seen_at_every_scale(picture: Picture, wide: int, x: int) -> None:
    picture.draw(picture_of(wide=wide))
    assert same(colour(picture, "failed", x, -25), RED)
    assert same(colour(picture, "stack", x, -30), RED)
    assert same(colour(picture, "stack", x, 15), BLUE)
    others = (colour(picture, "unread", x, -25), colour(picture, "none", x, -25))
    assert not any(same(one, other) for one in others for other in (RED, BLUE, "#ffffff"))


@pytest.mark.parametrize(("wide", "x"), [(300, -90), (900, 80)], ids=["near", "small"])
def test_a_value_that_was_not_read_has_stripes(picture: Picture, wide: int, x: int) -> None:
    picture.draw(picture_of(wide=wide))
    assert same(colour(picture, "unread", x, -30), GREY)
    assert same(colour(picture, "unread", x, -14), "#ffffff")


def test_the_theme_colours_cards_without_a_value_too(picture: Picture) -> None:
    picture.draw(picture_of())
    light = colour(picture, "none", -90, -25)
    picture.page.emulate_media(color_scheme="dark")
    picture.page.wait_for_function(
        "document.querySelector('.frame').picture.theme.card.toLowerCase() === '#0f141a'"
    )
    dark = colour(picture, "none", -90, -25)
    assert sum(dark) < sum(light)
    assert colour(picture, "failed", -90, -25) == rgb(RED)


def test_the_value_is_said_and_shown_beside_the_pointer(picture: Picture) -> None:
    picture.draw(picture_of())
    picture.page.mouse.move(*picture.at("stack"))
    expect(picture.page.get_by_role("tooltip")).to_contain_text("Status: 1 Failed, 3 Completed")
    picture.page.mouse.click(*picture.at("failed"))
    picture.expect_said("Status: Failed")


def test_a_value_stands_out_and_its_cards_alone_keep_their_colour(picture: Picture) -> None:
    picture.draw(picture_of())
    expect(picture.page.get_by_text("a card for several shows their shares")).to_be_visible()
    failed = picture.page.get_by_role("button", name=re.compile("^Failed"))
    expect(failed).to_have_attribute("aria-pressed", "false")
    failed.click()
    expect(failed).to_have_attribute("aria-pressed", "true")
    assert colour(picture, "failed", -90, -25) == rgb(RED)
    assert colour(picture, "stack", -90, -30) == rgb(RED)
    assert colour(picture, "unread", -90, -30) != rgb(GREY)
    picture.draw(picture_of(count=2))
    assert colour(picture, "unread", -90, -30) != rgb(GREY)
    failed.click()
    assert colour(picture, "unread", -90, -30) == rgb(GREY)
    picture.expect_sent("bright", type="Failed", label="status")


def test_the_value_of_the_address_stands_out(picture: Picture) -> None:
    shown = picture_of()
    picture.draw(shown | {"lens": shown["lens"] | {"bright": "Failed"}})
    failed = picture.page.get_by_role("button", name=re.compile("^Failed"))
    expect(failed).to_have_attribute("aria-pressed", "true")
    assert colour(picture, "unread", -90, -30) != rgb(GREY)
    picture.draw(shown | {"lens": shown["lens"] | {"bright": ""}})
    expect(failed).to_have_attribute("aria-pressed", "false")


def test_a_value_with_a_filter_is_hidden_or_shown_alone(picture: Picture) -> None:
    picture.draw(picture_of(filtered=True, hidden=False))
    failed = picture.page.get_by_role("button", name=re.compile("^Failed"))
    expect(failed).to_have_attribute("aria-pressed", "true")
    failed.click()
    picture.expect_sent("shade", type="Failed", label="status")
    picture.page.get_by_role("button", name="Only Completed").focus()
    picture.page.keyboard.press("Enter")
    picture.expect_sent("only-shade", type="Completed")
