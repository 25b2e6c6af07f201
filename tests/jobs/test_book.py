"""The record of jobs: states that only go forward, pages, deleted jobs, files of other programs."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from lineage_viz.cli import commands, main
from lineage_viz.errors import JobBookError, JobBusy, JobError
from lineage_viz.jobs import Job, JobBook, JobKind, JobState, Order, log_tail, recorded
from lineage_viz.jobs import book as book_module
from lineage_viz.jobs.process import Identity
from lineage_viz.progress import Progress
from tests.hypothesis_profiles import examples

ENDS = [JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED]
EXPORT = Order(JobKind.EXPORT, "snapshots", {"out": "snapshots"}, "anna")


class Life(RuleBasedStateMachine):
    """Jobs that are added, run, report progress, end, are cancelled and are killed in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.book = JobBook(Path(self.folder.name) / "jobs.sqlite")
        self.logs: dict[int, BinaryIO] = {}
        self.ended: dict[int, Job] = {}

    def teardown(self) -> None:
        for log in self.logs.values():
            log.close()
        self.folder.cleanup()

    def any_job(self, data: st.DataObject) -> int:
        return data.draw(st.sampled_from(range(1, self.book.count() + 1)))

    @rule(kind=st.sampled_from(JobKind), on=st.sampled_from(["a", "b"]), alone=st.booleans())
    def add(self, kind: JobKind, on: str, alone: bool) -> None:
        try:
            job, log = self.book.add(Order(kind, on, {}, "anna"), alone=alone)
        except JobBusy:
            assert alone
            assert kind.changes_target
            return
        self.logs[job.id] = log

    @precondition(lambda self: self.book.count())
    @rule(data=st.data())
    def run(self, data: st.DataObject) -> None:
        number = self.any_job(data)
        before = self.book.job(number)
        try:
            assert self.book.run(number, Identity.own()).state is JobState.RUNNING
        except JobError:
            assert before.state is not JobState.QUEUED or before.order.kind.changes_target
        else:
            assert before.state is JobState.QUEUED

    @precondition(lambda self: self.book.count())
    @rule(data=st.data(), state=st.sampled_from(ENDS))
    def end(self, data: st.DataObject, state: JobState) -> None:
        self.book.end(self.any_job(data), state, error="so it is")

    @precondition(lambda self: self.book.count())
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        number = self.any_job(data)
        before = self.book.job(number)
        now = self.book.cancel(number, "ben")
        assert now.state is (JobState.CANCELLED if before.state is JobState.QUEUED else before.state)

    @precondition(lambda self: self.book.count())
    @rule(data=st.data(), done=st.integers(0, 9))
    def tell(self, data: st.DataObject, done: int) -> None:
        number = self.any_job(data)
        before = self.book.job(number)
        progress = Progress("loading", done, 9, "records")
        self.book.tell(number, progress)
        assert self.book.job(number).progress == (
            progress if before.state is JobState.RUNNING else before.progress
        )

    @precondition(lambda self: self.book.count())
    @rule(data=st.data())
    def kill(self, data: st.DataObject) -> None:
        number = self.any_job(data)
        before = self.book.job(number)
        self.logs[number].close()
        now = self.book.job(number)
        if before.state.is_active:
            assert now.state is (JobState.CANCELLED if before.cancelled_by else JobState.INTERRUPTED)

    @invariant()
    def ended_jobs_never_change_and_a_target_has_one_running_job(self) -> None:
        jobs = self.book.jobs(1000)
        for job in jobs:
            assert self.ended.get(job.id, job) == job
            assert (job.ended is None) == job.state.is_active
            if not job.state.is_active:
                self.ended[job.id] = job
        for target in ("a", "b"):
            changing = [job for job in jobs if job.order.kind.changes_target and job.order.target == target]
            assert sum(job.state is JobState.RUNNING for job in changing) <= 1


TestLife = Life.TestCase
TestLife.settings = examples(25, stateful_step_count=25)


@pytest.fixture
def book(tmp_path: Path) -> JobBook:
    return JobBook(tmp_path / "data" / "jobs.sqlite")


def done(book: JobBook, number: int) -> Iterator[Job]:
    for _ in range(number):
        with recorded(book, EXPORT, print) as recording:
            recording.result = "a snapshot"
        yield book.jobs(1)[0]


def test_pages_are_newest_first_and_the_oldest_jobs_are_deleted(
    book: JobBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book_module, "KEPT", 5)
    waiting, log = book.add(EXPORT)
    with log:
        made = list(done(book, 9))
        assert [job.id for job in book.jobs(3)] == [10, 9, 8]
        assert [job.id for job in book.jobs(3, 3)] == [7, 6, 5]
        assert book.active() == (waiting,)
        assert book.count() == 7  # the waiting job, the newest one, and the five before it
        assert [job.log.exists() for job in made] == [False] * 3 + [True] * 6


def test_the_last_progress_is_recorded_at_any_speed(book: JobBook) -> None:
    with recorded(book, EXPORT, print) as recording:
        for number in range(1000):
            recording.tell(Progress("listings", number, 1000, "calls"))
        assert book.jobs(1)[0].progress is not None
    (job,) = book.jobs()
    assert job.progress == Progress("listings", 999, 1000, "calls")


