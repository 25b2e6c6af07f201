"""The status of a bulk load: its progress and its end."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

COMPLETED = "LOAD_COMPLETED"
CANCELLED = "LOAD_CANCELLED_BY_USER"
S3_DENIED = "LOAD_S3_ACCESS_DENIED_ERROR"
CHANGED = "LOAD_DATA_FAILED_DUE_TO_FEED_MODIFIED_OR_DELETED"
FAILED = "LOAD_FAILED"

_RUNNING = frozenset({"LOAD_NOT_STARTED", "LOAD_IN_QUEUE", "LOAD_IN_PROGRESS"})
_PASSES = frozenset(
    {"LOAD_COMMITTED_W_WRITE_CONFLICTS", "LOAD_DATA_DEADLOCK", "LOAD_S3_READ_ERROR", "LOAD_UNEXPECTED_ERROR"}
)
_STAYS = frozenset({S3_DENIED, CHANGED})
"""The statuses of files that another attempt could not read either."""


@dataclass(frozen=True, slots=True)
class FailedFeed:
    """A file that was not loaded completely."""

    uri: str
    status: str


@dataclass(frozen=True, slots=True)
class LoadStatus:
    """The status of a load at one moment."""

    id: str
    status: str
    source: str
    records: int
    """The loader's records. Each label and each property value is a record, so this is not the number of rows."""
    duplicates: int
    parsing_errors: int
    datatype_errors: int
    insert_errors: int
    feeds: Mapping[str, int]
    """The number of files by status."""
    failed_feeds: tuple[FailedFeed, ...]
    started: datetime | None
    seconds: int

    @property
    def is_over(self) -> bool:
        """True when the load has ended."""
        return self.status not in _RUNNING

    @property
    def is_complete(self) -> bool:
        """True when everything is loaded."""
        return self.status == COMPLETED

    @property
    def errors(self) -> int:
        """The number of rows with errors in the data."""
        return self.parsing_errors + self.datatype_errors + self.insert_errors

    @property
    def may_pass(self) -> bool:
        """True when another attempt may succeed, because nothing indicates an error in the files."""
        ended = {self.status, *(feed.status for feed in self.failed_feeds)}
        if self.errors or not self.feeds or ended & _STAYS:
            return False
        return self.status in _PASSES or self.status == FAILED

    @classmethod
    def of(cls, load_id: str, payload: Mapping[str, Any]) -> Self:
        """Read the answer to GET /loader/{id}."""
        overall = payload.get("overallStatus", {})
        feeds: Counter[str] = Counter()
        for each in payload.get("feedCount", ()):
            feeds.update(each)
        return cls(
            id=load_id,
            status=str(overall.get("status", "")),
            source=str(overall.get("fullUri", "")),
            records=int(overall.get("totalRecords", 0)),
            duplicates=int(overall.get("totalDuplicates", 0)),
            parsing_errors=int(overall.get("parsingErrors", 0)),
            datatype_errors=int(overall.get("datatypeMismatchErrors", 0)),
            insert_errors=int(overall.get("insertErrors", 0)),
            feeds=dict(feeds),
            failed_feeds=tuple(
                FailedFeed(str(feed.get("fullUri", "")), str(feed.get("status", "")))
                for feed in payload.get("failedFeeds", ())
            ),
            started=_moment(int(overall.get("startTime", 0))),
            seconds=int(overall.get("totalTimeSpent", 0)),
        )


def _moment(seconds: int) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None
