"""The access to each page, with and without sign-in."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from lineage_viz.access import Visit
from lineage_viz.store.local import LocalStore
from lineage_viz.ui import session
from tests.pages.conftest import OpenPage, visible_text
from tests.patience import PATIENCE
from tests.sample import SAMPLE

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "pages").glob("*.py"))
SHARED = {"cookie_secret": "x" * 32, "redirect_uri": "http://localhost/oauth2callback"}
PROVIDER = {"client_id": "a", "client_secret": "b", "server_metadata_url": "http://localhost/.well-known"}


@pytest.fixture
def everywhere() -> Iterator[None]:
    """Make the app listen at every address."""
    before = config.get_option("server.address")
    config.set_option("server.address", "0.0.0.0")
    yield
    config.set_option("server.address", before)


def page_with_sign_in(page: str, auth: dict[str, object]) -> AppTest:
    app = AppTest.from_file(str(ROOT / page), default_timeout=PATIENCE)
    app.secrets["auth"] = auth
    return app.run()


@pytest.mark.parametrize("page", PAGES)
def test_without_sign_in_no_page_asks_for_it(open_page: OpenPage, page: str) -> None:
    app = open_page(page, LocalStore([SAMPLE]))
    assert not app.exception
    assert not [button for button in app.button if "Sign" in button.label]


@pytest.mark.usefixtures("everywhere")
@pytest.mark.parametrize("page", PAGES)
def test_without_sign_in_other_machines_see_nothing(open_page: OpenPage, page: str) -> None:
    app = open_page(page, LocalStore([SAMPLE]))
    assert not app.exception
    assert len(app.error) == 1
    assert "sign\\-in is not configured" in app.error[0].value
    assert not [*app.title, *app.dataframe, *app.get("bidi_component")]


@pytest.mark.usefixtures("everywhere")
@pytest.mark.parametrize("page", PAGES)
def test_with_sign_in_every_page_shows_only_the_sign_in(page: str) -> None:
    app = page_with_sign_in(page, {**SHARED, **PROVIDER})
    assert not app.exception
    title, product, why = visible_text(app).splitlines()[-3:]
    assert (title, why) == ("Sign in", "Sign in to see this page\\.")
    assert product.startswith("Lineage Viz")
    assert [button.label for button in app.button] == ["Sign in"]
    assert not app.dataframe
    (component,) = app.get("bidi_component")  # it remembers the address and has no other data
    assert component.proto.component_name == "lineage_viz.way_back"
    assert json.loads(component.proto.json) == {"keep": True}


def test_every_provider_has_a_button() -> None:
    app = page_with_sign_in(PAGES[0], {**SHARED, "google": PROVIDER, "microsoft": PROVIDER})
    assert [button.label for button in app.button] == ["Sign in with google", "Sign in with microsoft"]


def test_a_short_secret_lets_nobody_in() -> None:
    app = page_with_sign_in(PAGES[0], {**SHARED, **PROVIDER, "cookie_secret": "xxx"})
    assert "less than 32 characters" in app.error[0].value
    assert not [*app.title, *app.button]


def test_a_download_checks_the_visitor_of_its_page_at_the_time_of_the_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    direct = Visit("127.0.0.1", {"host": "localhost"})
    monkeypatch.setattr(session, "_visit", lambda: replace(direct, headers={"via": "a proxy"}))
    by_a_stranger = session.admin_check()
    monkeypatch.setattr(session, "_visit", lambda: direct)
    by_an_admin = session.admin_check()
    assert not by_a_stranger()
    assert by_an_admin()
    monkeypatch.setenv("LINEAGE_VIZ_READ_ONLY", "on")
    assert not by_an_admin()
