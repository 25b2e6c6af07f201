"""How the last reload ended."""

from pathlib import Path

import pytest

from lineage_viz.demo.source import write_demo
from lineage_viz.health import Verdict
from lineage_viz.health.reloads import NAME, last_reload
from lineage_viz.jobs import JobBook, JobKind, JobState, Order
from lineage_viz.jobs.process import Identity
from lineage_viz.settings import Settings
from tests.health.conftest import Examine

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


def test_without_any_on_record_nothing_is_to_be_done_and_nothing_is_made(settings: Settings) -> None:
    found = last_reload(settings)
    assert (found.verdict, found.next_step, settings.data.exists()) == (Verdict.OK, "", False)


def test_one_that_failed_is_warned_of_with_why_and_where_to_look(settings: Settings, book: JobBook) -> None:
    ended(book, JobState.SUCCEEDED)
    number = ended(book, JobState.FAILED, FAILED)
    found = last_reload(settings)
    assert (found.verdict, found.sentence) == (Verdict.WARNING, f"Failed just now: {FAILED}")
    assert f"job {number}" in found.next_step
    ended(book, JobState.SUCCEEDED)
    found = last_reload(settings)
    assert (found.verdict, found.next_step) == (Verdict.OK, "")
    assert "just now" in found.sentence


def test_one_whose_process_is_gone_is_warned_of(settings: Settings, book: JobBook) -> None:
    job, log = book.add(Order(JobKind.RELOAD, "local", {}, "cron"))
    book.run(job.id, Identity.own())
    log.close()
    found = last_reload(settings)
    assert found.verdict is Verdict.WARNING
    assert "Interrupted just now: Its process ended" in found.sentence


def test_what_somebody_cancelled_or_did_elsewhere_says_nothing(settings: Settings, book: JobBook) -> None:
    ended(book, JobState.FAILED, FAILED)
    ended(book, JobState.CANCELLED, "Interrupted.")
    ended(book, JobState.SUCCEEDED, kind=JobKind.EXPORT)
    ended(book, JobState.SUCCEEDED, target="cluster.example")
    with book.add(Order(JobKind.RELOAD, "local", {}, "ada"))[1]:
        assert last_reload(settings).verdict is Verdict.WARNING


def test_the_doctor_tells_of_it_where_a_reload_changes_what_is_shown(
    examined: Examine, tmp_path: Path, book: JobBook
) -> None:
    ended(book, JobState.FAILED, FAILED)
    assert examined()[NAME].verdict is Verdict.WARNING
    assert NAME not in examined(LINEAGE_VIZ_SNAPSHOT=str(write_demo(tmp_path)))
