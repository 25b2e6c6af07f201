"""Start, cancel and retry jobs."""

import subprocess
import threading
from contextlib import suppress

from lineage_viz.errors import JobError
from lineage_viz.jobs.book import JobBook
from lineage_viz.jobs.command import command_line, environment
from lineage_viz.jobs.job import Job, JobKind, JobState, Order
from lineage_viz.typed_command import typed_command

ANEW = "anew"
"""The parameter with which an export starts over instead of resuming an earlier one."""

CALLS = "calls"
"""The unit of an export's progress."""


def start(book: JobBook, order: Order, *, secret: str = "") -> Job:
    """Start a job as a separate process, which continues when this one ends. `secret` is the token of a reset.

    Raises JobBusy, JobBookError, and JobError if the process cannot be started.
    """
    job, log = book.add(order, alone=True)
    with log:  # the process inherits the locked log, so the job counts as alive before it reports anything
        try:
            process = subprocess.Popen(  # noqa: S603  arguments are a list, and no shell reads them
                command_line(order, secret=bool(secret)),
                env=environment(job.id, book.path.parent),
                stdin=subprocess.PIPE if secret else subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        except OSError as error:
            message = f"The {order.words} cannot be started: {error.strerror or error}."
            book.end(job.id, JobState.FAILED, error=message)
            raise JobError(message) from error
    if process.stdin:
        with suppress(BrokenPipeError), process.stdin as stream:
            stream.write(secret.encode())
    # The parent must wait for the end of its child, or the system keeps the child's process number.
    threading.Thread(target=process.wait, name=f"job {job.id}", daemon=True).start()
    return job


def cancel(book: JobBook, number: int, who: str) -> Job:
    """Ask a job to end; a queued job has ended when this returns, a running one ends a moment later.

    Raises JobError if it has ended already or its process cannot be signalled, JobBookError.
    """
    before = book.job(number)
    if not before.state.is_active:
        raise JobError(f"Job {number} has ended already: it {_past(before.state)}.")
    job = book.cancel(number, who)
    if job.state is JobState.RUNNING and not (job.process and job.process.terminate()):
        job = book.cancel_failed(number)
        if job.state is JobState.RUNNING:
            pid = f" (process {job.process.pid})" if job.process else ""
            raise JobError(f"Job {number} runs as another user or on another machine{pid}. Cancel it there.")
    return job


def retry(book: JobBook, number: int, who: str) -> Job:
    """Start the same job again; an export or a load continues where it stopped.

    Raises JobError if the job has not ended or cannot be repeated, JobBusy, JobBookError.
    """
    job = book.job(number)
    if job.state.is_active:
        raise JobError(f"Job {number} has not ended yet: {job.holder}.")
    if job.order.kind is JobKind.RESET:
        raise JobError(
            f"A reset cannot be repeated: it needs a new token each time. Run: {typed_command()} reset"
        )
    return start(book, Order(job.order.kind, job.order.target, retry_parameters(job), who))


def retry_parameters(job: Job) -> dict[str, str]:
    """The parameters of a retry. It resumes the export of a failed job, without `anew`, if that has read anything."""
    resumes = job.state is not JobState.SUCCEEDED and job.progress is not None and job.progress.unit == CALLS
    return {name: value for name, value in job.order.parameters.items() if not (resumes and name == ANEW)}


def _past(state: JobState) -> str:
    return str(state) if state in (JobState.SUCCEEDED, JobState.FAILED) else f"was {state}"
