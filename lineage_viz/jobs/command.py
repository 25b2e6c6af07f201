"""The command line of a job: the same command that cron runs or a person types."""

import sys
from collections.abc import Iterator
from pathlib import Path

from lineage_viz.jobs.job import SOURCE, JobKind, Order
from lineage_viz.settings import DATA
from lineage_viz.system.app_folder import findable

JOB = "LINEAGE_VIZ_JOB"
"""The environment variable with the number of the job that a command works on."""

_POSITIONAL = {
    JobKind.LOAD: "path",
    JobKind.RESTORE: "path",
    JobKind.RELOAD: SOURCE,
    JobKind.REMOVE: "origin",
}
"""The parameter that is the positional argument of a command; all others are options."""


def command_line(order: Order, *, secret: bool = False) -> list[str]:
    """The command line. With `secret` the command reads its token from its input, so that no process list shows it."""
    token = ["--token=-"] if secret else []
    return [sys.executable, "-m", "lineage_viz", str(order.kind), *token, *_arguments(order)]


def environment(job: int, data: Path) -> dict[str, str]:
    """The environment of a job: this process's own, with the job's number and the data folder that records it."""
    return findable() | {JOB: str(job), DATA: str(data.resolve())}


def _arguments(order: Order) -> Iterator[str]:
    positional = _POSITIONAL.get(order.kind, "")
    for name, value in order.parameters.items():
        if name != positional:
            yield f"--{name}={value}" if value else f"--{name}"
    if positional in order.parameters:
        yield from ("--", order.parameters[positional])
