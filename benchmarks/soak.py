"""Memory and time a click while people go on clicking: `python -m benchmarks.soak [clicks]` (default 5,000).

A soak is no part of `make bench`: it takes minutes, and its point is that the figures of the last tenth are those of
the first.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice

import psutil
from playwright.sync_api import Browser, expect, sync_playwright

from benchmarks.browser import PATIENCE, Visit
from lineage_viz.demo.source import demo_source
from lineage_viz.store.local import LocalStore
from lineage_viz.ui.explore.first_answers import starting_point
from tests.browser_setup import launch
from tests.running_app import app_process

_TENTHS = 10


def main() -> None:
    """Print, after each tenth of the clicks, the server's memory and the median time of a click in that tenth."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("clicks", type=int, nargs="?", default=5_000, help="in all (default 5,000)")
    each = max(1, parser.parse_args().clicks // _TENTHS)
    expect.set_options(timeout=PATIENCE)
    with app_process() as (url, app), sync_playwright() as playwright:
        browser, server = launch(playwright), psutil.Process(app.pid)
        print(f"{'clicks':>8}{'memory':>12}{'a click':>12}", flush=True)
        for tenth in range(1, _TENTHS + 1):
            seconds = statistics.median(_session(browser, url, each))
            memory = server.memory_info().rss / 1e6
            print(f"{tenth * each:>8,}{memory:>9.0f} MB{1_000 * seconds:>9.0f} ms", flush=True)
        browser.close()


def _session(browser: Browser, url: str, clicks: int) -> list[float]:
    """Seconds of each click of a new visitor, from the click until all it changes is shown."""
    visit = Visit.start(browser, url)
    visit.page.set_default_timeout(PATIENCE)
    visit.page.goto(url)
    expect(visit.graph).to_be_visible()
    visit.settle()
    times = []
    for act in islice(_acts(visit), clicks):
        started = time.perf_counter()
        act()
        times.append(time.perf_counter() - started)
    visit.page.context.close()
    return times


def _acts(visit: Visit) -> Iterator[Callable[[], None]]:
    """A card is selected, becomes the focus, and that is undone; then the same with the next."""
    store = LocalStore([demo_source()])
    focus = starting_point(store)
    others = [each.entity.arn for each in store.neighbors(focus)]
    for arn in cycle(others):
        yield lambda arn=arn: _select(visit, arn)  # type: ignore[misc]
        yield lambda arn=arn: _press(visit, "f", arn)  # type: ignore[misc]
        yield lambda: _press(visit, "u", focus)


def _select(visit: Visit, arn: str) -> None:
    at = visit.graph.evaluate("(graph, arn) => graph.lineage.position(arn)", arn)
    visit.page.mouse.click(at["x"], at["y"])
    visit.page.wait_for_function("(arn) => new URL(location).searchParams.get('select') === arn", arg=arn)
    visit.wait_for_the_server()


def _press(visit: Visit, key: str, focus: str) -> None:
    focused = visit.focuses(focus)
    visit.key(key)()
    focused()
    visit.wait_for_the_server()


if __name__ == "__main__":
    main()
