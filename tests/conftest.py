"""What tests share because it is costly to start: one browser, one Gremlin Server."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser_setup import launch
from tests.neptune_local.gremlin_server import GremlinServer


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All that needs the Gremlin Server runs in one worker, so that only one is started."""
    for item in items:
        if "gremlin_server" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("gremlin"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def gremlin_server() -> Iterator[GremlinServer]:
    """Shared by all tests, so what it holds is whatever the last one left: `clear()` it first."""
    with GremlinServer() as server:
        yield server
