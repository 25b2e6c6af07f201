"""Files of Streamlit's page: the same answers as Streamlit's own, and nothing else."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from streamlit.file_util import get_static_dir
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_assets_routes

from lineage_viz.ui.server.program_files import ProgramFiles

FILES = sorted(Path(get_static_dir(), "static").rglob("*.*"))
KINDS = list({file.suffix: f"/static/{file.parent.name}/{file.name}" for file in FILES}.values())


def client(*middleware: Middleware) -> TestClient:
    return TestClient(Starlette(routes=create_streamlit_static_assets_routes(""), middleware=middleware))


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        *((path, {}) for path in KINDS),
        (KINDS[0], {"range": "bytes=0-9"}),
        (KINDS[0], {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"}),
        ("/static/js/none.js", {}),
        ("/static/js/..%2f..%2findex.html", {}),
        ("/static/js/..", {}),
        ("/static/js", {}),
        ("/", {}),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_answers_are_those_of_streamlit(method: str, path: str, headers: dict[str, str]) -> None:
    theirs, ours = (
        each.request(method, path, headers=headers) for each in (client(), client(Middleware(ProgramFiles)))
    )
    assert (ours.status_code, ours.content) == (theirs.status_code, theirs.content)
    assert dict(ours.headers) == dict(theirs.headers)
