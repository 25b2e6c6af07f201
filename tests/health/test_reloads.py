"""Findings about the last reload."""

from pathlib import Path

import pytest

from lineage_viz.health import Verdict
from lineage_viz.health.reloads import NAME, last_reload
from lineage_viz.jobs import JobBook, JobKind, JobState, Order
from lineage_viz.jobs.process import Identity
from lineage_viz.settings import Settings
from lineage_viz.snapshot.current import Named, write_current
from tests import demo_once
from tests.health.conftest import Examine
from tests.neptune_admin.load.test_load import snapshot

FAILED = "SageMaker failed again and again. Nothing was changed."


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


@pytest.fixture
def book(settings: Settings) -> JobBook:
    return JobBook(settings.jobs)


def ended(
    book: JobBook, state: JobState, error: str = "", kind: JobKind = JobKind.RELOAD, target: str = "local"
) -> int:
    job, log = book.add(Order(kind, target, {}, "cron"))
    book.run(job.id, Identity.own())
    book.end(job.id, state, error=error)
    log.close()
    return job.id


def test_without_a_recorded_reload_the_finding_is_ok_and_no_file_is_created(settings: Settings) -> None:
    finding = last_reload(settings)
    assert (finding.verdict, finding.next_step, settings.data.exists()) == (Verdict.OK, "", False)


def test_a_failed_reload_gives_a_warning_with_its_error_and_its_job(
    settings: Settings, book: JobBook
) -> None:
    ended(book, JobState.SUCCEEDED)
    number = ended(book, JobState.FAILED, FAILED)
    finding = last_reload(settings)
    assert (finding.verdict, finding.sentence) == (Verdict.WARNING, f"Failed just now: {FAILED}")
    assert f"job {number}" in finding.next_step
    ended(book, JobState.SUCCEEDED)
    finding = last_reload(settings)
    assert (finding.verdict, finding.next_step) == (Verdict.OK, "")
    assert "just now" in finding.sentence


def test_a_reload_whose_process_died_gives_a_warning(settings: Settings, book: JobBook) -> None:
    job, log = book.add(Order(JobKind.RELOAD, "local", {}, "cron"))
    book.run(job.id, Identity.own())
    log.close()
    finding = last_reload(settings)
    assert finding.verdict is Verdict.WARNING
    assert "Interrupted just now: Its process ended" in finding.sentence


def test_cancelled_jobs_and_jobs_of_other_kinds_and_targets_do_not_count(
    settings: Settings, book: JobBook
) -> None:
    ended(book, JobState.FAILED, FAILED)
    ended(book, JobState.CANCELLED, "Interrupted.")
    ended(book, JobState.SUCCEEDED, kind=JobKind.EXPORT)
    ended(book, JobState.SUCCEEDED, target="cluster.example")
    with book.add(Order(JobKind.RELOAD, "local", {}, "ada"))[1]:
        assert last_reload(settings).verdict is Verdict.WARNING


def test_a_success_of_one_account_does_not_hide_the_failure_of_another(
    settings: Settings, book: JobBook, tmp_path: Path
) -> None:
    """Without a file of sources no job says its account. The one that is older than the failure may have failed."""
    old, new = snapshot(tmp_path, -30), snapshot(tmp_path, 10, account="210987654321")
    write_current(settings.current, [Named.of(each.info) for each in (old, new)])
    number = ended(book, JobState.FAILED, FAILED)
    ended(book, JobState.SUCCEEDED)
    finding = last_reload(settings)
    assert finding.verdict is Verdict.WARNING
    assert FAILED in finding.sentence
    assert f"older than job {number}" in finding.next_step
    write_current(settings.current, [Named.of(old.info)])
    assert last_reload(settings).verdict is Verdict.OK, "there is no other account"
    newest = [snapshot(tmp_path / "all", number, account=f"{number:012}") for number in (400, 401)]
    write_current(settings.current, [Named.of(each.info) for each in newest])
    assert last_reload(settings).verdict is Verdict.OK, "each has been reloaded since"


def test_the_doctor_checks_reloads_only_when_a_reload_changes_the_shown_snapshot(
    examined: Examine, tmp_path: Path, book: JobBook
) -> None:
    ended(book, JobState.FAILED, FAILED)
    assert examined()[NAME].verdict is Verdict.WARNING
    assert NAME not in examined(LINEAGE_VIZ_SNAPSHOT=str(demo_once.snapshot(tmp_path)))
