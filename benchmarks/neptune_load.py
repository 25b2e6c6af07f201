"""A large account into the local Neptune, while S3 and the loader fail: `python -m benchmarks.neptune_load [ENTITIES]`.

What it must show: no element failed or lost, whole and after a sync of what differs; and how much less travels then.
The loader is the local Neptune's, so the times say nothing of Neptune's own speed.
"""

import logging
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import boto3
from moto.server import ThreadedMotoServer

from lineage_viz.demo import generate
from lineage_viz.demo.source import DemoSource
from lineage_viz.model import Entity
from lineage_viz.neptune_admin.cluster import Cluster
from lineage_viz.neptune_admin.load import load_snapshot
from lineage_viz.neptune_admin.target import Target
from lineage_viz.settings import BulkLoad, Neptune
from lineage_viz.snapshot import Folder, Header, open_folder, write_snapshot
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.runner import Runner
from tests.neptune_admin.faulty_s3 import INTERNAL_ERROR, SLOW_DOWN, SPOILT, Call, Fault, FaultyS3, faulty_s3
from tests.neptune_admin.graph import differing, graph_in, graph_of
from tests.neptune_local import GremlinServer, NeptuneLocal

ENTITIES = 101_000
BUCKET, REGION = "benchmark", "eu-west-1"
LOADER_FAULTS = ("s3_read", "answer_dropped", "load_fails", "load_conflicts")
TAKEN = datetime(2026, 11, 24, tzinfo=UTC)

T = TypeVar("T")


def main() -> None:
    """Load, sync, compare every element, and print what went wrong on the way."""
    with (
        TemporaryDirectory() as folder,
        GremlinServer("3g") as gremlin,
        s3_server() as s3,
        faulty_s3(s3) as wire,
    ):
        old, new = snapshots(Path(folder), int(sys.argv[1]) if len(sys.argv) > 1 else ENTITIES)
        with NeptuneLocal(gremlin, s3=s3) as neptune, opened(neptune, wire) as target:
            wire.rule = every_third
            for name, snapshot in (("whole", old), ("what differs", new)):
                faults = neptune.faults
                for fault in LOADER_FAULTS:
                    setattr(faults, fault, 1)
                faults.load_fails_after = 200
                report(name, target, wire, snapshot)
                print(
                    f"  faults of the loader met: {[each for each in LOADER_FAULTS if not getattr(faults, each)]}"
                )


def report(name: str, target: Target, wire: FaultyS3, snapshot: Folder) -> None:
    """One load, and what the graph holds after it."""
    faults, before = wire.faults, len(wire.calls)
    took, loaded = timed(lambda: load_snapshot(target, snapshot))
    sent = sum(len(call.body) for call in wire.calls[before:] if call.method == "PUT")
    wrong = differing(graph_in(target.runner), graph_of(snapshot))
    held = f"{loaded.counts.entities:,} entities, {loaded.counts.associations:,} associations"
    print(f"{name}: {held} in {took:.1f} s; {sent:,} bytes sent, those sent again included")
    print(f"  {wire.faults - faults} faults of S3; failed or lost: {len(wrong)} elements")


def every_third(call: Call) -> Fault:
    """Refused, failed or spoilt, in turn."""
    return (SLOW_DOWN, INTERNAL_ERROR, SPOILT)[call.number // 3 % 3] if call.number % 3 == 0 else None


def snapshots(parent: Path, entities: int) -> tuple[Folder, Folder]:
    """An account, and a day later: one entity in a hundred has changed, one in two hundred is gone."""
    account = DemoSource(generate(entities=entities))
    whole, links = {each.arn: each for each in account.entities()}, tuple(account.associations())
    later = dict(list(whole.items())[: -len(whole) // 200])
    later |= {arn: changed(each) for number, (arn, each) in enumerate(later.items()) if number % 100 == 0}
    return tuple(  # type: ignore[return-value]
        open_folder(
            write_snapshot(
                parent,
                Header("123456789012", REGION, "aws", taken, "full", details=False, last_full=taken),
                tuple(held.values()),
                [each for each in links if each.source in held and each.destination in held],
            )
        )
        for held, taken in ((whole, TAKEN), (later, TAKEN + timedelta(days=1)))
    )


def changed(entity: Entity) -> Entity:
    """With another name."""
    return replace(entity, properties={**entity.properties, "name": f"{entity.name} renamed"})


def timed(act: Callable[[], T]) -> tuple[float, T]:
    """Seconds, and what came of it."""
    started = time.perf_counter()
    result = act()
    return time.perf_counter() - started, result


@contextmanager
def s3_server() -> Iterator[str]:
    """moto's S3 with one bucket."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    os.environ |= {
        "AWS_ACCESS_KEY_ID": "any",
        "AWS_SECRET_ACCESS_KEY": "any",
        "AWS_DEFAULT_REGION": REGION,
    }
    boto3.client("s3", endpoint_url=f"http://{host}:{port}").create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION}
    )
    yield f"http://{host}:{port}"
    server.stop()


@contextmanager
def opened(neptune: NeptuneLocal, wire: FaultyS3) -> Iterator[Target]:
    """The target, S3 behind the wire."""
    os.environ["AWS_ENDPOINT_URL_S3"] = wire.url
    settings = Neptune(neptune.gremlin_url, neptune.reader_url, iam=False)
    runner = Runner(Endpoint(neptune.gremlin_url, iam=False))
    with Cluster(settings) as cluster:
        bulk = BulkLoad(f"s3://{BUCKET}/snapshots/", "arn:aws:iam::123456789012:role/load")
        yield Target(cluster, runner, bulk, lambda seconds: time.sleep(seconds / 10))
    runner.close()


if __name__ == "__main__":
    main()
