"""A bulk load into the local Neptune while S3 and the loader fail: `python -m benchmarks.neptune_load [ENTITIES]`.

It must show that no element fails or is lost, in a whole load and in a sync of the differences, and it shows how many
bytes the sync saves. The loader is the local Neptune's, so the times say nothing about Neptune's own speed.
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
    """Load, sync, compare every element, and print the faults on the way."""
    with (
        TemporaryDirectory() as folder,
        GremlinServer("3g") as gremlin,
        s3_server() as s3,
        faulty_s3(s3) as wire,
    ):
        old, new = snapshots(Path(folder), int(sys.argv[1]) if len(sys.argv) > 1 else ENTITIES)
        with NeptuneLocal(gremlin, s3=s3) as neptune, opened(neptune, wire) as target:
            wire.rule = every_third
            for name, snapshot in (("whole", old), ("differences", new)):
                faults = neptune.faults
                for fault in LOADER_FAULTS:
                    setattr(faults, fault, 1)
                faults.load_fails_after = 200
                report(name, target, wire, snapshot)
                print(
                    f"  faults of the loader met: {[each for each in LOADER_FAULTS if not getattr(faults, each)]}"
                )


def report(name: str, target: Target, wire: FaultyS3, snapshot: Folder) -> None:
    """Load a snapshot, and print the sizes, the faults and the differences of the graph."""
    faults, before = wire.faults, len(wire.calls)
    took, loaded = timed(lambda: load_snapshot(target, snapshot))
    sent = sum(len(call.body) for call in wire.calls[before:] if call.method == "PUT")
    wrong = differing(graph_in(target.runner), graph_of(snapshot))
    size = f"{loaded.counts.entities:,} entities, {loaded.counts.associations:,} associations"
    print(f"{name}: {size} in {took:.1f} s; {sent:,} bytes sent, repeated bytes included")
    print(f"  {wire.faults - faults} faults of S3; failed or lost: {len(wrong)} elements")


def every_third(call: Call) -> Fault:
    """Return a fault for every third call: refused, failed and corrupted, in turn."""
    return (SLOW_DOWN, INTERNAL_ERROR, SPOILT)[call.number // 3 % 3] if call.number % 3 == 0 else None


def snapshots(parent: Path, entities: int) -> tuple[Folder, Folder]:
    """Return an account, and the account a day later: 1 % of the entities changed, and 0.5 % were deleted."""
    account = DemoSource(generate(entities=entities))
    whole, links = {each.arn: each for each in account.entities()}, tuple(account.associations())
    later = dict(list(whole.items())[: -len(whole) // 200])
    later |= {arn: changed(each) for number, (arn, each) in enumerate(later.items()) if number % 100 == 0}
    return tuple(  # type: ignore[return-value]
        open_folder(
            write_snapshot(
                parent,
                Header("123456789012", REGION, "aws", taken, "full", details=False, last_full=taken),
                tuple(by_arn.values()),
                [each for each in links if each.source in by_arn and each.destination in by_arn],
            )
        )
        for by_arn, taken in ((whole, TAKEN), (later, TAKEN + timedelta(days=1)))
    )


def changed(entity: Entity) -> Entity:
    """Return the entity with another name."""
    return replace(entity, properties={**entity.properties, "name": f"{entity.name} renamed"})


def timed(act: Callable[[], T]) -> tuple[float, T]:
    """Return the seconds and the result of a call."""
    started = time.perf_counter()
    result = act()
    return time.perf_counter() - started, result


@contextmanager
def s3_server() -> Iterator[str]:
    """Run moto's S3 with one bucket."""
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
    """Open the target, with the faulty S3."""
    os.environ["AWS_ENDPOINT_URL_S3"] = wire.url
    settings = Neptune(neptune.gremlin_url, neptune.reader_url, iam=False)
    runner = Runner(Endpoint(neptune.gremlin_url, iam=False))
    with Cluster(settings) as cluster:
        bulk = BulkLoad(f"s3://{BUCKET}/snapshots/", "arn:aws:iam::123456789012:role/load")
        yield Target(cluster, runner, bulk, lambda seconds: time.sleep(seconds / 10))
    runner.close()


if __name__ == "__main__":
    main()
