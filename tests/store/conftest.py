"""The stores that must all answer alike."""

from collections.abc import Callable, Iterator

import pytest

from lineage_viz.store.base import LineageSource, Store
from lineage_viz.store.local import LocalStore
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.runner import Runner
from lineage_viz.store.neptune.store import NeptuneStore
from lineage_viz.store.remembering import RememberingStore
from tests.neptune_local import GremlinServer, NeptuneLocal
from tests.store.neptune_graph import fill

Load = Callable[..., Store]
"""Loads lineage sources into a fresh store."""


def local(*sources: LineageSource) -> Store:
    return LocalStore(sources)


@pytest.fixture(scope="session")
def cluster(gremlin_server: GremlinServer, s3_server: str) -> Iterator[NeptuneLocal]:
    """Shared, so what it holds is whatever the last test left."""
    with NeptuneLocal(gremlin_server, s3=s3_server) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def writer(cluster: NeptuneLocal) -> Iterator[Runner]:
    """Asks the endpoint that also writes."""
    runner = Runner(Endpoint(cluster.gremlin_url, iam=False))
    yield runner
    runner.close()


@pytest.fixture(scope="session")
def reader(cluster: NeptuneLocal) -> Iterator[Runner]:
    """Asks the endpoint that only reads, as a store does."""
    runner = Runner(Endpoint(cluster.reader_url, iam=False))
    yield runner
    runner.close()


@pytest.fixture(scope="session")
def on_neptune(writer: Runner, reader: Runner) -> Load:
    """One cluster for all tests: what is loaded replaces what was."""

    def load(*sources: LineageSource) -> Store:
        fill(writer, sources)
        return NeptuneStore(reader)

    return load


@pytest.fixture(params=["local", "neptune"])
def load(request: pytest.FixtureRequest, on_neptune: Load) -> Load:
    """As the app has them."""
    if request.param == "local":
        return local
    return lambda *sources: RememberingStore(on_neptune(*sources))
