"""The command `jobs`: it lists, shows, cancels and retries jobs."""

from argparse import Namespace
from collections.abc import Iterator

from lineage_viz.access import command_line_user
from lineage_viz.cli.recording import job_book, record_admin_action
from lineage_viz.jobs import Job, cancel, log_tail, retry
from lineage_viz.typed_command import typed_command
from lineage_viz.words import count, moment, plain

RECENT = 20
LAST_LINES = 20


def list_jobs(options: Namespace) -> int:
    """Print the newest jobs, or all of them."""
    book = job_book()
    total = book.count()
    jobs = book.jobs(total if options.all else RECENT)
    for job in jobs:
        print(_line(job))
    if not jobs:
        print(f"No job is recorded in {book.path} yet.")
    elif total > len(jobs):
        print(f"… and {count(total - len(jobs), 'older job')}. List them with: {typed_command()} jobs --all")
    return 0


def show_job(options: Namespace) -> int:
    """Print the details of a job, and the end of its log."""
    job = job_book().job(options.id)
    for name, value in _facts(job):
        if value:
            print(f"{name:<12} {value}")
    for line in log_tail(job.log).splitlines()[-LAST_LINES:]:
        print(f"  {line}")
    return 0


def cancel_job(options: Namespace) -> int:
    """Cancel a job: ask its process to end."""
    record_admin_action("cancel", {"job": str(options.id)})
    job = cancel(job_book(), options.id, command_line_user())
    print(f"Job {job.id} {'was asked to end' if job.state.is_active else f'is {job.state}'}.")
    return 0


def retry_job(options: Namespace) -> int:
    """Start a new job that repeats an ended one."""
    record_admin_action("retry", {"job": str(options.id)})
    job = retry(job_book(), options.id, command_line_user())
    print(f"Job {job.id} has started. Follow it with: {typed_command()} jobs show {job.id}")
    return 0


def _line(job: Job) -> str:
    time = moment(job.started or job.created)
    outcome = job.progress.in_words if job.progress and job.state.is_active else job.error or job.result
    if job.order.source:
        outcome = f"{job.order.source}: {outcome}"
    user = plain(job.order.who, 30)
    return f"{job.id:>5}  {time}  {job.order.words:<8}{job.state:<12}{user}  {plain(outcome)}".rstrip()


def _facts(job: Job) -> Iterator[tuple[str, str]]:
    order = job.order
    yield "job", f"{job.id}, {order.words}, {job.state}"
    yield "target", order.target
    yield "options", ", ".join(f"{name} {plain(value)}".strip() for name, value in order.parameters.items())
    yield "user", order.who
    yield "started", moment(job.started) if job.started else ""
    yield "ended", moment(job.ended) if job.ended else ""
    yield "cancelled by", job.cancelled_by
    yield "progress", job.progress.in_words if job.progress else ""
    yield "result", job.result
    yield "error", job.error
    yield "log", str(job.log)
