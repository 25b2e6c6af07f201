"""The running app in a real browser, watched for errors and for requests that leave the machine."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from lineage_viz.model import Entity
from lineage_viz.snapshot import Header, write_snapshot
from lineage_viz.store.local import LocalStore
from tests import demo_once
from tests.e2e.windows import Windows
from tests.pages.conftest import HOSTILE
from tests.patience import IN_BROWSER
from tests.running_app import running_app

# Streamlit requests these below the path of the page first, and then at the root, where they exist.
ASKED_TWICE = ("/_stcore/health", "/_stcore/host-config")

_TIMES_OPENED = 10


# The widths of the columns change while a page loads, and the picture follows them. The check runs once a frame: a busy
# machine draws fewer frames.
STANDS_STILL = """() => {
    const shadows = [...document.querySelectorAll('*')].map((element) => element.shadowRoot);
    const drawn = '[data-testid=lineage-graph][data-entities]';
    const graph = shadows.map((shadow) => shadow?.querySelector(drawn)).find(Boolean);
    const running = document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'running';
    if (!graph || running) return false;
    const now = JSON.stringify([graph.lineage.position(graph.dataset.focus), graph.clientWidth]);
    graph.stood = graph.before === now ? graph.stood + 1 : 0;
    graph.before = now;
    return graph.stood > 24;
}"""


@dataclass
class Explorer:
    """A browser page on the app, with the actions of a test."""

    page: Page
    url: str
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("pageerror", self._on_error)
        self.page.on("console", self._on_console)
        self.page.on("request", self._on_request)

    def leave(self) -> None:
        """Stop listening to the page, which another test uses next."""
        self.page.remove_listener("pageerror", self._on_error)
        self.page.remove_listener("console", self._on_console)
        self.page.remove_listener("request", self._on_request)

    def open(self, path: str = "/", **parameters: str) -> Locator:
        """Go to a page of the app. Returns the picture when it is drawn."""
        query = "&".join(f"{name}={quote(value)}" for name, value in parameters.items())
        self.page.goto(f"{self.url}{path}?{query}")
        expect(self.page.get_by_role("heading").first).to_be_visible()
        if path == "/" and "nothing" not in query:
            self.page.wait_for_function(STANDS_STILL)
        return self.graph

    @property
    def graph(self) -> Locator:
        return self.page.locator("[data-testid=lineage-graph][data-entities]")

    def position(self, arn: str) -> dict[str, float]:
        """The position of a card in the window."""
        found: dict[str, float] = self.graph.evaluate("(graph, arn) => graph.lineage.position(arn)", arn)
        return found

    def positions(self, entities: Iterable[Entity]) -> list[dict[str, float]]:
        """The positions of cards, all at the same moment."""
        arns = [entity.arn for entity in entities]
        found: list[dict[str, float]] = self.graph.evaluate(
            "(graph, arns) => arns.map((arn) => graph.lineage.position(arn))", arns
        )
        return found

    def click(self, arn: str, **how: Any) -> None:
        at = self.position(arn)
        self.page.mouse.click(at["x"], at["y"], **how)

    def select(self, arn: str) -> None:
        """Click a card and wait until the panel shows it."""
        self.click(arn)
        expect(self.graph).to_have_attribute("data-selected", arn)
        expect(self.page.get_by_test_id("facts")).to_contain_text(arn)

    def open_list(self, name: str) -> Locator:
        """Open the list of a choice. Returns its options. The end of a run closes an open list: it is opened again."""
        choice, options = self.page.get_by_role("combobox", name=name), self.page.get_by_role("option")
        for _ in range(_TIMES_OPENED):
            if choice.get_attribute("aria-expanded") != "true":
                choice.click()
            with suppress(AssertionError):
                expect(options.first).to_be_visible(timeout=IN_BROWSER / _TIMES_OPENED)
                break
        return options

    def search(self, text: str) -> Locator:
        """Type into the search box. Returns the suggestions."""
        self.page.get_by_role("combobox", name="Search every entity").press_sequentially(text)
        return self.page.get_by_role("option")

    def _on_error(self, error: Any) -> None:
        self.faults.append(str(error))

    def _on_console(self, message: Any) -> None:
        missing = message.location.get("url", "").endswith(ASKED_TWICE)
        if message.type == "error" and not missing:
            self.faults.append(message.text)

    def _on_request(self, request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
            self.faults.append(f"a request left the machine: {request.url}")


@pytest.fixture(scope="session")
def demo() -> LocalStore:
    return demo_once.store()


@pytest.fixture(scope="session")
def demo_url() -> Iterator[str]:
    with running_app(HOME=os.devnull) as url:  # the home of many a service account
        yield url


@pytest.fixture(scope="session")
def hostile_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    taken = datetime(2026, 3, 12, tzinfo=UTC)
    header = Header("123456789012", "eu-west-1", "aws", taken, "full", details=True, last_full=taken)
    folder: Path = tmp_path_factory.mktemp("hostile")
    with running_app(write_snapshot(folder, header, HOSTILE.holds, HOSTILE.links)) as url:
        yield url


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Windows:
    return Windows(browser)


@pytest.fixture
def visit(windows: Windows) -> Iterator[Callable[..., Explorer]]:
    """A function that opens a window on an app; at the end no window may have had an error."""
    visits: list[Explorer] = []

    def open_(url: str, **how: Any) -> Explorer:
        visits.append(Explorer(windows.lend(**how), url))
        return visits[-1]

    yield open_
    for explorer in visits:
        explorer.leave()
    windows.take_back([explorer.page for explorer in visits])
    for explorer in visits:
        assert explorer.faults == []


@pytest.fixture
def explorer(visit: Callable[..., Explorer], demo_url: str) -> Explorer:
    return visit(demo_url)
