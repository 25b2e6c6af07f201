"""The checks made by a process of their own.

In the app's own, a cluster that takes connections and does not answer would keep an app that is to end from ending for
two minutes. Nor do the pages wait while forty checks are made beside them.
"""

import atexit
import json
import subprocess
import sys

from lineage_viz.health.finding import Finding, Verdict
from lineage_viz.health.running import LIMIT
from lineage_viz.jobs.command import findable

_PATIENCE = 3 * LIMIT
"""Seconds: each check has its own limit, and Python is to start on a machine that may be busy."""


def examine_apart() -> tuple[Finding, ...]:
    """All findings, as the command prints them for a monitor. Raises OSError, SubprocessError, ValueError."""
    command = [sys.executable, "-m", "lineage_viz", "doctor", "--json"]
    with subprocess.Popen(  # noqa: S603  arguments are a list, and no shell reads them
        command,
        env=findable(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        atexit.register(process.kill)
        try:
            printed, _ = process.communicate(timeout=_PATIENCE)
        finally:
            process.kill()
            atexit.unregister(process.kill)
    return tuple(Finding(**each | {"verdict": Verdict(each["verdict"])}) for each in json.loads(printed))
