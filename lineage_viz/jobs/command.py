"""The command line of a job: the very one that cron would use, and that a person could type."""

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from lineage_viz.jobs.job import Order
from lineage_viz.settings import DATA

JOB = "LINEAGE_VIZ_JOB"
"""In the environment of a command: the number of the job that it works on."""

_ROOT = Path(__file__).parent.parent.parent
_POSITIONAL = ("path", "snapshot")
"""Parameters whose value stands alone; all others are options."""


def command_line(order: Order, *, secret: bool = False) -> list[str]:
    """What to run. With `secret` the command reads its token from its input, where no list of processes shows it."""
    token = ["--token=-"] if secret else []
    return [sys.executable, "-m", "lineage_viz", str(order.kind), *token, *_arguments(order.parameters)]


def environment(job: int, data: Path) -> dict[str, str]:
    """This process's own, plus which job it is and where it is recorded."""
    return findable() | {JOB: str(job), DATA: str(data.resolve())}


def findable() -> dict[str, str]:
    """This process's own environment, in which `python -m lineage_viz` is found from any folder."""
    path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
    return os.environ | {"PYTHONPATH": path}


def _arguments(parameters: Mapping[str, str]) -> Iterator[str]:
    for name, value in parameters.items():
        if name not in _POSITIONAL:
            yield f"--{name}={value}" if value else f"--{name}"
    if alone := [parameters[name] for name in _POSITIONAL if name in parameters]:
        yield from ("--", *alone)
