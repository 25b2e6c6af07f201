"""One query: it runs in a thread of its own, and a watchdog ends it by its id."""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import uuid4

from lineage_viz.console.ending import PREFIX, end, end_alike
from lineage_viz.console.http import Http
from lineage_viz.console.places import Share
from lineage_viz.console.query_text import own_words
from lineage_viz.console.rows import Arriving, TooLarge
from lineage_viz.console.values import Value
from lineage_viz.errors import LineageVizError, QueryRefused

TYPED = "application/vnd.gremlin-v3.0+json"
_GLANCE = 0.1
"""Seconds between two looks at a query, at its limit and at the people who wait for it."""

FORGOTTEN = 30
"""Seconds without a word from its page, after which nobody waits for a query any more: a hidden page speaks seldom."""

GONE = 3
"""Seconds for which its visit may be away: a connection that broke off comes back sooner."""

_LATE = 5
"""Seconds after its limit for which an answer is still awaited: the server says then that it ended the query."""


class Kind(StrEnum):
    """The question about a query: its answer, its plan, or its plan with the times of its run."""

    RUN = "run"
    EXPLAIN = "explain"
    PROFILE = "profile"


class Ended(StrEnum):
    """The end of a run."""

    WHOLE = "whole"
    """The answer is whole."""
    CUT_AT_ROWS = "cut at rows"
    CUT_AT_BYTES = "cut at bytes"
    OUT_OF_TIME = "out of time"
    CANCELLED = "cancelled"
    LEFT = "left"
    """Nobody waits for it: its page was closed, or shows something else."""
    REFUSED = "refused"
    """Neptune refused it, or cannot be reached; `error` says why."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one query may take."""

    seconds: float = 30
    rows: int = 10_000
    bytes: int = 32 * 2**20


