"""The decision about a model package, as the lineage records it."""

from dataclasses import replace

import pytest

from lineage_viz.approval import about_decision, about_package, decided, decision, is_package
from lineage_viz.evidence.state import state_of
from lineage_viz.facts import sections
from lineage_viz.model import Entity
from lineage_viz.picture.card_facts import key_fact
from lineage_viz.picture.names import about_words, short_names
from lineage_viz.search_text import search_text
from lineage_viz.words import inside
from tests.sample import ENTITIES, START, A, K, M

BY_ARN = {entity.arn: entity for entity in ENTITIES}
NAME = "promo-uplift-models-1-{}-1761007143-aws-model-package"


def approval(name: str, status: str = "Completed", minute: int = 0) -> Entity:
    properties = {
        "type": "Approval",
        "name": name,
        "status": status,
        "creationtime": START.replace(minute=minute),
    }
    return Entity(f"arn:{name}", "action", properties)


@pytest.mark.parametrize(
    ("name", "status", "found"),
    [
        (NAME.format("Rejected"), "Completed", "Rejected"),
        (NAME.format("PendingManualApproval"), "Completed", "Pending approval"),
        (NAME.format("approved").lower(), "Completed", "Approved"),
        ("Rejected-drafts-2-Approved-1761007143-aws-model-package", "Completed", "Approved"),
        ("review of May", "Rejected", "Rejected"),
        ("review of May", "Completed", ""),
        ("models-Approved", "Completed", ""),
        ("review of May", "", ""),
        ("", "", ""),
    ],
)
def test_the_decision_is_in_the_name_or_the_status_and_completed_is_none(
    name: str, status: str, found: str
) -> None:
    entity = approval(name, status)
    assert decision(entity) == found
    assert state_of(entity) == (found or "Decision not read")
    assert about_words(entity) == "Approval"
    assert key_fact(entity).wordings[-1] == (found or "decision not read")
    assert about_decision(entity).startswith(found or "not read")
    assert "registry does" not in about_decision(entity)


def test_a_card_of_an_approval_begins_with_its_decision_when_its_name_is_too_long() -> None:
    entity = approval(NAME.format("PendingManualApproval"))
    assert short_names([entity]) == {entity.arn: "Pending approval · promo-uplift-models-1"}
    assert decided(approval("review of May")) == ""


def facts(entity: Entity) -> dict[str, str]:
    return {fact["name"]: fact["value"] for part in sections(entity) for fact in part["facts"]}  # type: ignore[attr-defined]


def test_the_panel_calls_the_status_of_an_approval_what_it_is() -> None:
    found = facts(approval(NAME.format("Rejected")))
    assert found["Decision"] == "Rejected, as the name of the action says"
    assert found["Status of the action"] == "Completed"
    assert "Status" not in found


def test_a_package_never_looks_approved_without_a_decision() -> None:
    assert is_package(BY_ARN[K])
    assert not is_package(BY_ARN[M])
    unread = "not read: the lineage has no decision, and the model registry was not asked"
    assert facts(BY_ARN[K])["Approval"] == unread
    assert "Approval" not in facts(BY_ARN[M])
    assert about_package([approval("review", minute=5)]) == unread


@pytest.mark.parametrize("status", ["Failed", "InProgress", "Stopping", "Stopped", "Unknown"])
def test_an_action_that_did_not_complete_decides_nothing(status: str) -> None:
    entity, words = approval(NAME.format("Approved"), status), status.replace("InP", "In p")
    assert (decision(entity), decided(entity), state_of(entity)) == ("", "", words)
    assert about_decision(entity) == f"none: the status of the action is {words}"
    assert key_fact(entity).whole == f"no decision: {inside(words)}"
    assert about_package([entity]).startswith("not read: the lineage has no decision")


def test_a_status_in_progress_is_words_and_is_found_by_both() -> None:
    job = Entity("arn:aws:sagemaker:eu-west-1:123456789012:experiment-trial-component/t", "trial_component",
                 {"status": "InProgress"})  # fmt: skip
    assert state_of(job) == "In progress"
    for typed in ("in progress", "inprogress"):
        assert typed in search_text(job)
    assert facts(job)["Status"] == "In progress"


def test_a_decision_without_a_time_leaves_the_newest_unknown() -> None:
    dated, undated = (approval(NAME.format(each)) for each in ("Approved", "Rejected"))
    kept = {name: value for name, value in undated.properties.items() if name != "creationtime"}
    words = about_package([dated, replace(undated, properties=kept)])
    assert words.startswith("not read: a decision in the lineage has no time")


def test_the_newest_decision_counts() -> None:
    made = [
        approval(NAME.format(each), minute=minute) for minute, each in enumerate(("Approved", "Rejected"))
    ]
    for order in (made, made[::-1], [*made, approval("review", minute=9)]):
        words = about_package(order)
        assert words == "Rejected, 13 Jul 2022, 16:01 UTC, as the lineage records; the status now is not read"
    assert state_of(BY_ARN[A]) == "Pending approval"
