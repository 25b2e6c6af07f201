"""The origins whose pages may connect to the app."""

import pytest
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect
from streamlit import config

from lineage_viz.ui.server.browser import COOKIE
from lineage_viz.ui.server.known_origins import KnownOrigins, is_known


@pytest.mark.parametrize(
    ("origin", "headers"),
    [
        ("http://127.0.0.1:8501", {"host": "127.0.0.1:8501"}),
        ("http://[::1]:8501", {"host": "[::1]:8501"}),
        ("http://localhost:8501", {"host": "127.0.0.1:8501"}),
        ("http://localhost:8888", {"host": "localhost:8888"}),  # a tool of this machine that forwards a port
        ("http://localhost:8888", {"host": "127.0.0.1:8501", "x-forwarded-host": "localhost:8888"}),
        ("https://lineage.example", {"host": "lineage.example"}),
        ("https://lineage.example", {"host": "lineage.example:443"}),
        ("https://Lineage.Example:8443", {"host": "lineage.example:8443"}),
        ("https://lineage.example", {"host": "127.0.0.1:8501", "x-forwarded-host": "lineage.example"}),
        ("https://lineage.example", {"host": "app", "x-forwarded-host": "lineage.example, inner.example"}),
    ],
)
def test_a_page_that_the_browser_loaded_from_the_app_may_connect(
    origin: str, headers: dict[str, str]
) -> None:
    assert is_known(origin, Headers(headers))


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("https://evil.example", "127.0.0.1:8501"),
        ("https://evil.example", "lineage.example"),
        ("http://lineage.example:9000", "lineage.example"),
        ("http://localhost:3000", "lineage.example"),
        ("http://localhost:9999", "localhost:8501"),
        ("http://127.0.0.1:9999", "localhost:8501"),
        ("https://localhost", "localhost:8501"),
        ("https://lineage.example.evil.example", "lineage.example"),
        ("null", "127.0.0.1:8501"),
        ("null", "null"),
        ("", ""),
        ("file://", "127.0.0.1:8501"),
        ("chrome-extension://app", "app"),
        ("http://127.0.0.1:x", "127.0.0.1:x"),
        ("http://[", "["),
    ],
)
def test_no_other_page_may_connect(origin: str, host: str) -> None:
    assert not is_known(origin, Headers({"host": host}))


def test_the_settings_of_streamlit_may_allow_an_origin() -> None:
    behind = Headers({"host": "127.0.0.1:8501"})
    for name, value in (
        ("server.corsAllowedOrigins", ["https://a.example", "x"]),
        ("server.enableCORS", False),
    ):
        before = config.get_option(name)
        config.set_option(name, value)
        try:
            assert is_known("https://a.example", behind)
            assert is_known("https://b.example", behind) is (value is False)
            assert not is_known("null", behind)
        finally:
            config.set_option(name, before)


@pytest.mark.parametrize("origin", ["null", "http://evil.example", "file://", ""])
def test_a_page_behind_a_proxy_that_rewrites_the_origin_learns_why_it_would_stay_empty(origin: str) -> None:
    page = {"host": "localhost:8862", "referer": "http://localhost:8862/"}
    asked = TestClient(KnownOrigins(PlainTextResponse("ok")))
    health = "/_stcore/health"
    assert asked.get(health, headers=page).status_code == 200
    assert asked.get(health, headers=page | {"origin": "http://localhost:8862"}).status_code == 200
    answer = asked.get(health, headers=page | {"origin": origin})
    assert answer.status_code == 421
    assert "localhost:8862" in answer.json()
    assert origin in answer.json()
    assert "pass on the Origin" in answer.json()


def test_a_page_learns_of_an_origin_that_only_its_websocket_shows() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
        else:
            await PlainTextResponse("ok")(scope, receive, send)

    served = KnownOrigins(app)
    mine, other = (TestClient(served, "http://localhost:8862", cookies={COOKIE: sign * 43}) for sign in "ab")
    health, stream = "/_stcore/health", "ws://localhost:8862/_stcore/stream"
    with pytest.raises(WebSocketDisconnect), mine.websocket_connect(stream, headers={"origin": "null"}):
        pass
    assert "the origin null" in mine.get(health).json()
    assert other.get(health).status_code == 200
    assert mine.get(health, headers={"host": "localhost:8811"}).status_code == 200
    with mine.websocket_connect(stream, headers={"origin": "http://localhost:8862"}):
        assert mine.get(health).status_code == 200
