"""A live model that the audit calls critical has a warning on the other pages, with the way to its review."""

from collections.abc import Iterator
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from lineage_viz.approval import is_package
from lineage_viz.title import title
from lineage_viz.ui.audit.all_models import renew_rows
from lineage_viz.ui.audit.critical import criticals, keep_critical
from tests import demo_once
from tests.pages.conftest import OpenPage, data_of, picture_of, visible_text

DEMO = demo_once.store()
STORY = demo_once.account().findings
REPLACED = STORY["replaced-file"]


@pytest.fixture(autouse=True)
def audited() -> Iterator[None]:
    renew_rows(DEMO)
    yield
    keep_critical(DEMO.edition, ())


def test_the_models_and_endpoints_of_the_audit_are_known_by_its_rules() -> None:
    found = criticals(DEMO.edition)
    models = {title(DEMO.get(arn)): each for arn, each in found.items() if is_package(DEMO.get(arn))}
    assert {
        "returns-prediction-models/1",
        "driver-eta-models/1",
        "home-recommender-models/9",
    } <= models.keys()
    assert all(each.is_live and each.rules for each in models.values())
    assert found[REPLACED].rules == ("The model file is the one that was registered.",)


def test_the_explorer_marks_the_card_and_the_panel_leads_to_the_review(open_page: OpenPage) -> None:
    app = open_page("pages/explore.py", DEMO, focus=REPLACED)
    words = "Critical in the audit. Not met: The model file is the one that was registered."
    assert picture_of(app)["alarms"][REPLACED] == words
    (said,) = (each.value for each in app.markdown if "Critical in the audit" in each.value)
    assert "[Open the review](./audit?model=" in said
    then = open_page("pages/explore.py", DEMO, focus=REPLACED, asof=date(2026, 3, 1).isoformat())
    assert "alarms" not in picture_of(then)
    assert "Critical in the audit" not in visible_text(then)


def test_the_summary_lists_the_approved_ones_apart(open_page: OpenPage) -> None:
    app: AppTest = open_page("pages/summary.py", DEMO)
    table = next(
        each
        for each in data_of(app, "report")["blocks"]
        if each.get("words", "").startswith("Approved and live")
    )
    names = [row[0]["words"] for row in table["rows"]]
    assert "home-recommender-models/9" in names
    assert "promo-uplift-models/1" not in names, "it has a list of its own: live without approval"
    assert all("audit?model=" in row[-1]["url"] for row in table["rows"])
