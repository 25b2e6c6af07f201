"""The sample of entities whose associations are read: it should notice an incomplete listing."""

import random
from typing import Any

import pytest

from lineage_viz.demo import Account, generate
from lineage_viz.model import EntityLabel
from lineage_viz.sagemaker_lineage.sampling import UNUSUAL_SHARE, Question, questions

ARN = "arn:aws:sagemaker:eu-west-1:123456789012:"
JOB = ARN + "experiment-trial-component/"


@pytest.fixture(scope="module")
def account() -> Account:
    return generate(entities=300, seed=11)


def sample_of(account: Account, associations: list[dict[str, Any]]) -> list[Question]:
    of_label = {
        EntityLabel.ARTIFACT: ("ArtifactArn", account.artifacts),
        EntityLabel.ACTION: ("ActionArn", account.actions),
        EntityLabel.CONTEXT: ("ContextArn", account.contexts),
        EntityLabel.TRIAL_COMPONENT: (
            "TrialComponentArn",
            [{**r, "TrialComponentSource": r.get("Source")} for r in account.trial_components],
        ),
    }
    listed = {label: {r[arn]: r for r in records} for label, (arn, records) in of_label.items()}
    return questions(listed, associations)


def notices(question: Question, lost: list[dict[str, Any]]) -> bool:
    end, arn = question
    return any(record[end] == arn for record in lost)


def jobs(number: int, without: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Training jobs, and an association from one data set to each job except one."""
    records = [
        {"TrialComponentArn": f"{JOB}{n}", "TrialComponentSource": {"SourceType": "SageMakerTrainingJob"}}
        for n in range(number)
    ]
    links = [
        {"SourceArn": ARN + "artifact/d", "DestinationArn": f"{JOB}{n}"}
        for n in range(number)
        if n != without
    ]
    return records, links


def questions_of_jobs(number: int, without: int) -> list[Question]:
    made, links = jobs(number, without)
    return questions({EntityLabel.TRIAL_COMPONENT: {r["TrialComponentArn"]: r for r in made}}, links)


def test_the_only_job_without_an_input_is_in_the_sample() -> None:
    assert ("DestinationArn", f"{JOB}7") in questions_of_jobs(50, without=7)


def test_a_failed_job_is_not_unusual_if_all_failed_jobs_lack_the_same() -> None:
    made, links = jobs(60, without=-1)
    for record in made[40:]:
        record["Status"] = {"PrimaryStatus": "Failed"}
    listed = {EntityLabel.TRIAL_COMPONENT: {r["TrialComponentArn"]: r for r in made}}
    assert len(questions(listed, links[:40])) == 1


def test_a_large_account_has_a_larger_sample() -> None:
    made, links = jobs(6 * UNUSUAL_SHARE, without=-1)
    listed = {EntityLabel.TRIAL_COMPONENT: {r["TrialComponentArn"]: r for r in made}}
    assert 11 <= len(questions(listed, links[: 5 * UNUSUAL_SHARE])) <= 12


def test_three_associations_lost_at_random_are_noticed_in_most_draws(account: Account) -> None:
    noticed = 0
    for draw in range(20):
        lost = random.Random(draw).sample(account.associations, 3)
        rest = [record for record in account.associations if record not in lost]
        noticed += any(notices(question, lost) for question in sample_of(account, rest))
    assert noticed > 10


def test_the_loss_of_the_newest_associations_is_noticed(account: Account) -> None:
    lost = list(account.associations[-3:])
    assert any(notices(question, lost) for question in sample_of(account, list(account.associations[:-3])))


def test_an_account_without_lineage_has_no_sample() -> None:
    assert questions({label: {} for label in EntityLabel}, []) == []
