"""How far a change of a cluster is: its steps, and who is told."""

from collections.abc import Callable
from enum import StrEnum

from lineage_viz.progress import Progress

__all__ = ["Listener", "Progress", "Step", "silent"]


class Step(StrEnum):
    """What is being done, in the order of a load that begins with a reset."""

    RESET = "resetting"
    COMPARE = "comparing"
    UPLOAD = "uploading"
    LOAD = "loading"
    REMOVE = "removing what is gone"
    VERIFY = "verifying"


Listener = Callable[[Progress], None]


def silent(_: Progress) -> None:
    """Nobody listens."""
