"""The explorer in Chromium, server included, compared with pyvis's default page of the same graph."""

import random
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright
from pyvis.network import Network

from benchmarks.browser import DRAWN, PATIENCE, Visit
from lineage_viz.demo import generate
from lineage_viz.demo.source import DemoSource
from lineage_viz.model import Subgraph
from lineage_viz.snapshot import Header, open_folder, write_snapshot
from lineage_viz.store.local import LocalStore
from lineage_viz.title import title
from tests.browser_setup import launch
from tests.running_app import running_app

ENTITIES = 17_000

FOREIGN = 3_749, 57_645
"""Entities and associations of the graph air-routes, which people try graph tools on."""

_TIMES = 5


def main() -> None:
    """Print the seconds from a click to the drawn picture, and the ratio to pyvis's default page."""
    with tempfile.TemporaryDirectory() as out, sync_playwright() as playwright:
        folder = _account(Path(out))
        store = LocalStore([open_folder(folder)])
        graph = store.heterograph()
        hub = max(graph.nodes, key=graph.out_degree)
        browser = launch(playwright)
        with running_app(folder) as url:
            visit = Visit.start(browser, url)
            _row("click to drawn, 1,000 entities in stacks", _click_to_drawn(visit, hub, 1_000, bundle="on"))
            ours = _click_to_drawn(visit, hub, 1_000)
            _row("click to drawn, 1,000 cards", ours)
            _small_steps(visit, hub)
            _row("click to drawn, 10,000 cards", _click_to_drawn(visit, hub, 10_000))
            frames = visit.frames_while_panning()
            _row("pan at 10,000 cards, frame, median", statistics.median(frames), "ms")
            _row("pan at 10,000 cards, frame, 95 of 100", statistics.quantiles(frames, n=20)[-1], "ms")
            _row("requests that left the machine", len(visit.outside), "")
        _first_picture(browser, Path(out) / "foreign")
        theirs = _pyvis(browser, Path(out) / "pyvis.html", store.trace([hub], up=0, cap=1_000))
        _row("pyvis's default page, 1,000", theirs)
        _row("ratio, × faster", theirs / ours, "")
        browser.close()


def _row(name: str, value: float, unit: str = "s") -> None:
    print(f"{name:<44}{value:>10.2f} {unit}", flush=True)


def _account(out: Path) -> Path:
    source = DemoSource(generate(entities=ENTITIES, seed=7))
    taken = datetime(2026, 3, 12, tzinfo=UTC)
    header = Header("123456789012", "eu-west-1", "aws", taken, "full", details=True, last_full=taken)
    return write_snapshot(out, header, list(source.entities()), list(source.associations()))


def _first_picture(browser: Browser, folder: Path) -> None:
    """Print the seconds from the start of the app to the first picture of another tool's graph.

    The graph has the size of air-routes, and an id that comes first and is linked with nothing.
    """
    folder.mkdir()
    chance = random.Random(7)
    vertices = [f"{number},airport" for number in range(1, FOREIGN[0])]
    folder.joinpath("nodes.csv").write_text("\n".join(["~id,~label", "0,version", *vertices]))
    ends = [(chance.randrange(1, FOREIGN[0]), chance.randrange(1, FOREIGN[0])) for _ in range(FOREIGN[1])]
    edges = [f"e{number},{source},{end},route" for number, (source, end) in enumerate(ends)]
    folder.joinpath("edges.csv").write_text("\n".join(["~id,~from,~to,~label", *edges]))
    started = time.perf_counter()
    with running_app(folder) as url:
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(url)
        graph = page.locator(DRAWN)
        graph.wait_for(timeout=PATIENCE)
        _row("start to first picture of a foreign graph", time.perf_counter() - started)
        _row("entities in it", int(graph.get_attribute("data-entities") or 0), "")
        page.close()


def _click_to_drawn(visit: Visit, hub: str, entities: int, bundle: str = "off") -> float:
    """Return the seconds from the click on "all downstream" until the picture is drawn."""
    visit.open(1, focus=hub, up="0", down="0", cap=str(entities), bundle=bundle)
    visit.page.get_by_role("combobox", name="Steps downstream").click()
    choice = visit.page.get_by_role("option", name="all downstream")
    expect(choice).to_be_visible()
    return visit.timed(choice.click, visit.shows(entities))


def _small_steps(visit: Visit, hub: str) -> None:
    """Print the time of each action at 1,000 cards, the bytes it sends, and the movement of other cards."""
    page, graph = visit.page, visit.graph
    types = page.locator(".legend button[aria-pressed][data-type]")
    filtered, shown = [], []
    for _ in range(_TIMES):
        filtered.append(visit.timed(types.last.click, visit.changes()))
        shown.append(visit.timed(types.last.click, visit.shows(1_000)))
    _row("filter a type at 1,000, median", statistics.median(filtered))
    _row("show it again, median", statistics.median(shown))
    visit.key("Escape")()
    selected = visit.timed(visit.key("Enter"), lambda: _details_of(visit, hub))
    _row("select a card, details shown", selected)
    before = visit.positions()
    expanded = visit.timed(visit.key("+"), visit.changes())
    _row("sent for an expansion by 500 at 1,000", visit.received / 1_000, "kB")
    after = visit.positions()
    moved = max(abs(after[arn][axis] - at[axis]) for arn, at in before.items() for axis in (0, 1))
    _row("farthest any card moved", moved, "px")
    _row("cards", int(graph.get_attribute("data-entities") or 0), "")
    collapsed = [visit.timed(visit.key("-"), visit.changes())]
    steps = [expanded]
    for _ in range(_TIMES - 1):
        steps.append(visit.timed(visit.key("+"), visit.changes()))
        collapsed.append(visit.timed(visit.key("-"), visit.changes()))
    _row("expand a side by 500 at 1,000, first", expanded)
    _row("expand it again, median", statistics.median(steps[1:]))
    _row("collapse a side at 1,500, median", statistics.median(collapsed))


def _details_of(visit: Visit, arn: str) -> None:
    expect(visit.graph).to_have_attribute("data-selected", arn)
    expect(visit.page.get_by_test_id("facts")).to_contain_text(arn)


def _pyvis(browser: Browser, file: Path, subgraph: Subgraph) -> float:
    """Return the seconds until pyvis's default page rests: pyvis moves the nodes by its own physics."""
    network = Network(directed=True, cdn_resources="in_line")
    for entity in subgraph.entities:
        network.add_node(entity.arn, title(entity))
    for association in subgraph.associations:
        network.add_edge(association.source, association.destination)
    file.write_text(network.generate_html(), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.route("http*://**", lambda route: route.abort())  # the page requests files from a CDN
    started = time.perf_counter()
    page.goto(file.as_uri(), wait_until="commit")
    page.wait_for_function("() => typeof network === 'object' && network?.physics?.ready", timeout=PATIENCE)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
