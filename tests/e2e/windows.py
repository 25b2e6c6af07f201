"""Browser windows that tests use one after the other.

Each new window compiles Streamlit's scripts again, which takes half of the time of opening a page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page

from tests.patience import IN_BROWSER

SIZE = {"width": 1280, "height": 720}
KEPT = 3
FORGET = "() => { localStorage.clear(); sessionStorage.clear(); }"


@dataclass
class Windows:
    """Lends windows as if they were new: without cookies, stored values, routes and listeners, and light."""

    browser: Browser
    _idle: list[Page] = field(default_factory=list)

    def lend(self, *, viewport: Any = None, color_scheme: Any = "light") -> Page:
        page = self._idle.pop() if self._idle else self.browser.new_context().new_page()
        page.set_viewport_size(viewport or SIZE)
        page.emulate_media(color_scheme=color_scheme)
        page.set_default_timeout(IN_BROWSER)
        page.set_default_navigation_timeout(IN_BROWSER)
        return page

    def take_back(self, pages: Sequence[Page]) -> None:
        """Keep some windows for the next tests, and close all others."""
        for page in pages:
            if page.is_closed():
                continue
            if len(self._idle) == KEPT:
                page.context.close()
                continue
            for other in page.context.pages:
                if other is not page:
                    other.close()
            if page.url.startswith("http"):
                page.evaluate(FORGET)
            page.goto("about:blank")  # the app loses its visitor
            page.context.unroute_all()
            page.unroute_all()
            page.context.clear_cookies()
            page.mouse.move(0, 0)
            self._idle.append(page)
