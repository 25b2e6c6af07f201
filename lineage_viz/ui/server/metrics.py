"""The metrics of the app: the store with its snapshots and counts, and the jobs with the last reload."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from lineage_viz.jobs import Job, JobBook, JobKind, JobState
from lineage_viz.model import SnapshotInfo
from lineage_viz.settings import Settings
from lineage_viz.store.base import Counts
from lineage_viz.ui.server.exposition import CONTENT_TYPE, Metric, Sample, as_text
from lineage_viz.ui.server.in_time import InTime
from lineage_viz.ui.server.may_read_metrics import refusal
from lineage_viz.ui.server.readiness import refuse_unread_mark
from lineage_viz.ui.source import open_store_now
from lineage_viz.version import __version__

_STORE, _JOBS = "store", "jobs"


class Metrics:
    """The answer to a monitor that collects figures."""

    def __init__(self) -> None:
        self._parts = {_STORE: InTime(_of_store), _JOBS: InTime(_of_jobs)}

    async def answer(self, request: Request) -> Response:
        """Answer with all metrics. A part that cannot be read is missing, and `lineage_viz_readable` says so."""
        if no := refusal(request.scope):
            return no
        read = dict(zip(self._parts, await asyncio.gather(*map(_read, self._parts.values())), strict=True))
        own = (
            Metric("info", "The version of the app.", [Sample(1, {"version": __version__})]),
            Metric(
                "readable",
                "1 when this part of the metrics could be read.",
                [Sample(metrics is not None, {"part": part}) for part, metrics in read.items()],
            ),
        )
        parts = (metric for metrics in read.values() for metric in metrics or ())
        return PlainTextResponse(as_text((*own, *parts)), media_type=CONTENT_TYPE)


async def _read(part: InTime[list[Metric]]) -> list[Metric] | None:
    try:
        return await part.answer()
    except Exception:  # also one that nobody expects: the other parts count, and the readiness logs it
        return None


def _of_store() -> list[Metric]:
    store = open_store_now()
    store.check()
    refuse_unread_mark(store)
    return [*_of_snapshots(store.snapshots, datetime.now(UTC)), *_of_counts(store.counts())]


def _of_snapshots(snapshots: tuple[SnapshotInfo, ...], now: datetime) -> Iterator[Metric]:
    def named(info: SnapshotInfo) -> dict[str, str]:
        return {"account": info.account, "region": info.region, "folder": info.folder}

    dated = [(info.taken, named(info)) for info in snapshots if info.taken]
    yield Metric(
        "snapshot_taken_timestamp_seconds",
        "The time of the loaded snapshot.",
        [Sample(taken.timestamp(), labels) for taken, labels in dated],
    )
    yield Metric(
        "snapshot_age_seconds",
        "The age of the loaded snapshot.",
        [Sample((now - taken).total_seconds(), labels) for taken, labels in dated],
    )
    yield Metric(
        "snapshot_gaps",
        "The number of parts that the loaded snapshot lacks.",
        [Sample(len(info.incomplete), named(info)) for info in snapshots],
    )


def _of_counts(counts: Counts) -> Iterator[Metric]:
    labels = [Sample(number, {"label": label}) for label, number in sorted(counts.labels.items())]
    yield Metric("entities", "The number of loaded entities by label.", labels)
    types = [Sample(number, {"type": type_}) for type_, number in sorted(counts.association_types.items())]
    yield Metric("associations", "The number of loaded associations by type.", types)


def _of_jobs() -> list[Metric]:
    book = JobBook(Settings.from_environment().jobs)
    return list(of_jobs(book.jobs(book.count())))


def of_jobs(jobs: tuple[Job, ...]) -> Iterator[Metric]:
    """The metrics of the recorded jobs, which are given newest first."""
    numbers = Counter((str(job.order.kind), str(job.state)) for job in jobs)
    counted = [Sample(number, {"kind": kind, "state": state}) for (kind, state), number in numbers.items()]
    yield Metric("jobs", "The number of jobs in the record, which keeps the newest.", sorted_samples(counted))
    last: dict[tuple[str, str], Job] = {}
    for job in jobs:
        if job.order.kind is JobKind.RELOAD and job.ended and job.state is not JobState.CANCELLED:
            last.setdefault((job.order.target, job.order.source), job)
    ends = [({"target": target, "source": source}, job) for (target, source), job in last.items()]
    yield Metric(
        "last_reload_succeeded",
        "1 when the last reload of this source into this target succeeded. A cancelled one does not count.",
        [Sample(job.state is JobState.SUCCEEDED, labels) for labels, job in ends],
    )
    yield Metric(
        "last_reload_ended_timestamp_seconds",
        "The time at which the last reload of this source into this target ended.",
        [Sample(job.ended.timestamp(), labels) for labels, job in ends if job.ended],
    )


def sorted_samples(samples: list[Sample]) -> list[Sample]:
    """The samples in the order of their labels: equal figures give equal text."""
    return sorted(samples, key=lambda sample: tuple(sample.labels.values()))
