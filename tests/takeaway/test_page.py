"""The interactive page: it requests nothing, runs no foreign script, and shows and hides entities."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from lineage_viz.model import Association, Entity, Subgraph
from lineage_viz.takeaway import TakeAway
from tests.component.test_facts import BROKEN
from tests.patience import IN_BROWSER
from tests.sample import I2, K
from tests.takeaway.conftest import CAPTION, made, taken


def text_of(taken: TakeAway) -> str:
    return made("html", taken).decode()


def test_nothing_in_the_page_loads_from_outside(sample: TakeAway) -> None:
    page = text_of(sample)
    assert "default-src 'none'" in page
    around = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert not re.search(r"\b(src|href|action)\s*=", around)
    assert "url(" not in around
    assert "@import" not in around


def test_the_data_is_complete_and_never_markup(hostile: TakeAway) -> None:
    (data,) = re.findall(
        r'<script type="application/json" id="lineage">(.*?)</script>', text_of(hostile), re.DOTALL
    )
    assert not set(data) & set("<>&\u2028")
    assert set(json.loads(data)["records"]) == {entity.arn for entity in hostile.shown.entities}


def test_the_caption_is_at_the_top(sample: TakeAway) -> None:
    header = text_of(sample).partition("<main>")[0]
    for _, value in CAPTION.lines():
        assert value in header


@dataclass
class Opened:
    page: Page
    faults: list[str]
    requests: list[str]


Open = Callable[[TakeAway], Opened]


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    page = browser.new_page(viewport={"width": 1500, "height": 800})
    page.set_default_timeout(IN_BROWSER)

    def open_(taken: TakeAway) -> Opened:
        file = tmp_path / "lineage.html"
        file.write_bytes(made("html", taken))
        found = Opened(page, [], [])
        page.on("pageerror", lambda error: found.faults.append(str(error)))
        page.on("console", lambda message: found.faults.append(message.text))
        page.on("dialog", lambda dialog: (found.faults.append("a dialog"), dialog.dismiss()))
        page.on("request", lambda request: found.requests.append(request.url))
        page.goto(file.as_uri())
        page.wait_for_selector(f'.stage[data-entities="{len(taken.shown.entities)}"]')
        assert found.requests == [file.as_uri()]
        return found

    yield open_
    page.close()


def click(page: Page, arn: str) -> None:
    at = page.evaluate("(arn) => document.querySelector('.stage').lineage.position(arn)", arn)
    page.mouse.click(at["x"], at["y"])
    page.wait_for_selector("#details h2")


@pytest.mark.browser
@pytest.mark.xdist_group(__name__)
def test_the_page_draws_and_a_click_shows_every_property(opened: Open, sample: TakeAway) -> None:
    found = opened(sample)
    click(found.page, K)
    details = found.page.locator("#details").inner_text()
    assert K in details
    assert "model-package/abalonemodelpackagegroupname/1" in details
    assert (found.faults, len(found.requests)) == ([], 1)


@pytest.mark.browser
@pytest.mark.xdist_group(__name__)
def test_the_details_show_sources_break_names_between_words_and_begin_at_the_top(opened: Open) -> None:
    name = "ModelPackageGroupName"
    properties = {f"{name}{number}": "x" for number in range(60)}
    model = Entity(
        "arn:model", "artifact", {"createdby": "arn:aws:iam::123456789012:user/ml/sofia", **properties}
    )
    other = Entity("arn:other", "artifact", properties)
    link = Association(model.arn, "DerivedFrom", other.arn)
    page = opened(taken(Subgraph((model, other), (link,), (model.arn,), {model.arn: 0, other.arn: 1}))).page
    click(page, model.arn)
    details = page.locator("#details")
    assert details.get_by_text("arn:aws:iam::123456789012:user/ml/sofia").is_visible()
    assert details.evaluate(BROKEN) == []
    details.evaluate("(details) => { details.scrollTop = 500; }")
    click(page, other.arn)
    page.wait_for_function("() => !document.querySelector('#details').textContent.includes('sofia')")
    assert details.evaluate("(details) => details.scrollTop") == 0


@pytest.mark.browser
@pytest.mark.xdist_group(__name__)
def test_a_type_can_be_hidden_and_shown(opened: Open, sample: TakeAway) -> None:
    found = opened(sample)
    total = len(sample.shown.entities)
    button = found.page.locator('button[data-type="artifact Image"]')
    button.click()
    found.page.wait_for_selector(f'.stage:not([data-entities="{total}"])')
    where = "(arn) => document.querySelector('.stage').lineage.position(arn)"
    assert found.page.evaluate(where, I2) is None
    assert "hidden here" in found.page.locator("[role=status]").inner_text()
    button.click()
    found.page.wait_for_selector(f'.stage[data-entities="{total}"]')
    assert found.faults == []


@pytest.mark.browser
@pytest.mark.xdist_group(__name__)
def test_hostile_names_run_no_script(opened: Open, hostile: TakeAway) -> None:
    found = opened(hostile)
    click(found.page, hostile.shown.focus[0])
    assert "<script>window.hacked=1</script>" in found.page.locator("#details").inner_text()
    assert found.page.evaluate("window.hacked") is None
    assert (found.faults, len(found.requests)) == ([], 1)
