"""The stores under test; all must give equal answers."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lineage_viz.store.base import LineageSource, Store
from lineage_viz.store.local import LocalStore
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.runner import Runner
from lineage_viz.store.neptune.store import NeptuneStore
from lineage_viz.store.remembering import RememberingStore
from tests.neptune_local import GremlinServer, NeptuneLocal
from tests.store.columns.forms import as_files, in_columns
from tests.store.neptune_graph import fill

Load = Callable[..., Store]
"""A function that loads lineage sources into a new store."""


def local(*sources: LineageSource) -> Store:
    return LocalStore(sources)


@pytest.fixture(scope="session")
def cluster(gremlin_server: GremlinServer, s3_server: str) -> Iterator[NeptuneLocal]:
    """Run one cluster for all tests; it keeps the lineage of the last test."""
    with NeptuneLocal(gremlin_server, s3=s3_server) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def writer(cluster: NeptuneLocal) -> Iterator[Runner]:
    """Return a runner for the writer endpoint."""
    runner = Runner(Endpoint(cluster.gremlin_url, iam=False))
    yield runner
    runner.close()


@pytest.fixture(scope="session")
def reader(cluster: NeptuneLocal) -> Iterator[Runner]:
    """Return a runner for the reader endpoint, which stores use."""
    runner = Runner(Endpoint(cluster.reader_url, iam=False))
    yield runner
    runner.close()


@pytest.fixture(scope="session")
def on_neptune(writer: Runner, reader: Runner) -> Load:
    """Return a function that replaces the lineage on the shared cluster."""

    def load(*sources: LineageSource) -> Store:
        fill(writer, sources)
        return NeptuneStore(reader)

    return load


@pytest.fixture(params=["local", "columns", "neptune"])
def load(request: pytest.FixtureRequest, tmp_path: Path) -> Load:
    """Return a function that loads sources into a store, as the app sets it up; large ones become columns."""
    if request.param == "local":
        return local
    if request.param == "columns":
        return lambda *sources: in_columns(*(as_files(each, tmp_path) for each in sources))
    on_neptune: Load = request.getfixturevalue("on_neptune")
    return lambda *sources: RememberingStore(on_neptune(*sources))
