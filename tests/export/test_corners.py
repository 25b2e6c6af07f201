"""Earlier faults: a lagging index, missing members, mixed modes, leftovers."""

from dataclasses import replace
from datetime import timedelta
from math import inf
from pathlib import Path

import pytest

from lineage_viz.demo import Account
from lineage_viz.model import EntityLabel
from lineage_viz.sagemaker_lineage.records import entity
from tests import demo_once
from tests.export.conftest import RunCommand
from tests.export.test_export import assert_is_the_account, exported
from tests.fake_sagemaker import FakeSageMaker, Faults


def detailed(folder: object) -> int:
    return sum(bool(e.text("properties") or e.text("commitid")) for e in folder.entities())  # type: ignore[attr-defined]


def test_quick_with_details_on_a_base_without_them_reads_everything(
    run_command: RunCommand, tmp_path: Path
) -> None:
    exported(run_command, tmp_path / "a")
    done = run_command("export", "--out", str(tmp_path / "a"), "--quick", "--details")
    assert "no details to start from, so this is a full export" in done.stderr
    after = exported(run_command, tmp_path / "a", "--details")
    assert detailed(after) == detailed(exported(run_command, tmp_path / "b", "--details")) > 0


def test_a_demo_snapshot_is_never_a_base(
    run_command: RunCommand, small_account: Account, tmp_path: Path
) -> None:
    demo_once.snapshot(tmp_path)
    assert_is_the_account(exported(run_command, tmp_path, "--quick"), small_account)


def test_two_associations_of_one_pair_are_both_exported(
    run_command: RunCommand, fake: FakeSageMaker, small_account: Account, tmp_path: Path
) -> None:
    twin = {**small_account.associations[0], "AssociationType": "SameAs"}
    fake.account = replace(small_account, associations=(*small_account.associations, twin))
    assert_is_the_account(exported(run_command, tmp_path), fake.account)


def test_several_source_ids_of_one_type_are_all_exported() -> None:
    source = {
        "SourceUri": "s3://b/x",
        "SourceTypes": [{"SourceIdType": "Custom", "Value": v} for v in "ab"] + [{}],
    }
    made = entity(EntityLabel.ARTIFACT, {"ArtifactArn": "x", "Source": source})
    assert made.text("sourceids") == '{"": null, "Custom": ["a", "b"]}'


@pytest.mark.parametrize(
    "faults", [Faults(stale_token_after=1), Faults(repeated_token_after=1, repeated_tokens=inf)]
)
def test_a_page_token_that_is_always_refused_or_the_same_ends_with_one_sentence(
    faults: Faults, run_command: RunCommand, fake: FakeSageMaker, small_account: Account, tmp_path: Path
) -> None:
    moment = small_account.contexts[0]["CreationTime"]
    crowd = tuple({**c, "CreationTime": moment} for c in small_account.contexts * 40)
    crowd = tuple({**c, "ContextArn": f"{c['ContextArn']}-{n}"} for n, c in enumerate(crowd))
    fake.account = replace(small_account, contexts=crowd)
    fake.faults = faults
    done = run_command("export", "--out", str(tmp_path))
    assert done.returncode in (0, 1)
    assert fake.calls.counts["ListContexts"] < 60
    assert "Traceback" not in done.stderr


def test_leftovers_of_a_killed_writer_are_deleted(run_command: RunCommand, tmp_path: Path) -> None:
    leftover = tmp_path / ".staging-123456789012-eu-west-1-20200101T000000Z-1"
    leftover.mkdir(parents=True)
    exported(run_command, tmp_path)
    assert not leftover.exists()


def test_a_property_that_looks_like_our_own_mark_survives_a_resumed_run(
    run_command: RunCommand, fake: FakeSageMaker, small_account: Account, tmp_path: Path
) -> None:
    first = {**small_account.artifacts[0], "Properties": {"~time": "x"}}
    fake.account = replace(small_account, artifacts=(first, *small_account.artifacts[1:]))
    fake.faults = Faults(deny=frozenset({"DescribeContext"}))
    assert run_command("export", "--out", str(tmp_path), "--details").returncode == 1
    fake.faults = Faults()
    done = run_command("export", "--out", str(tmp_path), "--details")
    assert "Resuming" in done.stderr
    assert done.returncode == 0, done.stderr


