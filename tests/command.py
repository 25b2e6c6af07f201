"""The command line, run in this process: as a process of its own each command takes a second to start.

What a process adds (its start, signals, exit codes) is tested with real ones, in each room that has commands.
"""

import gc
import os
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from subprocess import CompletedProcess
from unittest.mock import patch

from lineage_viz.cli import main


def run_here(arguments: Sequence[str], environment: Mapping[str, str]) -> CompletedProcess[str]:
    """Run a command in this process. Return the exit code, stdout and stderr that a process of its own would give."""
    out, err = StringIO(), StringIO()
    with patch.dict(os.environ, environment, clear=True), redirect_stdout(out), redirect_stderr(err):
        try:
            code = main(arguments)
        except SystemExit as ended:
            code = int(ended.code or 0)
        finally:
            # An export freezes what it made, because its process ends. Here the next load would first free all that: it
            # took more than a quarter of the time of these tests.
            gc.unfreeze()
    return CompletedProcess(arguments, code, out.getvalue(), err.getvalue())
