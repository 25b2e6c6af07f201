"""What a command runs in, so that the record says who runs it, how far it is and how it ended."""

import os
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import BinaryIO

from lineage_viz.errors import JobBookError, JobError, LineageVizError
from lineage_viz.jobs.book import JobBook
from lineage_viz.jobs.command import JOB
from lineage_viz.jobs.job import Job, JobState, Order, safe
from lineage_viz.jobs.process import Identity
from lineage_viz.progress import Progress
from lineage_viz.secrecy import without_secrets

OFTEN = 0.5
"""Seconds between two writings of progress within a step."""

UNEXPECTED = "Something unexpected went wrong; its log says more."

_LONGEST_NUMBER = 18
"""Digits that every database takes."""

Notice = Callable[[str], None]


class Recording:
    """One running job, as the command that does it sees it."""

    def __init__(self, book: JobBook, job: Job | None, log: BinaryIO | None, notice: Notice) -> None:
        self.result = ""
        """What came of it: to be set by the command."""
        self._book, self._job, self._log, self._notice = book, job, log, notice
        self._latest: Progress | None = None
        self._fails = False
        self._written = float("-inf")

    def tell(self, progress: Progress) -> None:
        """How far it is; from any thread, but never from two at once.

        A step that begins or ends is written at once: nothing more may be heard for as long as it takes.
        """
        is_news = self._latest is None or (self._latest.step, self._latest.steps) != (
            progress.step,
            progress.steps,
        )
        self._latest = progress
        if is_news or time.monotonic() - self._written >= OFTEN:
            self._write_progress()

    def say(self, sentence: str) -> None:
        """A sentence for the log; where the job's output is the log, it is there already."""
        if self._log:
            line = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {safe(without_secrets(sentence))}\n"
            try:
                self._log.write(line.encode())
                self._log.flush()
            except OSError:  # a full disk is no reason to stop: what is written elsewhere may still have room
                self._log = None

    def others(self) -> tuple[Job, ...]:
        """Jobs that do the same at this time, as far as they are known."""
        if self._job is None:
            return ()
        order, own = self._job.order, self._job.id
        with suppress(JobBookError):
            active = (job for job in self._book.active() if job.id != own)
            return tuple(
                job for job in active if (job.order.kind, job.order.target) == (order.kind, order.target)
            )
        return ()

    def end(self, state: JobState, error: str = "") -> None:
        """How it ended. A service's own words may repeat what it was sent."""
        error = without_secrets(error)
        self.say(f"{state}. {error or self.result}")
        if self._latest:
            self._write_progress()
        self._write(
            lambda book, job: book.end(job.id, state, result=self.result, error=error),
            "How this job ended is not recorded.",
        )

    def _write_progress(self) -> None:
        self._written = time.monotonic()
        progress = self._latest
        if progress and not self._fails:
            self._write(
                lambda book, job: book.tell(job.id, progress), "From here on its progress is not recorded."
            )

    def _write(self, write: Callable[[JobBook, Job], None], lacking: str) -> None:
        """A record that cannot be written must not end what it records. How it ended is tried in any case."""
        if self._job is None:
            return
        try:
            write(self._book, self._job)
        except JobBookError as error:
            self._fails = True
            self._notice(f"{error} {lacking}")


@contextmanager
def recorded(book: JobBook, order: Order, notice: Notice) -> Iterator[Recording]:
    """Run a command as the job that was queued for it, or as a new one.

    Raises JobBusy where another job changes the same target. Where nothing can be recorded, what changes a target
    is refused (JobBookError): nobody would know of it. The rest goes on, and `notice` is told.
    """
    queued = os.environ.pop(JOB, "")  # what a job starts itself is not this job
    try:
        job, log = _queued(book, queued, order) if queued else book.add(order)
    except JobBookError as error:
        if queued or order.kind.changes_target:
            raise
        notice(f"{error} The {order.kind} goes on without being recorded.")
        yield Recording(book, None, None, notice)
        return
    recording = Recording(book, job, log, notice)
    try:
        with _ended(recording):
            _begin(book, job, order)
            recording.say(f"{order.kind} of {order.target}, begun by {job.order.who}.")
            yield recording
    finally:
        if log:
            log.close()


def _queued(book: JobBook, number: str, order: Order) -> tuple[Job, None]:
    """The job that was queued for this process, whose output is its log."""
    if not number.isdecimal() or len(number) > _LONGEST_NUMBER:
        raise JobError(f"{JOB} is {number!r}, and no job has that number.")
    job = book.job(int(number))
    if job.order.kind is not order.kind:
        raise JobError(f"Job {number} is a {job.order.kind}, no {order.kind}.")
    return job, None


def _begin(book: JobBook, job: Job, order: Order) -> None:
    if job.order.target != safe(order.target):
        raise JobError(
            f"Job {job.id} is for {job.order.target}, and the settings name {order.target} now. Start it anew."
        )
    book.run(job.id, Identity.own())


@contextmanager
def _ended(recording: Recording) -> Iterator[None]:
    """Whatever happens inside, the record says how it ended."""
    try:
        yield
    except KeyboardInterrupt as interrupt:
        recording.end(JobState.CANCELLED, _sentences("Interrupted.", interrupt))
        raise
    except LineageVizError as error:
        recording.end(JobState.FAILED, _sentences(str(error), error))
        raise
    except BaseException as error:
        recording.say("\n".join(traceback.format_exception(error)))
        recording.end(JobState.FAILED, UNEXPECTED)
        raise
    recording.end(JobState.SUCCEEDED)


def _sentences(first: str, error: BaseException) -> str:
    return " ".join((first, *getattr(error, "__notes__", ())))
