"""The explorer in Chromium, server included, against pyvis's own default page of the same graph."""

import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, Page, expect, sync_playwright
from pyvis.network import Network

from lineage_viz.demo import generate
from lineage_viz.demo.source import DemoSource
from lineage_viz.model import Subgraph
from lineage_viz.snapshot import Header, open_folder, write_snapshot
from lineage_viz.store.local import LocalStore
from lineage_viz.title import title
from tests.browser_setup import launch
from tests.running_app import running_app

ENTITIES = 17_000
DRAWN = "[data-testid=lineage-graph][data-entities]"
PATIENCE = 300_000  # milliseconds; pyvis's own page needs them


def main() -> None:
    """Print the seconds from a click to the drawn picture, and the ratio to pyvis's default page."""
    with tempfile.TemporaryDirectory() as out, sync_playwright() as playwright:
        folder = _account(Path(out))
        store = LocalStore([open_folder(folder)])
        graph = store.heterograph()
        hub = max(graph.nodes, key=graph.out_degree)
        browser = launch(playwright)
        with running_app(folder) as url:
            page = browser.new_page(viewport={"width": 1280, "height": 720})
            ours = _click_to_drawn(page, url, hub, 1_000)
            print(f"click to drawn, 1,000 entities      {ours:8.2f} s")
            print(f"filter a type at 1,000              {_filtered(page):8.2f} s")
            print(f"select a card, details shown        {_selected(page, hub):8.2f} s")
            print(f"expand a side by 500 at 1,000       {_expanded(page):8.2f} s")
            print(f"click to drawn, 10,000 entities     {_click_to_drawn(page, url, hub, 10_000):8.2f} s")
        theirs = _pyvis(browser, Path(out) / "pyvis.html", store.trace([hub], up=0, cap=1_000))
        print(f"pyvis's default page, 1,000         {theirs:8.2f} s")
        print(f"ratio                               {theirs / ours:8.1f} × faster")
        browser.close()


def _account(out: Path) -> Path:
    source = DemoSource(generate(entities=ENTITIES, seed=7))
    taken = datetime(2026, 3, 12, tzinfo=UTC)
    header = Header("123456789012", "eu-west-1", "aws", taken, "full", details=True, last_full=taken)
    return write_snapshot(out, header, list(source.entities()), list(source.associations()))


def _click_to_drawn(page: Page, url: str, hub: str, entities: int) -> float:
    """From the click on "all downstream" until the picture says that it is drawn."""
    page.goto(f"{url}/?focus={quote(hub)}&up=0&down=0&cap={entities}")
    expect(page.locator(DRAWN)).to_have_attribute("data-entities", "1", timeout=PATIENCE)
    page.get_by_role("combobox", name="Steps downstream").click()
    choice = page.get_by_role("option", name="all downstream")
    expect(choice).to_be_visible()
    started = time.perf_counter()
    choice.click()
    expect(page.locator(DRAWN)).to_have_attribute("data-entities", str(entities), timeout=PATIENCE)
    return time.perf_counter() - started


def _filtered(page: Page) -> float:
    shown = page.locator(DRAWN).get_attribute("data-entities") or ""
    button = page.locator(".legend button[aria-pressed]").last
    started = time.perf_counter()
    button.click()
    expect(page.locator(DRAWN)).not_to_have_attribute("data-entities", shown)
    seconds = time.perf_counter() - started
    button.click()
    expect(page.locator(DRAWN)).to_have_attribute("data-entities", shown)
    return seconds


def _selected(page: Page, hub: str) -> float:
    graph = page.locator(DRAWN)
    graph.focus()
    page.keyboard.press("Escape")
    started = time.perf_counter()
    page.keyboard.press("Enter")
    expect(graph).to_have_attribute("data-selected", hub)
    expect(page.get_by_test_id("facts")).to_contain_text(hub)
    return time.perf_counter() - started


def _expanded(page: Page) -> float:
    graph = page.locator(DRAWN)
    shown = graph.get_attribute("data-entities") or ""
    graph.focus()
    started = time.perf_counter()
    page.keyboard.press("+")
    expect(graph).not_to_have_attribute("data-entities", shown)
    return time.perf_counter() - started


def _pyvis(browser: Browser, file: Path, subgraph: Subgraph) -> float:
    """As pyvis draws it when nothing is set: its own physics until it rests."""
    network = Network(directed=True, cdn_resources="in_line")
    for entity in subgraph.entities:
        network.add_node(entity.arn, title(entity))
    for association in subgraph.associations:
        network.add_edge(association.source, association.destination)
    file.write_text(network.generate_html(), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.route("http*://**", lambda route: route.abort())  # it still names addresses outside
    started = time.perf_counter()
    page.goto(file.as_uri(), wait_until="commit")
    page.wait_for_function("() => typeof network === 'object' && network?.physics?.ready", timeout=PATIENCE)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
