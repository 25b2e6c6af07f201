"""The sign-in at a real OpenID Connect provider, and attempts to get around it."""

import json
import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Page, expect
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from lineage_viz.access import Actor, Role
from lineage_viz.admin_log import AdminLog
from lineage_viz.audit.sign_off.follow_up_log import FollowUpLog
from lineage_viz.audit.sign_off.log import SignOffLog
from lineage_viz.audit.sign_off.waiver_log import WaiverLog
from lineage_viz.jobs import JobBook, JobKind, JobState, Order
from lineage_viz.settings import Settings, admin_log_file, jobs_file
from tests.e2e.expander import unfold
from tests.e2e.identity_provider import COOKIE_SECRET, app_with_sign_in, identity_provider
from tests.e2e.windows import Windows
from tests.patience import PATIENCE
from tests.running_app import running_app

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group(__name__)]

COOKIE = "_streamlit_user"
CLAIMS = {"is_logged_in": True, "iss": "http://127.0.0.1", "sub": "cy", "provider": "default"}
CY = {"email": "cy@example.com", "email_verified": True}
Window = Callable[[], Page]


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with identity_provider() as url:
        yield url


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("app")


@pytest.fixture(scope="module")
def app(provider: str, folder: Path) -> Iterator[str]:
    with app_with_sign_in(provider, folder, log=folder / "log", LINEAGE_VIZ_LOG="json") as url:
        yield url


@pytest.fixture
def window(windows: Windows) -> Iterator[Window]:
    """A function that opens a separate browser without cookies."""
    opened: list[Page] = []

    def open_() -> Page:
        opened.append(windows.lend())
        return opened[-1]

    yield open_
    windows.take_back(opened)


def sign_in(page: Page, app: str, name: str) -> None:
    page.goto(app)
    page.get_by_role("button", name="Sign in").click()
    choose(page, name)
    page.wait_for_url(f"{app}/**")


def choose(page: Page, name: str) -> None:
    """Choose a person at the provider, whose newer versions say "Authorize as"."""
    page.get_by_role("button", name=re.compile(f"^(Authorize as )?{name}$")).click()


def opened_menu(page: Page) -> str:
    """The text of the visitor's menu."""
    page.locator(".st-key-visitor button").click()
    menu = page.get_by_test_id("stPopoverBody")
    expect(menu).to_contain_text("Your role")
    return (menu.text_content() or "").replace("\N{WORD JOINER}", "")


def sign_out(page: Page) -> None:
    opened_menu(page)
    page.get_by_role("button", name="Sign out").click()
    page.locator("button[type=submit]").first.click()  # the provider asks once more


def expect_closed(page: Page, why: str) -> None:
    """Expect a page without lineage and without a role."""
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(page.get_by_text(why)).to_be_visible()
    expect(page.locator(".st-key-visitor")).to_have_count(0)
    expect(page.get_by_test_id("lineage-graph")).to_have_count(0)
    # Elements of the earlier run disappear when the page is complete.
    page.wait_for_function("() => !document.documentElement.outerHTML.includes('123456789012')")


def expect_open(page: Page) -> None:
    expect(page.get_by_text("Account 123456789012")).to_be_visible()


def cookie(app: str, secret: str = COOKIE_SECRET, **claims: object) -> str:
    """A cookie as the app makes it, signed with this secret."""
    content = json.dumps({**CLAIMS, **CY, "origin": app, **claims})
    return create_signed_value(secret, COOKIE, content).decode()


def with_cookie(page: Page, app: str, value: str) -> Page:
    """Open a page of the app with this cookie alone."""
    page.context.clear_cookies()
    page.context.add_cookies([{"name": COOKIE, "value": value, "url": app}])
    page.goto(f"{app}/entities")
    return page


@pytest.mark.parametrize(
    "path", ["/entities", "/explore", "/admin", "/", "/admin?role=admin&email=ada@example.com"]
)
def test_nobody_sees_anything_before_signing_in(app: str, window: Window, path: str) -> None:
    page = window()
    page.goto(f"{app}{path}")
    expect_closed(page, "Sign in to see this page.")


def test_with_sign_in_any_host_name_leads_to_it(app: str) -> None:
    answer = requests.get(app, headers={"Host": "lineage.example"}, timeout=PATIENCE)
    assert answer.status_code == 200


