"""The second store on a real Gremlin Server: a trace against the bare traversal sent by hand.

`python -m benchmarks.neptune [ENTITIES]`. Not Neptune itself: TinkerGraph in memory. What is compared is what the
store adds to the traversal, on the same engine, in the same run, over the same connection.
"""

import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from gremlin_python.process.graph_traversal import GraphTraversal, __
from gremlin_python.process.traversal import P

from lineage_viz.demo import generate
from lineage_viz.demo.source import DemoSource
from lineage_viz.store.base import Filter
from lineage_viz.store.local import LocalStore
from lineage_viz.store.neptune import steps
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.runner import Runner
from lineage_viz.store.neptune.store import NeptuneStore
from tests.neptune_local.gremlin_server import GremlinServer
from tests.store.neptune_graph import fill

ENTITIES = 101_000
DEPTH = 10
RUNS = 25


def main() -> None:
    """Load an account, trace the model with the largest lineage, and print the times and their ratio."""
    source = DemoSource(generate(entities=int(sys.argv[1]) if len(sys.argv) > 1 else ENTITIES))
    local = LocalStore([source])
    with GremlinServer("3g") as server:
        runner = Runner(Endpoint(server.url, iam=False))
        store = NeptuneStore(runner)
        started = time.perf_counter()
        fill(runner, [source])
        print(f"loaded by batches in {time.perf_counter() - started:.0f} s")
        model = _model(local)
        trace = store.trace([model], up=DEPTH, down=DEPTH)
        print(f"{local.counts().entities:,} entities, {local.counts().associations:,} associations")
        print(
            f"trace of {DEPTH} hops: {len(trace.entities)} entities, {len(trace.associations)} associations"
        )
        print(f"equal to the local store's: {trace == local.trace([model], up=DEPTH, down=DEPTH)}")
        _compare(runner, store, model)
        _others(store)
        runner.close()


def _model(local: LocalStore) -> str:
    """Of the newest models, the one with the largest lineage."""
    models = local.search(filter_=Filter(types=frozenset({"Model"})), limit=400).entities
    return max(
        (each.arn for each in models), key=lambda arn: len(local.trace([arn], up=DEPTH, down=DEPTH).hops)
    )


def _compare(runner: Runner, store: NeptuneStore, model: str) -> None:
    """One after the other in turns, so that what else the machine does meets all alike."""
    asks: dict[str, Callable[[], Any]] = {
        "trace": lambda: store.trace([model], up=DEPTH, down=DEPTH),
        "by hand, entities and associations": lambda: runner.ask(_by_hand(model, _with_associations)),
        "by hand, entities alone": lambda: runner.ask(_by_hand(model, lambda found: found.element_map())),
    }
    times: dict[str, list[float]] = {name: [] for name in asks}
    for _ in range(RUNS):
        for name, ask in asks.items():
            started = time.perf_counter()
            ask()
            times[name].append(1000 * (time.perf_counter() - started))
    ours, *theirs = (median(each) for each in times.values())
    print(f"{'trace':<40}{ours:8.1f} ms")
    for name, hand in zip(list(asks)[1:], theirs, strict=True):
        print(f"{name:<40}{hand:8.1f} ms, the trace takes {ours / hand:.2f} ×")


def _by_hand(model: str, told: Callable[[GraphTraversal], GraphTraversal]) -> GraphTraversal:
    up = __.repeat(__.in_().dedup()).emit().times(DEPTH)
    down = __.repeat(__.out().dedup()).emit().times(DEPTH)
    return told(steps.source().V(model).union(__.identity(), up, down).dedup())


def _with_associations(found: GraphTraversal) -> GraphTraversal:
    edges = __.out_e().where(__.in_v().where(P.within("found"))).element_map().fold()
    return found.aggregate("found").project("entity", "associations").by(__.element_map()).by(edges)


def _others(store: NeptuneStore) -> None:
    """What passes the whole graph."""
    asks: dict[str, Callable[[], Any]] = {
        "search 'e'": lambda: store.search("e"),
        "search 'ticket routing'": lambda: store.search("ticket routing"),
        "search ''": store.search,
        "counts": store.counts,
        "schema": store.schema,
    }
    for name, ask in asks.items():
        started = time.perf_counter()
        ask()
        print(f"{name:<40}{1000 * (time.perf_counter() - started):8.0f} ms")


if __name__ == "__main__":
    main()
