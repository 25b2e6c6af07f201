"""Starts jobs, ends them, and starts them again."""

import subprocess
import threading
from contextlib import suppress

from lineage_viz.errors import JobError
from lineage_viz.jobs.book import JobBook
from lineage_viz.jobs.command import command_line, environment
from lineage_viz.jobs.job import Job, JobKind, JobState, Order

ANEW = "anew"
"""The parameter by which an export goes on from no earlier one."""

CALLS = "calls"
"""The unit of an export's progress."""


def start(book: JobBook, order: Order, *, secret: str = "") -> Job:
    """Start a job as a process of its own, which goes on when this one ends. `secret` is the token of a reset.

    Raises JobBusy, JobBookError, and JobError where no process can be made.
    """
    job, log = book.add(order, alone=True)
    with log:  # the process holds it from here on: it is known to live before it has said a word
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
            sentence = f"The {order.kind} cannot be started: {error.strerror or error}."
            book.end(job.id, JobState.FAILED, error=sentence)
            raise JobError(sentence) from error
    if process.stdin:
        with suppress(BrokenPipeError), process.stdin as stream:
            stream.write(secret.encode())
    # Whoever began a process must take note of its end, or the system keeps its number.
    threading.Thread(target=process.wait, name=f"job {job.id}", daemon=True).start()
    return job


def cancel(book: JobBook, number: int, who: str) -> Job:
    """Ask a job to end; a queued one has ended when this returns, a running one a moment later.

    Raises JobError where it has ended already or its process cannot be reached, JobBookError.
    """
    before = book.job(number)
    if not before.state.is_active:
        raise JobError(f"Job {number} has ended already: it {_was(before.state)}.")
    job = book.cancel(number, who)
    if job.state is JobState.RUNNING and not (job.process and job.process.terminate()):
        job = book.cancel_failed(number)
        if job.state is JobState.RUNNING:
            pid = f" (process {job.process.pid})" if job.process else ""
            raise JobError(f"Job {number} runs as another user or on another machine{pid}. End it there.")
    return job


def retry(book: JobBook, number: int, who: str) -> Job:
    """Start the same once more; an export or a load goes on where it stopped.

    Raises JobError where it has not ended or cannot be repeated, JobBusy, JobBookError.
    """
    job = book.job(number)
    if job.state.is_active:
        raise JobError(f"Job {number} has not ended yet: {job.holder}.")
    if job.order.kind is JobKind.RESET:
        raise JobError("A reset needs a new token each time: python -m lineage_viz reset")
    return start(book, Order(job.order.kind, job.order.target, parameters_again(job), who))


def parameters_again(job: Job) -> dict[str, str]:
    """Those of a second try: it goes on from the first, even if that was to go on from none, once that has read."""
    goes_on = job.state is not JobState.SUCCEEDED and job.progress is not None and job.progress.unit == CALLS
    return {name: value for name, value in job.order.parameters.items() if not (goes_on and name == ANEW)}


def _was(state: JobState) -> str:
    return str(state) if state in (JobState.SUCCEEDED, JobState.FAILED) else f"was {state}"
