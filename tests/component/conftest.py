"""The picture without an app: the scripts of the offline page in Chromium, with payloads from a test."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from lineage_viz.style import KINDS
from lineage_viz.takeaway.caption import Caption
from lineage_viz.takeaway.page import page as offline_page
from tests.patience import IN_BROWSER

Payload = dict[str, Any]

OPTIONS = {
    "physics": {"enabled": False},
    "interaction": {"dragNodes": False, "selectable": False, "hover": True, "keyboard": False},
}

# A canvas has no elements to read: the colour of a card's band shows if it is faded.
BAND = """([stage, arn]) => {
    const at = stage.lineage.position(arn), canvas = stage.querySelector('canvas');
    const box = canvas.getBoundingClientRect(), ratio = canvas.width / box.width;
    const scale = stage.closest('.frame').picture.camera.scale;
    const x = (at.x - box.left - 81 * scale) * ratio, y = (at.y - box.top + 11 * scale) * ratio;
    return [...canvas.getContext('2d').getImageData(x, y, 1, 1).data].slice(0, 3);
}"""


def card(arn: str, x: float, y: float, **about: Any) -> Payload:
    """One node of a payload."""
    return {
        "arn": arn,
        "label": arn,
        "x": x,
        "y": y,
        "shape": "custom",
        "group": "data_set",
        "words": "Data set",
        **about,
    }


def payload(nodes: Sequence[Payload], edges: Sequence[tuple[str, str]] = (), **about: Any) -> Payload:
    """The payload that `render` makes of these cards and associations."""
    places = {node["arn"]: number for number, node in enumerate(nodes)}
    return {
        "nodes": [{"id": number, **node} for number, node in enumerate(nodes)],
        "edges": [{"from": places[source], "to": places[destination], "line": 0} for source, destination in edges],
        "options": OPTIONS,
        "merged": [{"words": "contributed to", "dashes": []}],
        "focus": [],
        "name": "Lineage",
        "associations": len(edges),
        "kinds": {kind.key: {"colour": kind.colour, "glyph": kind.glyph} for kind in KINDS},
        "types": [],
        "lines": [{"words": "contributed to", "dashes": []}],
        "status": "all of it",
        **about,
    }  # fmt: skip


def chain(*arns: str, **about: Any) -> Payload:
    """The payload of cards in a row, each with an association to the next."""
    return payload(
        [card(arn, 300 * number, 0) for number, arn in enumerate(arns)], [*pairwise(arns)], **about
    )


@dataclass
class Picture:
    """A picture in a browser, with the actions of a person."""

    page: Page
    faults: list[str] = field(default_factory=list)

    def draw(self, data: Mapping[str, Any]) -> None:
        """Give a payload to the picture, as the server does, and wait until it is drawn."""
        self.page.evaluate(
            """(data) => {
                window.sent ??= [];
                delete document.querySelector('.stage').dataset.cards;
                window.lineageGraph({
                    data, parentElement: document.getElementById('picture'),
                    setTriggerValue: (_, value) => window.sent.push(value),
                });
            }""",
            data,
        )
        expect(self.stage).to_have_attribute("data-cards", str(len(data["nodes"])))

    @property
    def stage(self) -> Locator:
        return self.page.get_by_test_id("lineage-graph")

    @property
    def sent(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.page.evaluate("window.sent")
        return found

    def expect_sent(self, action: str, **about: str) -> None:
        """Wait until the picture has sent this action to the server."""
        self.page.wait_for_function(
            """(wanted) => window.sent.some((sent) => {
                return Object.entries(wanted).every(([name, value]) => sent[name] === value);
            })""",
            arg={"action": action, **about},
        )

    def asked(self) -> list[str]:
        """The actions that were sent, without selections."""
        return [sent["action"] for sent in self.sent if sent["action"] != "select"]

    def position(self, arn: str) -> dict[str, float] | None:
        found: dict[str, float] | None = self.stage.evaluate(
            "(stage, arn) => stage.lineage.position(arn)", arn
        )
        return found

    def at(self, arn: str, x: float = 0, y: float = 0) -> tuple[float, float]:
        """A place on a card in the window; `x` and `y` are the card's own units from its centre."""
        place = self.position(arn)
        assert place
        scale = self.scale
        return place["x"] + x * scale, place["y"] + y * scale

    @property
    def scale(self) -> float:
        found: float = self.stage.evaluate("(stage) => stage.closest('.frame').picture.camera.scale")
        return found

    def pill(self, arn: str, part: str) -> tuple[float, float]:
        place = self.stage.evaluate("(stage, [arn, part]) => stage.lineage.pill(arn, part)", [arn, part])
        return place["x"], place["y"]

    def band(self, arn: str) -> tuple[int, int, int]:
        """The colour of a card's band after the next drawing."""
        self.settle()
        red, green, blue = self.page.evaluate(
            f"([arn]) => ({BAND})([document.querySelector('.stage'), arn])", [arn]
        )
        return red, green, blue

    def settle(self) -> None:
        """Wait for two frames: all changes are drawn in the first one."""
        self.page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    def expect_said(self, text: str) -> None:
        expect(self.page.locator(".announce")).to_contain_text(text)

    def keys(self, *names: str) -> None:
        self.stage.focus()
        for name in names:
            self.page.keyboard.press(name)


@pytest.fixture(scope="session")
def picture_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    file: Path = tmp_path_factory.mktemp("picture") / "picture.html"
    file.write_text(offline_page(chain("a"), Caption("", "", "", "", ""), []), encoding="utf-8")
    return file.as_uri()


@pytest.fixture(scope="module")
def window(browser: Browser, picture_url: str) -> Iterator[Picture]:
    """A window costs more than most tests; its document is each test's own."""
    page = browser.new_page(
        viewport={"width": 1280, "height": 800}, bypass_csp=True
    )  # to wait for what it sends
    page.set_default_timeout(IN_BROWSER)
    found = Picture(page)
    page.on("pageerror", lambda error: found.faults.append(str(error)))
    page.on("console", lambda message: message.type == "error" and found.faults.append(message.text))
    page.on("dialog", lambda dialog: (found.faults.append("a dialog"), dialog.dismiss()))
    page.on("request", lambda asked: found.faults.append(asked.url) if asked.url != picture_url else None)
    yield found
    page.close()


@pytest.fixture
def picture(window: Picture, picture_url: str) -> Iterator[Picture]:
    """Loaded anew, light, with the mouse away from it."""
    window.faults.clear()
    window.page.emulate_media(color_scheme="light")
    window.page.mouse.move(0, 0)
    window.page.goto(picture_url)
    expect(window.stage).to_have_attribute("data-entities", "1")
    yield window
    assert window.faults == []
