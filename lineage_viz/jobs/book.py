"""The record of all jobs, in one SQLite file with a folder of logs beside it."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from lineage_viz.errors import JobBookError, JobBusy, JobError
from lineage_viz.jobs import rows
from lineage_viz.jobs.job import Job, JobKind, JobState, Order, safe
from lineage_viz.jobs.log import is_held, log_tail, open_log
from lineage_viz.jobs.process import Identity
from lineage_viz.progress import Progress
from lineage_viz.system.sqlite_file import Doing, SqliteFile

KEPT = 200
"""Jobs that have ended, before the oldest are forgotten."""

APPLICATION, VERSION = 0x4C564A42, 1
"""What the file says of itself, so that no other one is taken for it."""

_OURS = "lineage_viz: "
"""How a sentence of the command line begins."""

_SECRETS = frozenset({"token", "secret", "password", "key"})


class JobBook:
    """All jobs, newest first. Any number of threads and processes may use it: each call opens the file for itself.

    Whoever looks finds the jobs whose process is gone and says so in the record. All calls raise JobBookError.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._logs = path.parent / "jobs"
        self._file = SqliteFile(path, _make, self._is_made, self._error, sync=False)

    def jobs(self, limit: int = 20, offset: int = 0, states: Iterable[JobState] = ()) -> tuple[Job, ...]:
        """A page of the history; with `states`, of the jobs that are in one of them."""
        self.sweep()
        return self._read(rows.PAGE, json.dumps(list(states)), limit, offset)

    def active(self) -> tuple[Job, ...]:
        """Those that wait or run, oldest first."""
        self.sweep()
        return self._read(rows.ACTIVE)

    def count(self, states: Iterable[JobState] = ()) -> int:
        """How many there are; with `states`, in one of them."""
        with self._file.reading() as connection:
            found = connection.execute(rows.COUNT, [json.dumps(list(states))]) if connection else None
            return int(found.fetchone()[0]) if found else 0

    def job(self, number: int) -> Job:
        """One job. Raises JobError where there is none."""
        self.sweep()
        for job in self._read(rows.ONE, number):
            return job
        raise JobError(f"There is no job {number}. See all with: python -m lineage_viz jobs --all")

    def sweep(self) -> None:
        """Find the jobs whose process is gone, and say so."""
        if all(is_held(job.log) for job in self._read(rows.ACTIVE)):
            return
        with self._file.writing() as connection:
            self._sweep(connection)

    def add(self, order: Order, *, alone: bool = False) -> tuple[Job, BinaryIO]:
        """Queue a job. It lives for as long as its log, which is returned open, is held open.

        Old jobs are forgotten. With `alone`, raises JobBusy where another job is changing the target.
        """
        if _SECRETS & set(order.parameters):
            raise ValueError("a secret is no parameter of a job: it would be kept in the record")
        with self._file.writing() as connection:
            past = self._found(connection, rows.PAST, KEPT)
            connection.executemany(rows.DELETE, [(job.id,) for job in past])
            texts = str(order.kind), safe(order.target), json.dumps(dict(order.parameters)), safe(order.who)
            number = connection.execute(rows.ADD, (*texts, rows.now())).lastrowid
            (job,) = self._found(connection, rows.ONE, number)
            log = self._open_log(job)
            if alone:
                with _removed_if_it_fails(job, log):
                    self._refuse_if_busy(connection, job)
        for old in past:
            with suppress(OSError):
                old.log.unlink(missing_ok=True)
        return job, log

    def run(self, number: int, process: Identity) -> Job:
        """A queued job begins. Raises JobBusy where another is changing the target, JobError where it has ended."""
        with self._file.writing() as connection:
            (job,) = self._found(connection, rows.ONE, number) or (None,)
            if job is None or job.state is not JobState.QUEUED:
                raise JobError(
                    f"Job {number} is {job.state if job else 'forgotten'}: nothing is left to do for it."
                )
            self._refuse_if_busy(connection, job)
            connection.execute(rows.RUN, (rows.now(), process.pid, process.began, number))
            (job,) = self._found(connection, rows.ONE, number)
        return job

    def tell(self, number: int, progress: Progress) -> None:
        """How far a running job is."""
        with self._file.writing() as connection:
            connection.execute(rows.TELL, (rows.as_text(progress), number))

    def end(self, number: int, state: JobState, *, result: str = "", error: str = "") -> None:
        """How a job ended; one that has ended already stays as it is."""
        with self._file.writing() as connection:
            connection.execute(rows.END, (str(state), rows.now(), safe(result), safe(error), number))

    def cancel(self, number: int, who: str) -> Job:
        """Note who wants it to end; one that has not begun has ended thereby. The job as it is then."""
        with self._file.writing() as connection:
            self._sweep(connection)
            connection.execute(rows.CANCEL, (safe(who), number))
            for job in self._found(connection, rows.ONE, number):
                if job.state is JobState.QUEUED:
                    words = f"Cancelled by {job.cancelled_by} before it began."
                    connection.execute(rows.END, (str(JobState.CANCELLED), rows.now(), "", words, number))
        return self.job(number)

    def cancel_failed(self, number: int) -> Job:
        """A job that could not be asked to end goes on, and nobody waits for its end. The job as it is then."""
        with self._file.writing() as connection:
            self._sweep(connection)
            connection.execute(rows.CANCEL, ("", number))
        return self.job(number)

    def _refuse_if_busy(self, connection: sqlite3.Connection, job: Job) -> None:
        """Of two that wait the older goes first."""
        self._sweep(connection)
        if not job.order.kind.changes_target:
            return
        for other in self._found(connection, rows.ACTIVE):
            first = other.id < job.id or (other.state is JobState.RUNNING and other.id != job.id)
            if first and other.order.kind.changes_target and other.order.target == job.order.target:
                raise JobBusy(f"{other.holder}. Wait for it, or cancel it (jobs cancel {other.id}).")

    def _sweep(self, connection: sqlite3.Connection) -> None:
        for job in self._found(connection, rows.ACTIVE):
            if not is_held(job.log):
                state, error = _gone(job)
                connection.execute(rows.END, (str(state), rows.now(), "", error, job.id))

    def _open_log(self, job: Job) -> BinaryIO:
        try:
            return open_log(job.log)
        except OSError as error:
            raise self._error("written", error) from error

    def _read(self, query: str, *values: object) -> tuple[Job, ...]:
        with self._file.reading() as connection:
            return self._found(connection, query, *values) if connection else ()

    def _found(self, connection: sqlite3.Connection, query: str, *values: object) -> tuple[Job, ...]:
        found = connection.execute(query, values).fetchall()
        try:
            return tuple(rows.as_job(row, self._logs) for row in found)
        except (ValueError, TypeError, KeyError) as error:
            raise self._error("understood", error) from error

    def _is_made(self, connection: sqlite3.Connection) -> bool:
        """Whether the file has its table. Raises JobBookError where it is another's, or of another version."""
        said = tuple(
            connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
        if said == (APPLICATION, VERSION):
            return True
        if said == (0, 0) and not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            return False
        what = (
            f"of version {said[1]}, and this is version {VERSION}"
            if said[0] == APPLICATION
            else "no record of jobs"
        )
        raise JobBookError(
            f"{self.path} is {what}. Move it away, and its folder jobs with it; a new one begins then."
        )

    def _error(self, doing: Doing, error: Exception) -> JobBookError:
        return JobBookError(
            f"The record of jobs in {self.path} cannot be {doing}: {error}. "
            "See that the folder is writable and its disk is not full, or name another in LINEAGE_VIZ_DATA."
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


def _gone(job: Job) -> tuple[JobState, str]:
    """How a job ended whose process is gone without having said so."""
    again = (
        "an export goes on where it stopped" if job.order.kind is JobKind.EXPORT else "it sees what was done"
    )
    if job.cancelled_by:
        return JobState.CANCELLED, (
            f"Cancelled by {job.cancelled_by}, and its process is gone without having said what it left. Run it "
            f"again; {again}."
        )
    said = log_tail(job.log) if job.state is JobState.QUEUED else ""
    if sentences := [line for line in said.splitlines() if line.startswith(_OURS)]:
        return JobState.FAILED, sentences[-1].removeprefix(_OURS)
    if said:
        return JobState.FAILED, "It ended before it began. See its log."
    return JobState.INTERRUPTED, (
        f"Its process is gone: it was killed, or the machine stopped. Run it again; {again}."
    )
