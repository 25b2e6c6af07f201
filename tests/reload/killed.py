"""A reload in a process of its own, which kills itself with -9 when a step reaches a state for the first time.

`python -m tests.reload.killed STEP STATE [--replace]`; the environment has the settings. The process pauses
only briefly between two calls of the cluster.
"""

import os
import signal
import sys
from dataclasses import replace

from lineage_viz.reload import Checklist, Place, ReloadOptions, open_place, reload
from lineage_viz.reload.neptune_place import NeptunePlace
from lineage_viz.settings import Settings
from tests.patience import briefly


def listener(items: Checklist) -> None:
    if any((item.step, item.state) == (sys.argv[1], sys.argv[2]) for item in items):
        os.kill(os.getpid(), signal.SIGKILL)


def without_pauses(place: Place) -> Place:
    if isinstance(place, NeptunePlace):
        return NeptunePlace(replace(place._target, pause=briefly), place.settings)
    return place


with open_place(Settings.from_environment()) as place:
    reload(without_pauses(place), ReloadOptions(replace="--replace" in sys.argv), listener)
