"""An export as a job: a retry resumes a killed one; a failure of the record does not stop it."""

from pathlib import Path

import psutil
import pytest

from lineage_viz.cli import commands, main
from lineage_viz.cli.progress_line import checklist_progress, export_progress
from lineage_viz.export import ExportProgress as Exporting
from lineage_viz.jobs import JobBook, JobKind, JobState, Order, cancel, retry, start
from lineage_viz.jobs.control import retry_parameters
from lineage_viz.jobs.process import Identity
from lineage_viz.progress import Progress
from lineage_viz.reload import Item, ReloadStep
from lineage_viz.reload import StepState as Stage
from lineage_viz.snapshot import verify
from tests.export.conftest import Environment, aws, fake, small_account, sts_url
from tests.fake_sagemaker import FakeSageMaker, Faults
from tests.jobs.conftest import wait_until
from tests.jobs.test_processes import ended, running
from tests.patience import PATIENCE

__all__ = ["aws", "fake", "small_account", "sts_url"]


@pytest.fixture
def out(aws: Environment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to export to, from the fake SageMaker."""
    for name, value in aws.items():
        if name.startswith("AWS_"):
            monkeypatch.setenv(name, value)
    return tmp_path / "snapshots"


def order(out: Path) -> Order:
    return Order(JobKind.EXPORT, str(out), {"out": str(out), "details": "", "anew": ""}, "anna")


@pytest.mark.parametrize("calls", [1, 5, 9, 13])
def test_a_retry_resumes_an_export_killed_at_any_call(
    book: JobBook, out: Path, fake: FakeSageMaker, calls: int
) -> None:
    fake.faults = Faults(latency=0.1)
    job = running(book, start(book, order(out)))
    assert fake.calls.wait_for(calls, timeout=PATIENCE)
    assert job.process
    psutil.Process(job.process.pid).kill()
    fake.faults = Faults()
    killed = ended(book, job)
    assert killed.state is JobState.INTERRUPTED
    done = ended(book, retry(book, job.id, "ben"))
    assert done.state is JobState.SUCCEEDED, done.error
    assert ("anew" in done.order.parameters) is (killed.progress is None)
    assert not verify(Path(done.result))
    assert done.progress
    assert done.progress.unit == "calls"
    assert "artifacts" in done.progress.in_words


def test_a_retry_starts_over_if_the_first_export_read_nothing(book: JobBook, out: Path) -> None:
    out.touch()
    failed = ended(book, start(book, order(out)))
    assert failed.state is JobState.FAILED
    out.unlink()
    assert "anew" in ended(book, retry(book, failed.id, "ben")).order.parameters


@pytest.mark.parametrize(
    ("progress", "is_anew"),
    [
        (export_progress(Exporting("listings", {}, 3, 0, 1.0, None)), False),
        (
            checklist_progress(
                (Item(ReloadStep.EXPORT, Stage.FAILED, Exporting("listings", {}, 3, 0, 1.0, None)),)
            ),
            False,
        ),
        (checklist_progress((Item(ReloadStep.EXPORT, Stage.FAILED),)), True),
        (
            checklist_progress((Item(ReloadStep.EXPORT, Stage.DONE), Item(ReloadStep.LOAD, Stage.FAILED))),
            True,
        ),
    ],
)
def test_a_retry_resumes_only_an_export_that_has_read_something(
    book: JobBook, progress: Progress, is_anew: bool
) -> None:
    job, log = book.add(Order(JobKind.RELOAD, "local", {"anew": ""}, "anna"))
    with log:
        book.run(job.id, Identity.own())
        book.tell(job.id, progress)
        book.end(job.id, JobState.FAILED, error="It failed.")
    assert ("anew" in retry_parameters(book.job(job.id))) is is_anew


def test_a_second_export_to_one_folder_fails_and_names_the_actor_of_the_first(
    book: JobBook, out: Path, fake: FakeSageMaker
) -> None:
    fake.faults = Faults(latency=0.1)
    first = start(book, order(out))
    assert fake.calls.wait_for(3, timeout=PATIENCE)
    second = ended(book, start(book, order(out)))
    assert second.state is JobState.FAILED
    assert "Another export of the same account and region" in second.error
    assert f"anna has been running an export ({out}) since" in second.error
    cancel(book, first.id, "anna")
    assert ended(book, first).state is JobState.CANCELLED


def test_a_record_that_cannot_be_written_does_not_stop_an_export(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(tmp_path / "file" / "data"))
    assert main(["export", "--out", str(out)]) == 0
    said = capsys.readouterr()
    assert not verify(Path(said.out.strip()))
    assert "continues without a record" in said.err
    assert "LINEAGE_VIZ_DATA" in said.err


def test_a_record_that_breaks_during_an_export_does_not_stop_it(
    book: JobBook, out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    export_lineage = commands.export_lineage

    def spoiled(*arguments: object) -> Path:
        book.path.write_bytes(b"no database" * 1000)
        for beside in ("-wal", "-shm"):
            Path(f"{book.path}{beside}").unlink(missing_ok=True)
        return export_lineage(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(commands, "export_lineage", spoiled)
    assert main(["export", "--out", str(out)]) == 0
    said = capsys.readouterr().err
    assert said.count("The progress of this job is no longer recorded") == 1
    assert said.count("The end of this job is not recorded") == 1


def test_a_job_that_changes_a_cluster_is_refused_without_a_record(
    load: Order, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(tmp_path / "file" / "data"))
    assert main(["load", load.parameters["path"]]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_the_command_lists_shows_cancels_and_retries_jobs(
    book: JobBook, out: Path, fake: FakeSageMaker, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["jobs"]) == 0
    assert "No job is recorded" in capsys.readouterr().out
    fake.faults = Faults(latency=0.1)
    running(book, start(book, order(out)))
    wait_until(lambda: book.job(1).progress)
    assert main(["jobs", "--all"]) == 0
    line = capsys.readouterr().out
    for part in ("1  ", "export", "running", "anna", "calls"):
        assert part in line
    assert main(["jobs", "cancel", "1"]) == 0
    assert "Job 1 was asked to end" in capsys.readouterr().out
    wait_until(lambda: not book.job(1).state.is_active)
    fake.faults = Faults()
    assert main(["jobs", "retry", "1"]) == 0
    assert "jobs show 2" in capsys.readouterr().out
    wait_until(lambda: not book.job(2).state.is_active)
    assert main(["jobs", "show", "2"]) == 0
    shown = capsys.readouterr().out
    assert f"out {out}, details" in shown
    assert "Resuming the export" in shown
    assert main(["jobs", "show", "3"]) == 1
    assert "There is no job 3" in capsys.readouterr().err
