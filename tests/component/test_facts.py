"""The facts of the details panel, alone in a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from lineage_viz import component
from lineage_viz.picture.scripts import joined
from tests.patience import IN_BROWSER

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group(__name__)]

FOLDER = Path(component.__file__).parent / "facts"

# As in the app: a shadow root inside the box that scrolls.
MOUNT = """async ([script, style, html]) => {
    document.body.innerHTML = '<div class="st-key-details"><div id="host"></div></div>';
    const root = document.getElementById('host').attachShadow({ mode: 'open' });
    root.innerHTML = `<style>${style}</style>${html}`;
    const { default: mount } = await import(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
    window.opened = [];
    const setTriggerValue = (_, arn) => window.opened.push(arn);
    window.show = (data) => mount({ data, parentElement: root, setTriggerValue });
}"""

# Each name that has a word on two lines, with the word.
BROKEN = """(facts) => [...facts.querySelectorAll('dt, h3, h2')].flatMap((name) => {
    const walker = document.createTreeWalker(name, NodeFilter.SHOW_TEXT), broken = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        for (const word of node.data.matchAll(/[A-Z]*[a-z0-9]+|[A-Z]+/g)) {
            const range = document.createRange();
            range.setStart(node, word.index);
            range.setEnd(node, word.index + word[0].length);
            if (range.getClientRects().length > 1) broken.push(`${name.textContent}: ${word[0]}`);
        }
    }
    return broken;
})"""


@dataclass
class Panel:
    """The panel in a page; the test is the server."""

    page: Page

    def show(self, arn: str, *facts: dict[str, str], heading: str = "", **more: Any) -> None:
        data: dict[str, Any] = {
            "title": arn,
            "words": "Model",
            "glyph": "",
            "colour": "#000000",
            "copy": arn,
            "sections": [{"heading": heading, "facts": facts}],
            **more,
        }
        self.page.evaluate("(data) => window.show(data)", data)


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 320, "height": 600})
    page.set_default_timeout(IN_BROWSER)
    yield page
    page.close()


@pytest.fixture
def panel(window: Page) -> Panel:
    styles = [(FOLDER / f"facts.{kind}").read_text("utf-8") for kind in ("css", "html")]
    assets = [joined(FOLDER, "facts.js"), *styles]
    window.evaluate(MOUNT, assets)
    return Panel(window)


@pytest.mark.parametrize("width", [220, 320])
def test_a_name_breaks_between_its_words(panel: Panel, width: int) -> None:
    names = (
        "ModelPackageGroupName",
        "InferenceSpecification · Containers · 1 · ModelDataSource · S3DataSource · S3Uri",
        "EnableInterContainerTrafficEncryption",
        "KMSKeyId",
        "hyperparameters",
        "sagemaker_submit_directory",
        "sagemaker:project-name",
        "containerarguments",
    )
    panel.page.set_viewport_size({"width": width, "height": 600})
    panel.show("ticket_routing_models/10", *({"name": name, "value": "x" * 200} for name in names))
    facts = panel.page.get_by_test_id("facts")
    assert facts.evaluate(BROKEN) == []
    assert facts.locator("dt").all_text_contents() == [*names]
    panel.show("a", {"name": "x" * 120, "value": "the value"})
    assert facts.evaluate("(facts) => facts.scrollWidth <= facts.clientWidth")
    assert facts.locator("dd").evaluate("(value) => value.clientWidth") > 30


def test_a_summary_is_text_and_its_links_tell_the_entity(panel: Panel) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    words = "auc of 2 versions: 0.7 to 0.9; this one 0.9"
    points = [
        {
            "name": f"v{n}",
            "value": value,
            "shown": str(value),
            "when": "1 Mar 2026",
            "arn": f"v{n}",
            "here": n == 2,
        }
        for n, value in ((1, 0.7), (2, 0.9))
    ]
    plot = {
        "words": words,
        "points": points,
        "noun": "Version",
        "values": "Values of 2 versions",
        "note": hostile,
    }
    metric = {"name": hostile, "last": "0.9", "least": "", "most": "", "more": "Count: 3", "key": True}
    link = {"words": hostile, "arn": "arn:other", "about": "train"}
    differing = {"name": "eta", "value": "0.1", "before": None}
    panel.show(
        "a",
        {"name": "Status", "value": "Completed"},
        summary={
            "key": ["Approved", hostile],
            "warning": hostile,
            "metrics": {"note": "", "of": None, "rows": [metric], "plot": plot},
            "parameters": {
                "note": "", "of": None, "before": {"words": "v1", "arn": "v1", "about": ""}, "beforeName": "v1",
                "rows": [differing], "equal": [{"name": "depth", "value": "4", "before": "4"}],
                "equalWords": "1 equal parameter",
            },
            "steps": [{"heading": "Inputs (10)", "rows": [link] * 9 + [{**link, "arn": ""}], "note": "And 3 more."}],
            "people": [{"name": "ines", "value": "owner"}],
        },
        record=[{"heading": "Record", "facts": [{"name": "ARN", "value": "arn:a"}]}],
    )  # fmt: skip
    facts = panel.page.get_by_test_id("facts")
    expect(facts.get_by_role("img", name=words)).to_be_visible()
    assert facts.locator("circle").count() == 2
    assert facts.locator("img").count() == 0
    expect(facts.get_by_role("row", name="eta 0.1 none")).to_be_visible()
    expect(facts.get_by_text("arn:a")).to_be_hidden()
    facts.get_by_text("Whole record").click()
    expect(facts.get_by_text("arn:a")).to_be_visible()
    facts.get_by_text("Values of 2 versions").click()
    expect(facts.get_by_role("row", name="v2 (this one) 0.9 1 Mar 2026")).to_be_visible()
    facts.get_by_role("link", name=hostile).first.click()
    facts.get_by_role("link", name="v1").first.click()
    assert panel.page.evaluate("window.opened") == ["arn:other", "v1"]
    facts.get_by_text("2 more").click()
    expect(facts.get_by_role("link", name=hostile)).to_have_count(9)  # one has no entity, so it is no link


def test_another_entity_begins_at_its_top_and_the_same_one_keeps_its_place(panel: Panel) -> None:
    rows = [{"name": f"Fact {number}", "value": "x"} for number in range(60)]
    panel.show("a", *rows)
    box = panel.page.locator(".st-key-details")
    box.evaluate("(box) => { box.style.cssText = 'height: 300px; overflow: auto'; box.scrollTop = 250; }")
    panel.show("a", *rows, {"name": "Fact", "value": "changed"})
    assert box.evaluate("(box) => box.scrollTop") == 250
    panel.show("b", *rows)
    assert box.evaluate("(box) => box.scrollTop") == 0


def test_sources_are_shown_without_a_mouse_and_stay_for_the_next_entity(panel: Panel) -> None:
    decided = {"name": "Decided", "value": "3 Mar 2026", "more": "Source: the model registry"}
    long = {"name": "Message", "value": "x" * 700, "more": "Source: the job"}
    panel.show("a", decided, long, {"name": "Status", "value": "Completed"})
    facts = panel.page.get_by_test_id("facts")
    expect(facts).not_to_contain_text("Source:")
    assert facts.locator("dd").first.get_attribute("title") == decided["more"]
    panel.page.keyboard.press("Tab")
    panel.page.keyboard.press("Tab")
    button = facts.get_by_role("button", name="Show sources")
    expect(button).to_be_focused()
    panel.page.keyboard.press("Enter")
    expect(facts.get_by_text(decided["more"])).to_be_visible()
    expect(facts.get_by_text(long["more"])).to_be_visible()
    expect(facts.get_by_role("button", name="Hide sources")).to_be_focused()
    panel.show("b", decided)
    expect(facts.get_by_text(decided["more"])).to_be_visible()
    facts.get_by_role("button", name="Hide sources").click()
    expect(facts).not_to_contain_text("Source:")
    panel.show("c", {"name": "Status", "value": "Completed"})
    expect(facts.get_by_role("button")).to_have_count(1)
