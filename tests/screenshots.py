"""Renew the pictures in docs/ from the running app: `python -m tests.screenshots`."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from moto.server import ThreadedMotoServer
from playwright.sync_api import Browser, Page, sync_playwright

from lineage_viz.demo import generate
from tests import demo_once
from tests.browser_setup import launch
from tests.caller import CALLER
from tests.fake_sagemaker import FakeSageMaker
from tests.running_app import ROOT, running_app

IMAGES = ROOT / "docs" / "images"


def main() -> int:
    """Write each picture with 1440 × 900 pixels, a common window."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        with running_app() as url:
            for name, path in ("explorer-light", "/"), ("overview-light", "/?show=overview"):
                page = opened(browser, url + path)
                page.wait_for_selector("[data-testid=lineage-graph][data-entities]")
                shoot(page, name)
            page = opened(browser, f"{url}/query?ask=jobs-behind&entity={_endpoint()}")
            page.get_by_role("heading", name="Jobs behind").wait_for()
            page.wait_for_selector("[data-testid=stDataFrame] canvas")
            shoot(page, "query-light")
            page = opened(browser, f"{url}/audit")
            page.get_by_role("table").first.wait_for()
            shoot(page, "audit-light")
        with reloaded_app() as url:
            page = opened(browser, f"{url}/")
            page.get_by_role("link", name="Admin").click()
            page.get_by_text("· checked").wait_for()
            shoot(page, "admin-light")
        browser.close()
    return 0


def _endpoint() -> str:
    """The ARN of an endpoint of the demo account."""
    found = demo_once.store().search("ticket-routing-prod", limit=50).entities
    return next(each.arn for each in found if each.type == "Endpoint")


def opened(browser: Browser, url: str) -> Page:
    page = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme="light")
    page.goto(url)
    return page


def shoot(page: Page, name: str) -> None:
    page.wait_for_selector("[data-testid=stStatusWidget]", state="detached")
    page.screenshot(path=IMAGES / f"{name}.png", animations="disabled")
    page.close()
    print(IMAGES / f"{name}.png", file=sys.stderr)


@contextmanager
def reloaded_app() -> Iterator[str]:
    """An app after three reloads from a growing account of the fake SageMaker."""
    aws = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    aws.start()
    host, port = aws.get_host_and_port()
    with FakeSageMaker(generate(entities=1_900)) as account, TemporaryDirectory() as data:
        settings = {
            "LINEAGE_VIZ_DATA": data,
            "AWS_ENDPOINT_URL_SAGEMAKER": account.url,
            "AWS_ENDPOINT_URL_STS": f"http://{host}:{port}",
            "AWS_DEFAULT_REGION": "eu-west-1",
            **CALLER,
        }
        for entities in (1_900, 2_000, 2_088):
            account.account = generate(entities=entities)
            command = [sys.executable, "-m", "lineage_viz", "reload"]
            subprocess.run(command, cwd=ROOT, env=os.environ | settings, check=True)
        with running_app(**settings) as url:
            yield url
    aws.stop()


if __name__ == "__main__":
    sys.exit(main())
