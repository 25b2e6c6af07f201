"""A reload in a process of its own, which kills itself with -9 when a step reaches a state for the first time.

Each process is forked from a server that has imported everything already: the imports take longer than the reload.
"""

import multiprocessing
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import replace
from types import ModuleType
from unittest.mock import patch

from lineage_viz.reload import Checklist, Place, ReloadOptions, open_place, reload
from lineage_viz.reload.neptune_place import NeptunePlace
from lineage_viz.settings import Settings
from tests.patience import PATIENCE, briefly

_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload([__name__])


def run_killed(step: str, state: str, *options: str, **settings: str) -> int | None:
    """Run a reload, with `--replace` or without, under these settings. Return the exit code of its process."""
    environment = {**os.environ, **settings}
    process = _SERVER.Process(target=_reload, args=(str(step), state, "--replace" in options, environment))
    # A new process imports the main module of its parent. Streamlit's AppTest leaves a page there, which would run.
    with patch.dict(sys.modules, __main__=ModuleType("__main__")):
        process.start()
    process.join(PATIENCE)
    return process.exitcode


def _reload(step: str, state: str, replaces: bool, environment: Mapping[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)

    def listener(items: Checklist) -> None:
        if any((item.step, item.state) == (step, state) for item in items):
            os.kill(os.getpid(), signal.SIGKILL)

    with open_place(Settings.from_environment()) as place:
        reload(_without_pauses(place), ReloadOptions(replace=replaces), listener)


def _without_pauses(place: Place) -> Place:
    """Shorten the pauses between two calls of the cluster."""
    if isinstance(place, NeptunePlace):
        return NeptunePlace(replace(place._target, pause=briefly), place.settings)
    return place
