"""Decisions that only the account's own kept snapshots show: between two of them the status of a package changed."""

import json
from typing import Any

from lineage_viz.evidence.as_of import known_then
from lineage_viz.evidence.brief import brief
from lineage_viz.evidence.describing import described
from lineage_viz.evidence.fact import FactState
from lineage_viz.evidence.status_changes import State, changes
from lineage_viz.evidence.words import decisions_of
from lineage_viz.model import Entity
from lineage_viz.picture.card_facts import Tone, key_fact
from tests.evidence.fraud_lineage import (
    Record,
    approval,
    day,
    derived,
    fact,
    link_all,
    package,
    registry,
    row,
)

BETWEEN = "between 7 Jan 2026, 00:00 UTC and 9 Jan 2026, 00:00 UTC"
SEEN = f"earlier snapshots of the account (changed {BETWEEN})"


def change(before: str = "PendingManualApproval", now: str = "Approved") -> dict[str, Any]:
    found = changes([State(day(6), before), State(day(8), now)])
    assert len(found) == 1
    return dict(found[0])


def decided(
    record: Record, *approvals: Entity, not_read: Record | None = None
) -> tuple[dict[str, Entity], Entity]:
    version = package(1, record)
    return derived([version, *approvals], link_all(approvals, version), not_read or {}), version


def changed(*found: Record, status: str | None = "Approved", **more: Any) -> Record:
    return {**registry(status, **more), "StatusChanges": list(found)}


def test_a_status_that_changed_between_two_snapshots_has_two_limits_and_no_person() -> None:
    found, version = decided(
        changed(change(), LastModifiedTime="2026-02-01T00:00:00Z", LastModifiedBy={"UserProfileName": "eva"})
    )
    each = found[version.arn]
    assert row(found, version, "decidedat") == BETWEEN
    assert fact(found, version, "decidedby").state is FactState.NOT_RECORDED, "eva changed something later"
    assert fact(found, version, "approval").source == f"the model registry; {SEEN}"
    pending, approved = decisions_of(each)
    assert (approved.at, approved.words, approved.source) == (
        BETWEEN,
        "Approved, person not recorded",
        f"the model registry; {SEEN}",
    )
    assert pending.words == "Pending approval, person not recorded"
    assert key_fact(each).wordings[:2] == (
        "Approved · between 7 Jan 2026 and 9 Jan 2026",
        "Approved · 7 Jan to 9 Jan",
    )
    assert brief(each)[0] == "Approved between 7 Jan 2026 and 9 Jan 2026"
    shown = json.loads(json.dumps(described(each)))["facts"]
    assert shown["decidedafter"]["value"] == "2026-01-07T00:00:00Z"
    assert shown["decisions"]["value"][-1]["after"] == "7 Jan 2026, 00:00 UTC"


def test_the_last_change_of_the_record_narrows_the_limits() -> None:
    found, version = decided(
        changed(change(), LastModifiedTime="2026-01-08T00:00:00Z", LastModifiedBy={"UserProfileName": "eva"})
    )
    assert row(found, version, "decidedat") == "between 7 Jan 2026, 00:00 UTC and 8 Jan 2026, 00:00 UTC"
    assert "the latest time of this decision" in fact(found, version, "decidedby").source


def test_an_action_between_the_snapshots_is_the_same_decision() -> None:
    action = approval(1, "Approved", 7)
    found, version = decided(changed(change()), action)
    assert row(found, version, "decidedat") == "8 Jan 2026, 00:00 UTC"
    assert (
        fact(found, version, "approval").source
        == f"the model registry; {SEEN}; an approval action in the lineage"
    )
    assert [each.words.partition(",")[0] for each in decisions_of(found[version.arn])] == [
        "Pending approval",
        "Approved",
    ]


def test_an_event_of_cloudtrail_between_the_snapshots_keeps_the_first_rank() -> None:
    event = {
        "ModelApprovalStatus": "Approved",
        "EventTime": "2026-01-08T00:00:00Z",
        "IamIdentity": {"Arn": "arn:aws:iam::1:user/eva"},
    }
    found, version = decided({**changed(change()), "Decisions": [event]})
    assert fact(found, version, "decidedby").value == "eva"
    assert fact(found, version, "approval").source.startswith("CloudTrail; earlier snapshots")


def test_a_snapshot_outranks_the_name_of_an_action() -> None:
    """The action of 2 January says Approved; the snapshot of 7 January has Rejected, that of 9 January Pending."""
    found, version = decided(
        changed(change("Rejected", "PendingManualApproval"), status="PendingManualApproval"),
        approval(1, "Approved", 1),
    )
    assert [each.words.partition(",")[0] for each in decisions_of(found[version.arn])] == [
        "Approved",
        "Rejected",
        "Pending approval",
    ]


def test_without_the_registry_it_does_not_count_as_good() -> None:
    found, version = decided({"StatusChanges": [change()]}, not_read={"model package": "AWS denied it"})
    assert key_fact(found[version.arn]).whole == "Approved by an earlier snapshot; the registry was not read"
    assert key_fact(found[version.arn]).tone is not Tone.GOOD
    assert fact(found, version, "approval").source == f"{SEEN}; the registry was not read: AWS denied it"


def test_on_a_day_between_the_snapshots_the_decision_is_uncertain() -> None:
    found, version = decided(changed(change(), LastModifiedTime="2026-02-01T00:00:00Z"))
    then = {number: known_then(found[version.arn], day(number)) for number in (6.5, 7, 8)}
    assert (then[7].text("approval"), then[8].text("approval")) == ("", "Approved")
    assert f"it changed {BETWEEN}" in described(then[7])["facts"]["approval"]["source"]  # type: ignore[index]


def test_changes_are_those_of_one_registration_and_not_repeated() -> None:
    states = [
        State(day(1), "Approved"),
        State(day(2), "Approved"),
        State(day(3), ""),
        State(day(4), "Rejected"),
    ]
    (found,) = changes(states)
    assert (found["After"], found["Before"]) == (day(2).isoformat(), day(4).isoformat())
    assert changes([State(day(4), "Rejected", None, [found]), State(day(5), "Rejected")]) == [found]
    again = [State(day(1), "Approved", day(0)), State(day(2), "Rejected", day(1.5))]
    assert changes(again) == []
    assert changes([]) == []
