"""Sentences of an audit that say the step, the name or the state that is meant."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest

from lineage_viz.audit.bundle.sign_offs import Signed
from lineage_viz.audit.catalogue import CHECKS
from lineage_viz.audit.changes import CHECKS as JUDGED
from lineage_viz.audit.changes import Part, Value
from lineage_viz.audit.check import Result
from lineage_viz.audit.outcome import Outcome
from lineage_viz.audit.pack import DEFAULT_PACK
from lineage_viz.audit.reading import read_review
from lineage_viz.audit.report import report
from lineage_viz.audit.row import Row
from lineage_viz.audit.sign_off.log import SignOff
from lineage_viz.audit.sign_off.of_rows import sign_off_of
from lineage_viz.audit.sign_off.signed_reports import SignedReports
from lineage_viz.audit.sign_off.signing import LastSignOffs
from lineage_viz.audit.subject import find_subject
from lineage_viz.errors import NotAssessable
from lineage_viz.model import Entity
from lineage_viz.store.base import Store
from lineage_viz.ui.audit.compare_view import same_lines
from lineage_viz.ui.audit.verdict import verdict


def test_the_step_after_an_absence_records_and_mends_no_failure() -> None:
    for check in CHECKS:
        assert Result(check, (), Outcome.FAIL).step == check.remediation
    steps = {each.id: Result(each, (), Outcome.NOT_RECORDED).step for each in CHECKS}
    assert steps["secrets"].startswith("Record the job")
    assert {id_ for id_, words in steps.items() if words in {each.remediation for each in CHECKS}} == {
        # These find nothing "not recorded".
        "deployed-from-registry", "failed-attempts", "feature-store-gap", "code-recorded", "waivers-in-date",
        "evidence-complete",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("ticket-routin-prod", "ticket-routing-prod"), ("shelf-images-prd", "shelf-images-prod")],
)
def test_a_mistyped_name_gets_the_nearest_one(demo: Store, typed: str, meant: str) -> None:
    with pytest.raises(NotAssessable, match=f"Did you mean {meant}"):
        find_subject(demo, typed)


def test_the_row_of_an_endpoint_says_that_the_sign_off_of_its_model_is_of_an_earlier_report(
    tmp_path: Path,
) -> None:
    model, endpoint = (
        Entity("arn:m", "artifact", {"type": "Model"}),
        Entity("arn:e", "context", {"type": "Endpoint"}),
    )
    made = SignOff(
        1, datetime(2026, 3, 1, tzinfo=UTC), "ada", "approve", "Read.", "arn:m", "arn:m", "now", "a", "one",
        signed_in=True, doubt="",
    )  # fmt: skip
    row, reports = Row(endpoint, model), SignedReports(tmp_path)

    def about(snapshot: str, digest: str, sign_off: SignOff = made) -> str:
        signed = LastSignOffs({"arn:m": sign_off}, {"arn:m": sign_off})
        found = sign_off_of(row, signed, snapshot, DEFAULT_PACK, reports, lambda _: digest)
        assert found
        return found.about

    assert about("one", "a") == "of its model"
    assert about("two", "a") == about("one", "b") == "of its model, of an earlier report"
    assert about("one", "a", replace(made, day="2026-01-01")) == "of its model, as of 2026-01-01"


def test_checks_that_are_the_same_in_both_say_their_outcome() -> None:
    def part(name: str, outcome: str) -> Part:
        return Part(JUDGED, name, Value((outcome,)), Value((outcome,)))

    lines = [*same_lines([part("a", "pass"), part("b", "fail"), part("c", "pass")], {"a": "Rule a."})]
    assert lines == ["The same, pass in both: Rule a; c.", "The same, fail in both: b."]


def test_the_result_of_an_endpoint_names_the_model_that_it_serves(demo: Store) -> None:
    review = read_review(demo, find_subject(demo, "ticket-routing-prod"))
    lines = verdict(report(review, demo.snapshots), Signed())["lines"]
    assert "The endpoint ticket-routing-prod: what it serves now: ticket-routing-models/10." in cast(
        list[str], lines
    )