def test_an_auditor_follows_up_waives_and_signs_off_by_name_and_a_viewer_may_not(
    app: str, folder: Path, window: Window
) -> None:
    auditor, viewer = window(), window()
    for page, name in ((auditor, "ben"), (viewer, "cy")):
        sign_in(page, app, name)
        page.goto(f"{app}/audit?model=credit-limit-models/1")
        expect(page.get_by_role("heading", name="Sign-off")).to_be_visible()
    for locked, form in (
        ("You may not record a follow-up.", "Record"),
        ("You may not waive a check.", "Waive"),
        ("You may not sign off a review.", "Sign off"),
    ):
        expect(viewer.get_by_text(locked)).to_be_visible()
        expect(viewer.get_by_role("button", name=form, exact=True)).to_have_count(0)
    due = (datetime.now(UTC) + timedelta(days=90)).date().isoformat()
    unfold(auditor, "Give a finding an owner, a due date and a state")
    auditor.get_by_role("textbox", name="Owner", exact=True).fill("Credit team")
    auditor.get_by_role("textbox", name="Due date").fill(due)
    auditor.get_by_role("button", name="Record", exact=True).click()
    expect(auditor.get_by_text("is open, owner Credit team.")).to_be_visible()
    unfold(auditor, "Waive a finding until a day")
    auditor.get_by_role("textbox", name="Who answers for it").fill("Head of credit risk")
    auditor.get_by_role("textbox", name="Until", exact=True).fill(due)
    auditor.get_by_role("textbox", name="Reason of the waiver").fill("An older model.")
    auditor.get_by_role("button", name="Waive", exact=True).click()
    expect(auditor.get_by_text("Recorded: 1 waiver.")).to_be_visible()
    auditor.get_by_text("Needs work", exact=True).click()
    auditor.get_by_role("textbox", name="Reason", exact=True).fill("Who approved it?")
    auditor.get_by_role("button", name="Sign off").click()
    expect(auditor.get_by_text("Signed off: needs work.")).to_be_visible()
    settings = Settings(data=folder / "data")
    logs = FollowUpLog(settings.follow_ups), WaiverLog(settings.waivers), SignOffLog(settings.sign_offs)
    made = [entry for log in logs for entry in log.entries()]
    named = [(each.actor, each.role, each.details["signed in"]) for each in made]
    assert named == [("ben@example.com", "auditor", "yes")] * 3


@pytest.mark.parametrize(
    ("name", "called", "role"),
    [
        ("ada", "ada@example.com", "admin"),
        ("ben", "ben@example.com", "auditor"),
        ("cy", "cy@example.com", "viewer"),
        ("dee", "dee@example.com", "admin"),
        ("eve", "ada@example.com (eve at 127.0.0.1)", "viewer"),
    ],
)
def test_the_claims_of_the_provider_decide_the_role_and_only_an_admin_can_find_and_open_the_admin_page(
    app: str, window: Window, name: str, called: str, role: str
) -> None:
    page = window()
    sign_in(page, app, name)
    expect_open(page)
    expect(page.get_by_role("link", name="Admin")).to_have_count(int(role == "admin"))
    menu = opened_menu(page)
    assert menu.startswith(called)
    assert f"Your role: {role}" in menu
    page.goto(f"{app}/admin")
    expect(page.get_by_role("heading", name="Admin")).to_be_visible()
    if role == "admin":
        expect(page.get_by_role("button", name="Reload", exact=True)).to_be_enabled()
        return
    expect(page.get_by_text("Only admins may see this page")).to_be_visible()
    # Beside the visitor's own menu and the palette there is nothing to click.
    expect(page.get_by_test_id("stMain").get_by_role("button")).to_have_count(2)


