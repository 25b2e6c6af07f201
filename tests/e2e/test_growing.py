"""Expand, collapse, hide and undo in a real browser; cards on screen never move."""

import re

import pytest
from playwright.sync_api import expect

from lineage_viz.model import Direction
from lineage_viz.store.local import LocalStore
from lineage_viz.ui.explore.first_answers import starting_point
from tests.e2e.conftest import Explorer
from tests.pictured import pictured

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group(__name__)]


def expandable(demo: LocalStore) -> tuple[str, list[str]]:
    """An entity on the first screen with more entities downstream than in view, and their ARNs."""
    whole = pictured(demo, starting_point(demo))
    shown = {entity.arn for entity in whole.entities}
    for arn in sorted(shown):
        new = {n.entity.arn for n in demo.neighbors(arn, Direction.DOWNSTREAM)} - shown
        if 2 <= len(new) <= 40:
            return arn, sorted(new)
    raise AssertionError("the demo's first screen has nothing to expand")


def test_a_side_expands_next_to_its_card_nothing_moves_and_undo_works(
    explorer: Explorer, demo: LocalStore
) -> None:
    graph = explorer.open()
    before = pictured(demo, starting_point(demo)).entities
    arn, new = expandable(demo)
    others = [each for each in before if each.type not in ("Approval", "Image")]  # these are badges
    stood = explorer.positions(others)
    explorer.select(arn)
    explorer.page.get_by_role("button", name="More").click()
    explorer.page.get_by_role("button", name="Expand down").click()
    expect(graph).to_have_attribute("data-entities", str(len(before) + len(new)))
    assert explorer.positions(others) == stood
    expect(explorer.page).to_have_url(re.compile("grow=downstream"))

    graph.focus()
    explorer.page.keyboard.press("u")
    expect(graph).to_have_attribute("data-entities", str(len(before)))
    explorer.page.keyboard.press("Shift+U")
    expect(graph).to_have_attribute("data-entities", str(len(before) + len(new)))
    assert explorer.positions(others) == stood


def test_a_collapsed_side_comes_back_at_the_same_place(explorer: Explorer, demo: LocalStore) -> None:
    focus = starting_point(demo)
    graph = explorer.open(focus=focus)
    whole = pictured(demo, focus).entities
    stood = explorer.positions(whole)
    graph.focus()
    explorer.page.keyboard.press("ArrowRight")
    explorer.page.keyboard.press("-")
    expect(graph).to_have_attribute("data-entities", "1")
    expect(explorer.page.get_by_test_id("lineage-status")).to_contain_text("2 sides collapsed")
    expect(explorer.page).to_have_url(re.compile("collapse="))
    explorer.page.keyboard.press("+")
    expect(graph).to_have_attribute("data-entities", str(len(whole)))
    assert explorer.positions(whole) == stood


def test_an_entity_is_hidden_and_everything_is_shown_again(explorer: Explorer, demo: LocalStore) -> None:
    focus = starting_point(demo)
    graph = explorer.open(focus=focus)
    whole = len(pictured(demo, focus).entities)
    first = next(
        n.entity.arn for n in demo.neighbors(focus, Direction.UPSTREAM) if n.entity.type == "Approval"
    )
    explorer.select(first)
    explorer.page.get_by_role("button", name="More").click()
    explorer.page.get_by_role("button", name="Hide", exact=True).click()
    expect(explorer.page.get_by_test_id("lineage-status")).to_contain_text("1 entity hidden")
    expect(graph).not_to_have_attribute("data-entities", str(whole))
    explorer.page.get_by_role("button", name="View").click()
    explorer.page.get_by_role("button", name="Show everything again").click()
    expect(graph).to_have_attribute("data-entities", str(whole))


def test_a_link_shows_the_same_view(explorer: Explorer, demo: LocalStore) -> None:
    focus = starting_point(demo)
    arn, new = expandable(demo)
    whole = pictured(demo, focus).entities
    graph = explorer.open(focus=focus, grow=f"downstream:{arn}", without=new[0], asof="2024-01-01")
    expect(graph).to_have_attribute("data-entities", "1")
    graph = explorer.open(focus=focus, grow=f"downstream:{arn}", without=new[0])
    expect(graph).to_have_attribute("data-entities", str(len(whole) + len(new) - 1))


def test_back_shows_the_same_selection_in_picture_and_panel_and_counts_as_undo(
    explorer: Explorer, demo: LocalStore
) -> None:
    graph, page = explorer.open(), explorer.page
    whole = graph.get_attribute("data-entities") or ""
    arn, _ = expandable(demo)
    other = next(found.entity.arn for found in demo.neighbors(arn, Direction.DOWNSTREAM))
    explorer.select(arn)
    pill = graph.evaluate("(graph, arn) => graph.lineage.pill(arn, 'down')", arn)
    explorer.select(other if explorer.position(other) else starting_point(demo))
    selected = graph.get_attribute("data-selected") or ""
    page.mouse.click(pill["x"], pill["y"])
    expect(graph).not_to_have_attribute("data-entities", whole)
    expect(page).to_have_url(re.compile("grow="))

    page.go_back()
    expect(graph).to_have_attribute("data-entities", whole)
    expect(graph).to_have_attribute("data-selected", selected)
    expect(page.get_by_test_id("facts")).to_contain_text(selected)
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    page.get_by_role("button", name="Redo").click()
    expect(graph).not_to_have_attribute("data-entities", whole)
    expect(page).to_have_url(re.compile("grow="))


def test_a_selected_card_that_returns_is_selected_as_in_the_panel(
    explorer: Explorer, demo: LocalStore
) -> None:
    graph, page = explorer.open(), explorer.page
    image = next(e for e in pictured(demo, starting_point(demo)).entities if e.type == "Image")
    explorer.select(image.arn)
    legend = page.get_by_role("button", name=re.compile("^Image")).first
    legend.click()
    expect(graph).to_have_attribute("data-selected", "")
    legend.click()
    expect(graph).to_have_attribute("data-selected", image.arn)
    expect(page.get_by_test_id("facts")).to_contain_text(image.arn)
