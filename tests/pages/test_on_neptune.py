"""Pages on the second store: they show what it holds, and say so when it is out of reach."""

from collections.abc import Iterator

import pytest

from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.runner import Runner
from lineage_viz.store.neptune.store import NeptuneStore
from tests.neptune_local.gremlin_server import GremlinServer, free_port
from tests.pages.conftest import OpenPage, picture_of, said
from tests.sample import SAMPLE, K
from tests.store.neptune_graph import fill

PAGES = ("pages/explore.py", "pages/entities.py")


@pytest.fixture
def runner(gremlin_server: GremlinServer) -> Iterator[Runner]:
    made = Runner(Endpoint(gremlin_server.url, iam=False))
    yield made
    made.close()


@pytest.mark.parametrize("page", PAGES)
def test_a_cluster_out_of_reach_is_one_sentence(open_page: OpenPage, page: str) -> None:
    runner = Runner(Endpoint(f"ws://127.0.0.1:{free_port()}/gremlin", iam=False), lambda _: None)
    app = open_page(page, NeptuneStore(runner), focus=K)
    assert not app.exception
    (error,) = app.error
    assert "cannot be reached" in error.value
    assert "LINEAGE" in error.value
    runner.close()


def test_the_explorer_draws_what_is_loaded(open_page: OpenPage, runner: Runner) -> None:
    fill(runner, [SAMPLE])
    app = open_page("pages/explore.py", NeptuneStore(runner), focus=K)
    assert not app.exception
    assert not app.error
    assert len(picture_of(app)["nodes"]) == 13
    assert "123456789012" in said(app)


def test_the_entities_are_those_loaded(open_page: OpenPage, runner: Runner) -> None:
    fill(runner, [SAMPLE])
    app = open_page("pages/entities.py", NeptuneStore(runner))
    assert not app.exception
    assert not app.error
    assert "16" in said(app)
