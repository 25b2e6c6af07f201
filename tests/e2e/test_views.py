"""Views of a lineage in a real browser: stacks, filters, layouts, two entities, links and saved views."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from lineage_viz.evidence.state import state_of
from lineage_viz.model import Direction
from lineage_viz.store.local import LocalStore
from lineage_viz.ui.explore.first_answers import starting_point
from tests.e2e.conftest import Explorer
from tests.e2e.test_accessible import severe
from tests.pictured import pictured

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group(__name__)]


def hub(demo: LocalStore) -> str:
    return max(demo.search(limit=3_000).entities, key=lambda entity: len(demo.neighbors(entity.arn))).arn


def stack(explorer: Explorer) -> str:
    """The id of a stack in the picture."""
    found: str = explorer.graph.evaluate(
        "graph => [...graph.closest('.frame').picture.cards.values()].find((card) => card.fold).arn"
    )
    return found


def test_a_stack_opens_in_place_and_nothing_else_moves(explorer: Explorer, demo: LocalStore) -> None:
    focus = hub(demo)
    graph = explorer.open(focus=focus, up="0", down="1")
    entities = graph.get_attribute("data-entities") or ""
    expect(graph).to_have_attribute("data-cards", "2")
    stood = explorer.position(focus)
    explorer.click(stack(explorer))
    expect(explorer.page.get_by_text(re.compile("Choose a row to take it out of the stack"))).to_be_visible()
    explorer.page.keyboard.press("+")
    expect(graph).to_have_attribute("data-cards", "12")
    expect(graph).to_have_attribute("data-entities", entities)
    assert explorer.position(focus) == stood
    explorer.page.keyboard.press("u")
    expect(graph).to_have_attribute("data-cards", "2")


def test_a_status_is_filtered_in_the_menu_and_the_table_follows(explorer: Explorer, demo: LocalStore) -> None:
    focus = starting_point(demo)
    graph = explorer.open(focus=focus)
    whole = int(graph.get_attribute("data-entities") or 0)
    explorer.page.get_by_role("button", name="Filter", exact=True).click()
    status = explorer.page.get_by_role("toolbar", name="Status")
    completed = sum(state_of(e) == "Completed" for e in pictured(demo, focus).entities)
    status.get_by_role("button", name=f"Completed {completed}").click()
    expect(graph).to_have_attribute("data-entities", str(completed + 1))
    expect(explorer.page.get_by_role("button", name="Filter (1)")).to_be_visible()
    expect(explorer.page).to_have_url(re.compile("nostatus=-"))
    status.get_by_role("button", name="All").focus()
    explorer.page.keyboard.press("Enter")
    expect(graph).to_have_attribute("data-entities", str(whole))
    expect(explorer.page.get_by_role("button", name="Filter", exact=True)).to_be_visible()


def test_a_closed_menu_keeps_no_choice_that_was_undone(explorer: Explorer, demo: LocalStore) -> None:
    """The browser has no widget of a closed menu, which would learn that its choice was undone."""
    page, graph = explorer.page, explorer.open(focus=starting_point(demo))
    whole = graph.get_attribute("data-entities") or ""
    page.get_by_role("button", name="View", exact=True).click()
    explorer.open_list("Colour by").get_by_text("Status").click()
    expect(page).to_have_url(re.compile("colour=status"))
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Filter", exact=True).click()
    types = page.get_by_role("toolbar", name="Type")
    for type_ in ("Data set", "Image"):
        before = page.url
        types.get_by_role("button", name=type_).click()
        expect(page).not_to_have_url(before)
    page.keyboard.press("Escape")
    for _ in range(3):
        before = page.url
        page.get_by_role("button", name="Undo").click()
        expect(page).not_to_have_url(before)
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    expect(graph).to_have_attribute("data-entities", whole)
    page.get_by_role("button", name="Redo").click()
    expect(page).to_have_url(re.compile("colour=status"))


def test_a_lens_colours_the_cards_and_nothing_moves(explorer: Explorer, demo: LocalStore) -> None:
    focus = starting_point(demo)
    page, graph = explorer.page, explorer.open(focus=focus)
    entities = [each for each in pictured(demo, focus).entities if explorer.position(each.arn)]
    before = explorer.positions(entities)
    page.get_by_role("button", name="View", exact=True).click()
    explorer.open_list("Colour by").get_by_text("Status").click()
    expect(page).to_have_url(re.compile("colour=status"))
    expect(page.get_by_text("Colour: Status")).to_be_attached()
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox", name="Colour by")).to_be_hidden()
    assert explorer.positions(entities) == before
    whole = int(graph.get_attribute("data-entities") or 0)
    completed = sum(state_of(each) == "Completed" for each in entities)
    page.get_by_role("button", name=f"Completed {completed}").click()
    expect(graph).to_have_attribute("data-entities", str(whole - completed))
    expect(page).to_have_url(re.compile("nostatus=Completed"))
    page.get_by_role("button", name="Undo").click()
    expect(graph).to_have_attribute("data-entities", str(whole))
    expect(page).to_have_url(re.compile("colour=status"))
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Colour: Status")).not_to_be_attached()
    assert explorer.positions(entities) == before


@pytest.mark.parametrize("layout", ["down", "time"])
def test_another_layout_draws_the_same_entities(explorer: Explorer, demo: LocalStore, layout: str) -> None:
    focus = starting_point(demo)
    whole = explorer.open(focus=focus).get_attribute("data-entities") or ""
    expect(explorer.open(focus=focus, layout=layout)).to_have_attribute("data-entities", whole)
    upstream = next(
        n.entity.arn for n in demo.neighbors(focus, Direction.UPSTREAM) if n.entity.type == "Model"
    )
    here, there = explorer.position(focus), explorer.position(upstream)
    assert (there["y"] < here["y"]) if layout == "down" else (there["x"] != here["x"])


def test_a_path_is_picked_card_by_card(explorer: Explorer, demo: LocalStore) -> None:
    focus = starting_point(demo)
    graph = explorer.open(focus=focus)
    graph.evaluate("graph => { graph.mounted = 'once' }")
    far = min(demo.trace([focus], up=5, down=0).hops.items(), key=lambda item: (item[1], item[0]))[0]
    explorer.click(far, button="right")
    explorer.page.get_by_role("menuitem", name="Path from here").click()
    expect(explorer.page.get_by_text("A path starts at")).to_be_visible()
    explorer.click(focus, button="right")
    explorer.page.get_by_role("menuitem", name="Path to here").click()
    expect(explorer.page.get_by_text(re.compile("paths?, shortest first"))).to_be_visible()
    expect(graph).to_have_attribute("data-focus", f"{far} {focus}")
    explorer.page.get_by_role("button", name="Back to the lineage").click()
    expect(graph).to_have_attribute("data-focus", focus)
    assert graph.evaluate("graph => graph.mounted") == "once"


def test_a_link_shows_another_visitor_the_same_picture(
    visit: Callable[..., Explorer], demo_url: str, demo: LocalStore
) -> None:
    first = visit(demo_url)
    graph = first.open(focus=hub(demo), up="0", down="1", layout="down")
    first.click(stack(first))
    first.page.keyboard.press("+")
    expect(graph).to_have_attribute("data-cards", "12")
    chosen = stack(first)
    expect(first.page).to_have_url(re.compile("select="))
    second = visit(demo_url)
    second.page.goto(first.page.url)
    expect(second.graph).to_have_attribute("data-cards", "12")
    expect(second.graph).to_have_attribute("data-selected", chosen)
    places = "graph => JSON.stringify([...graph.closest('.frame').picture.cards].map(([arn, { x, y }]) => [arn, x, y]))"
    assert second.graph.evaluate(places) == graph.evaluate(places)


def test_the_overview_leads_to_the_entities_of_a_type(explorer: Explorer, demo: LocalStore) -> None:
    graph = explorer.open(show="overview", focus=starting_point(demo))
    expect(graph).to_have_attribute("data-cards", str(len(demo.schema().types)))
    explorer.click("type:context:Endpoint")
    expect(explorer.page.get_by_text("22 Endpoints", exact=True)).to_be_visible()


def test_a_view_is_saved_and_opened_again(
    visit: Callable[..., Explorer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, demo: LocalStore
) -> None:
    from tests.running_app import running_app

    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(tmp_path / "data"))
    with running_app() as url:
        explorer = visit(url)
        focus = starting_point(demo)
        explorer.open(focus=focus, layout="down")
        explorer.page.get_by_role("button", name="Saved").click()
        explorer.page.get_by_role("textbox", name="Name").fill("Top <b>down</b>")
        explorer.page.get_by_role("button", name="Save this view").click()
        expect(explorer.page.get_by_text("Saved as Top <b>down</b>.")).to_be_visible()
        explorer.open(focus=hub(demo))
        explorer.page.get_by_role("button", name="Saved").click()
        explorer.page.get_by_role("button", name="Top <b>down</b>").click()
        expect(explorer.graph).to_have_attribute("data-focus", focus)
        expect(explorer.page).to_have_url(re.compile("layout=down"))
        use_the_palette(explorer, focus)
        explorer.page.close()


def use_the_palette(explorer: Explorer, focus: str) -> None:
    """Find a saved view, a list and an entity, from three pages, with the keyboard and the button."""
    explorer.open("/summary")
    page = explorer.page
    expect(page.get_by_role("heading", name="Live endpoints")).to_be_visible()
    palette, rows = page.get_by_role("dialog", name="Find anything"), page.get_by_role("option")
    page.keyboard.press("/")
    expect(rows.first).to_contain_text("Explore")
    assert severe(page) == []
    page.keyboard.type("down")
    expect(rows.first).to_contain_text("Top <b>down</b>")
    page.keyboard.press("Enter")
    expect(palette).to_be_hidden()
    expect(explorer.graph).to_have_attribute("data-focus", focus)
    expect(page).to_have_url(re.compile("layout=down"))
    page.keyboard.press("Control+k")
    page.keyboard.type("wait decision")
    expect(rows.first).to_contain_text("Models that wait for a decision")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Entities")).to_be_visible()
    expect(page.get_by_role("textbox", name="Search")).to_have_value("decision:pending")
    page.get_by_role("button", name="Saved").click()
    page.get_by_role("textbox", name="Name").fill("Waiting")
    page.get_by_role("button", name="Save this view").click()
    expect(page.get_by_text("Saved as Waiting.")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Find anything").click()
    page.keyboard.type("ticket-routing-prod")
    page.keyboard.press("Enter")  # before the rows of this text have come
    expect(page.get_by_role("heading", name="ticket-routing-prod").first).to_be_visible()
    page.keyboard.press("Control+k")
    expect(palette).to_be_visible()
    page.keyboard.press("Escape")
    expect(palette).to_be_hidden()
    page.get_by_role("button", name="Saved").click()
    page.get_by_role("button", name="Waiting").click()
    expect(page.get_by_role("textbox", name="Search")).to_have_value("decision:pending")


def test_a_choice_in_a_menu_never_opens_another_menu(explorer: Explorer, demo: LocalStore) -> None:
    focus = starting_point(demo)
    explorer.open(focus=focus)
    page, menus = explorer.page, explorer.page.get_by_test_id("stPopoverBody")
    page.get_by_role("button", name="View", exact=True).click()
    page.get_by_role("radio", name="Top down").click()
    expect(explorer.graph).to_have_attribute("data-focus", focus)
    expect(page).to_have_url(re.compile("layout=down"))
    expect(menus).to_have_count(1)
    page.get_by_role("button", name="Overview of all types").click()
    expect(page.get_by_role("heading", name="Everything, by type")).to_be_visible()
    expect(menus).to_have_count(0)
    explorer.page.get_by_role("button", name="Back to the lineage").click()
    expect(explorer.graph).to_have_attribute("data-focus", focus)
    other = next(n.entity.arn for n in demo.neighbors(focus) if n.entity.type == "ModelDeployment")
    explorer.select(other)
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Hide", exact=True).click()
    expect(page).to_have_url(re.compile("without="))
    expect(menus).to_have_count(0)
