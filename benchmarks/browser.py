"""The running explorer in Chromium. It measures times and received bytes, and records requests to other machines."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from urllib.parse import quote, urlsplit

from playwright.sync_api import Browser, Locator, Page, WebSocket, expect

DRAWN = "[data-testid=lineage-graph][data-entities]"
PATIENCE = 300_000  # milliseconds, which pyvis's default page needs

_QUIET = "() => document.querySelector('[data-testid=stApp]').dataset.testScriptState !== 'running'"

# The times of the frames that a person sees while dragging the picture.
_WATCH_FRAMES = """() => {
    window.frames_ = [];
    const watch = (now) => { window.frames_.push(now); window.watching = requestAnimationFrame(watch); };
    window.watching = requestAnimationFrame(watch);
}"""
_FRAMES = "() => { cancelAnimationFrame(window.watching); return window.frames_; }"


@dataclass
class Visit:
    """One browser page on the app."""

    page: Page
    url: str
    received: int = 0
    """Bytes that the server sent over the page's connection since the last reading, uncompressed."""
    outside: list[str] = field(default_factory=list)
    """Requested URLs that are not on this machine."""

    @classmethod
    def start(cls, browser: Browser, url: str) -> "Visit":
        """Open a new page of 1280 × 720 pixels."""
        visit = cls(browser.new_page(viewport={"width": 1280, "height": 720}), url)
        visit.page.on("websocket", visit._listen)
        visit.page.on("request", lambda request: visit._requested(request.url))
        return visit

    @property
    def graph(self) -> Locator:
        """The picture."""
        return self.page.locator(DRAWN)

    def open(self, entities: int, **parameters: str) -> None:
        """Go to a view and wait until the picture has this number of entities."""
        query = "&".join(f"{name}={quote(value)}" for name, value in parameters.items())
        self.page.goto(f"{self.url}/?{query}")
        expect(self.graph).to_have_attribute("data-entities", str(entities), timeout=PATIENCE)
        self.settle()

    def shows(self, entities: int) -> Callable[[], None]:
        """Return a function that waits until the picture has this number of entities."""
        return self._until("([graph, wanted]) => graph.dataset.entities === wanted", str(entities))

    def focuses(self, arn: str) -> Callable[[], None]:
        """Return a function that waits until this entity is the focus of the picture."""
        return self._until("([graph, wanted]) => graph.dataset.focus === wanted", arn)

    def changes(self) -> Callable[[], None]:
        """Return a function that waits until the picture has another number of entities than now."""
        now = self.graph.get_attribute("data-entities") or ""
        return self._until("([graph, before]) => graph.dataset.entities !== before", now)

    def _until(self, condition: str, value: str) -> Callable[[], None]:
        """Check the condition at every frame; Playwright's own assertions check only after 100, 250 and 500 ms."""
        graph = self.graph.element_handle()

        def wait() -> None:
            self.page.wait_for_function(condition, arg=[graph, value], timeout=PATIENCE)

        return wait

    def timed(self, act: Callable[[], None], done: Callable[[], None]) -> float:
        """Return the seconds from an action until `done` returns."""
        self.settle()
        self.received = 0
        started = time.perf_counter()
        act()
        done()
        seconds = time.perf_counter() - started
        self.settle()
        return seconds

    def key(self, key: str) -> Callable[[], None]:
        """Return a function that presses a key in the picture."""

        def press() -> None:
            self.graph.focus()
            self.page.keyboard.press(key)

        return press

    def positions(self) -> dict[str, list[float]]:
        """Return the position of every card in the window, by ARN."""
        found: dict[str, list[float]] = self.graph.evaluate(
            """graph => Object.fromEntries([...graph.closest('.frame').picture.cards.keys()].map((arn) => {
                const { x, y } = graph.lineage.position(arn);
                return [arn, [x, y]];
            }))"""
        )
        return found

    def frames_while_panning(self) -> list[float]:
        """Drag the picture to and fro for some seconds. Return the milliseconds between frames."""
        box = self.graph.bounding_box()
        assert box
        x, y = box["x"] + box["width"] / 2, box["y"] + 12
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.evaluate(_WATCH_FRAMES)
        for step in range(120):
            self.page.mouse.move(x + 3 * (60 - abs(60 - step)), y + step)
        frames: list[float] = self.page.evaluate(_FRAMES)
        self.page.mouse.up()
        return [later - earlier for earlier, later in pairwise(frames)]

    def settle(self) -> None:
        """Wait until the server sends nothing more."""
        self.wait_for_the_server()
        before = -1
        while before != self.received:
            before = self.received
            self.page.wait_for_timeout(300)

    def wait_for_the_server(self) -> None:
        """Wait until the page has run to its end."""
        self.page.wait_for_function(_QUIET)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._received)

    def _received(self, payload: str | bytes) -> None:
        self.received += len(payload)

    def _requested(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
            self.outside.append(url)
