"""Run the health checks in a separate process.

Inside the app, a cluster that accepts connections but does not answer would delay the end of the app by two minutes,
and forty checks would slow down the pages.
"""

import atexit
import json
import subprocess
import sys

from lineage_viz.health.finding import Finding, Verdict
from lineage_viz.health.running import LIMIT
from lineage_viz.system.app_folder import findable

_PATIENCE = 3 * LIMIT
"""Seconds for all checks. Each check has its own limit, and Python may start slowly on a busy machine."""


def examine_apart() -> tuple[Finding, ...]:
    """Return all findings, read from the command's JSON. Raises OSError, SubprocessError, ValueError."""
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
