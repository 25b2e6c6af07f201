"""Commands as jobs: each run that changes something is in the record of the data folder."""

import getpass
import os
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

from lineage_viz.jobs import JobBook, Kind, Order, Recording, recorded
from lineage_viz.settings import data_folder, jobs_file


def job_book() -> JobBook:
    """The record that the environment names. Raises SettingsError."""
    return JobBook(jobs_file(data_folder()))


def command_line_user() -> str:
    """Who has the shell; the number of a user without a name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.getuid()}"


def recorded_here(
    kind: Kind, target: str, parameters: Mapping[str, str], notice: Callable[[str], None]
) -> AbstractContextManager[Recording]:
    """What a command runs in."""
    return recorded(job_book(), Order(kind, target, parameters, command_line_user()), notice)


def switches(**given: bool) -> dict[str, str]:
    """Options without a value, as parameters of a job: those that were given."""
    return {name: "" for name, is_given in given.items() if is_given}
