"""Runaway queries of the Gremlin console: the time until they are gone, and searches beside three of them."""

import os
import statistics
import tempfile
import time
from pathlib import Path

from lineage_viz.console import Console, Limits, Run
from lineage_viz.errors import QueryRefused
from lineage_viz.settings import Neptune, Settings
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.runner import Runner
from lineage_viz.store.neptune.store import NeptuneStore
from tests import demo_once
from tests.neptune_local import CONSOLE, GremlinServer, Identity, NeptuneLocal
from tests.neptune_local.__main__ import CONSOLE_KEY, KEY, SECRET, console, s3_with
from tests.store.neptune_graph import fill

LIMIT = 3.0
ENDLESS = "g.with('evaluationTimeout', {}).V().repeat(__.both()).emit().count()"
RUNAWAYS = {
    "evaluationTimeout 0": ENDLESS.format("0L"),
    "evaluationTimeout -1": ENDLESS.format("-1L"),
    "evaluationTimeout 999999999": ENDLESS.format("999999999L"),
    "endless, one traverser": "g.with('evaluationTimeout', 0L).inject(1).repeat(__.identity()).until(__.is(2))",
    "5,000 steps": "g.V()" + ".both()" * 5_000 + ".count()",
    "the longest text": f"g.V().has('name', within({', '.join(['1'] * 33_000)})).repeat(__.both()).emit().count()",
    "a million rows": "g.V().repeat(__.both()).emit().limit(1000000)",
}
QUESTIONS = 60


def main() -> None:
    """Print the seconds after the limit for each runaway, and p95 beside three of them as a ratio."""
    with (
        s3_with("bench", "eu-west-1") as s3,
        GremlinServer("1g") as gremlin,
        tempfile.TemporaryDirectory() as folder,
        NeptuneLocal(
            gremlin, s3=s3, identities=[Identity(KEY, SECRET), Identity(CONSOLE_KEY, SECRET, actions=CONSOLE)]
        ) as neptune,
    ):
        os.environ |= {
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_REGION": neptune.region,
        }
        os.environ |= console(Path(folder) / "config")
        runner = Runner(Endpoint(neptune.gremlin_url))
        fill(runner, [demo_once.source()])
        settings = Settings(
            neptune=Neptune(neptune.gremlin_url, neptune.reader_url),
            console=os.environ["LINEAGE_VIZ_CONSOLE"],
        )
        opened, store = Console(settings), NeptuneStore(Runner(Endpoint(neptune.reader_url)))
        _two_megabytes(opened)
        for name, query in RUNAWAYS.items():
            run = opened.start(query, limits=Limits(LIMIT, rows=10**7, bytes=10**10))
            run.wait()
            print(
                f"{name:30} {run.ended}, {run.seconds - LIMIT:+.2f} s after its limit, still runs: {run.still_runs}"
            )
        alone = _p95(store)
        runs = [opened.start(RUNAWAYS["endless, one traverser"], limits=Limits(120)) for _ in range(3)]
        beside = _p95(store)
        _end(runs)
        ratio = beside / alone
        print(
            f"p95 of a search: {alone * 1000:.0f} ms alone, {beside * 1000:.0f} ms beside three: {ratio:.2f} x"
        )
        runner.close()


def _two_megabytes(opened: Console) -> None:
    try:
        opened.start("g.V()" + ".both()" * 300_000)
    except QueryRefused as error:
        print(f"{'2 MB of text':30} not sent: {error}")
    else:
        raise RuntimeError("the console sent 2 MB of text")


def _p95(store: NeptuneStore) -> float:
    store.search("ticket")
    times = []
    for number in range(QUESTIONS):
        begun = time.perf_counter()
        store.search(("ticket", "model", "train", "endpoint")[number % 4])
        times.append(time.perf_counter() - begun)
    return statistics.quantiles(times, n=20)[-1]


def _end(runs: list[Run]) -> None:
    for run in runs:
        run.cancel()
    for run in runs:
        run.wait()


if __name__ == "__main__":
    main()