def test_a_view_is_shared_with_everybody_until_its_owner_ends_that(app: str, window: Window) -> None:
    mine, other = window(), window()
    sign_in(mine, app, "ada")
    sign_in(other, app, "cy")
    for page in (mine, other):
        expect_open(page)
    mine.get_by_role("button", name="Saved").click()
    mine.get_by_role("textbox", name="Name").fill("For <i>all</i>")
    mine.keyboard.press("Enter")
    expect(mine.get_by_text("Saved as For <i>all</i>.")).to_be_visible()
    other.goto(f"{app}/summary")
    expect(other.get_by_text("Nothing saved yet.")).to_be_visible()
    mine.get_by_role("button", name="Share", exact=True).click()
    expect(mine.get_by_role("button", name="Stop sharing")).to_be_visible()
    other.reload()
    expect(other.get_by_role("table", name="Saved views")).to_contain_text("For <i>all</i>")
    expect(other.get_by_role("table", name="Saved views")).to_contain_text("ada@example.com")
    mine.get_by_role("button", name="Stop sharing").click()
    expect(mine.get_by_role("button", name="Share", exact=True)).to_be_visible()
    other.reload()
    expect(other.get_by_text("Nothing saved yet.")).to_be_visible()


def test_a_link_leads_to_its_page_through_the_sign_in(app: str, window: Window) -> None:
    page = window()
    for link in ("/entities?q=fraud", "/admin"):
        page.goto(f"{app}{link}")
        page.get_by_role("button", name="Sign in").click()
        choose(page, "ada")
        page.wait_for_url(f"{app}{link}")
        expect(page.get_by_role("heading", level=1)).to_have_text(link[1:].partition("?")[0].capitalize())
        if "?q=" in link:
            expect(page.get_by_role("textbox", name="Search")).to_have_value("fraud")
        page.goto(app)  # the visitor stays there
        expect_open(page)
        page.wait_for_url(re.compile(rf"{re.escape(app)}/\?"))  # its focus stands there once it is drawn
        sign_out(page)
        expect_closed(page, "Sign in to see this page.")


def test_a_visitor_of_the_first_page_stays_there(app: str, window: Window) -> None:
    """Without this, a later sign-in would lead the visitor away from the first page."""
    page = window()
    page.goto(f"{app}/entities")
    page.wait_for_function("() => sessionStorage.getItem('lineage_viz.way') === '/entities'")
    page.goto(app)
    page.wait_for_function("() => sessionStorage.getItem('lineage_viz.way') === null")


def test_an_admin_can_download_logs_while_signed_in(app: str, folder: Path, window: Window) -> None:
    """The browser requests the logs outside the page."""
    book = JobBook(jobs_file(folder / "data"))
    job, log = book.add(Order(JobKind.EXPORT, "elsewhere", {}, "ada"))
    log.close()
    job.log.write_text("exporting\n")
    book.end(job.id, JobState.FAILED, error="It failed.")
    log_file = admin_log_file(folder / "data")
    AdminLog(log_file).append(Actor("ada@example.com", Role.ADMIN), "export", {"target": "elsewhere"})
    page = window()
    other = page.context.new_page()
    sign_in(page, app, "ada")
    page.goto(f"{app}/admin")
    page.get_by_role("radio", name="History").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Log", exact=True).click()
    assert Path(taken.value.path()).read_text() == "exporting"
    page.get_by_role("radio", name="Admin log").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Whole log").click()
    assert Path(taken.value.path()).read_bytes() == log_file.read_bytes()
    other.goto(f"{app}/entities")
    sign_out(other)
    expect_closed(page, "You have signed out.")


def test_signing_out_ends_every_tab_and_a_copy_of_the_cookie(app: str, window: Window) -> None:
    first = window()
    second = first.context.new_page()
    sign_in(first, app, "cy")
    expect_open(first)
    second.goto(f"{app}/entities")
    expect_open(second)
    copied = next(each["value"] for each in first.context.cookies(app) if each["name"] == COOKIE)
    sign_out(first)
    expect_closed(first, "Sign in to see this page.")

    second.get_by_role("textbox", name="Search").fill("fraud")
    second.keyboard.press("Enter")
    expect_closed(second, "You have signed out.")
    expect_closed(with_cookie(window(), app, copied), "You have signed out.")

    sign_in(first, app, "cy")
    expect_open(first)
    second.reload()
    expect_open(second)


def test_another_browser_of_the_same_person_stays_signed_in(app: str, window: Window) -> None:
    one, other = window(), window()
    for page in (one, other):
        sign_in(page, app, "cy")
        expect_open(page)
    sign_out(one)
    expect_closed(one, "Sign in to see this page.")
    other.reload()
    expect_open(other)


