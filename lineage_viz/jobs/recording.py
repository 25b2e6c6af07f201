"""Record a running command: its actor, its progress and its end."""

import os
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import BinaryIO

from lineage_viz.errors import JobBookError, JobBusy, JobError, LineageVizError
from lineage_viz.jobs.book import JobBook
from lineage_viz.jobs.command import JOB
from lineage_viz.jobs.job import Job, JobState, Order, safe
from lineage_viz.jobs.process import Identity
from lineage_viz.progress import Progress
from lineage_viz.secrecy import without_secrets

OFTEN = 0.5
"""Seconds between two writes of progress within a step."""

UNEXPECTED = "An unexpected error occurred. Read the log of the job for details."

_LONGEST_NUMBER = 18
"""Digits of the largest job number that every database accepts."""

_LOOK = 1.0
"""Seconds between two looks at a job that another one waits for."""

Notice = Callable[[str], None]

Ended = Callable[[Job, JobState, str], None]
"""Called with a job, its last state, and its result or error."""


class Recording:
    """A running job, as its command sees it."""

    def __init__(
        self, book: JobBook, job: Job | None, log: BinaryIO | None, notice: Notice, ended: Ended | None = None
    ) -> None:
        self.result = ""
        """The result of the job; the command sets it."""
        self._book, self._job, self._log, self._notice = book, job, log, notice
        self._ended = ended
        self._latest: Progress | None = None
        self._fails = False
        self._written = float("-inf")

    def tell(self, progress: Progress) -> None:
        """Record the progress; call it from any thread, but never from two at once.

        The begin or end of a step is written at once: no more progress may come while the step runs.
        """
        step_changed = self._latest is None or (self._latest.step, self._latest.steps) != (
            progress.step,
            progress.steps,
        )
        self._latest = progress
        if step_changed or time.monotonic() - self._written >= OFTEN:
            self._write_progress()

    def say(self, sentence: str) -> None:
        """Write a sentence to the log; if the job's output is the log, the sentence is there already."""
        if self._log:
            line = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {safe(without_secrets(sentence))}\n"
            try:
                self._log.write(line.encode())
                self._log.flush()
            except OSError:  # a full disk here must not stop the job: it may write to another disk
                self._log = None

    def others(self) -> tuple[Job, ...]:
        """The other active jobs of the same kind on the same target, as far as the record shows them."""
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
        """Record the end. Secrets are removed from `error`: a service's message may repeat what it received."""
        error = without_secrets(error)
        self.say(f"{state}. {error or self.result}")
        if self._latest:
            self._write_progress()
        self._write(
            lambda book, job: book.end(job.id, state, result=self.result, error=error),
            "The end of this job is not recorded.",
        )
        if self._job and self._ended:
            self._ended(self._job, state, safe(error or self.result))

    def _write_progress(self) -> None:
        self._written = time.monotonic()
        progress = self._latest
        if progress and not self._fails:
            self._write(
                lambda book, job: book.tell(job.id, progress),
                "The progress of this job is no longer recorded.",
            )

    def _write(self, write: Callable[[JobBook, Job], None], consequence: str) -> None:
        """Write to the record. A failure must not stop the job; it stops further writes of progress, not of the end."""
        if self._job is None:
            return
        try:
            write(self._book, self._job)
        except JobBookError as error:
            self._fails = True
            self._notice(f"{error} {consequence}")


@contextmanager
def recorded(
    book: JobBook, order: Order, notice: Notice, ended: Ended | None = None, *, wait: bool = False
) -> Iterator[Recording]:
    """Run a command as the job that was queued for it, or as a new job; `ended` is called with its outcome.

    If another job changes the same target, it begins after that one with `wait`; otherwise it raises JobBusy. If the
    record cannot be written, a job that changes a target is refused (JobBookError), because nobody would know of it.
    Other jobs run, and `notice` is called.
    """
    queued = os.environ.pop(JOB, "")  # a process that this job starts is not this job
    try:
        job, log = _queued(book, queued, order) if queued else book.add(order)
    except JobBookError as error:
        if queued or order.kind.changes_target:
            raise
        notice(f"{error} The {order.words} continues without a record.")
        yield Recording(book, None, None, notice)
        return
    recording = Recording(book, job, log, notice, ended)
    try:
        with _end_recorded(recording):
            _begin(book, job, order, wait=wait)
            recording.say(f"{order.words} of {order.target}, started by {job.order.who}.")
            yield recording
    finally:
        if log:
            log.close()


def _queued(book: JobBook, number: str, order: Order) -> tuple[Job, None]:
    """The job that was queued for this process. There is no log to write: the process's output is the log."""
    if not number.isdecimal() or len(number) > _LONGEST_NUMBER:
        raise JobError(f"{JOB} is {number!r}, which is not the number of a job. Unset it.")
    job = book.job(int(number))
    if job.order.kind is not order.kind:
        raise JobError(
            f"{JOB} is {number}: this job is of kind {job.order.kind}, not {order.kind}. Unset it."
        )
    return job, None


def _begin(book: JobBook, job: Job, order: Order, *, wait: bool) -> None:
    if job.order.target != safe(order.target):
        raise JobError(
            f"Job {job.id} is for {job.order.target}, but the settings now name {order.target}. Start a new job."
        )
    while True:
        try:
            book.run(job.id, Identity.own())
            return
        except JobBusy:
            if not wait:
                raise
        time.sleep(_LOOK)


@contextmanager
def _end_recorded(recording: Recording) -> Iterator[None]:
    """Record the end of the block: success, failure or interrupt."""
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
