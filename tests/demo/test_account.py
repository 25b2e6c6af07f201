"""The demo account consists of records that SageMaker could return, and is the same in every run."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import chain

import pytest
from botocore.session import get_session
from botocore.validate import ParamValidator

from lineage_viz.demo import DEMO_TAKEN, Account, Record, demo_account, generate

SHAPES = {
    "artifacts": ("DescribeArtifactResponse", "ArtifactArn"),
    "actions": ("DescribeActionResponse", "ActionArn"),
    "contexts": ("DescribeContextResponse", "ContextArn"),
    "trial_components": ("TrialComponent", "TrialComponentArn"),
}
KNOWN_DIGEST = "ba72243715992a65"
"""It changes only when the demo account is changed on purpose; documents name ARNs of the account."""


@pytest.fixture(scope="module")
def account() -> Account:
    return demo_account()


def entities(account: Account) -> Iterator[tuple[str, Record]]:
    for kind, (_, key) in SHAPES.items():
        for record in getattr(account, kind):
            yield record[key], record


def times(record: Record) -> Iterator[datetime]:
    return (value for value in record.values() if isinstance(value, datetime))


def test_the_account_is_the_same_in_every_run_and_every_python(account: Account) -> None:
    assert account == demo_account()
    assert sha256(repr(account).encode()).hexdigest()[:16] == KNOWN_DIGEST


def test_the_account_has_about_two_thousand_entities_of_all_kinds(account: Account) -> None:
    assert 1_900 <= account.size <= 2_100
    assert len(account.associations) > 1.6 * account.size
    assert Counter(record.get("ArtifactType") for record in account.artifacts)["Model"] > 200
    sources = {record.get("Source", {}).get("SourceType") for record in account.trial_components}
    assert sources == {"SageMakerProcessingJob", "SageMakerTrainingJob", "SageMakerTransformJob", None}
    assert {"Approval", "ModelDeployment"} <= {record["ActionType"] for record in account.actions}
    assert {"ModelGroup", "Endpoint", "FeatureEngineeringPipeline"} <= {
        record["ContextType"] for record in account.contexts
    }


@pytest.mark.parametrize("kind", SHAPES)
def test_every_record_has_the_shape_of_the_api(account: Account, kind: str) -> None:
    model = get_session().get_service_model("sagemaker")
    shape = model.shape_for(SHAPES[kind][0])
    for record in getattr(account, kind):
        report = ParamValidator().validate(record, shape)
        assert not report.has_errors(), report.generate_report()


def test_every_association_has_the_shape_of_the_api(account: Account) -> None:
    shape = get_session().get_service_model("sagemaker").shape_for("AssociationSummary")
    for record in account.associations:
        report = ParamValidator().validate(record, shape)
        assert not report.has_errors(), report.generate_report()


def test_arns_are_unique_and_in_lower_case(account: Account) -> None:
    arns = [arn for arn, _ in entities(account)]
    assert len(set(arns)) == len(arns)
    assert all(arn == arn.lower() and len(arn) <= 256 for arn in arns)
    assert any(record["TrialComponentName"].lower() != record["TrialComponentName"]
               for record in account.trial_components)  # fmt: skip


def test_an_ordered_pair_is_associated_once(account: Account) -> None:
    pairs = [(record["SourceArn"], record["DestinationArn"]) for record in account.associations]
    assert len(set(pairs)) == len(pairs)


def test_all_times_are_within_the_two_years(account: Account) -> None:
    everything = [*(record for _, record in entities(account)), *account.associations]
    moments = list(chain.from_iterable(times(record) for record in everything))
    assert all(moment.tzinfo is UTC for moment in moments)
    assert min(moments) >= DEMO_TAKEN - timedelta(days=731)
    assert max(moments) <= DEMO_TAKEN
    assert any(moment.microsecond for moment in moments)


def test_jobs_come_after_their_inputs_and_before_their_outputs(account: Account) -> None:
    created = {arn: record["CreationTime"] for arn, record in entities(account)}
    jobs = {record["TrialComponentArn"] for record in account.trial_components}
    for record in account.associations:
        source, destination = record["SourceArn"], record["DestinationArn"]
        automatic = not record["CreatedBy"] and source in created and destination in created
        overwritten = destination == account.findings["several-writers"]
        if automatic and not overwritten and {source, destination} & jobs:
            assert created[source] <= created[destination], record


def test_the_jobs_of_the_last_night_are_still_running(account: Account) -> None:
    running = [
        record for record in account.trial_components
        if record.get("Status", {}).get("PrimaryStatus") == "InProgress"
    ]  # fmt: skip
    assert running
    assert all(record["CreationTime"] > DEMO_TAKEN - timedelta(hours=12) for record in running)
    assert not any("EndTime" in record or "OutputArtifacts" in record for record in running)


def test_some_jobs_failed_with_a_long_message(account: Account) -> None:
    messages = [
        record["Status"]["Message"] for record in account.trial_components
        if record.get("Status", {}).get("PrimaryStatus") == "Failed"
    ]  # fmt: skip
    assert any("\n" in message and '"' in message for message in messages)


def test_automatic_artifacts_have_no_name(account: Account) -> None:
    named = [record for record in account.artifacts if "ArtifactName" in record]
    assert 0 < len(named) < 40


@pytest.mark.parametrize("entities", [600, 2_000, 5_000])
@pytest.mark.parametrize("seed", [1, 7])
def test_an_account_of_any_size_can_be_generated(entities: int, seed: int) -> None:
    assert generate(entities=entities, seed=seed).size == pytest.approx(entities, rel=0.1)


def test_a_single_pipeline_run_can_be_generated() -> None:
    account = generate(entities=10, planted=False)
    assert 2 <= account.size <= 30
    assert not account.findings


def test_another_seed_makes_another_account() -> None:
    assert generate(entities=600, seed=1) != generate(entities=600, seed=2)
