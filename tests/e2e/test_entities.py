"""The Entities page in a real browser: its headers sort all pages, its buttons open a lineage, and Back returns."""

import csv
import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from lineage_viz.store.filter import Filter
from lineage_viz.store.local import LocalStore
from lineage_viz.store.order import Order, SortBy
from tests.e2e.conftest import Explorer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group(__name__)]


def expect_search(page: Page) -> None:
    expect(page.get_by_role("textbox", name="Search")).to_have_value("fraud")
    expect(page.get_by_role("radio", name=re.compile("^Artifact"))).to_be_checked()
    expect(page.get_by_role("combobox", name="Type")).to_have_value(re.compile("^Data sets? "))
    expect(page.get_by_text(re.compile("^1 to .*, best match first"))).to_be_visible()


def test_the_search_survives_escape_a_reload_and_the_back_button_and_is_taken_away(
    explorer: Explorer, demo: LocalStore
) -> None:
    explorer.open("/entities", q="fraud")
    page = explorer.page
    expect(page.get_by_role("textbox", name="Search")).to_have_value("fraud")
    page.get_by_role("radio", name=re.compile("^Artifact")).click()
    expect(page).to_have_url(re.compile(r"\?q=fraud&label=artifact$"))
    explorer.open_list("Type").get_by_text(re.compile("^Data sets? ")).click()
    expect(page).to_have_url(re.compile(r"&type=artifact%3ADataSet$"))
    expect_search(page)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    explorer.open_list("Type")
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect_search(page)
    page.reload()
    expect_search(page)
    wanted = demo.search(
        "fraud", filter_=Filter(frozenset({"artifact"}), frozenset({"DataSet"})), limit=10_000
    )
    with page.expect_download() as file:
        page.get_by_role("button", name="Take away (CSV)").click()
    with file.value.path().open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    assert [row["arn"] for row in rows] == [each.arn for each in wanted.entities]
    assert rows[0]["lineage view"] == page.url.replace("%3A", ":")
    page.goto(f"{page.url}&columns=size,owner")
    expect_search(page)
    with page.expect_download() as file:
        page.get_by_role("button", name="Take away (CSV)").click()
    heading = file.value.path().read_text("utf-8-sig").partition("\n")[0]
    assert heading.startswith("arn,title,label,Size,Owner,")
    page.get_by_role("link", name="Admin").click()
    expect(page.get_by_role("heading", name="Admin")).to_be_visible()
    page.go_back()
    expect_search(page)


def click_table(page: Page, x: int, y: int) -> None:
    """Click into the table; its cells are drawn on a canvas."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    table = page.locator("[data-testid=stDataFrame] canvas").first
    expect(table).to_be_visible()
    box = table.bounding_box()
    assert box
    page.mouse.click(box["x"] + x, box["y"] + y)


HEADER, FIRST_ROW, ROW = 18, 50, 35


def expect_no_search_of_one_page(page: Page) -> None:
    """The grid's own search would say "0 results" of an entity on another page."""
    table = page.get_by_test_id("stDataFrame")
    table.hover(position={"x": 100, "y": FIRST_ROW})
    expect(table.get_by_role("button", name="Fullscreen")).to_be_visible()
    expect(table.get_by_role("button", name="Search")).to_be_hidden()
    page.keyboard.press("Control+f")
    expect(table.locator(".gdg-search-bar")).to_be_hidden()


def test_a_header_sorts_all_pages_and_back_returns_to_the_list(explorer: Explorer, demo: LocalStore) -> None:
    explorer.open()  # an earlier page, to which Back must lead in the end
    first = explorer.page.url
    explorer.page.get_by_role("link", name="Entities").click()
    page = explorer.page
    search = page.get_by_role("textbox", name="Search")
    search.fill("fraud")
    search.press("Enter")
    expect(page).to_have_url(re.compile(r"/entities\?q=fraud$"))
    click_table(page, 100, HEADER)
    expect(page.get_by_text(re.compile("^1 to 50 of .*, by name, A to Z$"))).to_be_visible()
    click_table(page, 100, HEADER)
    expect(page.get_by_text(re.compile("^1 to 50 of .*, by name, Z to A$"))).to_be_visible()
    page.get_by_test_id("stPagination").get_by_text("2", exact=True).click()
    expect(page.get_by_text(re.compile("^51 to 100 of .*, by name, Z to A$"))).to_be_visible()
    listed = page.url
    assert listed.endswith("/entities?q=fraud&sort=-name&page=2")

    click_table(page, 100, FIRST_ROW)  # a click on a row leaves nothing
    expect_no_search_of_one_page(page)
    click_table(page, 428, FIRST_ROW)  # its button does
    order = Order(SortBy.NAME, descending=True)
    opened = demo.search("fraud", order=order, limit=50, offset=50).entities[0].arn
    expect(explorer.graph).to_have_attribute("data-focus", opened)
    expect(explorer.graph).to_be_focused()
    page.go_back()
    expect(page.get_by_text(re.compile("^51 to 100 of .*, by name, Z to A$"))).to_be_visible()
    expect(search).to_have_value("fraud")
    assert page.url == listed
    for earlier in (
        "/entities?q=fraud&sort=-name",
        "/entities?q=fraud&sort=name",
        "/entities?q=fraud",
        "/entities",
    ):
        page.go_back()
        expect(page).to_have_url(explorer.url + earlier)
    page.go_back()
    expect(page).to_have_url(first)


