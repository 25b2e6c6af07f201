"""The small map of the whole picture: its visibility and panning."""

import pytest
from playwright.sync_api import expect

from tests.component.conftest import Picture, card, chain, payload

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group(__name__)]


def test_the_map_shows_only_while_a_card_is_outside_the_window(picture: Picture) -> None:
    picture.draw(chain("a", "b", "c"))
    map_ = picture.page.locator(".minimap")
    expect(map_).to_be_hidden()
    for _ in range(5):
        picture.page.get_by_role("button", name="Zoom in").click()
    expect(map_).to_be_visible()
    picture.page.get_by_role("button", name="Fit the whole picture").click()
    expect(map_).to_be_hidden()


def test_a_press_on_the_map_shows_that_part_and_dragging_pans(picture: Picture) -> None:
    picture.draw(payload([card("left", 0, 0), card("right", 9_000, 0)]))
    for _ in range(8):
        picture.page.get_by_role("button", name="Zoom in").click()
    box, stage = picture.page.locator(".map").bounding_box(), picture.stage.bounding_box()
    assert box
    assert stage
    picture.page.mouse.move(box["x"] + 6, box["y"] + box["height"] / 2)
    picture.page.mouse.down()
    assert stage["x"] <= picture.at("left")[0] <= stage["x"] + stage["width"]
    picture.page.mouse.move(box["x"] + box["width"] - 6, box["y"] + box["height"] / 2, steps=4)
    assert stage["x"] <= picture.at("right")[0] <= stage["x"] + stage["width"]
    picture.page.mouse.up()
    expect(picture.stage).to_have_attribute("data-selected", "")


def test_the_map_can_be_hidden_and_shown_again(picture: Picture) -> None:
    picture.draw(payload([card("left", 0, 0), card("right", 9_000, 0)]))
    picture.page.get_by_role("button", name="Zoom in").click()
    picture.page.get_by_role("button", name="Hide the map").click()
    expect(picture.page.locator(".map")).to_be_hidden()
    picture.page.get_by_role("button", name="Show the map").click()
    expect(picture.page.locator(".map")).to_be_visible()


def test_the_map_shows_each_card_in_its_colour(picture: Picture) -> None:
    picture.draw(payload([card("a", 0, 0, group="model"), card("b", 3_000, 0)]))
    picture.page.get_by_role("button", name="Zoom in").click()
    picture.settle()
    colours = picture.page.locator(".map canvas").evaluate("""(canvas) => {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height), seen = new Set();
        for (let at = 0; at < data.length; at += 4) seen.add(data.slice(at, at + 4).join(' '));
        return [...seen];
    }""")
    assert {"204 90 0 255", "0 114 178 255"} <= set(colours)
