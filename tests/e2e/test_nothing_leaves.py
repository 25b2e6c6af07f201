"""No request leaves the machine, whatever a browser, a proxy or a foreign page asks of the app."""

import os
from collections.abc import Iterator
from socket import create_connection
from urllib.parse import urlsplit

import pytest
import requests
from playwright.sync_api import Page, Request, expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.catcher import Catcher, catcher
from tests.e2e.rewriting_proxy import rewriting_proxy
from tests.e2e.windows import Windows
from tests.patience import PATIENCE
from tests.running_app import free_port, running_app

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def _no_aws() -> Iterator[None]:
    """No AWS settings: the app must not look for a machine of EC2 either."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            patch.delenv(name)
        for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
            patch.setenv(name, os.devnull)
        yield


@pytest.fixture(scope="module")
def caught() -> Iterator[Catcher]:
    with catcher() as running:
        yield running


@pytest.fixture(scope="module")
def app(caught: Catcher, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app of a newcomer: the demo account, no AWS settings."""
    data = str(tmp_path_factory.mktemp("data"))
    with running_app(**caught.settings, LINEAGE_VIZ_DATA=data) as url:
        yield url


@pytest.fixture
def page(windows: Windows) -> Iterator[Page]:
    page = windows.lend()
    yield page
    windows.take_back([page])


def test_no_page_makes_a_request(app: str, caught: Catcher, page: Page) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    for path in ("/", "/entities", "/admin", "/?view=overview"):
        page.goto(f"{app}{path}")
        expect(page.get_by_role("heading").first).to_be_visible()
    page.goto(f"{app}/admin")
    page.get_by_role("radio", name="Health").click()
    expect(page.get_by_text("No AWS region is set").first).to_be_visible()
    # A link that makes Streamlit's page look for an app of Streamlit's own server.
    with page.expect_console_message(lambda message: "data.streamlit.io" in message.text):
        page.goto(f"{app}/?staticAppId=any")
    page.remove_listener("request", note)
    assert {urlsplit(url).hostname for url in asked if not url.startswith(("data:", "blob:"))} == {
        "127.0.0.1"
    }
    assert caught.caught == []


@pytest.mark.parametrize("origin", ["https://evil.example", "http://10.0.0.1:8501", "null"])
def test_a_foreign_page_cannot_connect(app: str, caught: Catcher, origin: str) -> None:
    with pytest.raises(InvalidStatus, match="403"):
        connect(f"{app.replace('http', 'ws')}/_stcore/stream", origin=origin, proxy=None)
    assert caught.caught == []


@pytest.mark.parametrize("path", ["/", "/entities", "/_stcore/health", "/_stcore/stream", "/static/none.js"])
def test_a_foreign_name_that_points_to_this_machine_gets_nothing(app: str, path: str) -> None:
    """Its owner could read the app through the visitor's browser, as pages of the app's own origin."""
    port = urlsplit(app).port
    named = f"http://evil.example:{port}"
    answer = requests.get(app + path, headers={"Host": f"evil.example:{port}"}, timeout=PATIENCE)
    assert answer.status_code == 421
    assert "evil.example" in answer.text
    assert "STREAMLIT_SERVER_CORS_ALLOWED_ORIGINS" in answer.text
    for origin in (named, None):
        socket = create_connection(("127.0.0.1", port))
        with pytest.raises(InvalidStatus, match="403"):
            connect(f"ws://evil.example:{port}/_stcore/stream", sock=socket, origin=origin, proxy=None)


def test_a_name_of_the_settings_or_of_a_proxy_is_answered(caught: Catcher) -> None:
    allowed = {"STREAMLIT_SERVER_CORS_ALLOWED_ORIGINS": "https://lineage.example http://other.example:90"}
    with running_app(**caught.settings, **allowed) as app:
        for headers in (
            {"Host": "lineage.example"},
            {"Host": "other.example:90"},
            {"Host": "unknown.example", "X-Forwarded-For": "10.0.0.1"},
        ):
            assert requests.get(app, headers=headers, timeout=PATIENCE).status_code == 200
            named = {name: value for name, value in headers.items() if name != "Host"}
            socket = create_connection(("127.0.0.1", urlsplit(app).port))
            url, origin = (f"{scheme}://{headers['Host']}" for scheme in ("ws", "http"))
            with connect(
                f"{url}/_stcore/stream", sock=socket, origin=origin, proxy=None, additional_headers=named
            ):
                pass
        assert requests.get(app, headers={"Host": "unknown.example"}, timeout=PATIENCE).status_code == 421
    assert caught.caught == []


def test_a_proxy_that_hides_the_host_is_named_to_the_visitor(app: str, caught: Catcher, page: Page) -> None:
    with rewriting_proxy(urlsplit(app).port or 0) as port:
        page.goto(f"http://lineage.localhost:{port}/")
        expect(page.get_by_role("dialog")).to_contain_text(f"Your browser asks for lineage.localhost:{port}")
    assert caught.caught == []


def test_a_proxy_that_names_the_host_elsewhere_shows_the_app_to_a_viewer(
    app: str, caught: Catcher, page: Page
) -> None:
    with rewriting_proxy(urlsplit(app).port or 0, "X-Forwarded-Host: {host}") as port:
        page.goto(f"http://lineage.localhost:{port}/entities")
        expect(page.get_by_role("heading", name="Entities")).to_be_visible()
        expect(page.get_by_role("link", name="Admin")).to_have_count(0)
    assert caught.caught == []


def test_an_allowed_origin_below_a_base_path_is_a_viewer(caught: Catcher, page: Page) -> None:
    port = free_port()
    with rewriting_proxy(port) as public:
        settings = {
            "STREAMLIT_SERVER_CORS_ALLOWED_ORIGINS": f"http://lineage.localhost:{public}",
            "STREAMLIT_SERVER_BASE_URL_PATH": "tools/lineage",
        }
        with running_app(port=port, **caught.settings, **settings):
            page.goto(f"http://lineage.localhost:{public}/tools/lineage/entities")
            expect(page.get_by_role("heading", name="Entities")).to_be_visible()
            expect(page.get_by_role("link", name="Admin")).to_have_count(0)
            app = f"http://127.0.0.1:{port}"
            for path, status in (
                ("tools/lineage/healthz", 200),
                ("healthz", 200),
                ("tools/lineage/", 200),
                ("tools/lineage/nowhere", 404),
                ("tools/lineage/metrics/x", 404),
                ("tools/lineage/_stcore/agent/mcp", 404),
                ("tools/lineage/media/x", 404),
            ):
                assert requests.get(f"{app}/{path}", timeout=PATIENCE).status_code == status
    assert caught.caught == []


def test_a_public_app_has_viewers_and_starts_without_a_request(caught: Catcher, page: Page) -> None:
    """Streamlit would ask for the address of this machine, to print it."""
    public = {"STREAMLIT_SERVER_ADDRESS": "0.0.0.0", "LINEAGE_VIZ_PUBLIC": "on"}
    with running_app(**caught.settings, **public) as app:
        page.goto(f"{app}/entities")
        expect(page.get_by_role("heading", name="Entities")).to_be_visible()
        expect(page.get_by_role("link", name="Admin")).to_have_count(0)
        assert requests.get(app, headers={"Host": "evil.example"}, timeout=PATIENCE).status_code == 421
        assert requests.get(f"{app}/metrics", timeout=PATIENCE).status_code == 403
    assert caught.caught == []
