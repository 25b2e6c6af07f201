"""A cluster that is to be changed, by both of its ways in: its HTTP API, and Gremlin at the writer's endpoint."""

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
"""Milliseconds for counting all there is; just below Neptune's own limit for a query."""


@dataclass(frozen=True, slots=True)
class Target:
    """`pause` is how it waits; `bulk_load` None means that nothing can be loaded, only looked at and reset."""

    cluster: Cluster
    runner: Runner
    bulk_load: BulkLoad | None = None
    pause: Callable[[float], None] = time.sleep

    @property
    def host(self) -> str:
        """As messages name it."""
        return self.cluster.host

    @property
    def load_settings(self) -> BulkLoad:
        """Where to upload. Raises SettingsError."""
        if self.bulk_load is None:
            raise SettingsError(
                f"Neptune loads from S3: set {BUCKET} to the s3://BUCKET/PREFIX/ to put files, and {LOAD_ROLE} to the "
                "role by which the cluster reads them."
            )
        return self.bulk_load

    def markers(self) -> tuple[marker.Marker, ...]:
        """What the graph says of itself. Raises StoreUnavailable."""
        return marker.as_markers(self.runner.ask(marker.read(steps.source())))

    def counts(self) -> Counts:
        """What it holds, asked of the writer: readers may lag behind. Raises StoreUnavailable."""
        (row,) = self.runner.ask(counting.counts(steps.source(COUNTING_TIMEOUT)))
        return counting.as_counts(row)

    def is_empty(self) -> bool:
        """Whether it holds nothing at all, markers included. Raises StoreUnavailable."""
        return not self.runner.ask(steps.source().V().limit(1).id_())


@contextmanager
def open_target(settings: Settings) -> Iterator[Target]:
    """The configured cluster, until the end of the block. Raises SettingsError."""
    if settings.neptune is None:
        raise SettingsError(
            f"No Neptune cluster is named: set {NEPTUNE} to its endpoint, wss://HOST:8182/gremlin."
        )
    runner = Runner(Endpoint(settings.neptune.writer, settings.neptune.iam), action=CHANGE)
    try:
        with Cluster(settings.neptune) as cluster:
            yield Target(cluster, runner, settings.bulk_load)
    finally:
        runner.close()
