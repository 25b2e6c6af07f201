"""A job: one run of a long command, as the record describes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from lineage_viz.jobs.process import Identity
from lineage_viz.plain_text import plain_text
from lineage_viz.progress import Progress
from lineage_viz.words import moment

COMPARE = "compare"
"""The parameter of an export that ends with the changes that a reload would make."""
SOURCE = "source"
"""The parameter with the name of the source that a reload or an export reads."""


class JobKind(StrEnum):
    """The kind of a job; its value is the name of the command."""

    EXPORT = "export"
    LOAD = "load"
    RESET = "reset"
    RELOAD = "reload"
    RESTORE = "restore"
    REMOVE = "remove"

    @property
    def changes_target(self) -> bool:
        """True if it must be the only job on its target. An export only adds a folder, which it locks itself."""
        return self is not JobKind.EXPORT


class JobState(StrEnum):
    """The state of a job. QUEUED and RUNNING can change; the other states are final."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"
    """Its process ended without a report."""

    @property
    def is_active(self) -> bool:
        """True while the job waits or runs."""
        return self in (JobState.QUEUED, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class Order:
    """An order to run a job: its kind, its target, and `who` ordered it.

    `parameters` are the command's arguments: options by name, with an empty value for options without one.
    The record keeps them, so a secret must not be among them.
    """

    kind: JobKind
    target: str
    parameters: Mapping[str, str]
    who: str

    @property
    def words(self) -> str:
        """The kind for people: an export that only compares is a dry run."""
        return "dry run" if self.kind is JobKind.EXPORT and COMPARE in self.parameters else str(self.kind)

    @property
    def source(self) -> str:
        """The name of the source that it reads; empty for the account of the AWS settings."""
        return self.parameters.get(SOURCE, "")

    def excludes(self, other: "Order") -> bool:
        """True when the two cannot run at once: both change the target, and are no reloads of two sources.

        Reloads of several sources export side by side, and wait for each other to load.
        """
        if self.target != other.target or not (self.kind.changes_target and other.kind.changes_target):
            return False
        reloads = self.kind is JobKind.RELOAD and other.kind is JobKind.RELOAD
        return not (reloads and self.source and other.source and self.source != other.source)


@dataclass(frozen=True, slots=True)
class Job:
    """A job at the time of reading. Times are in UTC; texts are safe to show on a terminal."""

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
    """The error in one or two sentences for a person."""
    cancelled_by: str = ""
    process: Identity | None = None

    @property
    def holder(self) -> str:
        """A sentence that says which actor runs the job, on which target and since when."""
        order = self.order
        kind = f"{'an' if order.words == JobKind.EXPORT else 'a'} {order.words}"
        kind += f" of {order.source}" if order.source else ""
        since = moment(self.started or self.created)
        return f"{order.who} has been running {kind} ({order.target}) since {since} (job {self.id})"


def safe(text: str) -> str:
    """The text without characters that control a terminal or that a database refuses; line breaks stay."""
    return "\n".join(map(plain_text, text.splitlines()))
