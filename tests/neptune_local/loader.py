"""The bulk loader: one load runs at a time, the others wait in a queue."""

import logging
import re
import threading
from collections import defaultdict
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from gremlin_python.driver.client import Client

from tests.neptune_local.clock import Clock
from tests.neptune_local.errors import NeptuneError, bad_request
from tests.neptune_local.faults import Faults
from tests.neptune_local.gate import Gate
from tests.neptune_local.load_job import LoadJob
from tests.neptune_local.load_request import LoadRequest
from tests.neptune_local.load_run import LoadRun
from tests.neptune_local.source import Buckets

QUEUE = 64


class Loader:
    """The loader. A test stops loads at its `gate`."""

    def __init__(
        self,
        gremlin_url: str,
        buckets: Buckets,
        faults: Faults,
        clock: Clock,
        region: str,
        roles: Collection[str],
    ) -> None:
        self.gate = Gate()
        self._url, self._buckets, self._faults, self._clock = gremlin_url, buckets, faults, clock
        self._region, self._roles = region, roles
        self._jobs: dict[str, LoadJob] = {}
        self._done: defaultdict[str, set[str]] = defaultdict(set)
        self._lock = threading.Lock()
        self._thread = ThreadPoolExecutor(1, "load")

    def start(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """POST /loader. Raises NeptuneError."""
        request = LoadRequest.parse(given, self._region, self._roles)
        self._buckets.source(request.source, self._faults).check()
        with self._lock:
            self._admit(request)
            earlier = [job for job in self._jobs.values() if job.request.source == request.source]
            job = LoadJob(request, self._clock, *self._numbers(request, earlier))
            self._jobs[job.id] = job
        self._thread.submit(self._work, job, known=bool(earlier))
        return {"status": "200 OK", "payload": {"loadId": job.id}}

    def status(self, load_id: str, query: Mapping[str, str]) -> dict[str, Any]:
        """GET /loader/{id}. Raises NeptuneError."""
        flags = {name: query.get(name, "").upper() == "TRUE" for name in ("details", "errors")}
        page, per_page = _positive(query, "page", 1), _positive(query, "errorsPerPage", 10)
        return self._job(load_id).answer(**flags, page=page, per_page=per_page)

    def listed(self, query: Mapping[str, str]) -> dict[str, Any]:
        """GET /loader: the newest load first."""
        limit = _positive(query, "limit", 100)
        if limit > 100:
            raise NeptuneError("InvalidParameterException", "The parameter limit is above 100")
        queued = query.get("includeQueuedLoads", "TRUE").upper() == "TRUE"
        jobs = [job for job in reversed(self._jobs.values()) if queued or job.status != "LOAD_IN_QUEUE"]
        return {"status": "200 OK", "payload": {"loadIds": [job.id for job in jobs[:limit]]}}

    def cancel(self, load_id: str) -> dict[str, Any]:
        """DELETE /loader/{id}. Loaded rows stay in the graph. Raises NeptuneError."""
        job = self._job(load_id)
        if not job.active:
            raise _unknown(load_id)
        job.cancelled.set()
        self.gate.give_up()
        return {"status": "200 OK"}

    def forget(self) -> None:
        """End all loads and forget them, as a restart of the engine does."""
        with self._lock:
            jobs, self._jobs = self._jobs, {}
            self._done.clear()
        for job in jobs.values():
            job.cancelled.set()
        self.gate.give_up()
        self._thread.submit(lambda: None).result()

    def close(self) -> None:
        """End all loads and wait for them."""
        self.forget()
        self._thread.shutdown()

    def _admit(self, request: LoadRequest) -> None:
        active = sum(job.active for job in self._jobs.values())
        if active and not request.queue:
            raise bad_request("Max concurrent load limit breached. Limit is 1")
        if active > QUEUE:
            raise bad_request(f"Max load queue size limit breached. Limit is {QUEUE}")
        for load_id in request.dependencies:
            self._job(load_id)

    def _numbers(self, request: LoadRequest, earlier: list[LoadJob]) -> tuple[int, int]:
        if not earlier:
            return 1, 0
        run, retry = max((job.run, job.retry) for job in earlier)
        return (run + 1, 0) if request.mode == "NEW" else (run, retry + 1)

    def _work(self, job: LoadJob, *, known: bool) -> None:
        job.started = self._clock.now()
        try:
            job.status = self._result(job, known=known)
        except Exception:
            logging.getLogger(__name__).exception("load %s", job.id)
            job.status = "LOAD_UNEXPECTED_ERROR"
        finally:
            job.ended = self._clock.now()
            done = {feed.uri for feed in job.feeds if feed.status == "LOAD_COMPLETED"}
            self._done[job.request.source] |= done

    def _result(self, job: LoadJob, *, known: bool) -> str:
        if job.cancelled.is_set():
            return "LOAD_CANCELLED_BY_USER"
        if any(self._jobs[one].status != "LOAD_COMPLETED" for one in job.request.dependencies):
            return "LOAD_FAILED_BECAUSE_DEPENDENCY_NOT_SATISFIED"
        if job.request.mode == "RESUME" and not known:
            return "LOAD_FAILED_INVALID_REQUEST"
        job.status = "LOAD_IN_PROGRESS"
        done = set() if job.request.mode == "NEW" else self._done[job.request.source]
        graph = Client(self._url, "g", pool_size=1, max_workers=1)
        try:
            source = self._buckets.source(job.request.source, self._faults)
            return LoadRun(job, source, graph, self._faults, self.gate).run(done)
        finally:
            graph.close()

    def _job(self, load_id: str) -> LoadJob:
        if load_id not in self._jobs:
            raise _unknown(load_id)
        return self._jobs[load_id]


def _positive(query: Mapping[str, str], name: str, default: int) -> int:
    text = query.get(name, str(default))
    if not re.fullmatch("0*[1-9][0-9]{,8}", text):
        raise NeptuneError("InvalidParameterException", f"The parameter {name} is no positive number")
    return int(text)


def _unknown(load_id: str) -> NeptuneError:
    return NeptuneError(
        "BulkLoadIdNotFoundException", f"The load with id = {load_id} does not exist or not active"
    )
