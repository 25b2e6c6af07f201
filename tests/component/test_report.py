"""The blocks of a report, alone in a page."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from lineage_viz import component
from lineage_viz.picture.scripts import joined
from tests.patience import IN_BROWSER

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group(__name__)]

FOLDER = Path(component.__file__).parent / "report"

MOUNT = """async ([script, style, html]) => {
    document.body.innerHTML = '<div id="host"></div>';
    document.body.style.cssText = 'margin: 0 19px; --st-font: "DejaVu Sans"';
    const root = document.getElementById('host').attachShadow({ mode: 'open' });
    root.innerHTML = `<style>${style}</style>${html}`;
    const { default: mount } = await import(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
    window.answered = [];
    const setTriggerValue = (_, chosen) => window.answered.push([chosen.check, chosen.part]);
    window.show = (data) => mount({ data, parentElement: root, setTriggerValue });
}"""


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(IN_BROWSER)
    yield page
    page.close()


def shown(window: Page, *blocks: dict[str, Any]) -> None:
    window.set_content("<!doctype html>")
    window.evaluate(MOUNT, [joined(FOLDER, "report.js"), *(
        (FOLDER / f"report.{kind}").read_text("utf-8") for kind in ("css", "html")
    )])  # fmt: skip
    window.evaluate("(blocks) => window.show({ blocks })", list(blocks))


SIGNED = (
    {"words": "1 Dec 2026, 03:42 UTC"},
    {
        "words": "approve",
        "more": "although 2 critical findings were open (approved-when-deployed, live-still-approved)",
    },
    {"words": "the local user, not authenticated", "more": f"Not shown: {'a long doubt ' * 20}"},
    {"words": "The owner knows. " * 8},
    {"words": "the snapshot of 12 Mar 2026, 02:00 UTC", "more": "of an endpoint"},
    {"words": "df96bc029a8cb978", "more": "…"},
)
WAIVED = (
    {"words": "separation-of-duties"},
    {"words": "credit-limit-models/1"},
    {"words": "compensating control"},
    {"words": "Two teams share the role. " * 4},
    {"words": "grace.hopper@example.com"},
    {"words": "31 Dec 2026"},
    {
        "words": "withdrawn",
        "more": "by ada@example.com, not authenticated, 1 Dec 2026, 03:42 UTC: The gate is gone.",
    },
    {"words": "the local user", "more": "not authenticated, 1 Dec 2026, 03:42 UTC"},
)


@pytest.mark.parametrize("cells", [SIGNED, WAIVED])
def test_all_columns_of_a_table_are_in_sight_and_a_day_stays_in_one_line(
    window: Page, cells: tuple[dict[str, str], ...]
) -> None:
    head = [
        {"words": each} for each in ("When", "Decision", "By", "Reason", "Reviewed", "SHA-256 of the report")
    ]
    names = [*head, {"words": "State"}, {"words": "Recorded by"}][: len(cells)]
    shown(window, {"is": "table", "words": "Sign-offs", "head": names, "rows": [list(cells)]})
    table = window.get_by_role("region", name="Sign-offs")
    assert table.evaluate("(table) => table.scrollWidth <= table.clientWidth")
    for short in {"1 Dec 2026, 03:42 UTC", "31 Dec 2026"} & {each["words"] for each in cells}:
        text = table.get_by_text(short, exact=True)
        assert text.evaluate("(text) => text.getClientRects().length") == 1


def test_a_finding_leads_to_its_form(window: Page) -> None:
    answers = [{"words": "Waive", "part": "Waivers", "form": "Waive a finding"}]
    about = {
        "rule": "A rule.",
        "severity": "high",
        "tone": "bad",
        "said": [],
        "about": [],
        "answers": answers,
    }
    group = {"words": "Failed", "tone": "bad", "folded": False}
    checks = [{"id": each, **about} for each in ("card", "secrets")]
    shown(window, {"is": "checks", "groups": [{**group, "checks": checks}]})
    window.evaluate("""(form) => document.body.insertAdjacentHTML("beforeend", form)""",
        "<h2>Waivers</h2><details><summary>Waive a finding until a day</summary>the form</details>")  # fmt: skip
    window.evaluate("(blocks) => window.show({ blocks })", [])
    window.evaluate(
        "(blocks) => window.show({ blocks })", [{"is": "checks", "groups": [{**group, "checks": checks}]}]
    )
    window.get_by_role("button", name="Waive: secrets").click()
    assert window.evaluate("window.answered") == [["secrets", "Waivers"]], (
        "told once, however often it was shown"
    )
    expect(window.get_by_role("heading", name="Waivers")).to_be_focused()
    expect(window.get_by_text("the form")).to_be_visible()