def test_the_tail_of_a_long_log_begins_with_a_whole_line(tmp_path: Path) -> None:
    log = tmp_path / "1.log"
    assert log_tail(log) == ""
    log.write_bytes(b"".join(b"line %d\n" % number for number in range(10_000)) + b"\x1b[2J\xff evil\n")
    lines = log_tail(log, 1000).splitlines()
    assert lines[0].startswith("line 99")
    assert len(lines) < 120
    assert "\x1b" not in lines[-1]
    assert lines[-1].endswith("evil")


def test_texts_that_a_database_refuses_are_made_safe(book: JobBook) -> None:
    job, log = book.add(Order(JobKind.EXPORT, "out\udcff\x1b[2J", {"out": "out\udcff"}, "a\nb"))
    log.close()
    found = book.job(job.id)
    assert found.order.parameters == {"out": "out\udcff"}
    assert "\x1b" not in found.order.target


def test_files_of_other_programs_are_refused(book: JobBook) -> None:
    book.path.parent.mkdir()
    with closing(sqlite3.connect(book.path)) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    for act in (book.jobs, book.count, lambda: book.add(EXPORT)):
        with pytest.raises(JobBookError, match="is not a record of jobs"):
            act()
    book.path.write_text("no database at all, but text that is long enough to be looked at")
    with pytest.raises(
        JobBookError, match=r"is damaged: file is not a database\. Move the file and the folder jobs"
    ):
        book.jobs()


def test_a_record_of_another_version_is_refused(book: JobBook) -> None:
    list(done(book, 1))
    with closing(sqlite3.connect(book.path)) as connection:
        connection.execute("PRAGMA user_version = 7")
    with pytest.raises(JobBookError, match=r"has version 7; this program needs version 1\. Move the file"):
        book.jobs()


def test_a_step_that_begins_is_recorded_at_once(book: JobBook) -> None:
    """No more progress may come while the step runs."""
    with recorded(book, EXPORT, print) as recording:
        for step in ("first", "second"):
            recording.tell(Progress(step))
            (job,) = book.active()
            assert job.progress == Progress(step)


def test_the_end_is_recorded_when_the_record_is_writable_again(book: JobBook) -> None:
    notices: list[str] = []
    with recorded(book, EXPORT, notices.append) as recording:
        written = book.path.read_bytes()
        book.path.write_bytes(b"as on a disk that is full" * 1000)
        recording.tell(Progress("first"))
        recording.tell(Progress("second"))
        book.path.write_bytes(written)
        recording.result = "done"
    (job,) = book.jobs()
    assert (job.state, job.result) == (JobState.SUCCEEDED, "done")
    assert len(notices) == 1
    assert "progress of this job is no longer recorded" in notices[0]


@pytest.mark.parametrize("column", ["kind", "parameters", "state", "created", "progress"])
def test_a_garbled_row_is_an_error(book: JobBook, column: str) -> None:
    list(done(book, 2))
    with closing(sqlite3.connect(book.path)) as connection, connection:
        connection.execute(f"UPDATE job SET {column} = 'nonsense' WHERE id = 1")
    with pytest.raises(JobBookError, match="cannot be understood"):
        book.jobs()


def test_a_job_with_an_unreadable_log_counts_as_alive(book: JobBook) -> None:
    job, log = book.add(EXPORT)
    log.close()
    job.log.unlink()
    job.log.mkdir()  # as unreadable as the log of another user, also for root
    assert [each.id for each in book.active()] == [job.id]


def test_a_log_that_cannot_be_read_is_named(
    book: JobBook, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(book.path.parent))
    (job,) = done(book, 1)
    job.log.unlink(missing_ok=True)
    job.log.mkdir()
    assert main(["jobs", "show", str(job.id)]) == 1
    assert f"{job.log} cannot be read or written: Is a directory." in capsys.readouterr().err


def test_a_token_that_aws_repeats_in_an_error_is_not_recorded(
    book: JobBook, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(book.path.parent))

    def refused(*_: object) -> None:
        raise JobError(
            "The signature does not match. It should have been 'x-amz-security-token:IQoJb3JpZ2lu' …"
        )

    monkeypatch.setattr(commands, "export_lineage", refused)
    monkeypatch.setattr(commands, "LineageApi", lambda _: None)
    assert main(["export", "--out", str(book.path.parent / "out")]) == 1
    (job,) = book.jobs()
    for text in (job.error, log_tail(job.log), capsys.readouterr().err):
        assert "does not match" in text
        assert "IQoJ" not in text


def test_a_cancelled_job_that_is_killed_ended_without_a_report(
    book: JobBook,
) -> None:
    job, log = book.add(Order(JobKind.RELOAD, "local", {}, "anna"))
    book.run(job.id, Identity.own())
    book.cancel(job.id, "ben")
    log.close()
    ended = book.job(job.id)
    assert ended.state is JobState.CANCELLED
    assert "Cancelled by ben. Its process ended without reporting what it changed" in ended.error
