"""A cluster to change, with both of its connections: the HTTP API, and Gremlin at the writer's endpoint."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from lineage_viz.errors import SettingsError
from lineage_viz.neptune_admin.cluster import Cluster
from lineage_viz.settings import BUCKET, LOAD_ROLE, NEPTUNE, BulkLoad, Settings
from lineage_viz.store.base import Counts
from lineage_viz.store.neptune import counting, marker, steps
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.failures import CHANGE
from lineage_viz.store.neptune.runner import Runner

COUNTING_TIMEOUT = 110_000
"""Milliseconds for counting all elements; just below Neptune's own limit for a query."""


@dataclass(frozen=True, slots=True)
class Target:
    """A cluster to change. `pause` waits some seconds. Without `bulk_load` the cluster can be read and reset only."""

    cluster: Cluster
    runner: Runner
    bulk_load: BulkLoad | None = None
    pause: Callable[[float], None] = time.sleep

    @property
    def host(self) -> str:
        """The name in messages."""
        return self.cluster.host

    @property
    def load_settings(self) -> BulkLoad:
        """The settings for uploads and loads. Raises SettingsError."""
        if self.bulk_load is None:
            raise SettingsError(
                f"Neptune loads from S3: set {BUCKET} to the s3://BUCKET/PREFIX/ for the files, and {LOAD_ROLE} to "
                "the role that lets the cluster read them."
            )
        return self.bulk_load

    def markers(self) -> tuple[marker.Marker, ...]:
        """The markers in the graph: the snapshots that it holds. Raises StoreUnavailable."""
        return marker.as_markers(self.runner.ask(marker.read(steps.source())))

    def counts(self) -> Counts:
        """The counts of the graph, from the writer, because readers may lag behind. Raises StoreUnavailable."""
        (row,) = self.runner.ask(counting.counts(steps.source(COUNTING_TIMEOUT)))
        return counting.as_counts(row)

    def is_empty(self) -> bool:
        """True when the graph has no vertices, not even markers; a lease does not count. Raises StoreUnavailable."""
        return not self.runner.ask(steps.anything(steps.source()))


@contextmanager
def open_target(settings: Settings, *, brief: bool = False) -> Iterator[Target]:
    """Open the configured cluster until the end of the block; `brief` as in Endpoint. Raises SettingsError."""
    if settings.neptune is None:
        raise SettingsError(
            f"No Neptune cluster is named: set {NEPTUNE} to its endpoint, wss://HOST:8182/gremlin."
        )
    runner = Runner(Endpoint(settings.neptune.writer, settings.neptune.iam, brief), action=CHANGE)
    try:
        with Cluster(settings.neptune, brief=brief) as cluster:
            yield Target(cluster, runner, settings.bulk_load)
    finally:
        runner.close()
