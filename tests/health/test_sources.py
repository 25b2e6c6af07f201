"""The doctor on several accounts: each is checked with its own sign-in, and none hides another."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from lineage_viz.cli import main
from lineage_viz.health import Verdict
from lineage_viz.jobs import SOURCE, JobBook, JobKind, JobState, Order
from lineage_viz.jobs.process import Identity
from lineage_viz.settings import jobs_file
from lineage_viz.snapshot.current import Named, write_current
from tests.accounts import Accounts, accounts
from tests.fake_sagemaker.faults import Faults
from tests.health.conftest import Examine
from tests.neptune_admin.load.test_load import snapshot


@pytest.fixture
def running(tmp_path: Path, s3_server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Accounts]:
    with accounts(tmp_path, s3_server, ("prod", "dev")) as running:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            monkeypatch.delenv(name)
        for name, value in running.environment.items():
            if name.startswith("AWS_"):
                monkeypatch.setenv(name, value)
        yield running


def ended(book: JobBook, source: str, state: JobState, error: str = "") -> None:
    job, log = book.add(Order(JobKind.RELOAD, "local", {SOURCE: source}, "cron"))
    book.run(job.id, Identity.own())
    book.end(job.id, state, error=error)
    log.close()


def test_each_source_has_its_own_checks_and_no_success_hides_a_failure_of_another(
    running: Accounts, examined: Examine, tmp_path: Path
) -> None:
    running.fakes["prod"].faults = Faults(deny=frozenset({"ListActions"}))
    running.file.write_text(running.file.read_text().replace("role/lineage-reader", "role/other", 1))
    book, current = JobBook(jobs_file(tmp_path / "data")), tmp_path / "data" / "current.json"
    ended(book, "prod", JobState.FAILED, "SageMaker failed.")
    ended(book, "dev", JobState.SUCCEEDED)
    prod, _ = running.numbers("prod", "dev")
    write_current(current, [Named.of(snapshot(tmp_path, 1, account=prod).info)])
    found = examined(LINEAGE_VIZ_SOURCES=str(running.file), LINEAGE_VIZ_FRESH="24h")
    assert f"Account {prod}, region eu-west-1" in found["prod: AWS identity"].sentence
    assert "assumed-role/other/lineage_viz-prod" in found["prod: AWS identity"].sentence
    assert found["prod: sagemaker:ListActions"].verdict is Verdict.FAILING
    assert found["dev: sagemaker:ListActions"].verdict is Verdict.OK
    assert found["prod: Last reload"].verdict is Verdict.WARNING
    assert "SageMaker failed." in found["prod: Last reload"].sentence
    assert found["dev: Last reload"].verdict is Verdict.OK
    assert found["prod: Snapshot age"].verdict is not Verdict.WARNING
    assert found["dev: Snapshot age"].verdict is Verdict.WARNING
    assert "python -m lineage_viz reload dev" in found["dev: Snapshot age"].next_step
    assert found["dev: Last reload"].details[SOURCE] == "dev"
    assert not {"AWS identity", "Last reload", "Snapshot age"} & found.keys()


def test_credentials_of_another_account_fail_the_check_of_the_identity(
    running: Accounts, examined: Examine
) -> None:
    lines = running.file.read_text().splitlines()
    running.file.write_text("\n".join(line for line in lines if not line.startswith(("role", "external"))))
    found = examined(LINEAGE_VIZ_SOURCES=str(running.file))
    assert found["prod: AWS identity"].verdict is Verdict.FAILING
    assert "but its credentials are of account 123456789012" in found["prod: AWS identity"].sentence


def test_a_mistake_in_the_file_of_sources_is_one_finding(examined: Examine, tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text("[[sorce]]")
    found = examined(LINEAGE_VIZ_SOURCES=str(tmp_path / "sources.toml"))
    assert found["Sources"].verdict is Verdict.FAILING
    assert "Did you mean source?" in found["Sources"].sentence
    assert "Disk space" in found


def test_the_worst_source_decides_the_exit_code(
    running: Accounts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LINEAGE_VIZ_SOURCES", str(running.file))
    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(tmp_path / "data"))
    assert main(["doctor"]) == 0
    running.fakes["dev"].faults = Faults(deny=frozenset({"ListArtifacts"}))
    assert main(["doctor"]) == 1
    assert "✗ failing  dev: sagemaker:ListArtifacts" in capsys.readouterr().out
