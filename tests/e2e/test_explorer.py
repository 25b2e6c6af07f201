"""The Explore page in a real browser: find, see, click, filter."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from lineage_viz.model import Entity
from lineage_viz.questions.series import series, version_of
from lineage_viz.store.filter import Filter
from lineage_viz.store.local import LocalStore
from lineage_viz.title import title
from lineage_viz.ui.explore.first_answers import starting_point
from tests.e2e.conftest import Explorer
from tests.pictured import pictured

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group(__name__)]


def neighbor(demo: LocalStore, arn: str) -> Entity:
    return demo.neighbors(arn)[0].entity


def test_the_first_screen_shows_the_answer_of_the_store(explorer: Explorer, demo: LocalStore) -> None:
    graph = explorer.open()
    focus = starting_point(demo)
    lineage = pictured(demo, focus)
    expect(graph).to_have_attribute("data-focus", focus)
    expect(graph).to_have_attribute("data-entities", str(len(lineage.entities)))
    expect(graph).to_have_attribute("data-associations", str(len(lineage.associations)))
    expect(graph).to_have_attribute("data-selected", "")
    expect(graph).to_have_attribute(
        "aria-label", re.compile(rf"^Lineage of {re.escape(title(demo.get(focus)))}: ")
    )
    expect(explorer.page.locator("canvas").first).to_be_visible()
    assert all(explorer.positions(lineage.entities))


def test_search_leads_to_an_entity(explorer: Explorer, demo: LocalStore) -> None:
    graph = explorer.open()
    expect(graph).to_be_visible()
    hit = demo.search("endpoint").entities[0]
    options = explorer.search("endpoint")
    expect(options.first).to_contain_text(title(hit))
    options.first.click()
    expect(graph).to_have_attribute("data-focus", hit.arn)
    expect(explorer.page).to_have_url(re.compile(r"focus=arn"))


def test_search_by_keyboard(explorer: Explorer, demo: LocalStore) -> None:
    graph = explorer.open()
    expect(graph).to_be_visible()
    explorer.page.keyboard.press("/")
    explorer.page.keyboard.type("ticket")
    expect(explorer.page.get_by_role("option").nth(1)).to_be_visible()
    explorer.page.keyboard.press("ArrowDown")
    explorer.page.keyboard.press("Enter")
    expect(graph).to_have_attribute("data-focus", demo.search("ticket").entities[1].arn)
    expect(graph).to_be_focused()


def test_enter_opens_what_is_typed_and_the_picture_takes_the_keyboard(
    explorer: Explorer, demo: LocalStore
) -> None:
    graph, page = explorer.open(), explorer.page
    box = page.get_by_role("combobox", name="Search every entity")
    hits = explorer.search("ticket")
    expect(hits.first).to_contain_text("ticket")
    page.keyboard.insert_text("-routing-models/9")
    page.keyboard.press("Enter")
    nine = demo.search("ticket-routing-models/9").entities[0]
    assert title(nine) == "ticket-routing-models/9"
    expect(graph).to_have_attribute("data-focus", nine.arn)
    expect(graph).to_be_focused()
    endpoint = demo.search(filter_=Filter(types=frozenset({"Endpoint"}))).entities[0]
    for address in (endpoint.source, f" {endpoint.arn} "):
        graph.click(position={"x": 5, "y": 5})
        page.keyboard.press("/")
        page.keyboard.insert_text(address)
        page.keyboard.press("Enter")
        expect(box).to_have_value("")
        expect(graph).to_have_attribute("data-focus", endpoint.arn)
        expect(graph).to_be_focused()


def test_a_click_on_a_card_shows_its_details(explorer: Explorer, demo: LocalStore) -> None:
    focus = starting_point(demo)
    explorer.open(focus=focus)
    chosen = neighbor(demo, focus)
    explorer.select(chosen.arn)
    facts = explorer.page.get_by_test_id("facts")
    expect(facts.get_by_role("heading", level=2)).to_have_text(title(chosen))
    explorer.page.get_by_role("button", name="Focus here").click()
    expect(explorer.graph).to_have_attribute("data-focus", chosen.arn)


def test_links_in_the_panel_select_a_card_of_the_picture_and_open_another_entity(
    explorer: Explorer, demo: LocalStore
) -> None:
    focus = demo.get(starting_point(demo))
    explorer.open(focus=focus.arn)
    versions = series(demo, focus)
    assert versions
    assert versions.before
    facts = explorer.page.get_by_test_id("facts")
    expect(facts.get_by_role("img", name=f"of {len(versions.members)} versions")).to_be_visible()
    chosen = neighbor(demo, focus.arn)
    explorer.select(chosen.arn)
    facts.get_by_role("listitem").get_by_role("link", name=title(focus)).first.click()
    expect(explorer.graph).to_have_attribute("data-selected", focus.arn)
    expect(explorer.graph).to_have_attribute("data-focus", focus.arn)
    facts.get_by_role("link", name=f"v{version_of(versions.before)}", exact=True).first.click()
    expect(explorer.graph).to_have_attribute("data-focus", versions.before.arn)
    expect(facts.get_by_role("heading", level=2)).to_have_text(title(versions.before))


def test_a_key_makes_the_selected_card_the_focus(explorer: Explorer, demo: LocalStore) -> None:
    focus = starting_point(demo)
    explorer.open(focus=focus)
    chosen = neighbor(demo, focus)
    explorer.click(chosen.arn)
    explorer.page.keyboard.press("f")
    expect(explorer.graph).to_have_attribute("data-focus", chosen.arn)


def test_a_filtered_type_disappears_and_nothing_else_moves(explorer: Explorer, demo: LocalStore) -> None:
    focus = starting_point(demo)
    graph = explorer.open(focus=focus)
    whole = pictured(demo, focus)
    kept = [entity for entity in whole.entities if entity.type != "Image"]
    before = explorer.positions(kept)
    images = len(whole.entities) - len(kept)
    explorer.page.get_by_role("button", name=f"Image {images}", exact=False).first.click()
    expect(graph).to_have_attribute("data-entities", str(len(kept)))
    expect(explorer.page.get_by_test_id("lineage-status")).to_contain_text(f"filtered out: {images} Image")
    assert explorer.positions(kept) == before
    expect(explorer.page).to_have_url(re.compile("hide=artifact"))


def test_the_keyboard_walks_along_associations(explorer: Explorer, demo: LocalStore) -> None:
    focus = starting_point(demo)
    graph = explorer.open(focus=focus)
    graph.focus()
    explorer.page.keyboard.press("ArrowRight")
    expect(graph).to_have_attribute("data-selected", focus)
    explorer.page.keyboard.press("ArrowLeft")
    expect(graph).not_to_have_attribute("data-selected", focus)
    walked = graph.get_attribute("data-selected")
    assert walked in {found.entity.arn for found in demo.neighbors(focus)}
    explorer.page.keyboard.press("Escape")
    expect(graph).to_have_attribute("data-selected", "")


def test_buttons_zoom_and_fit(explorer: Explorer, demo: LocalStore) -> None:
    focus = starting_point(demo)
    explorer.open(focus=focus)
    expect(explorer.graph).to_be_visible()
    other = neighbor(demo, focus).arn
    before = explorer.position(other)
    explorer.page.get_by_role("button", name="Zoom in").click()
    assert explorer.position(other) != before
    explorer.page.get_by_role("button", name="Fit the whole picture").click()
    assert explorer.position(other) == pytest.approx(before)


def test_the_same_picture_stays_mounted(explorer: Explorer, demo: LocalStore) -> None:
    graph = explorer.open(focus=starting_point(demo))
    graph.evaluate("graph => { graph.mounted = 'once' }")
    explorer.search("endpoint").first.click()
    expect(graph).to_have_attribute("data-focus", demo.search("endpoint").entities[0].arn)
    assert graph.evaluate("graph => graph.mounted") == "once"


def test_a_link_opens_an_entity_and_an_unknown_one_shows_a_message(
    explorer: Explorer, demo: LocalStore
) -> None:
    hit = demo.search("image").entities[0]
    expect(explorer.open(focus=hit.arn)).to_have_attribute("data-focus", hit.arn)
    explorer.open(focus="arn:aws:nothing")
    expect(explorer.page.get_by_text("The loaded lineage has no entity arn:aws:nothing")).to_be_visible()
    expect(explorer.page.get_by_role("combobox", name="Search every entity")).to_be_visible()


def test_the_dark_theme_is_followed(visit: Callable[..., Explorer], demo_url: str) -> None:
    explorer = visit(demo_url, color_scheme="dark")
    explorer.open()
    expect(explorer.graph).to_be_visible()
    card = explorer.graph.evaluate("graph => graph.closest('.frame').picture.theme.card")
    assert card.upper() == "#0F141A"


def test_more_is_loaded_on_request(explorer: Explorer, demo: LocalStore) -> None:
    widest = max(demo.search(limit=3_000).entities, key=lambda entity: len(demo.neighbors(entity.arn)))
    graph = explorer.open(focus=widest.arn, down="all")
    expect(graph).to_have_attribute("data-entities", "500")
    expect(explorer.page.get_by_test_id("lineage-status")).to_contain_text("cut at 500 entities")
    explorer.page.get_by_role("button", name="Load 500 more").click()
    expect(graph).to_have_attribute("data-entities", "1000")


def test_hostile_text_is_shown_and_never_run(visit: Callable[..., Explorer], hostile_url: str) -> None:
    explorer = visit(hostile_url)
    graph = explorer.open(focus="arn:1")
    expect(graph).to_have_attribute("data-entities", "2")
    explorer.click("arn:2")
    expect(explorer.page.get_by_test_id("facts")).to_contain_text("<img src=x onerror=alert(1)>")
    at = explorer.position("arn:1")
    explorer.page.mouse.move(at["x"], at["y"])
    expect(explorer.page.get_by_role("tooltip")).to_contain_text("<script>window.hacked=1</script>")
    expect(explorer.search("script").first).to_contain_text("<script>")
    assert explorer.page.evaluate("window.hacked") is None


def test_long_details_do_not_push_the_table_away(explorer: Explorer, demo: LocalStore) -> None:
    jobs = demo.search("training-job/", limit=20).entities
    job = max(jobs, key=lambda entity: len(entity.text("metrics")))
    explorer.open(focus=job.arn)
    table = explorer.page.get_by_test_id("stDataFrame").bounding_box()
    assert table
    assert table["y"] < 2 * 720
