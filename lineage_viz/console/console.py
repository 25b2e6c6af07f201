"""The console of an app: closed until Neptune has refused a change by its role, and again when it no longer does."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock, Semaphore
from weakref import WeakSet

from lineage_viz.console.ending import end_strays
from lineage_viz.console.http import Http
from lineage_viz.console.places import Places
from lineage_viz.console.proof import doubt
from lineage_viz.console.query_text import not_a_query
from lineage_viz.console.run import Ended, Kind, Limits, Run
from lineage_viz.errors import ConsoleClosed, LineageVizError, QueryRefused, StoreUnavailable
from lineage_viz.settings import CONSOLE, Settings
from lineage_viz.sources import Source
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.signing import RequestSigner, request_signer

AT_ONCE = 2
"""Queries that run at once, in all sessions of the app: the smallest cluster works on four, those of pages too."""

MOST = 20
"""Queries that run or wait for a place."""

LONGEST = 100_000
"""Characters of a query."""

FRESH = 30
"""Seconds for which a proof counts. IAM itself needs some minutes until a change of a policy is in force."""


AGAIN = 5
"""Seconds for which a doubt counts: the console opens soon after its reason has gone."""


@dataclass(frozen=True, slots=True)
class _Proof:
    doubt: str
    at: float
    away: bool = False

    @property
    def seconds(self) -> int:
        return AGAIN if self.doubt else FRESH


class Console:
    """The console of one cluster. All sessions of an app share it; any number of threads may use it."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings, self._clock = settings, clock
        self._places, self._queue = Places(AT_ONCE), Semaphore(MOST)
        self._proving = Lock()
        self._proof: _Proof | None = None
        self._signer: RequestSigner | None = None
        self._runs = WeakSet[Run]()

    def closed(self) -> str:
        """Return the reason why the console is closed, with the next step; empty when it is open."""
        if reason := lacking(self._settings):
            return reason
        with self._proving:
            if self._proof is None or self._clock() - self._proof.at > self._proof.seconds:
                self._proof = self._prove()
            return self._proof.doubt

    @property
    def away(self) -> bool:
        """True while it is closed because Neptune does not answer."""
        return self._proof is not None and self._proof.away

    def lacks(self) -> str:
        """Return the sentence about the first setting that it lacks: without it, it never opens."""
        return lacking(self._settings)

    def prove_again(self) -> None:
        """Try the role again with the next question, however fresh the proof is."""
        self._proof = None

    def start(
        self,
        text: str,
        kind: Kind = Kind.RUN,
        limits: Limits | None = None,
        note: Callable[[Run, Ended], None] | None = None,
        is_there: Callable[[], bool] | None = None,
        owner: str = "",
    ) -> Run:
        """Start a query, which may wait for a place. Raises ConsoleClosed, QueryRefused.

        `note` is called at its end, and the query is ended soon after `is_there` is no longer True. While the queries
        of others wait, each `owner` has one place.
        """
        if not text.strip():
            raise QueryRefused("The query is empty. Type one, or choose an example.")
        if reason := not_a_query(text):
            raise QueryRefused(reason)
        if len(text) > LONGEST:
            raise QueryRefused(
                f"This query has {len(text):,} characters; the console sends at most {LONGEST:,}. Shorten it."
            )
        if not self._queue.acquire(blocking=False):
            raise ConsoleClosed(
                f"{MOST} queries run or wait already, and more would slow the pages. Try again when one has ended."
            )
        run = Run(text, kind, limits, note, is_there)
        self._runs.add(run)
        run.start(self._open, self._places.share(owner), self._queue.release, lambda: tuple(self._runs))
        return run

    def _open(self) -> Http:
        """Choose the instance for a query, if the console is open. Raises ConsoleClosed, StoreUnavailable."""
        if reason := self.closed():
            raise ConsoleClosed(reason)
        neptune = self._settings.neptune
        assert neptune is not None
        assert self._signer is not None
        instance = Http.at(Endpoint(neptune.reader, brief=True), self._signer)
        end_strays(instance)
        return instance

    def writer(self) -> Http:
        """Open the writer with the role of the console, whose sign-in is read anew. Raises StoreUnavailable."""
        neptune = self._settings.neptune
        assert neptune is not None
        endpoint = Endpoint(neptune.writer, brief=True)
        self._signer = request_signer(endpoint, console_role(self._settings, endpoint))
        return Http.at(endpoint, self._signer)

    def _prove(self) -> _Proof:
        try:
            writer = self.writer()
            try:
                return _Proof(doubt(writer), self._clock())
            finally:
                writer.close()
        except LineageVizError as error:
            reason = f"Nothing shows yet that the console only reads. {error}"
            return _Proof(reason, self._clock(), away=isinstance(error, StoreUnavailable))


def lacking(settings: Settings) -> str:
    """Return the sentence about the first setting that the console lacks; empty when it has all."""
    if settings.neptune is None:
        return (
            "The console needs Amazon Neptune, and this app shows a snapshot in memory. The prepared questions work "
            "here. To try the console, stop the app and run: make neptune-local"
        )
    if not settings.neptune.iam:
        return (
            "Without IAM authentication nothing keeps a query from changing the graph. Turn it on in the cluster, "
            "leave out LINEAGE_VIZ_NEPTUNE_IAM=off, and give the console a role: docs/neptune.md."
        )
    if not settings.console:
        return (
            f"The console needs a role of its own that may only read. Set {CONSOLE} to the ARN of that role, or to a "
            "profile that signs in to it; docs/neptune.md has its policy."
        )
    return ""


def console_role(settings: Settings, endpoint: Endpoint) -> Source:
    """Return the sign-in of the console."""
    region = endpoint.region or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or ""
    role = settings.console if settings.console.startswith("arn:") else ""
    profile = "" if role else settings.console
    return Source("console", "", region, profile, role, setting=CONSOLE)
