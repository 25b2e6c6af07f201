"""A job: one run of a command that takes a while, as it stands in the record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from lineage_viz.jobs.process import Identity
from lineage_viz.plain_text import plain_text
from lineage_viz.progress import Progress


class JobKind(StrEnum):
    """What a job does; its value is the command that does it."""

    EXPORT = "export"
    LOAD = "load"
    RESET = "reset"
    RELOAD = "reload"
    RESTORE = "restore"

    @property
    def changes_target(self) -> bool:
        """Whether it must be alone on its target. An export only adds a folder, and is alone in it by its own care."""
        return self is not JobKind.EXPORT


class JobState(StrEnum):
    """Where a job is. It goes on from QUEUED and RUNNING only; the others are its end."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"
    """Its process is gone without having said how it ended."""

    @property
    def is_active(self) -> bool:
        """Whether there is a process that works on it."""
        return self in (JobState.QUEUED, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done, on what, and who wants it.

    `parameters` are the command's arguments: options by name, with an empty value where they take none.
    They are kept in the record: a secret is none of them.
    """

    kind: JobKind
    target: str
    parameters: Mapping[str, str]
    who: str


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it was when it was looked at. Times are in UTC; texts are safe to show on a terminal."""

    id: int
    order: Order
    state: JobState
    created: datetime
    log: Path
    started: datetime | None = None
    ended: datetime | None = None
    progress: Progress | None = None
    result: str = ""
    error: str = ""
    """What went wrong, in a sentence or two for a person."""
    cancelled_by: str = ""
    process: Identity | None = None

    @property
    def holder(self) -> str:
        """Who runs it, on what and since when."""
        order = self.order
        kind = f"an {order.kind}" if order.kind is JobKind.EXPORT else f"a {order.kind}"
        since = f"{self.started or self.created:%Y-%m-%d %H:%M} UTC"
        return f"{order.who} has been running {kind} ({order.target}) since {since} (job {self.id})"


def safe(text: str) -> str:
    """Lines that do nothing to a terminal, and that every database takes."""
    return "\n".join(map(plain_text, text.splitlines()))
