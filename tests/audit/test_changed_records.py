"""A bundle whose records of auditors were rewritten together with the list of digests names them."""

from datetime import UTC, date, datetime

import pytest

from lineage_viz.audit.bundle import making
from lineage_viz.audit.bundle.archive import unzipped
from lineage_viz.audit.bundle.derived import agreement
from lineage_viz.audit.bundle.making import bundle
from lineage_viz.audit.bundle.sign_offs import Signed
from lineage_viz.audit.follow_up import FollowUp, FollowUps, FollowUpState
from lineage_viz.audit.sign_off.log import SignOff
from tests.audit.conftest import Audit

AT = datetime(2026, 3, 12, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("sign-offs.json", b'"reject"', b'"approve"'),
        ("follow-ups.json", b'"Card team"', b'"Nobody"'),
        ("report.html", b"Audit of", b"Praise of"),
    ],
)
def test_the_record_that_all_other_files_contradict_is_named(
    audit: Audit, name: str, before: bytes, after: bytes
) -> None:
    found = audit("approval-withdrawn")
    model = found.review.model.arn
    made = SignOff(
        1, AT, "ada", "reject", "Withdrawn.", model, model, "now", "0" * 64, "", signed_in=True, doubt=""
    )
    owned = FollowUp(
        1, AT, "ada", True, model, "live-still-approved", "Card team", None, FollowUpState.OPEN, ""
    )
    found = found.with_follow_ups(FollowUps((owned,), date(2026, 3, 12)))
    whole = bundle(found, signed=Signed((made,)))
    members = {each.name: each.content for each in unzipped(whole)[0]}
    assert agreement(members).problems == ()
    assert before in members[name]
    problems = agreement(members | {name: members[name].replace(before, after)}).problems
    assert problems[0].partition(" ")[0] == name
    records = {"sign-offs.json", "follow-ups.json"} - {name}
    assert not any(each.partition(" ")[0] in records for each in problems)


def test_the_changed_record_is_found_with_one_more_pdf(audit: Audit, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF of a large review takes seconds."""
    found = audit("approval-withdrawn")
    model = found.review.model.arn
    made = SignOff(1, AT, "ada", "reject", "No.", model, model, "now", "0" * 64, "", signed_in=True, doubt="")
    owned = FollowUp(1, AT, "ada", True, model, "card", "Card team", None, FollowUpState.OPEN, "")
    found = found.with_follow_ups(FollowUps((owned,), date(2026, 3, 12)))
    members = {each.name: each.content for each in unzipped(bundle(found, signed=Signed((made,))))[0]}
    pdfs, pdf = [], making.pdf
    monkeypatch.setattr(making, "pdf", lambda *about: pdfs.append(pdf(*about)) or pdfs[-1])
    changed = members["follow-ups.json"].replace(b'"Card team"', b'"Nobody"')
    problems = agreement(members | {"follow-ups.json": changed}).problems
    assert problems[0].startswith("follow-ups.json ")
    assert len(pdfs) == 2, "the first tells that files are wrong, the second which record explains it"