class Run:
    """A query that runs. Its fields may be read at any time, by any thread."""

    def __init__(
        self,
        text: str,
        kind: Kind = Kind.RUN,
        limits: Limits | None = None,
        note: "Callable[[Run, Ended], None] | None" = None,
        is_there: Callable[[], bool] | None = None,
    ) -> None:
        """`note` is called at its end, before anybody sees it; `is_there` tells if its visit goes on."""
        self._note, self._is_there = note, is_there
        self._there = time.monotonic()
        self.text, self.kind, self.limits = text, kind, limits or Limits()
        self.id = PREFIX + str(uuid4())[len(PREFIX) :]
        self.rows: list[Value] = []
        self.report = ""
        """The text of explain and profile."""
        self.bytes = 0
        self.ended: Ended | None = None
        self.error: LineageVizError | None = None
        self.waits = True
        """True until it has a place."""
        self.still_runs = False
        """True when the server did not end it, although it was asked to."""
        self._began = time.monotonic()
        self._seconds: float | None = None
        self._done = threading.Event()
        self._stop: Ended | None = None
        self._stopping = threading.Lock()
        self._http: Http | None = None
        self._others: Callable[[], Iterable[Run]] = tuple
        self._left = threading.Event()
        """Set when nobody reads its answer any more."""
        self._seen: float | None = None

    @property
    def seconds(self) -> float:
        """Seconds since its start, up to its end."""
        return time.monotonic() - self._began if self._seconds is None else self._seconds

    def start(
        self,
        open_: Callable[[], Http],
        places: Share,
        at_end: Callable[[], None],
        others: "Callable[[], Iterable[Run]]" = tuple,
    ) -> None:
        """Run it as soon as it has one of the places.

        `open_` chooses the instance or raises an error; `at_end` is called after its end; `others` are the runs of now.
        """
        self._others = others
        threading.Thread(
            target=self._wait_and_work, args=(open_, places, at_end), name="console", daemon=True
        ).start()

    @property
    def is_ending(self) -> Ended | None:
        """The reason why the server is asked now to end it; None when it is not."""
        return self._stop if self.ended is None else None

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for its end, at most so long. Return True when it has ended."""
        return self._done.wait(seconds)

    def cancel(self) -> None:
        """Ask for its end, unless it has ended. `wait` tells when it came."""
        threading.Thread(
            target=self._end, args=(Ended.CANCELLED,), name="console cancel", daemon=True
        ).start()

    def seen(self) -> None:
        """Say that somebody waits for it. From the first time on it is ended when nobody has said so for a while."""
        self._seen = time.monotonic()

    def _wait_and_work(self, open_: Callable[[], Http], places: Share, at_end: Callable[[], None]) -> None:
        threading.Thread(target=self._watch, name="console watchdog", daemon=True).start()
        try:
            while not self._stop:
                if places.acquire(_GLANCE):
                    try:
                        self._work(open_)
                    finally:
                        places.release()
                    return
        finally:
            self._left.set()
            at_end()

    def _watch(self) -> None:
        """End the query at its limit, and when nobody waits for it any more."""
        while not self._left.wait(_GLANCE):
            now = time.monotonic()
            if not self.waits and now - self._began > self.limits.seconds:
                self._end(Ended.OUT_OF_TIME)
            elif self._nobody_waits(now):
                self._end(Ended.LEFT)

    def _nobody_waits(self, now: float) -> bool:
        if self._is_there is None or self._is_there():
            self._there = now
        return now - self._there > GONE or (self._seen is not None and now - self._seen > FORGOTTEN)

    def _work(self, open_: Callable[[], Http]) -> None:
        try:
            self._http = open_()
            self._began = time.monotonic()
            self.waits = False
            cut = None if self._stop else self._read(self._http)
            if cut:  # the connection is closed by now: a server that waits to send more could not end
                self._end(cut)
        except LineageVizError as error:
            self._fail(error)
        except Exception as error:  # also a fault of this program must not leave the query running
            self._fail(error)
            raise
        finally:
            self._left.set()
            self._finish()
            if self._http:
                self._http.close()

    def _read(self, http: Http) -> Ended | None:
        """Read the answer. Return the limit that cuts it; None when it is whole."""
        answer = http.open(
            "POST", self._path, {"gremlin": self.text, "queryId": self.id},
            wait=self.limits.seconds + _LATE, Accept=TYPED if self.kind is Kind.RUN else "text/plain", TE="trailers",
        )  # fmt: skip
        arriving = Arriving(answer, self.limits.bytes)
        try:
            if self.kind is not Kind.RUN:
                self.report = arriving.text()
                return None
            for row in arriving.rows():
                if len(self.rows) == self.limits.rows:
                    return Ended.CUT_AT_ROWS
                self.rows.append(row)
                if self._stop:
                    return None
        except TooLarge:
            return Ended.CUT_AT_BYTES
        finally:
            self.bytes = arriving.read_bytes
            answer.close()
        return None

    @property
    def _path(self) -> str:
        return "/gremlin" if self.kind is Kind.RUN else f"/gremlin/{self.kind}"

    def _end(self, why: Ended) -> None:
        """End the query on the server. The first reason is the one that counts."""
        with self._stopping:
            if self._stop or self._done.is_set():
                return
            self._stop = why
            if self._http:
                self.still_runs = not self._gone(self._http)
        if why in (Ended.OUT_OF_TIME, Ended.CANCELLED, Ended.LEFT):
            self._finish()  # the thread that reads may wait for the server a little longer
            self._see_off()

    def _see_off(self) -> None:
        """End it again until nobody reads its answer: the query may reach the server after the request to end it."""
        while not self._left.wait(_GLANCE):
            if self._http:
                self.still_runs = not self._gone(self._http)

    def _gone(self, http: Http) -> bool:
        gone = end(http, self.id)
        # AWS documents no id for a profile. If a cluster takes none, the text of the query tells it.
        return gone and (self.kind is not Kind.PROFILE or self._gone_without_id(http))

    def _gone_without_id(self, http: Http) -> bool:
        others = [run.text for run in self._others() if run is not self and run._may_be_unnamed()]
        return end_alike(http, self.text, time.monotonic() - self._began, others)

    def _may_be_unnamed(self) -> bool:
        return self.kind is Kind.PROFILE and not self.waits and not self._left.is_set()

    def _fail(self, error: Exception) -> None:
        if self._stop:  # the error is the end that was asked for
            return
        known = error if isinstance(error, LineageVizError) else None
        if isinstance(error, QueryRefused) and (words := own_words(self.text, str(error))):
            known = QueryRefused(f"The query itself says: {words}", error.code)
        self.error = known or QueryRefused(f"The answer cannot be read: {error}")
        self._stop = Ended.REFUSED
        self._finish()
        if self._http and not (isinstance(error, QueryRefused) and error.code):
            # The connection broke off, or the rest of the answer is not read: the query may run on.
            self.still_runs = not self._gone(self._http)

    def _finish(self) -> None:
        with self._stopping:  # a query that is being ended has not ended yet
            if self._done.is_set():
                return
            self._seconds = self.seconds
            ended = self._stop or Ended.WHOLE
            if self._note:
                self._note(self, ended)
            self.ended = ended
            self._done.set()
