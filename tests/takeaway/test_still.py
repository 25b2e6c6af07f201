"""The interactive page without a server: find, toggles of types and associations, stacks, the map."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from lineage_viz.model import Entity
from lineage_viz.takeaway.page import page as offline_page
from tests.component.conftest import Payload, card, payload
from tests.patience import IN_BROWSER
from tests.takeaway.conftest import CAPTION

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group(__name__)]

TYPES = [
    {"label": "artifact", "type": name, "words": name, "kind": "data_set", "count": 1, "hidden": False}
    for name in ("One", "Two")
]
LINES = [
    {"type": "ContributedTo", "words": "contributed to", "dashes": [], "count": 1, "hidden": False},
    {"type": "DerivedFrom", "words": "derived from", "dashes": [2, 4], "count": 1, "hidden": False},
]
MERGED = [{"words": line["words"], "dashes": line["dashes"], "types": [line["type"]]} for line in LINES]


def sample(**about: object) -> Payload:
    stack = card("fold:1", 600, 0, fold=3, label="3 Images", inside=["x", "<b>y</b>", "z"], moreUp=2)
    made = payload([card("a", 0, 0), card("b", 300, 0), stack], [("a", "b"), ("b", "fold:1")], types=TYPES, lines=LINES,
                   merged=MERGED, entities=5, **about)  # fmt: skip
    made["edges"][1]["line"] = 1
    return made


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[[Payload], Page]]:
    pages: list[Page] = []

    def open_(data: Payload) -> Page:
        entities = [Entity("a", "artifact", {"type": "One"}), Entity("b", "artifact", {"type": "Two"})]
        file = tmp_path / "lineage.html"
        file.write_text(offline_page(data, CAPTION, entities), encoding="utf-8")
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        pages.append(page)
        page.set_default_timeout(IN_BROWSER)
        page.goto(file.as_uri())
        expect(page.get_by_test_id("lineage-graph")).to_have_attribute("data-entities", "5")
        return page

    yield open_
    for page in pages:
        page.close()


def edges(page: Page) -> int:
    count: int = page.evaluate("document.querySelector('.frame').picture.edges.length")
    return count


def test_associations_are_hidden_and_shown(opened: Callable[[Payload], Page]) -> None:
    page = opened(sample())
    button = page.get_by_role("button", name="derived from 1")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    assert edges(page) == 1
    button.click()
    assert edges(page) == 2
    page.close()


def test_the_legend_only_explains_when_edges_do_not_name_their_types(
    opened: Callable[[Payload], Page],
) -> None:
    page = opened(without_types())
    expect(page.get_by_role("button", name="derived from")).to_have_count(0)
    expect(page.get_by_text("derived from")).to_be_visible()
    page.close()


def without_types() -> Payload:
    made = sample()
    made["merged"] = [{"words": style["words"], "dashes": style["dashes"]} for style in MERGED]
    return made


def test_a_hidden_type_counts_its_entities_and_stacks_stay(opened: Callable[[Payload], Page]) -> None:
    page = opened(sample())
    page.get_by_role("button", name="One 1", exact=True).click()
    graph = page.get_by_test_id("lineage-graph")
    expect(graph).to_have_attribute("data-entities", "4")
    expect(graph).to_have_attribute("data-cards", "2")
    page.close()


def test_a_stack_shows_its_members_and_cannot_be_opened(opened: Callable[[Payload], Page]) -> None:
    page = opened(sample())
    at = page.evaluate("document.querySelector('.stage').lineage.position('fold:1')")
    page.mouse.dblclick(at["x"], at["y"])
    expect(page.locator("#details")).to_contain_text("<b>y</b>")
    expect(page.get_by_test_id("lineage-graph")).to_have_attribute("data-cards", "3")
    page.close()


def test_find_and_the_map_work(opened: Callable[[Payload], Page]) -> None:
    page = opened(sample())
    page.get_by_test_id("lineage-graph").focus()
    page.keyboard.press("Control+f")
    page.keyboard.type("<b>y")
    expect(page.locator(".finder .count")).to_have_text("1 of 1")
    page.keyboard.press("Escape")
    for _ in range(6):
        page.get_by_role("button", name="Zoom in").click()
    expect(page.locator(".map")).to_be_visible()
    page.close()
