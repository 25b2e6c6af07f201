"""The record of all jobs, in one SQLite file with a folder of logs beside it."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from lineage_viz.errors import JobBookError, JobBusy, JobError
from lineage_viz.jobs import rows
from lineage_viz.jobs.job import Job, JobKind, JobState, Order, safe
from lineage_viz.jobs.log import is_alive, log_tail, open_log
from lineage_viz.jobs.process import Identity
from lineage_viz.json_text import json_text
from lineage_viz.progress import Progress
from lineage_viz.system.sqlite_file import Doing, SqliteFile, is_damaged
from lineage_viz.typed_command import typed_command

KEPT = 200
"""The number of ended jobs that the record keeps; older ones are deleted."""

APPLICATION, VERSION = 0x4C564A42, 1
"""SQLite's `application_id` and `user_version` of the file, which tell it from files of other programs."""

_MESSAGE = "lineage_viz: "
"""The first characters of every message of the command line."""

_SECRETS = frozenset({"token", "secret", "password", "key"})


class JobBook:
    """The record of all jobs. Any number of threads and processes may use it: each call opens the file again.

    Each read first marks the jobs whose process has ended without a report. All calls raise JobBookError.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._logs = path.parent / "jobs"
        self._file = SqliteFile(path, _make, self._is_made, self._error, sync=False)

    def jobs(self, limit: int = 20, offset: int = 0, states: Iterable[JobState] = ()) -> tuple[Job, ...]:
        """A page of jobs, newest first; with `states`, only the jobs in one of these states."""
        self.sweep()
        return self._read(rows.PAGE, json_text(list(states)), limit, offset)

    def active(self) -> tuple[Job, ...]:
        """The jobs that wait or run, oldest first."""
        self.sweep()
        return self._read(rows.ACTIVE)

    def count(self, states: Iterable[JobState] = ()) -> int:
        """The number of jobs; with `states`, of the jobs in one of these states."""
        with self._file.reading() as connection:
            answer = connection.execute(rows.COUNT, [json_text(list(states))]) if connection else None
            return int(answer.fetchone()[0]) if answer else 0

    def job(self, number: int) -> Job:
        """One job. Raises JobError if there is no such job."""
        self.sweep()
        for job in self._read(rows.ONE, number):
            return job
        raise JobError(f"There is no job {number}. List all jobs with: {typed_command()} jobs --all")

    def sweep(self) -> None:
        """Mark the jobs whose process has ended without a report."""
        if all(is_alive(job.log) for job in self._read(rows.ACTIVE)):
            return
        with self._file.writing() as connection:
            self._sweep(connection)

    def add(self, order: Order, *, alone: bool = False) -> tuple[Job, BinaryIO]:
        """Queue a job and return it with its open log. The job counts as alive as long as a process has the log open.

        Old jobs are deleted. With `alone`, raises JobBusy if another job is changing the target.
        """
        if _SECRETS & set(order.parameters):
            raise ValueError("a secret must not be a parameter of a job: the record would keep it")
        with self._file.writing() as connection:
            past = self._selected(connection, rows.PAST, KEPT)
            connection.executemany(rows.DELETE, [(job.id,) for job in past])
            texts = str(order.kind), safe(order.target), json_text(dict(order.parameters)), safe(order.who)
            number = connection.execute(rows.ADD, (*texts, rows.now())).lastrowid
            (job,) = self._selected(connection, rows.ONE, number)
            log = self._open_log(job)
            if alone:
                with _removed_if_it_fails(job, log):
                    self._refuse_if_busy(connection, job)
        for old in past:
            with suppress(OSError):
                old.log.unlink(missing_ok=True)
        return job, log

    def run(self, number: int, process: Identity) -> Job:
        """Begin a queued job. Raises JobBusy if another job is changing the target, JobError if it is not queued."""
        with self._file.writing() as connection:
            (job,) = self._selected(connection, rows.ONE, number) or (None,)
            if job is None or job.state is not JobState.QUEUED:
                raise JobError(
                    f"Job {number} is {job.state if job else 'deleted'} and cannot begin. Start a new job."
                )
            self._refuse_if_busy(connection, job)
            connection.execute(rows.RUN, (rows.now(), process.pid, process.began, number))
            (job,) = self._selected(connection, rows.ONE, number)
        return job

    def tell(self, number: int, progress: Progress) -> None:
        """Record the progress of a running job."""
        with self._file.writing() as connection:
            connection.execute(rows.TELL, (rows.as_text(progress), number))

    def end(self, number: int, state: JobState, *, result: str = "", error: str = "") -> None:
        """Record the end of a job; a job that has ended already does not change."""
        with self._file.writing() as connection:
            connection.execute(rows.END, (str(state), rows.now(), safe(result), safe(error), number))

    def cancel(self, number: int, who: str) -> Job:
        """Record who cancels a job, and return it; a job that has not begun is cancelled at once."""
        with self._file.writing() as connection:
            self._sweep(connection)
            connection.execute(rows.CANCEL, (safe(who), number))
            for job in self._selected(connection, rows.ONE, number):
                if job.state is JobState.QUEUED:
                    words = f"Cancelled by {job.cancelled_by} before it began."
                    connection.execute(rows.END, (str(JobState.CANCELLED), rows.now(), "", words, number))
        return self.job(number)

    def cancel_failed(self, number: int) -> Job:
        """Undo `cancel` for a job whose process could not be signalled: it goes on. Return the job."""
        with self._file.writing() as connection:
            self._sweep(connection)
            connection.execute(rows.CANCEL, ("", number))
        return self.job(number)

    def _refuse_if_busy(self, connection: sqlite3.Connection, job: Job) -> None:
        """Raise JobBusy if another job runs on the same target, or has waited for longer."""
        self._sweep(connection)
        for other in self._selected(connection, rows.ACTIVE):
            goes_first = other.id < job.id or (other.state is JobState.RUNNING and other.id != job.id)
            if goes_first and job.order.excludes(other.order):
                raise JobBusy(f"{other.holder}. Wait for it, or cancel it (jobs cancel {other.id}).")

    def _sweep(self, connection: sqlite3.Connection) -> None:
        for job in self._selected(connection, rows.ACTIVE):
            if not is_alive(job.log):
                state, error = _unreported_end(job)
                connection.execute(rows.END, (str(state), rows.now(), "", error, job.id))

    def _open_log(self, job: Job) -> BinaryIO:
        try:
            return open_log(job.log)
        except OSError as error:
            raise self._error("written", error) from error

    def _read(self, query: str, *values: object) -> tuple[Job, ...]:
        with self._file.reading() as connection:
            return self._selected(connection, query, *values) if connection else ()

    def _selected(self, connection: sqlite3.Connection, query: str, *values: object) -> tuple[Job, ...]:
        selected = connection.execute(query, values).fetchall()
        try:
            return tuple(rows.as_job(row, self._logs) for row in selected)
        except (ValueError, TypeError, KeyError) as error:
            raise self._error("understood", error) from error

    def _is_made(self, connection: sqlite3.Connection) -> bool:
        """True if the file has its table. Raises JobBookError if another program or another version made it."""
        application, version = (
            connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
        if (application, version) == (APPLICATION, VERSION):
            return True
        if (application, version) == (0, 0) and not connection.execute(
            "SELECT 1 FROM sqlite_master"
        ).fetchone():
            return False
        problem = (
            f"has version {version}; this program needs version {VERSION}"
            if application == APPLICATION
            else "is not a record of jobs"
        )
        raise JobBookError(
            f"{self.path} {problem}. Move the file and the folder jobs beside it away; the next job makes a new record."
        )

    def _error(self, doing: Doing, error: Exception) -> JobBookError:
        if is_damaged(error):
            return JobBookError(
                f"The record of jobs in {self.path} is damaged: {error}. Move the file and the folder jobs beside it "
                "away; the next job makes a new record."
            )
        return JobBookError(
            f"The record of jobs in {self.path} cannot be {doing}: {error}. "
            "Check that the folder is writable and the disk is not full, or set LINEAGE_VIZ_DATA to another folder."
        )


def _make(connection: sqlite3.Connection) -> None:
    for statement in rows.TABLE:
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


@contextmanager
def _removed_if_it_fails(job: Job, log: BinaryIO) -> Iterator[None]:
    try:
        yield
    except BaseException:
        log.close()
        job.log.unlink(missing_ok=True)
        raise


def _unreported_end(job: Job) -> tuple[JobState, str]:
    """The state and error of a job whose process ended without a report."""
    rerun = (
        "Run it again: an export resumes where it stopped."
        if job.order.kind is JobKind.EXPORT
        else "Run it again: completed work is detected."
    )
    if job.cancelled_by:
        return JobState.CANCELLED, (
            f"Cancelled by {job.cancelled_by}. Its process ended without reporting what it changed. {rerun}"
        )
    output = log_tail(job.log) if job.state is JobState.QUEUED else ""
    if messages := [line for line in output.splitlines() if line.startswith(_MESSAGE)]:
        return JobState.FAILED, messages[-1].removeprefix(_MESSAGE)
    if output:
        return JobState.FAILED, "Its process ended before the job began. Read its log."
    return JobState.INTERRUPTED, f"Its process ended: it was killed, or the machine stopped. {rerun}"