def test_an_export_in_another_mode_does_not_drop_the_checkpoint(
    run_command: RunCommand, fake: FakeSageMaker, tmp_path: Path
) -> None:
    exported(run_command, tmp_path)
    fake.faults = Faults(deny=frozenset({"DescribeContext"}))
    assert run_command("export", "--out", str(tmp_path), "--details").returncode == 1
    fake.faults = Faults()
    exported(run_command, tmp_path, "--quick")
    assert "Resuming" in run_command("export", "--out", str(tmp_path), "--details").stderr


def test_a_search_index_that_lags_does_not_overrule_the_listing(
    run_command: RunCommand, small_account: Account, tmp_path: Path
) -> None:
    def failed(record: dict[str, object]) -> dict[str, object]:
        later = record["LastModifiedTime"] + timedelta(hours=1)  # type: ignore[operator]
        return {**record, "Status": {"PrimaryStatus": "Failed", "Message": "late"}, "LastModifiedTime": later}

    components = (failed(small_account.trial_components[0]), *small_account.trial_components[1:])
    now = replace(small_account, trial_components=components)
    with FakeSageMaker(now) as current:
        current.search_lags(small_account)
        assert_is_the_account(
            exported(run_command, tmp_path, "--details", AWS_ENDPOINT_URL_SAGEMAKER=current.url), now
        )


def test_a_setting_that_boto3_cannot_read_is_one_sentence(run_command: RunCommand, tmp_path: Path) -> None:
    for name, words in (
        ("AWS_ENDPOINT_URL_SAGEMAKER", "is foo, but"),
        ("AWS_MAX_ATTEMPTS", "is foo, but"),
    ):
        done = run_command("export", "--out", str(tmp_path), **{name: "foo"})
        assert done.returncode == 1
        assert f"{name} {words}" in done.stderr
        assert "Traceback" not in done.stderr


def timeless(record: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in record.items() if name not in ("CreationTime", "LastModifiedTime")}


def every_other_timeless(records: tuple[dict[str, object], ...]) -> tuple[dict[str, object], ...]:
    return tuple(timeless(record) if number % 2 else record for number, record in enumerate(records))


def test_records_without_a_creation_time_are_exported_too(
    run_command: RunCommand, fake: FakeSageMaker, small_account: Account, tmp_path: Path
) -> None:
    more_than_a_page = tuple(
        {**small_account.contexts[0], "ContextArn": f"{small_account.contexts[0]['ContextArn']}-{number}"}
        for number in range(250)
    )
    fake.account = replace(
        small_account,
        artifacts=every_other_timeless(small_account.artifacts),
        actions=every_other_timeless(small_account.actions),
        contexts=(*small_account.contexts, *map(timeless, more_than_a_page)),
        trial_components=every_other_timeless(small_account.trial_components),
        associations=every_other_timeless(small_account.associations),
    )
    assert_is_the_account(exported(run_command, tmp_path / "full"), fake.account)
    assert_is_the_account(exported(run_command, tmp_path / "full", "--quick"), fake.account)
    assert_is_the_account(exported(run_command, tmp_path / "details", "--details"), fake.account)


def test_records_with_the_same_creation_time_are_all_exported(
    run_command: RunCommand, fake: FakeSageMaker, small_account: Account, tmp_path: Path
) -> None:
    moment = {"CreationTime": small_account.artifacts[0]["CreationTime"]}
    at_once = tuple({**record, **moment} for record in small_account.artifacts)
    links = tuple({**record, **moment} for record in small_account.associations)
    fake.account = replace(small_account, artifacts=at_once, associations=links)
    assert_is_the_account(exported(run_command, tmp_path), fake.account)


def test_texts_of_brackets_end_no_export(
    run_command: RunCommand, fake: FakeSageMaker, small_account: Account, tmp_path: Path
) -> None:
    jobs, cards = list(small_account.trial_components), list(small_account.records["ModelCard"])
    number, job = next(
        (number, each) for number, each in enumerate(jobs) if "TrainingJob" in each.get("SourceDetail", {})
    )
    training = {
        **job["SourceDetail"]["TrainingJob"],
        "HyperParameters": {"sagemaker_submit_directory": "[" * 2_400},
    }
    jobs[number] = {**job, "SourceDetail": {"TrainingJob": training}}
    cards[0] = {**cards[0], "Content": "[" * 90_000}
    fake.account = replace(
        small_account,
        trial_components=tuple(jobs),
        records={**small_account.records, "ModelCard": tuple(cards)},
    )
    folder = exported(run_command, tmp_path, "--evidence", "s3")
    (kept,) = (each for each in folder.entities() if each.arn == job["TrialComponentArn"])
    assert kept.text("owner")
    assert "[" * 2_400 in kept.text("record")
