"""The process of a job, told from any other that was given the same number later."""

import os
from dataclasses import dataclass

import psutil

SAME = 1.0
"""Seconds by which two readings of one process's beginning may differ; a number comes back much later."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A process's number, and when it began (seconds since 1970)."""

    pid: int
    began: float

    @classmethod
    def own(cls) -> "Identity":
        """This process."""
        return cls(os.getpid(), psutil.Process().create_time())

    def terminate(self) -> bool:
        """Ask it to end (SIGTERM). False where it is not to be found here, or not ours to end."""
        try:
            process = psutil.Process(self.pid)
            if abs(process.create_time() - self.began) > SAME:
                return False
            process.terminate()
        except psutil.Error:
            return False
        return True
