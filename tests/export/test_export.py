"""An export is exactly the account, through the command line and the real protocol."""

from datetime import UTC, datetime
from math import inf
from pathlib import Path

import pytest

from lineage_viz.demo import Account
from lineage_viz.snapshot import Folder, open_folder, verify
from tests.export.conftest import RunCommand
from tests.export.truth import (
    expected_associations,
    expected_entities,
    found_associations,
    found_entities,
    unresolved_ends,
)
from tests.fake_sagemaker import FakeSageMaker, Faults


def exported(run_command: RunCommand, out: Path, *options: str, **more: str) -> Folder:
    done = run_command("export", "--out", str(out), *options, **more)
    assert done.returncode == 0, done.stderr
    (path,) = done.stdout.splitlines()
    assert verify(Path(path)) == ()
    return open_folder(Path(path))


def assert_is_the_account(folder: Folder, account: Account) -> None:
    entities = list(folder.entities())
    assert found_entities(entities) == expected_entities(account)
    assert found_associations(folder.associations()) == expected_associations(account)
    assert {one.arn for one in entities if one.unresolved} == unresolved_ends(account)


def test_the_snapshot_is_the_account(run_process: RunCommand, small_account: Account, tmp_path: Path) -> None:
    folder = exported(run_process, tmp_path)
    assert_is_the_account(folder, small_account)
    assert folder.path.parent == tmp_path
    assert unresolved_ends(small_account), "the account must have ends outside for this to say anything"


def test_the_manifest_has_the_origin_and_the_calls(
    run_command: RunCommand, fake: FakeSageMaker, tmp_path: Path
) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    manifest = exported(run_command, tmp_path).manifest
    assert manifest is not None
    assert (manifest.account, manifest.region, manifest.partition) == ("123456789012", "eu-west-1", "aws")
    assert (manifest.mode, manifest.details, manifest.incomplete) == ("full", False, ())
    assert before <= manifest.taken <= datetime.now(UTC)
    assert manifest.calls == dict(fake.calls.counts)


@pytest.mark.parametrize(
    "faults",
    [
        Faults(throttle=0.3, http500=0.05),
        Faults(truncate=0.1, garbage=0.1, drop=0.1),
        Faults(empty_page_every=2),
        Faults(stale_token_after=2),
        Faults(throttle=0.3, throttle_code="LimitExceededException"),
        Faults(repeated_token_after=1),
        Faults(repeated_token_after=1, repeated_tokens=inf),
    ],
    ids=[
        "throttled and failing",
        "answers cut off, garbled or lost",
        "empty pages before full ones",
        "a stale page token",
        "throttled by another code",
        "a page token that comes twice",
        "page tokens that always come twice",
    ],
)
def test_the_export_is_complete_with(
    faults: Faults, run_command: RunCommand, fake: FakeSageMaker, small_account: Account, tmp_path: Path
) -> None:
    fake.faults = faults
    assert_is_the_account(exported(run_command, tmp_path), small_account)


@pytest.mark.parametrize("inclusive", [True, False])
def test_slices_lose_nothing_with_inclusive_or_exclusive_time_filters(
    inclusive: bool, run_command: RunCommand, small_account: Account, tmp_path: Path
) -> None:
    with FakeSageMaker(small_account, inclusive_times=inclusive) as fake:
        folder = exported(run_command, tmp_path, AWS_ENDPOINT_URL_SAGEMAKER=fake.url)
    assert_is_the_account(folder, small_account)


@pytest.mark.parametrize(
    "faults",
    [
        Faults(refuse_unfiltered_associations=True),
        Faults(short_unfiltered_associations=0.5),
        Faults(short_unfiltered_associations=0.01),
        Faults(short_unfiltered_associations=3),
    ],
    ids=["refused", "without half", "without a few at random", "without the newest three"],
)
def test_associations_are_read_entity_by_entity_if_the_account_wide_listing_is(
    faults: Faults, run_command: RunCommand, fake: FakeSageMaker, small_account: Account, tmp_path: Path
) -> None:
    fake.faults = faults
    done = run_command("export", "--out", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "entity by entity" in done.stderr
    folder = open_folder(Path(done.stdout.strip()))
    assert_is_the_account(folder, small_account)
    assert folder.manifest is not None
    assert folder.manifest.filters == {"associations": "per entity"}


def test_details_are_those_of_the_records(
    run_command: RunCommand, fake: FakeSageMaker, small_account: Account, tmp_path: Path
) -> None:
    folder = exported(run_command, tmp_path, "--details")
    assert_is_the_account(folder, small_account)
    entities = {one.arn: one for one in folder.entities()}
    for record in (*small_account.artifacts, *small_account.trial_components, *small_account.actions):
        arn = record.get("ArtifactArn") or record.get("TrialComponentArn") or record["ActionArn"]
        assert entities[arn].text("commitid") == (record.get("MetadataProperties") or {}).get("CommitId", "")
        assert bool(entities[arn].text("properties")) == bool(record.get("Properties"))
        assert bool(entities[arn].text("parameters")) == bool(record.get("Parameters"))
        assert bool(entities[arn].text("metrics")) == bool(record.get("Metrics"))
    calls = fake.calls.total
    again = exported(run_command, tmp_path, "--details")
    assert {one.arn: one.properties for one in again.entities()} == {
        a: e.properties for a, e in entities.items()
    }
    assert fake.calls.total - calls < calls / 5, "details of unchanged entities are reused"


def test_progress_goes_to_stderr_and_only_the_path_to_stdout(run_command: RunCommand, tmp_path: Path) -> None:
    done = run_command("export", "--out", str(tmp_path))
    assert done.stdout.count("\n") == 1
    assert Path(done.stdout.strip()).is_dir()
    assert "calls" in done.stderr
    assert "\x1b" not in done.stderr, "a log must have plain lines"