def test_rows_are_chosen_by_mouse_and_keyboard_compared_and_opened_together(
    explorer: Explorer, demo: LocalStore
) -> None:
    """The list, its columns and the choice are there again after Back."""
    link = {"type": "trial_component:SageMakerTrainingJob", "sort": "-metric", "columns": "owner,metric"}
    explorer.open("/entities", **link)
    page = explorer.page
    chosen = page.get_by_test_id("stMarkdown").filter(has_text=re.compile("chosen"))
    page.get_by_test_id("stDataFrame").get_by_role("button", name="Fullscreen").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Space")
    expect(chosen).to_have_text("1 chosen")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+Space")
    expect(chosen).to_have_text("2 chosen")
    page.keyboard.press("Shift+Space")
    expect(chosen).to_have_text("1 chosen")
    page.get_by_role("heading", name="Entities").scroll_into_view_if_needed()  # the keyboard moved the page
    click_table(page, 16, FIRST_ROW + ROW)
    expect(chosen).to_have_text("2 chosen")
    click_table(page, 100, HEADER)
    expect(page.get_by_text(re.compile("^1 to 50 of .*, by name, A to Z$"))).to_be_visible()
    expect(chosen).to_contain_text("2 chosen")
    listed = page.url
    page.get_by_role("button", name="Compare").click()
    window = page.get_by_role("dialog", name="Compare")
    expect(window.get_by_test_id("stDataFrame")).to_be_visible()
    page.keyboard.press("Escape")
    order = Order(SortBy.METRIC, descending=True)
    jobs = Filter(frozenset({"trial_component"}), frozenset({"SageMakerTrainingJob"}))
    first, second = (each.arn for each in demo.search(filter_=jobs, order=order, limit=2).entities)
    with page.expect_download() as file:
        page.get_by_role("button", name="Impact (CSV)").click()
    with file.value.path().open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    assert {row["arn"] for row in rows if row["hops"] == "0"} == {first, second}
    assert len(rows) > 2
    page.get_by_role("button", name="Open together").click()
    expect(explorer.graph).to_have_attribute("data-focus", f"{first} {second}")
    assert parse_qs(urlsplit(page.url).query) == {"focus": [first], "with": [second], "show": ["together"]}
    expect(page.get_by_text("The 2 chosen entities, and the shortest ways between them.")).to_be_visible()
    page.go_back()
    expect(chosen).to_contain_text("2 chosen")
    assert page.url == listed
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(chosen).to_have_count(0)


def test_every_page_number_and_filter_is_shown_when_there_is_room(
    explorer: Explorer, demo: LocalStore
) -> None:
    for parameters, pages in (({"label": "context"}, 2), ({"q": "ml.m5.2xlarge"}, 5), ({}, 42)):
        explorer.open("/entities", **parameters)
        total = demo.search(parameters.get("q", "")).total
        total = demo.counts().labels["context"] if "label" in parameters else total
        assert -(-total // 50) == pages
        numbers = explorer.page.get_by_test_id("stPagination").get_by_role("button", name=re.compile("^Page"))
        expect(numbers).to_have_text(
            ["1", "2", "3", "4", "5", "42"] if pages > 7 else [str(n + 1) for n in range(pages)]
        )
    explorer.page.set_viewport_size({"width": 1440, "height": 900})
    first, last = (
        explorer.page.get_by_text(each) for each in ("Artifact 1,197", "Live without approval (6)")
    )
    expect(last).to_be_visible()
    tops = [box["y"] for each in (first, last) if (box := each.bounding_box())]
    assert abs(tops[0] - tops[1]) < 20  # one row


def test_each_filter_stays_when_the_counts_beside_it_change(explorer: Explorer) -> None:
    page, chosen = explorer.page, {"Person": "grace-murphy", "Type": "Model", "Status": "Approved"}
    explorer.open("/entities")
    for name, value in chosen.items():
        explorer.open_list(name).get_by_text(re.compile(rf"^{value} \(")).click()
        expect(page).to_have_url(re.compile(rf"{name.lower()}=(artifact%3A)?{value}"))
    page.get_by_text("Live (1)", exact=True).click()
    expect(page).to_have_url(re.compile("live=on"))
    for name, value in chosen.items():
        expect(page.get_by_role("combobox", name=name)).to_have_value(f"{value} (1)")


def test_back_leads_from_admin_to_the_view_before_it(explorer: Explorer, demo: LocalStore) -> None:
    explorer.open(focus=demo.search("endpoint").entities[0].arn)
    page, first = explorer.page, explorer.page.url
    page.get_by_role("link", name="Admin").click()
    expect(page.get_by_role("heading", name="Admin")).to_be_visible()
    page.get_by_role("link", name="Explore").click()
    page.wait_for_url(lambda url: unquote(url) == unquote(first))
    page.go_back()
    expect(page.get_by_role("heading", name="Admin")).to_be_visible()
    page.go_back()
    page.wait_for_url(lambda url: unquote(url) == unquote(first))
