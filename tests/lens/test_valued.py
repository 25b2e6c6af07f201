"""The value of an entity under each lens; absence is told apart and never looks good."""

from datetime import UTC, datetime

import pytest

from lineage_viz.lens import Lens
from lineage_viz.lens.valued import metric_name, valued
from lineage_viz.model import Entity, Value

PACKAGE = "arn:aws:sagemaker:eu-west-1:123456789012:model-package/fraud/3"
AT = "arn:aws:sagemaker:eu-west-1:123456789012:artifact/1"
UNREAD = '{"approval": "not read: refused", "owner": "not read: refused", "keymetric": "not read: refused"}'

UNCONFIRMED = '{"approval": "an approval action in the lineage; the registry was not read: refused"}'


def package(**properties: Value) -> Entity:
    return Entity(AT, "artifact", {"type": "Model", "sourceuri": PACKAGE, "factsources": "{}", **properties})


def job(**properties: Value) -> Entity:
    return Entity(
        "arn:job", "trial_component", {"type": "SageMakerTrainingJob", "factsources": "{}", **properties}
    )


def words(lens: Lens, entity: Entity) -> str:
    return valued(lens, [entity])[entity.arn].words


DATA = Entity("arn:data", "artifact", {"type": "DataSet"})
OUTSIDE = Entity("arn:out", "trial_component", {"unresolved": True})


@pytest.mark.parametrize(
    ("lens", "entity", "expected"),
    [
        (Lens.STATUS, job(status="InProgress"), "In progress"),
        (Lens.STATUS, package(approval="Rejected"), "Rejected"),
        (Lens.STATUS, package(), "Not recorded"),
        (Lens.STATUS, package(factsources=UNREAD), "Not read"),
        (Lens.STATUS, Entity("a", "action", {"type": "Approval", "name": "x"}), "Not read"),
        (Lens.STATUS, DATA, "No status"),
        (Lens.STATUS, OUTSIDE, "Outside this account"),
        (Lens.DECISION, package(approval="Approved"), "Approved"),
        (Lens.DECISION, package(approval="Approved", servedby="shop"), "Approved"),
        (Lens.DECISION, package(approval="Pending approval"), "Pending approval"),
        (Lens.DECISION, package(approval="Rejected", servedby="shop"), "Live without approval"),
        (Lens.DECISION, package(servedby="shop"), "Live without approval"),
        (Lens.DECISION, package(unapproved="perhaps: fraud/3 (rejected)"), "Perhaps live without approval"),
        (
            Lens.DECISION,
            package(approval="Approved", factsources=UNCONFIRMED),
            "Approved, not confirmed",
        ),
        (Lens.DECISION, package(), "Not recorded"),
        (Lens.DECISION, package(factsources=UNREAD), "Not read"),
        (Lens.DECISION, Entity("a", "action", {"type": "Approval", "status": "Failed"}), "Not decided"),
        (Lens.DECISION, Entity("a", "action", {"type": "Approval", "status": "Rejected"}), "Rejected"),
        (Lens.DECISION, DATA, "No model or approval"),
        (Lens.OWNER, job(owner="grace"), "grace"),
        (Lens.OWNER, job(), "Not recorded"),
        (Lens.OWNER, job(factsources=UNREAD), "Not read"),
        (Lens.OWNER, Entity("arn:old", "trial_component", {}), "Not read"),
        (Lens.OWNER, Entity("d", "artifact", {"createdby": "arn:aws:iam::1:user/ada"}), "ada"),
        (Lens.OWNER, DATA, "No owner"),
        (Lens.OWNER, OUTSIDE, "Outside this account"),
        (Lens.AGE, DATA, "Not recorded"),
        (Lens.AGE, OUTSIDE, "Outside this account"),
        (Lens.METRIC, job(), "Not recorded"),
        (Lens.METRIC, package(factsources=UNREAD), "Not read"),
        (Lens.METRIC, DATA, "No metric"),
        (Lens.ACCOUNT, package(), "123456789012"),
        (Lens.ACCOUNT, Entity("city", "airport", {}), "Not recorded"),
    ],
)  # fmt: skip
def test_an_entity_has_a_value_in_words(lens: Lens, entity: Entity, expected: str) -> None:
    assert words(lens, entity) == expected


def test_only_the_most_frequent_metric_is_compared() -> None:
    found = [
        Entity("a", "trial_component", {"metricname": "auc", "metricvalue": 0.9}),
        Entity("b", "trial_component", {"keymetric": "auc 0.8"}),
        Entity("c", "trial_component", {"metricname": "loss", "metricvalue": 0.1}),
    ]
    assert metric_name(found) == "auc"
    values = valued(Lens.METRIC, found)
    assert (values["a"].number, values["b"].number) == (0.9, 0.8)
    assert (values["c"].number, values["c"].words) == (None, "Another metric")


def approval(version: int, words: str, at: datetime) -> Entity:
    name = f"fraud-{version}-{words}-{at.timestamp():.0f}-aws-model-package"
    return Entity(f"{words} {version}", "action", {"type": "Approval", "name": name, "creationtime": at})


@pytest.mark.parametrize(
    "properties",
    [
        {"metricname": "auc", "metricvalue": float("nan")},
        {"metricname": "auc", "metricvalue": float("inf")},
        {"metricvalue": 1},
        {"keymetric": "accuracy high"},
        {"keymetric": "0.9"},
    ],
)
def test_a_metric_needs_a_name_and_a_finite_number(properties: dict[str, Value]) -> None:
    found = [job(**properties)]
    assert metric_name(found) == ""
    assert valued(Lens.METRIC, found)["arn:job"].number is None


def test_of_several_approvals_of_one_package_the_last_one_counts() -> None:
    first, then = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)
    made = [
        approval(22, "Approved", then),
        approval(22, "PendingManualApproval", first),
        approval(23, "PendingManualApproval", first),
    ]
    values = valued(Lens.DECISION, made)
    assert [values[each.arn].words for each in made] == ["Approved", "Earlier decision", "Pending approval"]


def test_a_day_counts_in_utc() -> None:
    late = datetime.fromisoformat("2026-03-01T23:30:00-05:00")
    value = valued(Lens.AGE, [Entity("a", "artifact", {"creationtime": late})])["a"]
    assert value.number == datetime(2026, 3, 2, tzinfo=UTC).toordinal()
