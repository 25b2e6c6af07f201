"""The stores that must all answer alike."""

from collections.abc import Callable, Iterator

import pytest

from lineage_viz.store.base import LineageSource, Store
from lineage_viz.store.local import LocalStore
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.runner import Runner
from lineage_viz.store.neptune.store import NeptuneStore
from tests.neptune_local.gremlin_server import GremlinServer
from tests.store.neptune_graph import fill

Load = Callable[..., Store]
"""Loads lineage sources into a fresh store."""


def local(*sources: LineageSource) -> Store:
    return LocalStore(sources)


@pytest.fixture(scope="session")
def runner(gremlin_server: GremlinServer) -> Iterator[Runner]:
    """Asks the shared server."""
    runner = Runner(Endpoint(gremlin_server.url, iam=False))
    yield runner
    runner.close()


@pytest.fixture(scope="session")
def neptune(runner: Runner) -> Load:
    """One server for all tests: what is loaded replaces what was."""

    def load(*sources: LineageSource) -> Store:
        fill(runner, sources)
        return NeptuneStore(runner)

    return load


@pytest.fixture(params=["local", "neptune"])
def load(request: pytest.FixtureRequest, neptune: Load) -> Load:
    return neptune if request.param == "neptune" else local
