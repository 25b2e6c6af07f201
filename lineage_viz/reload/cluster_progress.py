"""The progress of a change of a cluster as steps of a reload, and the time that a roll-back may take."""

import time
from collections.abc import Callable

from lineage_viz.errors import LoadFailed
from lineage_viz.neptune_admin.cluster_step import ClusterStep
from lineage_viz.progress import Progress
from lineage_viz.reload.checklist import ReloadStep, StepListener

HURRY = 600.0
"""Seconds that a roll-back may take when the process must end."""

_STEPS = {
    ClusterStep.WAIT: ReloadStep.COMPARE,
    ClusterStep.COMPARE: ReloadStep.COMPARE,
    ClusterStep.UPLOAD: ReloadStep.UPLOAD,
    ClusterStep.RESET: ReloadStep.RESET,
    ClusterStep.LOAD: ReloadStep.LOAD,
    ClusterStep.REMOVE: ReloadStep.REMOVE,
    ClusterStep.VERIFY: ReloadStep.VERIFY,
}


def as_reload_steps(listener: StepListener) -> Callable[[Progress], None]:
    """A listener to a change of a cluster that reports it as steps of a reload."""
    return lambda progress: listener(_STEPS[ClusterStep(progress.step)], progress)


def bounded_pause(deadline: float, pause: Callable[[float], None]) -> Callable[[float], None]:
    """A pause that raises LoadFailed after the deadline, in seconds of `time.monotonic`."""

    def bounded(seconds: float) -> None:
        if time.monotonic() > deadline:
            raise LoadFailed(
                f"The roll-back took longer than {HURRY / 60:.0f} minutes, and the process must end."
            )
        pause(seconds)

    return bounded
