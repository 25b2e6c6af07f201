"""The five listings of an account, read in parallel; a long one is cut into slices of time.

A listing's pages can only be read one after the other. So while workers are idle, the slice with most left
is split in the middle of its remaining time: the reader of the first half stops when it gets there, another
starts on the second half. Of each listing the newest page is read first: it tells where its time ends, without
which an account that has been quiet for months is split where there is nothing. Slices overlap by a second, since
SageMaker does not say whether CreatedAfter includes its moment and botocore cuts it to whole seconds; entities
read twice are the same entity.
"""

import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from lineage_viz.errors import RequestRefused
from lineage_viz.model import EntityLabel
from lineage_viz.sagemaker_lineage.api import WORKERS, LineageApi
from lineage_viz.sagemaker_lineage.records import Record

ASSOCIATIONS = "association"
OVERLAP = timedelta(seconds=1)

SPLIT_PAGES = 4.0
"""A slice is split while this many pages or more are left: each split costs about half a call more."""

SPLIT_SHARE = 0.045
"""Splits are at most this share of the pages expected in all: calls stay within 1.1 × the least possible."""

_RECENT = 3
"""Pages whose density counts: enough to even out, few enough to follow an account's pace."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One List operation: its boto3 name, and the member of its answer that has the records."""

    name: str
    operation: str
    member: str


LISTINGS = (
    Listing(ASSOCIATIONS, "list_associations", "AssociationSummaries"),
    Listing(EntityLabel.ARTIFACT, "list_artifacts", "ArtifactSummaries"),
    Listing(EntityLabel.TRIAL_COMPONENT, "list_trial_components", "TrialComponentSummaries"),
    Listing(EntityLabel.ACTION, "list_actions", "ActionSummaries"),
    Listing(EntityLabel.CONTEXT, "list_contexts", "ContextSummaries"),
)


@dataclass(slots=True)
class Slice:
    """What is left of a listing between two times; `position` is the creation time read up to.

    `lower` None means from the beginning. `upper` moves down to what the newest page has, and when the slice is
    split; once it is `settled`, there are records up to it.
    """

    listing: Listing
    number: int
    upper: datetime
    lower: datetime | None = None
    position: datetime | None = None
    done: bool = False
    settled: bool = False
    pages: int = 0
    _starts: deque[datetime] = field(default_factory=lambda: deque(maxlen=_RECENT))

    def settle(self, records: Sequence[Record], *, more: bool) -> None:
        """Take note of the newest page: what is left is older."""
        times = _times(records)
        self.pages += 1
        self.settled, self.done = True, not more
        if times:
            self.upper = min(times)

    def advance(self, records: Sequence[Record]) -> None:
        """Take note of a page: how far it reached, and whether the next slice has the rest."""
        times = _times(records)
        self.pages += 1
        if times:
            self._starts.append(times[0])
            self.position = times[-1]
            self.done = self.position > self.upper  # one more of that very moment may be on the next page

    @property
    def pages_left(self) -> float:
        """An estimate from how densely the time of the last pages was filled."""
        if self.done or self.position is None or not self._starts:
            return 0.0
        read = max((self.position - self._starts[0]).total_seconds(), 1.0)
        return len(self._starts) * max((self.upper - self.position).total_seconds(), 0.0) / read


OnPage = Callable[[Slice, Sequence[Record]], None]
"""Called with each page, and with no records when a slice is new; never by two threads at once."""


class SliceReader:
    """Reads slices to their ends with a bounded number of calls under way.

    `on_page` is the only way out, so that what it has seen can be kept through a crash. Raises SourceError.
    """

    def __init__(
        self, api: LineageApi, slices: Sequence[Slice], on_page: OnPage, workers: int = WORKERS
    ) -> None:
        self._api, self._on_page, self._workers = api, on_page, workers
        self._slices = list(slices)
        self._splits = 0
        self.refused: dict[str, RequestRefused] = {}
        """Listings that SageMaker does not take as asked, with what it said."""
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._waiting: set[Future[None]] = set()
        self._pool = ThreadPoolExecutor(workers, "listing")

    @property
    def pages_left(self) -> float:
        """An estimate of the pages still to read."""
        return sum(one.pages_left for one in self._slices)

    def read(self) -> None:
        """Read all; returns when every slice is done."""
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
            # On failure or Ctrl-C no one waits for calls under way: they may be in a long back-off.
            self._stopped.set()
            self._pool.shutdown(wait=False, cancel_futures=True)

    def _read(self, one: Slice) -> None:
        before: datetime | None = None
        stuck = 0
        while not (one.done or self._stopped.is_set()):
            try:
                self._read_pages(one)
            except RequestRefused as error:
                # A page token can go stale; from where it stood the slice can be listed anew, as long as it moves.
                stuck = 0 if one.position != before else stuck + 1
                before = one.position
                if one.pages and stuck <= 1:
                    continue
                with self._lock:
                    self.refused[one.listing.name] = error
                return

    def _read_pages(self, one: Slice) -> None:
        listing = one.listing
        doing = f"listing {listing.name.replace('_', ' ')}s"
        if one.position is None and not one.settled:
            newest = {**_parameters(one), "SortOrder": "Descending"}
            records, more = self._api.page(listing.operation, listing.member, doing, **newest)
            with self._lock:
                one.settle(records, more=more)
                self._on_page(one, records)
            if one.done:
                return
        for records in self._api.pages(listing.operation, listing.member, doing, **_parameters(one)):
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
        """Give idle workers the second half of the longest slice, within the share of calls it may cost."""
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
        second = Slice(one.listing, len(self._slices), one.upper, middle, settled=True)
        self._slices.append(second)
        self._on_page(second, ())  # known before the first half may end early
        one.upper = middle
        self._waiting.add(self._pool.submit(self._read, second))


def _parameters(one: Slice) -> Mapping[str, Any]:
    start = one.position or one.lower
    bounds = {"CreatedAfter": start - OVERLAP} if start else {}
    # Ascending: what is created meanwhile lands on later pages instead of shifting those still to come.
    return {
        **bounds,
        "CreatedBefore": one.upper + OVERLAP,
        "SortBy": "CreationTime",
        "SortOrder": "Ascending",
    }


def _times(records: Sequence[Record]) -> list[datetime]:
    return [moment for record in records if (moment := record.get("CreationTime")) is not None]
