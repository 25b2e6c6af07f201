"""Commands as jobs and as admin actions: each run that changes something is in the records of the data folder."""

import os
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

from lineage_viz.access import command_line_actor, command_line_user
from lineage_viz.admin_log import AdminLog
from lineage_viz.jobs import JOB, JobBook, JobKind, Order, Recording, recorded
from lineage_viz.settings import admin_log_file, data_folder, jobs_file


def job_book() -> JobBook:
    """The record that the environment names. Raises SettingsError."""
    return JobBook(jobs_file(data_folder()))


def on_record(action: str, details: Mapping[str, str]) -> None:
    """Put on record what is about to be done. Raises AdminLogError, SettingsError."""
    AdminLog(admin_log_file(data_folder())).append(command_line_actor(), action, details)


def recorded_here(
    kind: JobKind, target: str, parameters: Mapping[str, str], notice: Callable[[str], None]
) -> AbstractContextManager[Recording]:
    """What a command runs in. What changes a target is an admin action; whoever began it as a job put it on record.

    Raises AdminLogError.
    """
    if kind.changes_target and not os.environ.get(JOB):
        on_record(str(kind), {"target": target, **parameters})
    return recorded(job_book(), Order(kind, target, parameters, command_line_user()), notice)


def switches(**given: bool) -> dict[str, str]:
    """Options without a value, as parameters of a job: those that were given."""
    return {name: "" for name, is_given in given.items() if is_given}
