"""How far a change of a cluster is, as one value that a terminal, a log or a page can show."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """What is being done, in the order of a load that begins with a reset."""

    RESET = "resetting"
    COMPARE = "comparing"
    UPLOAD = "uploading"
    LOAD = "loading"
    REMOVE = "removing what is gone"
    VERIFY = "verifying"


@dataclass(frozen=True, slots=True)
class Progress:
    """One moment of a step: `done` of `total` units, in words of `unit`; None where nobody knows."""

    step: Step
    done: int = 0
    total: int | None = None
    unit: str = ""
    remaining: float | None = None
    """Seconds left in this step."""
    note: str = ""
    """What a reset waits for, or which attempt this is."""


Listener = Callable[[Progress], None]


def silent(_: Progress) -> None:
    """Nobody listens."""
