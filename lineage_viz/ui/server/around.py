"""Everything that stands around Streamlit in the server: the middleware in its order, and the routes for monitors."""

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from starlette.middleware import Middleware
from starlette.routing import Route
from streamlit import get_option
from streamlit.runtime import get_instance
from streamlit.starlette import App

from lineage_viz.ui.server.access_log import AccessLog
from lineage_viz.ui.server.at_once import send_at_once
from lineage_viz.ui.server.browser import BrowserCookie
from lineage_viz.ui.server.downloads import OwnDownloads, Owners
from lineage_viz.ui.server.known_origins import KnownOrigins
from lineage_viz.ui.server.may_read_metrics import OwnMetrics
from lineage_viz.ui.server.metrics import Metrics
from lineage_viz.ui.server.one_navigation import one_navigation
from lineage_viz.ui.server.own_cache import OwnCache
from lineage_viz.ui.server.paths import ALIVE, METRICS, READY, KnownPaths, base_path
from lineage_viz.ui.server.program_files import ProgramFiles
from lineage_viz.ui.server.readiness import Readiness, alive
from lineage_viz.ui.server.security_headers import SecurityHeaders, failed

EXCEPTION_HANDLERS = {Exception: failed}

_LOG = logging.getLogger(__name__)
_OWNERS = Owners()


def middleware() -> list[Middleware]:
    """The middleware, outermost first: a refusal of an inner one has the headers of the outer ones."""
    return [
        Middleware(AccessLog),
        Middleware(SecurityHeaders),
        Middleware(KnownOrigins),
        Middleware(KnownPaths),
        Middleware(OwnMetrics),
        Middleware(BrowserCookie),
        Middleware(OwnDownloads, owners=_OWNERS),
        Middleware(OwnCache),
        Middleware(ProgramFiles),
    ]


def routes() -> list[Route]:
    """The routes for monitors, also without the base path: a monitor of the machine need not know it."""
    answers = {ALIVE: alive, READY: Readiness().answer, METRICS: Metrics().answer}
    return [Route(f"{base}/{name}", answer) for base in _bases() for name, answer in answers.items()]


@asynccontextmanager
async def started(app: App) -> AsyncIterator[None]:
    """Send answers at once, and run each page by the navigation. Note which browser may have which download."""
    del app
    send_at_once()
    one_navigation()
    _OWNERS.watch(get_instance().media_file_mgr)
    _LOG.info("The app serves its pages at port %s.", get_option("server.port"))
    yield
    _LOG.info("The app ends.")


def _bases() -> Iterator[str]:
    yield ""
    if base := base_path():
        yield f"/{base}"
