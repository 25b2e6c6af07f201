"""The interactive page in a real browser, from a file, without a network."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from lineage_viz.takeaway import TakeAway
from tests.takeaway.test_formats import hostile, made, taken, whole

__all__ = ["hostile", "whole"]

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize("kind", ["whole", "hostile"])
def test_it_draws_and_shows_details_and_asks_for_nothing(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest, browser: Browser
) -> None:
    given = request.getfixturevalue(kind)
    what: TakeAway = given if isinstance(given, TakeAway) else taken(given)
    file = tmp_path / "lineage.html"
    file.write_text(made("html", what), encoding="utf-8")
    faults: list[str] = []
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("request", lambda asked: faults.append(asked.url) if asked.url != file.as_uri() else None)
    page.goto(file.as_uri())
    graph = page.locator("[data-testid=lineage-graph]")
    expect(graph).to_have_attribute("data-entities", str(len(what.view.shown.entities)))
    first = what.view.shown.entities[0].arn
    graph.scroll_into_view_if_needed()
    at = graph.evaluate("(graph, arn) => graph.lineage.position(arn)", first)
    page.mouse.click(at["x"], at["y"])
    expect(page.locator("#details")).to_contain_text(first)
    assert page.evaluate("window.hacked") is None
    page.close()
    assert faults == []
