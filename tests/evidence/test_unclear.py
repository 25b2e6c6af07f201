"""Something newer that was not read makes the older fact doubtful: it is not said as known, and no warning is lost."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from lineage_viz.evidence.as_of import known_then
from lineage_viz.evidence.brief import brief
from lineage_viz.evidence.fact import FactState
from lineage_viz.evidence.words import warning
from lineage_viz.model import Association, Entity
from lineage_viz.picture.card_facts import Tone, key_fact
from lineage_viz.questions.impact import EndpointState, impact
from lineage_viz.store.filter import Filter, is_unapproved
from lineage_viz.store.local import LocalStore
from tests.evidence.fraud_lineage import (
    approval,
    chain,
    context,
    day,
    deployment,
    derived,
    endpoint,
    entity,
    fact,
    model,
    of_version,
    package,
    registry,
    row,
)
from tests.sample import Listed

KNOWN, NOT_RECORDED, NOT_READ = FactState
ONE, TWO = package(1, registry("Rejected")), package(2, registry())
FIRST = deployment(1, 3)
UNCLEAR = [
    pytest.param({"status": ""}, id="no status"),
    pytest.param({"status": "Unknown"}, id="unknown"),
    pytest.param({"creationtime": None, "status": ""}, id="neither status nor time"),
]
DENIED = {"endpoint": "AWS denied it"}


def unclear(version: int, at: float, **changes: Any) -> Entity:
    made = deployment(version, at)
    kept = {name: value for name, value in {**made.properties, **changes}.items() if value is not None}
    return replace(made, properties=kept)


@pytest.mark.parametrize("changes", UNCLEAR)
def test_a_newer_deployment_without_a_status_makes_the_served_version_doubtful(
    changes: dict[str, Any],
) -> None:
    second, prod = unclear(2, 60, **changes), context(3)
    entities, links = [ONE, TWO, FIRST, second, prod], [*chain(ONE, FIRST, prod), *chain(TWO, second, prod)]
    found = derived(entities, links, DENIED)
    doubt = "AWS denied it; the lineage does not tell if it is fraud/1 or fraud/2: a deployment has no status"
    for name in ("serves", "servessince"):
        assert row(found, prod, name) == f"not read: {doubt}"
    for each in (ONE, TWO):
        assert row(found, each, "servedby") == f"not read: fraud-prod may serve it: {doubt}"
    assert row(found, FIRST, "replacedat").startswith("not recorded: a deployment that may be later has no")
    assert row(found, second, "replacedat").startswith("not recorded: its status does not tell")
    assert warning(found[ONE.arn]) == "Perhaps live without approval: fraud-prod may serve it (Rejected)."
    assert warning(found[prod.arn]) == "Perhaps live without approval: it may serve fraud/1 (Rejected)."
    assert key_fact(found[prod.arn]).whole == "Perhaps live without approval"
    assert key_fact(found[ONE.arn]).whole == "Perhaps live without approval: rejected"
    assert key_fact(found[ONE.arn]).tone is Tone.BAD
    assert brief(found[prod.arn]) == ["perhaps live without approval", "served version not read"]
    assert [is_unapproved(found[each.arn]) for each in (ONE, TWO, prod)] == [True, False, False]
    store = LocalStore([Listed(tuple(found.values()), tuple(links))])
    states = [next(iter(impact(store, each.arn).endpoints.values())) for each in (ONE, TWO)]
    assert states == [EndpointState.NOT_READ] * 2
    assert [each.arn for each in store.search(filter_=Filter(unapproved=True)).entities] == [ONE.arn]


def test_an_action_that_only_an_association_names_makes_it_doubtful_too() -> None:
    second, prod = Entity(unclear(2, 60).arn, "action", {"unresolved": True}), context(3)
    links = [*chain(ONE, FIRST, prod), *chain(TWO, second, prod)]
    found = derived([ONE, TWO, FIRST, second, prod], links, DENIED)
    assert fact(found, prod, "serves").state is NOT_READ
    assert "fraud/1 or fraud/2" in fact(found, prod, "serves").source


def test_of_two_completed_deployments_one_without_a_time_may_be_the_later_one() -> None:
    second, prod = unclear(2, 60, creationtime=None), context(3)
    found = derived(
        [ONE, TWO, FIRST, second, prod], [*chain(ONE, FIRST, prod), *chain(TWO, second, prod)], DENIED
    )
    assert fact(found, prod, "serves").source.endswith("fraud/1 or fraud/2: a deployment has no time")


def test_without_a_completed_deployment_an_unclear_one_is_no_served_version() -> None:
    second, prod = unclear(1, 60, status=""), context(3)
    found = derived([ONE, second, prod], chain(ONE, second, prod), DENIED)
    assert row(found, prod, "serves") == (
        "not read: AWS denied it; the lineage does not tell if fraud/1 was deployed: a deployment has no status"
    )
    assert warning(found[ONE.arn]).startswith("Perhaps live without approval")


@pytest.mark.parametrize(
    ("version", "at", "status"), [(2, 1, ""), (1, 60, ""), (2, 60, "Failed"), (2, 60, "Stopped")]
)
def test_an_older_one_the_same_version_and_a_failed_one_leave_it_known(
    version: int, at: float, status: str
) -> None:
    second, prod = replace(unclear(version, at, status=status), arn="arn:other"), context(3)
    links = [*chain(ONE, FIRST, prod), *chain(ONE if version == 1 else TWO, second, prod)]
    found = derived([ONE, TWO, FIRST, second, prod], links, DENIED)
    assert fact(found, prod, "serves").value == "fraud/1"
    assert warning(found[ONE.arn]) == "Live without approval: fraud-prod serves it. Rejected."


def test_the_record_of_the_endpoint_settles_it() -> None:
    second, prod = unclear(2, 60, status=""), context(3, endpoint(model("m", of_version(1))))
    found = derived([ONE, TWO, FIRST, second, prod], [*chain(ONE, FIRST, prod), *chain(TWO, second, prod)])
    assert (fact(found, prod, "serves").value, fact(found, prod, "servessince").value) == ("fraud/1", day(3))
    assert row(found, FIRST, "replacedat") == "no: it is the last deployment"


def test_a_time_after_an_unclear_deployment_is_the_latest_one() -> None:
    second, third = unclear(2, 30, status=""), replace(deployment(1, 60), arn="arn:third")
    prod = context(3, endpoint(model("m", of_version(1))))
    links = [*chain(ONE, FIRST, prod), *chain(TWO, second, prod), *chain(ONE, third, prod)]
    found = derived([ONE, TWO, FIRST, second, third, prod], links)
    since, replaced = fact(found, prod, "servessince"), fact(found, FIRST, "replacedat")
    assert (since.value, replaced.value) == (day(60), day(60))
    assert since.source.endswith("one before it has no status, so it may have served longer")
    assert replaced.source == "the next deployment; one in between has no status, so it may have been earlier"
    then = known_then(found[prod.arn], day(40), [found[each.arn] for each in (FIRST, second, third)])
    shown = {prod.arn: then}
    assert fact(shown, prod, "serves").value is None
    assert "if it was fraud/1 or fraud/2" in fact(shown, prod, "serves").source
    before = known_then(found[prod.arn], day(10), [found[each.arn] for each in (FIRST, second, third)])
    assert fact({prod.arn: before}, prod, "serves").value == "fraud/1"


@pytest.mark.parametrize("state", ["Unknown", "InProgress", "Stopping"])
@pytest.mark.parametrize("at", [9, None])
def test_a_newer_approval_that_has_not_ended_makes_the_decision_doubtful(
    state: str, at: float | None
) -> None:
    first, second = approval(1, "Approved", 5), approval(1, "Rejected", at, state=state)
    one = package(1)
    found = derived([one, first, second], chain(first, one) + chain(second, one), {"model package": "denied"})
    words = "denied; a later approval in the lineage does not tell what was decided"
    assert row(found, one, "approval") == f"not read: {words}"
    assert row(found, one, "decidedby") == f"not read: {words}"
    confirmed = derived([package(1, registry()), first, second], chain(first, one) + chain(second, one))
    assert fact(confirmed, one, "approval").value == "Approved", "the registry tells it"


def test_an_approval_without_a_decision_makes_it_doubtful_and_a_failed_one_does_not() -> None:
    first, one = approval(1, "Approved", 5), package(1)
    unnamed = entity("action/by-hand", "action", "Approval", 9, name="by hand", status="Completed")
    found = derived([one, first, unnamed], chain(first, one) + chain(unnamed, one), {"model package": "no"})
    assert fact(found, one, "approval").state is NOT_READ
    failed = approval(1, "Rejected", 9, state="Failed")
    found = derived([one, first, failed], chain(first, one) + chain(failed, one), {"model package": "no"})
    assert fact(found, one, "approval").value == "Approved"


def test_a_newer_training_that_the_search_lags_behind_on_makes_the_key_metric_doubtful() -> None:
    one, file = package(1, registry()), entity("artifact/file", "artifact", "Model", 0, sourceuri="s3://b/m")
    metrics = '[{"MetricName": "validation:auc", "Last": 0.9}]'
    old = entity("trial/old", "trial_component", "SageMakerTrainingJob", 1, {"Job": {}}, metrics=metrics)
    new = entity("trial/new", "trial_component", "SageMakerTrainingJob", 2, {"ListedJob": {"x": 1}})
    links = [*chain(old, file, one), Association(new.arn, "Produced", file.arn, {})]
    found = derived([one, file, old, new], links)
    assert row(found, one, "keymetric").startswith("not read: SageMaker's search did not have its record yet")
    earlier = replace(new, properties={**new.properties, "creationtime": day(1) - timedelta(days=1)})
    assert fact(derived([one, file, old, earlier], links), one, "keymetric").value == "validation:auc 0.9"
