"""The records of commands in the data folder: the jobs, and the log of admin actions."""

import os
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

from lineage_viz.access import command_line_actor, command_line_user
from lineage_viz.admin_log import AdminLog
from lineage_viz.evidence.services import Service
from lineage_viz.jobs import JOB, JobBook, JobKind, Order, Recording, recorded
from lineage_viz.settings import admin_log_file, data_folder, jobs_file


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
    """Run the block as a recorded job; `wait` as in `recorded`. A change of a target is also written to the admin log.

    In a job's own process it is not written again: the app that started the job has done so. Raises SealedLogError.
    """
    if kind.changes_target and not os.environ.get(JOB):
        record_admin_action(str(kind), {"target": target, **parameters})
    return recorded(job_book(), Order(kind, target, parameters, command_line_user()), notice, wait=wait)


def switches(**options: bool) -> dict[str, str]:
    """The options without a value that the user gave, as parameters of a job."""
    return {name.replace("_", "-"): "" for name, is_given in options.items() if is_given}


def evidence_parameter(evidence: frozenset[Service]) -> dict[str, str]:
    """The services that are asked for evidence, as a parameter of a job; empty for none."""
    return {"evidence": ",".join(sorted(evidence))} if evidence else {}
