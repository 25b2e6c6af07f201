"""The listings of an account, read in parallel; a long listing is split into slices of time.

The pages of a listing can only be read one after the other. So while workers are idle, the slice with the most pages
left is split in the middle of its remaining time: its reader stops there, and another worker reads the second half.
The newest page of each listing is read first. It shows where the records end; without it, the listing of an account
that has been quiet for months would be split where there are no records. Slices overlap by a second, because
SageMaker does not document if CreatedAfter includes its time, and botocore cuts it to whole seconds; an entity that
is read twice is the same entity.
"""

import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from lineage_viz.errors import AccessDenied, RequestRefused, SourceError
from lineage_viz.sagemaker_lineage.api import WORKERS, LineageApi
from lineage_viz.sagemaker_lineage.listings import Listing
from lineage_viz.sagemaker_lineage.records import Record

OVERLAP = timedelta(seconds=1)

SPLIT_PAGES = 4.0
"""A slice is split only if at least so many pages are left: each split costs about half a call more."""

SPLIT_SHARE = 0.045
"""Splits are at most this share of all expected pages: the calls stay within 1.1 × the least possible number."""

_RECENT = 3
"""Pages for the estimate of density: enough for a stable mean, few enough to follow changes."""


@dataclass(slots=True)
class Slice:
    """A part of a listing between two creation times; it is read up to `position`.

    `lower` None means from the oldest record. `upper` moves down to the oldest record of the newest page, and when
    the slice is split; once it is `settled`, there are records up to it. `changed` leaves out records that have not
    changed since then.
    """

    listing: Listing
    number: int
    upper: datetime
    lower: datetime | None = None
    changed: datetime | None = None
    position: datetime | None = None
    done: bool = False
    settled: bool = False
    pages: int = 0
    _starts: deque[datetime] = field(default_factory=lambda: deque(maxlen=_RECENT))

    def settle(self, records: Sequence[Record], *, more: bool) -> None:
        """Note the newest page: all records left are older."""
        times = _times(records)
        self.pages += 1
        self.settled, self.done = True, not more
        if times:
            self.upper = min(times)

    def advance(self, records: Sequence[Record]) -> None:
        """Note the next page: it moves `position`, and the slice is done when the next slice has the rest."""
        times = _times(records) if self.listing.in_order else []
        self.pages += 1
        if times:
            self._starts.append(times[0])
            # Never back, also when the slice begins again: then it ends for certain.
            self.position = max(times[-1], self.position or times[-1])
            self.done = (
                self.position > self.upper
            )  # at `upper` itself, the next page may have one more record

    @property
    def pages_left(self) -> float:
        """An estimate of the pages left, from the density of the last pages in time."""
        if self.done or self.position is None or not self._starts:
            return 0.0
        read = max((self.position - self._starts[0]).total_seconds(), 1.0)
        return len(self._starts) * max((self.upper - self.position).total_seconds(), 0.0) / read


OnPage = Callable[[Slice, Sequence[Record]], None]
"""A function that is called with each page, and without records for a new slice; never by two threads at once."""


class SliceReader:
    """Reads slices to their ends with a limited number of parallel calls.

    It returns records only through `on_page`, which can save them before a crash. Raises SourceError.
    """

    def __init__(
        self, api: LineageApi, slices: Sequence[Slice], on_page: OnPage, workers: int = WORKERS
    ) -> None:
        self._api, self._on_page, self._workers = api, on_page, workers
        self._slices = list(slices)
        self._splits = 0
        self.refused: dict[str, SourceError] = {}
        """Listings that SageMaker refused, with the error: to anybody, or an optional one to this caller."""
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._waiting: set[Future[None]] = set()
        self._pool = ThreadPoolExecutor(workers, "listing")

    @property
    def pages_left(self) -> float:
        """An estimate of the pages still to read."""
        return sum(one.pages_left for one in self._slices)

    def read(self) -> None:
        """Read all slices; return when every slice is done."""
        try:
            self._waiting = {self._pool.submit(self._read, one) for one in self._slices if not one.done}
            while self._waiting:
                with self._lock:
                    running = set(self._waiting)
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                with self._lock:
                    self._waiting -= done
                for future in done:
                    future.result()
        finally:
            # After a failure or Ctrl-C, do not wait for running calls: they may be in a long back-off.
            self._stopped.set()
            self._pool.shutdown(wait=False, cancel_futures=True)

    def _read(self, one: Slice) -> None:
        before: datetime | None = None
        stuck = 0
        while not (one.done or self._stopped.is_set()):
            try:
                self._read_pages(one)
            except RequestRefused as error:
                # A page token can become stale. Then list the slice again from its position, as long as that moves.
                stuck = 0 if one.position != before else stuck + 1
                before = one.position
                if one.pages and stuck <= 1:
                    continue
                self._refuse(one, error)
                return
            except AccessDenied as error:
                if one.listing.always:
                    raise
                self._refuse(one, error)
                return

    def _refuse(self, one: Slice, error: SourceError) -> None:
        with self._lock:
            self.refused[one.listing.name] = error

    def _read_pages(self, one: Slice) -> None:
        listing = one.listing
        if listing.in_order and one.position is None and not one.settled:
            newest = {**_parameters(one), "SortOrder": "Descending"}
            records, more = listing.page(self._api, **newest)
            with self._lock:
                one.settle(records, more=more)
                self._on_page(one, records)
            if one.done:
                return
        for records in listing.pages(self._api, **_parameters(one)):
            self._take(one, records)
            if one.done or self._stopped.is_set():
                return
        one.done = True
        self._take(one, ())

    def _take(self, one: Slice, records: Sequence[Record]) -> None:
        with self._lock:
            if not one.done:
                one.advance(records)
            self._on_page(one, records)
            self._split_longest()

    def _split_longest(self) -> None:
        """Give idle workers the second half of the longest slice, as long as splits are within their share of calls."""
        while sum(not one.done for one in self._slices) < self._workers and not self._stopped.is_set():
            expected = self.pages_left + sum(one.pages for one in self._slices)
            longest = max(self._slices, key=lambda one: one.pages_left)
            if longest.pages_left < SPLIT_PAGES or self._splits >= SPLIT_SHARE * expected:
                return
            self._splits += 1
            self._split(longest)

    def _split(self, one: Slice) -> None:
        assert one.position is not None
        middle = (one.position + (one.upper - one.position) / 2).replace(microsecond=0)
        second = Slice(one.listing, len(self._slices), one.upper, middle, one.changed, settled=True)
        self._slices.append(second)
        self._on_page(second, ())  # the second half is saved before the first half ends early
        one.upper = middle
        self._waiting.add(self._pool.submit(self._read, second))


def _parameters(one: Slice) -> Mapping[str, Any]:
    if not one.listing.in_order:
        return {one.listing.since: one.lower} if one.listing.since and one.lower else {}
    start = one.position or one.lower
    return one.listing.between(start and start - OVERLAP, one.upper + OVERLAP, one.changed)


def _times(records: Sequence[Record]) -> list[datetime]:
    return [moment for record in records if (moment := record.get("CreationTime")) is not None]
