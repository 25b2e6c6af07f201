"""The answer to a request that met a bug has the security headers too: no middleware sees it."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route
from starlette.testclient import TestClient

from lineage_viz.ui.server.around import EXCEPTION_HANDLERS
from lineage_viz.ui.server.security_headers import HEADERS


def test_the_answer_after_a_bug_has_the_headers_and_says_nothing() -> None:
    async def bug(_: Request) -> None:
        raise ValueError("secret-words")

    app = Starlette(routes=[Route("/", bug)], exception_handlers=EXCEPTION_HANDLERS)
    answer = TestClient(app, raise_server_exceptions=False).get("/")
    assert (answer.status_code, answer.text) == (500, "Internal Server Error")
    assert HEADERS.items() <= dict(answer.headers).items()
