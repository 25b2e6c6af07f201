"""A quick export: the last snapshot and the changes since, with a fraction of the calls."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lineage_viz.demo import Account, generate
from tests.export.conftest import RunCommand
from tests.export.test_export import assert_is_the_account, exported
from tests.fake_sagemaker import FakeSageMaker
from tests.snapshot.rewriting import rewrite

ARN = "arn:aws:sagemaker:eu-west-1:123456789012:"


def one_job_more(account: Account, number: int, now: datetime) -> Account:
    """The account after one more training job: a job, its model, and two associations."""
    job_arn = f"{ARN}experiment-trial-component/new-{number}-aws-training-job"
    model_arn = f"{ARN}artifact/{number:032x}"
    times = {"CreationTime": now, "LastModifiedTime": now}
    job = {
        "TrialComponentArn": job_arn,
        "TrialComponentName": f"new-{number}-aws-training-job",
        "DisplayName": f"new-{number}-aws-training-job",
        "Source": {"SourceArn": f"{ARN}training-job/new-{number}", "SourceType": "SageMakerTrainingJob"},
        "Status": {"PrimaryStatus": "InProgress", "Message": "Status: InProgress"},
        **times,
    }
    model = {
        "ArtifactArn": model_arn,
        "ArtifactType": "Model",
        "Source": {"SourceUri": f"s3://b/{number}"},
        **times,
    }
    data = account.artifacts[0]["ArtifactArn"]
    links = ((data, job_arn, "ContributedTo"), (job_arn, model_arn, "Produced"))
    made = [
        {"SourceArn": a, "DestinationArn": b, "AssociationType": kind, "CreationTime": now}
        for a, b, kind in links
    ]
    return replace(
        account,
        artifacts=(*account.artifacts, model),
        trial_components=(*account.trial_components, job),
        associations=(*account.associations, *made),
    )


def ended(record: dict[str, Any], now: datetime) -> dict[str, Any]:
    return {**record, "Status": {"PrimaryStatus": "Completed", "Message": "done"}, "LastModifiedTime": now}


@pytest.fixture
def soon() -> datetime:
    return datetime.now(UTC) - timedelta(seconds=1)


def test_quick_sees_new_lineage_changed_jobs_and_unfinished_entities(
    run_command: RunCommand, fake: FakeSageMaker, small_account: Account, tmp_path: Path, soon: datetime
) -> None:
    full = exported(run_command, tmp_path)
    grown = one_job_more(small_account, 1, soon)
    fake.account = replace(
        grown,
        trial_components=tuple(
            ended(record, soon) if index % 7 == 0 else record
            for index, record in enumerate(grown.trial_components)
        ),
        actions=tuple(
            {**record, "Status": "Completed"} if record.get("Status") == "InProgress" else record
            for record in grown.actions
        ),
    )
    quick = exported(run_command, tmp_path, "--quick")
    assert_is_the_account(quick, fake.account)
    assert quick.manifest is not None
    assert full.manifest is not None
    assert (quick.manifest.mode, quick.manifest.based_on) == ("quick", full.path.name)
    assert quick.manifest.last_full == full.manifest.taken
    assert (
        "does not see edits of old artifacts, contexts and actions, nor deletions"
        in quick.manifest.incomplete[0]
    )


def test_quick_does_not_see_deletions_and_a_full_export_does(
    run_command: RunCommand, fake: FakeSageMaker, small_account: Account, tmp_path: Path
) -> None:
    exported(run_command, tmp_path)
    fake.account = replace(small_account, contexts=small_account.contexts[1:])
    deleted = small_account.contexts[0]["ContextArn"]
    assert not next(
        e for e in exported(run_command, tmp_path, "--quick").entities() if e.arn == deleted
    ).unresolved
    assert_is_the_account(exported(run_command, tmp_path), fake.account)


def test_quick_needs_a_twentieth_of_the_calls_after_one_percent_changed(
    run_command: RunCommand, tmp_path: Path, soon: datetime
) -> None:
    account = generate(entities=10_000, seed=5)
    with FakeSageMaker(account) as fake:
        exported(run_command, tmp_path, AWS_ENDPOINT_URL_SAGEMAKER=fake.url)
        full = fake.calls.total
        for number in range(50):
            account = one_job_more(account, number, soon)
        fake.account = account
        assert_is_the_account(
            exported(run_command, tmp_path, "--quick", AWS_ENDPOINT_URL_SAGEMAKER=fake.url), account
        )
        assert (fake.calls.total - full) * 20 <= full


def test_quick_without_an_earlier_snapshot_is_a_full_export(
    run_command: RunCommand, small_account: Account, tmp_path: Path
) -> None:
    done = run_command("export", "--out", str(tmp_path), "--quick")
    assert "so this is a full export" in done.stderr
    assert_is_the_account(exported(run_command, tmp_path, "--quick"), small_account)


def test_quick_keeps_the_details_of_its_base(
    run_command: RunCommand, fake: FakeSageMaker, tmp_path: Path
) -> None:
    full = exported(run_command, tmp_path, "--details")
    quick = exported(run_command, tmp_path, "--quick")
    assert quick.manifest is not None
    assert quick.manifest.details
    assert {e.arn: e.properties for e in quick.entities()} == {e.arn: e.properties for e in full.entities()}
    assert fake.calls.counts["DescribeArtifact"] > 0


def test_journals_that_nobody_resumes_are_removed(run_command: RunCommand, tmp_path: Path) -> None:
    start = "123456789012-eu-west-1-full-details"
    older, others = tmp_path / f".{start}.journal", tmp_path / ".210987654321-eu-west-1-full.journal"
    for path in (older, others):
        path.write_text('{"key": {}, "taken": {"~time": 1773280800.0}}\n')
    exported(run_command, tmp_path, "--lineage-only")
    assert not older.exists()
    assert others.exists()


def test_no_secret_of_an_older_snapshot_is_kept(run_command: RunCommand, tmp_path: Path) -> None:
    secret = "hunter-and-more"
    full = exported(run_command, tmp_path, "--details")

    def as_before(text: str) -> str:
        more = rf'\g<0>""db_password"":""{secret}"",'
        members = r'""(Job|ModelPackage|ModelPackageGroup|Endpoint|PipelineExecution)"": \{'
        return re.sub(members, more, text).replace("s3://", f"s3://etl:{secret}@")

    for file in full.path.glob("*.csv.gz"):
        rewrite(file, as_before)
    assert any(secret in each.text("record") for each in full.entities())
    assert any(secret in each.source for each in full.entities())
    for options in (["--quick"], ["--details"]):
        new = exported(run_command, tmp_path, *options)
        assert any("db_password" in each.text("record") for each in new.entities()) == ("--quick" in options)
        assert not [each for each in new.entities() if secret in str(each.properties)]
