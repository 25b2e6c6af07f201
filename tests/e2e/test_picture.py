"""Actions in the picture reach the server: by mouse, by menu, by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from lineage_viz.store.local import LocalStore
from lineage_viz.ui.explore.first_answers import starting_point
from tests.e2e.conftest import Explorer
from tests.e2e.test_growing import expandable
from tests.pictured import pictured

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group(__name__)]


def test_a_double_click_expands_the_half_it_hits(explorer: Explorer, demo: LocalStore) -> None:
    graph = explorer.open()
    arn, new = expandable(demo)
    before = pictured(demo, starting_point(demo)).entities
    others = [each for each in before if each.type not in ("Approval", "Image")]  # these are badges
    stood = explorer.positions(others)
    at = explorer.position(arn)
    explorer.page.mouse.dblclick(at["x"] + 20, at["y"])
    expect(graph).to_have_attribute("data-entities", str(len(before) + len(new)))
    expect(explorer.page.locator(".announce")).to_contain_text(f"{len(new)} added downstream")
    assert explorer.positions(others) == stood
    expect(explorer.page).to_have_url(re.compile("grow=downstream"))


def test_the_menu_makes_a_card_the_focus(explorer: Explorer, demo: LocalStore) -> None:
    focus = starting_point(demo)
    graph = explorer.open(focus=focus)
    chosen = demo.neighbors(focus)[0].entity.arn
    explorer.click(chosen, button="right")
    explorer.page.get_by_role("menuitem", name="Set as focus").click()
    expect(graph).to_have_attribute("data-focus", chosen)


def test_the_keyboard_alone_can_find_hide_and_undo(explorer: Explorer, demo: LocalStore) -> None:
    focus = starting_point(demo)
    graph = explorer.open(focus=focus)
    whole = str(len(pictured(demo, focus).entities))
    expect(graph).to_have_attribute("data-entities", whole)
    graph.focus()
    explorer.page.keyboard.press("Control+f")
    explorer.page.keyboard.type("train.jsonl")
    explorer.page.keyboard.press("Escape")
    explorer.page.keyboard.press("Enter")
    expect(graph).not_to_have_attribute("data-selected", "")
    explorer.page.keyboard.press("h")
    expect(explorer.page.get_by_test_id("lineage-status")).to_contain_text("1 entity hidden")
    explorer.page.keyboard.press("u")
    expect(graph).to_have_attribute("data-entities", whole)


def test_a_slash_in_the_picture_moves_to_the_search_box(explorer: Explorer) -> None:
    explorer.open().focus()
    explorer.page.keyboard.press("/")
    expect(explorer.page.get_by_role("combobox", name="Search every entity")).to_be_focused()


def test_the_menu_stays_open_while_details_arrive(explorer: Explorer, demo: LocalStore) -> None:
    focus = starting_point(demo)
    graph = explorer.open(focus=focus)
    graph.focus()
    for key in ("ArrowRight", "ArrowLeft", "m"):
        explorer.page.keyboard.press(key)
    expect(explorer.page.get_by_role("menu")).to_be_visible()
    expect(explorer.page.get_by_test_id("facts")).to_contain_text(graph.get_attribute("data-selected") or "")
    expect(explorer.page.get_by_role("menuitem").first).to_be_focused()
    explorer.page.keyboard.press("Escape")
    expect(graph).to_be_focused()
