"""Fixtures that all tests of a process share because they start slowly: a browser, a Gremlin Server, an S3."""

import functools
import gc
import signal
from collections.abc import Iterator
from pathlib import Path

import moto.backends
import pytest
from botocore import hooks
from botocore.hooks import EventAliaser, HierarchicalEmitter
from moto.server import ThreadedMotoServer
from playwright.sync_api import Browser, expect, sync_playwright
from streamlit.components.v2 import manifest_scanner

from lineage_viz.demo import source as demo
from tests import demo_once
from tests.browser_setup import launch
from tests.clients import CLIENTS_PYTHON
from tests.hypothesis_profiles import load_profiles
from tests.neptune_local import GremlinServer, NeptuneLocal
from tests.patience import IN_BROWSER

load_profiles()

# A tenth of the time of the tests went into the search for garbage among the models of AWS and the tests themselves.
gc.set_threshold(50_000, 20, 20)

expect.set_options(timeout=IN_BROWSER)


# moto lists its own folder again for each request.
_MOTO_MODULES = tuple(moto.backends.list_of_moto_modules())
moto.backends.list_of_moto_modules = lambda: _MOTO_MODULES

# Streamlit reads the metadata of all installed packages again for each AppTest: two thirds of the time of its tests.
manifest_scanner.scan_component_manifests = functools.cache(manifest_scanner.scan_component_manifests)

# Each client of AWS reads the aliases of all services, and the parameters of its handlers, again for each of its
# events: two thirds of the time to make one.
_ALIASES = EventAliaser(HierarchicalEmitter())
EventAliaser._alias_event_name = lambda _, name, find=EventAliaser._alias_event_name: find(_ALIASES, name)
_ACCEPTS = functools.lru_cache(1_000)(hooks.accepts_kwargs)
hooks.accepts_kwargs = lambda handler: _ACCEPTS(getattr(handler, "__func__", handler))

# Each command and page on the demo account makes it again, in half a second: a process of its own needs it once.
demo.demo_source = demo_once.source


WAITING = tuple(Path(__file__).parent / room for room in ("cli", "jobs", "neptune_admin", "reload"))


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups in the same hook
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give one process the tests that mostly wait for the local Neptune: the others keep the processors busy."""
    for item in items:
        waits = any(item.path.is_relative_to(room) for room in WAITING)
        if waits and "gremlin_server" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("gremlin"))


def pytest_collection_finish() -> None:
    gc.freeze()  # the collected tests stay until the end


@pytest.fixture(scope="session", autouse=True)
def _own_data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the records of commands out of the data folder of the person who runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LINEAGE_VIZ_DATA", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="session")
def clients_python() -> Path:
    """The Python that has aws-cli (`-m awscli`) and the SageMaker SDK; `run_client` of tests/clients runs it."""
    assert CLIENTS_PYTHON.exists(), "run `make tests-ready` first"
    return CLIENTS_PYTHON


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Let Ctrl-C interrupt this process and its children, as at a terminal. A shell makes its background processes,
    such as the tests, ignore Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def gremlin_server() -> Iterator[GremlinServer]:
    """The Gremlin Server of all tests. It still holds the graph of the last test: call `clear()` first."""
    with GremlinServer() as server:
        yield server


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """An S3 endpoint without buckets."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def neptune(gremlin_server: GremlinServer, s3_server: str) -> Iterator[NeptuneLocal]:
    """An empty Neptune without IAM authentication; its loader reads `s3_server`."""
    gremlin_server.clear()
    with NeptuneLocal(gremlin_server, s3=s3_server) as neptune:
        yield neptune
