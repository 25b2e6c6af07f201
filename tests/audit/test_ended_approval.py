"""A later decision ended the approval of a model, or it was never approved: no sentence takes one for the other."""

from datetime import UTC, datetime

import pytest

from lineage_viz.audit.json_report import as_data
from lineage_viz.audit.outcome import Outcome
from lineage_viz.audit.pack import DEFAULT_PACK
from lineage_viz.audit.reading import read_review
from lineage_viz.audit.report import Report, report
from lineage_viz.audit.subject import find_subject
from lineage_viz.json_text import json_text
from tests import demo_once

REJECTED, PENDING = "loyalty-tiers-models/1", "credit-limit-models/1"
REASON = "Worse than the version in production on the test set. MRM-590"
WHILE_APPROVED = datetime(2025, 6, 1, tzinfo=UTC)


def audit(model: str, as_of: datetime | None = None) -> Report:
    store = demo_once.store()
    return report(read_review(store, find_subject(store, model), as_of), store.snapshots, DEFAULT_PACK)


def said(found: Report, check: str) -> tuple[Outcome, str]:
    (result,) = (each for each in found.results if each.check.id == check)
    return result.outcome, " ".join(each.sentence for each in result.observations)


@pytest.mark.parametrize("as_of", [None, WHILE_APPROVED])
def test_the_reason_of_a_rejection_is_no_reason_of_the_approval_before(as_of: datetime | None) -> None:
    found = audit(REJECTED, as_of)
    outcome, words = said(found, "approval-reasoned")
    assert outcome is Outcome.NOT_RECORDED
    assert "approved by helen-strand on 16 May 2025" in words
    assert REASON not in words
    if as_of:
        assert REASON not in json_text(as_data(found))


def test_the_approver_is_the_person_who_approved() -> None:
    fields = {field.name: field for section in audit(REJECTED).sections for field in section.fields}
    assert [each.text for each in fields["Approver"].values] == ["helen-strand (a later decision ended it)"]
    outcome, words = said(audit(REJECTED), "separation-of-duties")
    assert outcome is Outcome.PASS
    assert words.startswith("helen-strand approved the model")


def test_a_model_that_was_never_approved_has_no_approval_in_any_sentence() -> None:
    found = audit(PENDING)
    assert said(found, "approval-reasoned") == (Outcome.NOT_APPLICABLE, "The decision is still pending.")
    assert said(found, "separation-of-duties") == (Outcome.NOT_APPLICABLE, "The model was never approved.")
    assert "it has no approval in force" in said(found, "evaluated-before-approval")[1]
    assert "before its approval" not in said(found, "evaluated-before-approval")[1]
    fields = {field.name: field for section in found.sections for field in section.fields}
    assert not fields["Approver"].values
    assert fields["Approver"].reason == "the model was never approved"
