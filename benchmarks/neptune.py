"""The Neptune store on a real Gremlin Server: its trace compared with the bare traversal, written by hand.

`python -m benchmarks.neptune [ENTITIES]`. The engine is TinkerGraph in memory, not Neptune. The ratio shows the cost
that the store adds to the traversal, on the same engine, in the same run, over the same connection and with the same
reader.
"""

import sys
import time
from collections.abc import Callable
from random import Random
from statistics import median
from typing import Any

from gremlin_python.driver.aiohttp.transport import AiohttpTransport
from gremlin_python.process.graph_traversal import GraphTraversal, __
from gremlin_python.process.traversal import P

from lineage_viz.demo import generate
from lineage_viz.demo.source import DemoSource
from lineage_viz.model import Association, Entity, SnapshotInfo, Subgraph
from lineage_viz.store.base import Store
from lineage_viz.store.filter import Filter
from lineage_viz.store.local import LocalStore
from lineage_viz.store.neptune import steps
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.runner import Runner
from lineage_viz.store.neptune.store import NeptuneStore
from tests.neptune_local.gremlin_server import GremlinServer
from tests.sample import Listed
from tests.store.neptune_graph import fill

ENTITIES = 101_000
DEPTH = 10
WARM_UP, RUNS = 200, 100
"""Turns before timing, in which the server's compiler finishes, and timed turns."""

HUB, SPOKES = "hub", 20_000

WAYS = {"upstream": (DEPTH, 0), "both directions": (DEPTH, DEPTH)}
"""The hops up and down."""

Ask = Callable[[], Any]


def main() -> None:
    """Load an account, trace the models with the largest lineage, and print times and ratios."""
    sources = [DemoSource(generate(entities=int(sys.argv[1]) if len(sys.argv) > 1 else ENTITIES)), _hub()]
    local = LocalStore(sources)
    with GremlinServer("3g") as server:
        runner = Runner(Endpoint(server.url, iam=False))
        store = NeptuneStore(runner)
        started = time.perf_counter()
        fill(runner, sources)
        print(f"loaded by batches in {time.perf_counter() - started:.0f} s")
        print(f"{local.counts().entities:,} entities, {local.counts().associations:,} associations")
        for name, (up, down) in WAYS.items():
            model = _model(local, up, down)
            print(f"\ntrace of {DEPTH} hops, {name}: {_checked(store, local, model, up, down)}")
            _compare(runner, store, model, up, down)
        print(f"\ntrace of one hop at a hub, cut: {_checked(store, local, HUB, 1, 1)}")
        _times({"ours": lambda: store.trace([HUB], up=1, down=1)}, warm_up=5, runs=20)
        print()
        _others(store)
        runner.close()


def _hub() -> Listed:
    """Return an entity with very many associations on both sides."""
    spokes = [Entity(f"spoke:{number}", "artifact") for number in range(SPOKES)]
    half = SPOKES // 2
    into = (Association(each.arn, "ContributedTo", HUB) for each in spokes[:half])
    out = (Association(HUB, "ContributedTo", each.arn) for each in spokes[half:])
    return Listed((Entity(HUB, "artifact"), *spokes), (*into, *out), SnapshotInfo("hub"))


def _model(local: LocalStore, up: int, down: int) -> str:
    """Return the ARN of the model with the largest lineage among the newest models."""
    models = local.search(filter_=Filter(types=frozenset({"Model"})), limit=400).entities
    return max((each.arn for each in models), key=lambda arn: len(local.trace([arn], up=up, down=down).hops))


def _checked(store: Store, local: Store, arn: str, up: int, down: int) -> str:
    """Return the size of an answer, a comparison of both stores' answers, and the number of requests, in words."""
    store.trace([arn], up=up, down=down)  # opens the connection
    sent = 0
    write = AiohttpTransport.write

    def counted(transport: AiohttpTransport, message: bytes) -> None:
        nonlocal sent
        sent += 1
        write(transport, message)

    AiohttpTransport.write = counted
    found: Subgraph = store.trace([arn], up=up, down=down)
    AiohttpTransport.write = write
    same = "equal to" if found == local.trace([arn], up=up, down=down) else "NOT EQUAL TO"
    return (
        f"{len(found.entities)} entities, {len(found.associations)} associations, "
        f"{found.truncated.left_out if found.truncated else 0:,} left out; "
        f"{same} the local store's; requests sent: {sent}"
    )


def _compare(runner: Runner, store: NeptuneStore, model: str, up: int, down: int) -> None:
    def hand(with_content: Callable[[GraphTraversal], GraphTraversal]) -> Ask:
        return lambda: runner.ask(with_content(_by_hand(model, up, down)))

    arns = tuple(store.trace([model], up=up, down=down).hops)
    _times(
        {
            "ours": lambda: store.trace([model], up=up, down=down),
            "by hand, the same content": hand(_with_associations),
            "degrees of all entities": lambda: store.degrees(arns),
            "by hand, entities alone": hand(lambda found: found.element_map()),
        }
    )


def _times(asks: dict[str, Ask], warm_up: int = WARM_UP, runs: int = RUNS) -> None:
    """Print the median times. The questions run in random turns, so that other load and caches affect all equally."""
    times: dict[str, list[float]] = {name: [] for name in asks}
    turn, order = list(asks.items()), Random(1)
    for run in range(warm_up + runs):
        order.shuffle(turn)
        for name, ask in turn:
            started = time.perf_counter()
            ask()
            if run >= warm_up:
                times[name].append(1000 * (time.perf_counter() - started))
    ours, *_ = medians = [median(each) for each in times.values()]
    for name, took in zip(asks, medians, strict=True):
        ratio = f", ours takes {ours / took:.2f} ×" if name.startswith("by hand") else ""
        print(f"  {name:<38}{took:8.1f} ms{ratio}")


def _by_hand(model: str, up: int, down: int) -> GraphTraversal:
    ways = [
        __.repeat(hop.dedup()).emit().times(depth)
        for hop, depth in ((__.in_(), up), (__.out(), down))
        if depth
    ]
    return steps.source().V(model).union(__.identity(), *ways).dedup()


def _with_associations(found: GraphTraversal) -> GraphTraversal:
    edges = __.in_e().where(__.out_v().where(P.within("found"))).element_map().fold()
    return found.aggregate("found").project("entity", "associations").by(__.element_map()).by(edges)


def _others(store: NeptuneStore) -> None:
    """Print the times of questions that visit the whole graph."""
    asks: dict[str, Ask] = {
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
