"""The local store as a process: `python -m benchmarks.local_store [ENTITIES … | SNAPSHOT]`.

It writes a snapshot of each size, and measures from the start of a process that opens it: time, memory, trace, search.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil

from lineage_viz.model import Association, Entity, Properties, SnapshotInfo
from lineage_viz.snapshot import Header, open_folder, write_snapshot
from lineage_viz.store.filter import Filter
from lineage_viz.store.local import LocalStore
from lineage_viz.store.order import Order, SortBy

RUN = 10
"""Entities in one synthetic pipeline run. `_LINKS` are the associations among them and with the previous run."""

_HOME = "arn:aws:sagemaker:eu-west-1:123456789012:"
_START = datetime(2024, 1, 1, tzinfo=UTC)
_TAKEN = datetime(2026, 3, 12, tzinfo=UTC)
_SIZES = ("200000", "1000000")
_TEAMS = ("abalone", "churn", "fraud", "pricing", "ranking", "vision", "speech")
_TYPES = ("DataSet", "DataSet", "Image", "SageMakerProcessingJob", "DataSet", "SageMakerTrainingJob", "Model")
_KINDS = (*_TYPES, "Model", "Approval", "ModelGroup")
_JOBS = {3: "processing", 5: "training"}
_LINKS = (
    *((0, 3, "ContributedTo"), (1, 3, "ContributedTo"), (2, 3, "ContributedTo"), (3, 4, "Produced")),
    *((4, 5, "ContributedTo"), (2, 5, "ContributedTo"), (5, 6, "Produced"), (6, 7, "ContributedTo")),
    *((2, 7, "ContributedTo"), (8, 7, "ContributedTo"), (7, 9, "AssociatedWith"), (0, 5, "ContributedTo")),
    *((1, 5, "ContributedTo"), (0, 4, "DerivedFrom"), (4, 6, "DerivedFrom"), (6, 9, "AssociatedWith")),
    *((8, 9, "AssociatedWith"), (3, 6, "ContributedTo"), (2, 6, "ContributedTo"), (-10, 0, "DerivedFrom")),
)
_WORDS = (
    "",
    "churn",
    "abalonetrain",
    "model.tar.gz",
    "deadbeef",
    "sagemaker",
    "e",
    "fraud pipelines 00ff",
    "no-such",
)


@dataclass(frozen=True)
class SyntheticLineage:
    """Pipeline runs of one shape. Each uses the data of an earlier run, and every text is a new string object."""

    count: int
    info: SnapshotInfo = field(default_factory=lambda: SnapshotInfo("synthetic"))

    def entities(self) -> Iterator[Entity]:
        return (Entity(_arn(n), _label(n), _properties(n)) for n in range(self.count))

    def associations(self) -> Iterator[Association]:
        for first in range(0, self.count - RUN + 1, RUN):
            at = {"creationtime": _START + timedelta(minutes=first)}
            for source, destination, type_ in _LINKS:
                # Every eighth run starts with new data, because real lineage is shallow and wide.
                if source >= 0 or first % (8 * RUN):
                    yield Association(_arn(first + source), type_, _arn(first + destination), dict(at))


def _digest(number: int) -> str:
    return f"{number * 0x9E3779B97F4A7C15F39CC0605CEDC835 & (1 << 128) - 1:032x}"


def _team(number: int) -> str:
    return _TEAMS[number // RUN % len(_TEAMS)]


def _job(number: int) -> str:
    digest = _digest(number)
    return f"pipelines-{digest[:12]}-{_team(number)}train-{digest[12:22]}"


def _label(number: int) -> str:
    return ("artifact", "trial_component", "action", "context")[{3: 1, 5: 1, 8: 2, 9: 3}.get(number % RUN, 0)]


def _arn(number: int) -> str:
    role = number % RUN
    if role in _JOBS:
        return f"{_HOME}experiment-trial-component/{_job(number)}-aws-{_JOBS[role]}-job"
    if role in (8, 9):
        return f"{_HOME}{_label(number)}/{_team(number)}-{_digest(number)[:20]}-aws-model-package"
    return f"{_HOME}artifact/{_digest(number)}"


def _source(number: int) -> str:
    role = number % RUN
    if role in _JOBS:
        return f"{_HOME}{_JOBS[role]}-job/{_job(number)}"
    if role >= 7:
        return f"{_HOME}model-package/{_team(number)}models/{number}"
    return (
        f"s3://ml-bucket-{_team(number)}/project-{number % 211}/run-{_digest(number)[:8]}/output/model.tar.gz"
    )


def _properties(number: int) -> Properties:
    role, at, arn = number % RUN, _START + timedelta(minutes=number), _arn(number)
    named = {"name": arn.rpartition("/")[2]} if role in (3, 5, 8, 9) else {}
    state = {"status": "Completed", "message": "exit message: null"} if role in _JOBS else {}
    measured = number * 37 % 1_000 / 1_000
    metric: Properties = (
        {"keymetric": f"auc {measured:.3g}", "metricname": "auc", "metricvalue": measured}
        if role in (5, 7)
        else {}
    )
    times = {"creationtime": at, "lastmodifiedtime": at + timedelta(minutes=7)}
    where = {
        "account": "123456789012",
        "region": "eu-west-1",
        "createdby": "arn:aws:iam::123456789012:role/ml",
    }
    return {
        "arn": arn,
        "sourcearn" if role in _JOBS else "sourceuri": _source(number),
        "type": _KINDS[role],
        **named,
        **state,
        **metric,
        **times,
        **where,
    }


def timed(call: Callable[[], object], times: int = 5) -> float:
    """Return the shortest time of some runs, in milliseconds."""
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - start)
    return best * 1000


def row(name: str, value: float, unit: str) -> None:
    """Print one line of the table."""
    print(f"{name:<44}{value:>14,.1f} {unit}")


def lists(store: LocalStore) -> None:
    """Print the times of a list that is sorted by its key metric, and of the counts beside it."""
    by_metric, jobs = Order(SortBy.METRIC, descending=True), Filter(types=frozenset({"SageMakerTrainingJob"}))
    for name, ask in (
        ("list sorted by key metric", lambda: store.search(order=by_metric, limit=50)),
        ("the same, of training jobs", lambda: store.search(filter_=jobs, order=by_metric, limit=50)),
        ("the same, 5,000 rows", lambda: store.search(order=by_metric, limit=5_000)),
        ("counts beside the list", store.tally),
        ("counts beside a search", lambda: store.tally("churn")),
    ):
        start = time.perf_counter()
        ask()
        first = (time.perf_counter() - start) * 1000
        row(f"{name}, {first:,.0f} ms the first time", timed(ask), "ms")


def searches(store: LocalStore) -> None:
    """Print the times of some searches, of which the first one divides the recorded texts into fields."""
    start = time.perf_counter()
    store.search("churn")
    row("the first search", (time.perf_counter() - start) * 1000, "ms")
    for word in _WORDS:
        hits = store.search(word).total
        row(f"search {word!r}, {hits:,} hits", timed(lambda word=word: store.search(word)), "ms")  # type: ignore[misc]


def written(count: int, parent: Path) -> Path:
    """Write the snapshot of a synthetic lineage."""
    source = SyntheticLineage(count)
    header = Header("123456789012", "eu-west-1", "aws", _TAKEN, "full", details=True, last_full=_TAKEN)
    return write_snapshot(parent, header, [*source.entities()], [*source.associations()])


def opened(path: Path) -> None:
    """Open a snapshot as a process of its own does, and print its times and its memory."""
    process = psutil.Process()
    row("start of the process", time.time() - process.create_time(), "s")
    store = LocalStore([open_folder(path)])
    row("start and opening", time.time() - process.create_time(), "s")
    times = process.cpu_times()
    row("its processor time", times.user + times.system, "s")
    row("peak memory", _peak(), "MiB")
    counts = store.counts()
    row("entities", counts.entities, "")
    row("associations", counts.associations, "")
    model = _arn(counts.entities // 2 // (8 * RUN) * 8 * RUN + 7 * RUN + 6)
    row(
        f"trace of a model, {len(store.trace([model]).entities)} entities",
        timed(lambda: store.trace([model])),
        "ms",
    )
    row("trace of a model, 2 hops", timed(lambda: store.trace([model], up=2, down=2)), "ms")
    start = time.perf_counter()
    store.schema()
    row("schema, the first time", (time.perf_counter() - start) * 1000, "ms")
    searches(store)
    lists(store)
    row("peak memory at the end", _peak(), "MiB")
    row("load of the machine", os.getloadavg()[0], "")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Write snapshots of these sizes, and open each in a process of its own."""
    for count in map(int, sys.argv[1:] or _SIZES):
        with tempfile.TemporaryDirectory() as folder:
            path = written(count, Path(folder))
            subprocess.run([sys.executable, "-m", "benchmarks.local_store", str(path)], check=True)


if __name__ == "__main__":
    if sys.argv[1:] and not sys.argv[1].isdecimal():
        opened(Path(sys.argv[1]))
    else:
        main()
