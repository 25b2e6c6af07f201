"""Renew the pictures in docs/ from the running app: `python -m tests.screenshots`."""

import sys

from playwright.sync_api import sync_playwright

from tests.browser_setup import launch
from tests.running_app import ROOT, running_app

IMAGES = ROOT / "docs" / "images"
SHOTS = (
    ("explorer-light", "/", "light", "[data-testid=lineage-graph][data-entities]"),
    ("overview-light", "/?show=overview", "light", "[data-testid=lineage-graph][data-entities]"),
)


def main() -> int:
    """Write each picture at 1280 × 720."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with running_app() as url, sync_playwright() as playwright:
        browser = launch(playwright)
        for name, path, scheme, ready in SHOTS:
            page = browser.new_page(viewport={"width": 1280, "height": 720}, color_scheme=scheme)
            page.goto(url + path)
            page.wait_for_selector(ready)
            page.wait_for_selector("[data-testid=stStatusWidget]", state="detached")
            page.screenshot(path=IMAGES / f"{name}.png", animations="disabled")
            page.close()
            print(IMAGES / f"{name}.png", file=sys.stderr)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
