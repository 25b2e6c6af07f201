"""The records of commands in the data folder: the jobs, and the log of admin actions."""

import os
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

from lineage_viz.access import Actor, Role, command_line_actor, command_line_user
from lineage_viz.admin_log import AdminLog
from lineage_viz.errors import LineageVizError
from lineage_viz.evidence.services import Service
from lineage_viz.jobs import JOB, SOURCE, Job, JobBook, JobKind, JobState, Order, Recording, recorded
from lineage_viz.settings import admin_log_file, data_folder, jobs_file

_LONGEST = 500
"""Characters of an outcome in the admin log; the record of jobs has the whole text."""


def job_book() -> JobBook:
    """Open the job record that the environment names. Raises SettingsError."""
    return JobBook(jobs_file(data_folder()))


def record_admin_action(action: str, details: Mapping[str, str]) -> None:
    """Write an action to the admin log before the command performs it. Raises SealedLogError, SettingsError."""
    AdminLog(admin_log_file(data_folder())).append(command_line_actor(), action, details)


def recorded_command(
    kind: JobKind,
    target: str,
    parameters: Mapping[str, str],
    notice: Callable[[str], None],
    *,
    wait: bool = False,
) -> AbstractContextManager[Recording]:
    """Run the block as a recorded job; `wait` as in `recorded`.

    A change of a target is also written to the admin log, with its outcome.

    In a job's own process its start is not written again: the app that started the job has done so. Raises
    SealedLogError.
    """
    is_queued = bool(os.environ.get(JOB))
    if kind.changes_target and not is_queued:
        record_admin_action(str(kind), {"target": target, **parameters})

    def ended(job: Job, state: JobState, words: str) -> None:
        actor = Actor(job.order.who, Role.ADMIN) if is_queued else command_line_actor()
        try:
            _record_outcome(actor, job, state, words)
        except LineageVizError as error:  # the change is made: the record of jobs has the outcome, too
            notice(f"{error} The outcome of job {job.id} is not in the admin log.")

    order = Order(kind, target, parameters, command_line_user())
    return recorded(job_book(), order, notice, ended if kind.changes_target or is_queued else None, wait=wait)


def _record_outcome(actor: Actor, job: Job, state: JobState, words: str) -> None:
    order = job.order
    details = {
        "job": str(job.id),
        "target": order.target,
        SOURCE: order.source,
        "outcome": words[:_LONGEST],
    }
    log = AdminLog(admin_log_file(data_folder()))
    log.append(actor, f"{order.words} {state}", {name: text for name, text in details.items() if text})


def switches(**options: bool) -> dict[str, str]:
    """The options without a value that the user gave, as parameters of a job."""
    return {name.replace("_", "-"): "" for name, is_given in options.items() if is_given}


def evidence_parameter(evidence: frozenset[Service]) -> dict[str, str]:
    """The services that are asked for evidence, as a parameter of a job; empty for none."""
    return {"evidence": ",".join(sorted(evidence))} if evidence else {}
