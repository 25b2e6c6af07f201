"""The decision in force about a package, where its sources are absent, uncertain or of the same second."""

import pytest

from lineage_viz.evidence.brief import brief
from lineage_viz.evidence.fact import FactState
from lineage_viz.evidence.words import decisions_of, warning
from lineage_viz.model import Entity
from lineage_viz.picture.card_facts import Tone, key_fact
from lineage_viz.store.filter import is_unapproved
from tests.evidence.fraud_lineage import (
    NOTHING,
    Record,
    approval,
    chain,
    context,
    day,
    deployment,
    derived,
    endpoint,
    fact,
    link_all,
    model,
    of_version,
    package,
    registry,
    row,
)

NOT_RECORDED = FactState.NOT_RECORDED


def decided(
    *approvals: Entity, record: Record = NOTHING, not_read: Record = NOTHING
) -> tuple[dict[str, Entity], Entity]:
    """Version 1 with these approval actions."""
    version = package(1, record)
    return derived([version, *approvals], link_all(approvals, version), not_read), version


def test_an_approval_that_the_lineage_alone_tells_is_not_green_and_says_so() -> None:
    found, version = decided(approval(1, "Approved", 2), not_read={"model package": "AWS denied it"})
    fact_ = key_fact(found[version.arn])
    assert (fact_.whole, fact_.tone) == ("Approved by the lineage; the registry was not read", Tone.PLAIN)
    assert brief(found[version.arn])[0] == "Approved on 3 Jan 2026, by the lineage; the registry was not read"
    assert fact(found, version, "approval").source.endswith("the registry was not read: AWS denied it")
    found, version = decided(approval(1, "Approved", 2))
    assert key_fact(found[version.arn]).whole == "Approved by the lineage; the registry has no status"
    found, version = decided(approval(1, "Approved", 2), record=registry())
    assert key_fact(found[version.arn]).tone is Tone.GOOD


def test_an_approval_that_the_lineage_alone_tells_is_no_approval_of_a_live_version() -> None:
    version, prod = package(1), context(5, endpoint(model("m", of_version(1))))
    deployed, made = deployment(1, 4), approval(1, "Approved", 2)
    links = [*chain(version, deployed, prod), *link_all([made], version)]
    found = derived([version, prod, deployed, made], links, {"model package": "AWS denied it"})
    why = "approval not confirmed: Approved by the lineage; the registry was not read"
    assert warning(found[prod.arn]) == f"Live without approval: it serves fraud/1 ({why})."
    assert warning(found[version.arn]) == f"Live without approval: fraud-prod serves fraud/1 ({why})."
    assert key_fact(found[version.arn]).whole == "Live without approval: approval not confirmed"
    assert key_fact(found[prod.arn]).whole == "serves v1 without approval"
    assert key_fact(found[version.arn]).tone is key_fact(found[prod.arn]).tone is Tone.BAD
    assert [is_unapproved(found[each.arn]) for each in (version, prod)] == [True, False]
    found = derived([package(1, registry()), prod, deployed, made], links)
    assert not warning(found[prod.arn])
    assert not is_unapproved(found[version.arn])


def test_an_approval_action_that_failed_decides_nothing() -> None:
    found, version = decided(approval(1, "Approved", 2, state="Failed"))
    assert row(found, version, "approval") == "not recorded"
    found, version = decided(approval(1, "Rejected", 2), approval(1, "Approved", 3, state="Failed"))
    assert row(found, version, "approval") == "Rejected"


@pytest.mark.parametrize("epoch", [1770595864, 1770595865, 1770595866])
def test_decisions_of_the_same_second_are_ordered_by_their_names_and_pending_is_first(epoch: int) -> None:
    pending, approved = approval(1, "PendingManualApproval", 3, epoch), approval(1, "Approved", 3)
    found, version = decided(approved, pending)
    last = "Pending approval" if epoch == 1770595866 else "Approved"
    assert fact(found, version, "approval").value == last
    assert decisions_of(found[version.arn])[-1].words.startswith(last)


@pytest.mark.parametrize("at", [3, None])
def test_a_decision_that_nobody_can_order_leaves_the_one_in_force_uncertain(at: float | None) -> None:
    for status, other in (("Approved", "Rejected"), ("Rejected", "Approved")):
        actions = approval(1, status, 3), approval(1, other, at)
        found, version = decided(*actions)
        assert fact(found, version, "approval").state is NOT_RECORDED
        assert "the one in force is uncertain" in row(found, version, "approval")
        assert key_fact(found[version.arn]).tone is not Tone.GOOD
        assert len(decisions_of(found[version.arn])) == 2
        found, version = decided(*actions, record=registry("Rejected"))
        assert row(found, version, "approval") == "Rejected", "the registry knows"


def test_the_only_decision_counts_also_without_a_time() -> None:
    found, version = decided(approval(1, "Rejected", None))
    assert (row(found, version, "approval"), fact(found, version, "decidedat").value) == ("Rejected", None)
    found, version = decided(approval(1, "Approved", 2), approval(1, "Rejected", 4))
    assert fact(found, version, "decidedat").value == day(4)