def test_a_forged_cookie_is_no_sign_in(app: str, window: Window) -> None:
    later = time.time() + 600
    real = cookie(app, exp=later, nonce="of this test")
    expect_open(with_cookie(window(), app, real))
    payload, signature = real.rsplit(".", 1)
    other = cookie(app, exp=later, email="ada@example.com").rsplit(".", 1)[0]
    forged = {
        "by another secret": cookie(app, "another secret, as long as the first", exp=later),
        "with an empty secret": cookie(app, "", exp=later),
        "for another app": cookie("http://127.0.0.1:1", exp=later),
        "with other claims": f"{other}.{signature}",
        "unsigned": payload,
        "plain": json.dumps({**CLAIMS, **CY, "exp": later, "origin": app}).replace('"', "%22"),
    }
    page = window()
    for how, value in forged.items():
        assert value != real, how
        expect_closed(with_cookie(page, app, value), "Sign in to see this page.")
    expect_open(with_cookie(page, app, real))


def test_an_expired_sign_in_is_refused(app: str, window: Window) -> None:
    ended = cookie(app, exp=time.time() - 1)
    expect_closed(with_cookie(window(), app, ended), "Your sign-in has ended.")
    expect_closed(with_cookie(window(), app, cookie(app)), "Your sign-in has ended.")


def test_a_download_is_for_the_browser_and_the_sign_in_that_asked_for_it(app: str, window: Window) -> None:
    page, other = window(), window()
    sign_in(page, app, "ada")
    page.goto(f"{app}/admin")
    page.get_by_role("radio", name="Admin log").click()
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Whole log").click()
    address = downloading.value.url
    own = page.context.request.get(address)
    assert (own.status, own.headers["cache-control"]) == (200, "no-store")
    assert own.headers["content-disposition"] == 'attachment; filename="lineage-admin-log.jsonl"'
    assert requests.get(address, timeout=PATIENCE).status_code == 404
    sign_in(other, app, "dee")
    assert other.context.request.get(address).status == 404
    sign_out(page)
    page.wait_for_url(f"{app}/**")
    assert page.context.request.get(address).status == 404


def test_the_log_is_json_and_names_the_visitor_of_a_page(app: str, folder: Path, window: Window) -> None:
    page = window()
    sign_in(page, app, "ben")
    page.goto(f"{app}/entities?q=hidden-words")
    expect(page.get_by_role("heading", name="Entities")).to_be_visible()
    text = (folder / "log").read_text("utf-8")
    records = [json.loads(line) for line in text.splitlines()]
    assert all(record["time"] and record["level"] and record["message"] for record in records)
    opened = [record for record in records if record["message"] == "Opened the page Entities."]
    assert ("ben@example.com", "entities") in {(record["user"], record["page"]) for record in opened}
    answers = {record["message"]: record["status"] for record in records if "status" in record}
    assert answers["GET /entities"] == 200
    assert "hidden-words" not in text
    assert COOKIE_SECRET not in text


def test_a_page_closes_when_the_sign_in_ends(window: Window, tmp_path: Path) -> None:
    with identity_provider(lasts=1) as provider, app_with_sign_in(provider, tmp_path, by_file=False) as app:
        page = window()
        sign_in(page, app, "ada")
        while page.get_by_role("heading", name="Sign in").count() == 0:
            page.reload()
            expect(page.get_by_role("heading").first).to_be_visible()
        expect_closed(page, "Your sign-in has ended.")


@pytest.mark.parametrize(
    ("secrets", "words"),
    [
        ("[auth\n", "cannot be read"),
        ('[auth]\nredirect_uri = "x"\ncookie_secret = "xxx"\n', "less than 32 characters"),
    ],
)
def test_a_faulty_configuration_of_the_sign_in_lets_nobody_in(
    window: Window, tmp_path: Path, secrets: str, words: str
) -> None:
    (tmp_path / "secrets.toml").write_text(secrets)
    with running_app(STREAMLIT_SECRETS_FILES=str(tmp_path / "secrets.toml")) as app:
        page = window()
        page.goto(app)
        expect(page.get_by_role("alert")).to_contain_text(re.compile(words))
        assert "123456789012" not in page.content()
