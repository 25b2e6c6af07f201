"""The process of a job, distinguished from a later process with the same number."""

import os
from dataclasses import dataclass

SAME = 1.0
"""Seconds by which two readings of one process's start may differ; the system reuses a number much later."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A process's number and start time (seconds since 1970)."""

    pid: int
    began: float

    @classmethod
    def own(cls) -> "Identity":
        """This process."""
        import psutil  # commands that run no job, and a page, do without

        return cls(os.getpid(), psutil.Process().create_time())

    def terminate(self) -> bool:
        """Ask the process to end (SIGTERM). False if it is not on this machine, or belongs to another user."""
        import psutil

        try:
            process = psutil.Process(self.pid)
            if abs(process.create_time() - self.began) > SAME:
                return False
            process.terminate()
        except psutil.Error:
            return False
        return True
