"""One load: its request, its progress and its status."""

import threading
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.neptune_local.clock import Clock
from tests.neptune_local.feed import Counts, Feed, Problem
from tests.neptune_local.load_request import LoadRequest

KEPT = 10_000
"""Number of errors that are kept for one load."""

PENDING = ("LOAD_NOT_STARTED", "LOAD_IN_QUEUE", "LOAD_IN_PROGRESS")


@dataclass
class LoadJob:
    """A load. The thread of the loader writes it, and requests read it."""

    request: LoadRequest
    clock: Clock
    run: int = 1
    retry: int = 0
    status: str = "LOAD_IN_QUEUE"
    feeds: list[Feed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    cancelled: threading.Event = field(default_factory=threading.Event)
    started: float = 0.0
    ended: float = 0.0

    @property
    def active(self) -> bool:
        """True until the load ends."""
        return self.status in PENDING

    @property
    def counts(self) -> Counts:
        """The counts of all files."""
        total = Counts()
        for feed in self.feeds:
            total.add(feed.counts)
        return total

    def answer(self, *, details: bool, errors: bool, page: int, per_page: int) -> dict[str, Any]:
        """The answer of GET /loader/{id}."""
        payload: dict[str, Any] = {
            "feedCount": [{status: count} for status, count in Counter(f.status for f in self.feeds).items()],
            "overallStatus": self._line(self.request.source, self.status, self.counts),
        }
        if details:
            failed = [self._line(f.uri, f.status, f.counts) for f in self.feeds if f.failed]
            payload |= {"failedFeeds": failed} if failed else {}
        if errors:
            payload["errors"] = self._errors(page, per_page)
        return {"status": "200 OK", "payload": payload}

    def _line(self, uri: str, status: str, counts: Counts) -> dict[str, Any]:
        until = self.ended or self.clock.now()
        return {
            "fullUri": uri,
            "runNumber": self.run,
            "retryNumber": self.retry,
            "status": status,
            "totalTimeSpent": int(until - self.started) if self.started else 0,
            "startTime": int(self.started),
            **counts.payload(),
        }

    def _errors(self, page: int, per_page: int) -> dict[str, Any]:
        first = (page - 1) * per_page
        logs = [problem.log() for problem in self.problems[-KEPT:][first : first + per_page]]
        begin, end = (first + 1, first + len(logs)) if logs else (0, 0)
        return {"startIndex": begin, "endIndex": end, "loadId": self.id, "errorLogs": logs}
