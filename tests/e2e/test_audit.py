"""The Audit page in a browser: from the list of all models to a signed-off review."""

import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Explorer
from tests.e2e.expander import unfold
from tests.running_app import running_app

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group(__name__)]


@pytest.fixture(scope="module")
def audit_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_app(LINEAGE_VIZ_DATA=str(tmp_path_factory.mktemp("audit"))) as url:
        yield url


def test_a_review_is_found_read_and_signed_off_with_the_keyboard(
    visit: Callable[..., Explorer], audit_url: str
) -> None:
    explorer = visit(audit_url)
    page = explorer.page
    explorer.open("/audit", worst="critical")
    row = page.get_by_role("row", name="credit-limit-models/1 critical")
    expect(row).to_contain_text("critical")
    page.set_viewport_size({"width": 800, "height": 800})
    page.wait_for_function("innerWidth === 800")
    box = row.bounding_box()
    assert box
    assert box["height"] < 90  # a long last column makes no row of many lines
    page.set_viewport_size({"width": 1280, "height": 900})
    row.get_by_role("link").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Audit of credit-limit-models/1")).to_be_visible()
    expect(page.locator(".verdict")).to_contain_text("Critical: 5 checks failed, 2 of them critical")
    expect(page.locator(".check.bad h4").first).to_have_text(
        "Rule: The decision in force at each completed deployment is Approved. approved-when-deployed"
    )
    page.get_by_role("button", name="Take away").click()
    with page.expect_download() as whole:
        page.get_by_role("button", name="Evidence bundle").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Report (JSON)").click()
    with ZipFile(whole.value.path()) as bundle:
        assert bundle.read("report.json") == Path(taken.value.path()).read_bytes()
    page.keyboard.press("Escape")
    digest = sha256(Path(taken.value.path()).read_bytes()).hexdigest()
    expect(page.get_by_text(digest)).to_be_visible()
    passed = page.locator("summary").filter(has_text="Passed")
    passed.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("times-in-order")).to_be_visible()
    assert taken.value.suggested_filename == "audit-credit-limit-models-1.json"
    page.get_by_role("button", name="Sign-off", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sign-off")).to_be_focused()
    expect(page.get_by_role("heading", name="Sign-off")).to_be_in_viewport()
    page.get_by_role("radio", name="Approve").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.type("Deployed while pending.")
    policy = {"name": "policy 日本.txt", "mimeType": "text/plain", "buffer": b"the policy"}
    page.locator("input[type=file]").last.set_input_files([policy])
    expect(page.get_by_text("policy 日本.txt")).to_be_visible()
    sign_off = page.get_by_role("button", name="Sign off", exact=True)
    expect(sign_off).to_be_enabled()  # it is not while the file is on its way
    sign_off.press("Enter")
    expect(page.get_by_text("Signed off: reject. It is entry 1 of the log.")).to_be_visible()
    signed = page.get_by_role("table", name="Sign-offs").get_by_role("row").last
    expect(signed).to_contain_text("Deployed while pending.")
    expect(signed).to_contain_text("not authenticated")
    expect(page.get_by_text("No check and no field of the report has changed.")).to_be_visible()
    page.get_by_role("button", name="Take away").click()
    with page.expect_download() as again:
        page.get_by_role("button", name="Evidence bundle").click()
    with ZipFile(again.value.path()) as bundle:
        assert b"Deployed while pending." in bundle.read("sign-offs.json")
        attached = f"attachment-{sha256(b'the policy').hexdigest()}"
        assert bundle.read(attached) == b"the policy"
    page.keyboard.press("Escape")
    expect(page.get_by_text("times-in-order")).to_be_visible()  # what was unfolded stays unfolded


def test_each_filter_of_the_list_stays_when_the_counts_beside_it_change(
    visit: Callable[..., Explorer], audit_url: str
) -> None:
    explorer = visit(audit_url)
    page, chosen = (
        explorer.page,
        {"Failing check": "code-recorded", "Model package group": "credit-limit-models"},
    )
    explorer.open("/audit")
    for name, value in chosen.items():
        explorer.open_list(name).get_by_text(re.compile(rf"^{value} \(")).click()
        expect(page).to_have_url(re.compile(f"={value}"))
    page.get_by_role("radio", name=re.compile("^Critical")).click()
    expect(page).to_have_url(re.compile("worst=critical"))
    for name, value in chosen.items():
        expect(page.get_by_role("combobox", name=name)).to_have_value(re.compile(rf"^{value} \(\d+\)$"))
        expect(page).to_have_url(re.compile(f"={value}(&|$)"))


def test_a_finding_leads_into_the_explorer_and_back(visit: Callable[..., Explorer], audit_url: str) -> None:
    explorer = visit(audit_url)
    page = explorer.page
    explorer.open(
        "/", focus="arn:aws:sagemaker:eu-west-1:123456789012:artifact/1dc5a8ff015e7fc0d0a68712fea09a60"
    )
    page.get_by_role("button", name="Audit").click()
    check = page.locator(".check").filter(has_text="approved-when-deployed")
    check.get_by_role("link", name="credit-limit-prod").click()
    expect(page.get_by_role("heading", name="credit-limit-prod").first).to_be_visible()
    expect(page).to_have_url(re.compile(r"/\?focus="))
    page.go_back()
    expect(check).to_be_visible()
    page.set_viewport_size({"width": 1440, "height": 900})
    explorer.open("/audit", model="ticket-routing-prod")
    controls = page.locator(".st-key-heading > *")
    expect(page.get_by_role("button", name="Take away")).to_be_visible()
    ends = controls.evaluate_all("all => all.map(each => Math.round(each.getBoundingClientRect().bottom))")
    assert (len(ends), len(set(ends))) == (8, 1)  # one row


def test_a_model_in_the_explorer_is_compared_with_the_version_before(
    visit: Callable[..., Explorer], audit_url: str
) -> None:
    explorer = visit(audit_url)
    page = explorer.page
    explorer.open(
        "/", focus="arn:aws:sagemaker:eu-west-1:123456789012:artifact/d6d0ee73c1426a53fe320e531d061d33"
    )
    page.get_by_role("button", name="Compare with …").click()
    expect(page.get_by_role("heading", name="Compared with ticket-routing-models/9")).to_be_visible()
    expect(page.get_by_text("The decision about a live model is Approved now.")).to_be_visible()
    expect(page.get_by_text("+ only in ticket-routing-models/10: 13 entities")).to_be_visible()
    expect(explorer.graph).to_be_visible()
    added = page.get_by_role("table", name="Only in ticket-routing-models/10")
    added.get_by_role("link", name="dt=2026-03").click()
    expect(page.get_by_role("heading", name="dt=2026-03").first).to_be_visible()


def test_the_wheel_scrolls_the_report_over_its_picture(
    visit: Callable[..., Explorer], audit_url: str
) -> None:
    explorer = visit(audit_url)
    page, graph = explorer.page, explorer.graph
    explorer.open("/audit", model="credit-limit-models/1")
    expect(page.get_by_role("heading", name="Sign-off", exact=True)).to_be_visible()
    graph.scroll_into_view_if_needed()
    before = page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")
    box = graph.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 100)
    page.mouse.wheel(0, -400)
    page.wait_for_function(
        "(top) => document.querySelector('[data-testid=stMain]').scrollTop < top", arg=before
    )


def test_waivers_are_written_uploaded_and_downloaded(visit: Callable[..., Explorer], audit_url: str) -> None:
    explorer = visit(audit_url)
    page = explorer.page
    explorer.open("/audit", model="spam-reviews-models/1")
    unfold(page, "Waive a finding until a day")
    page.get_by_label("Who answers for it").fill("Grace 日本")
    page.keyboard.press("Enter")  # the rest is empty: only the button sends it
    expect(page.get_by_text("Press Enter to submit")).to_have_count(0)
    page.get_by_label("Until").fill("31.12.99")
    page.get_by_label("Reason of the waiver").fill("A gate tests it.")
    page.get_by_role("button", name="Waive", exact=True).click()
    expect(page.get_by_text("'31.12.99' is no day. Write it as 2026-03-12")).to_be_visible()
    expect(page.get_by_label("Who answers for it")).to_have_value("Grace 日本")  # the form stays as it was
    page.get_by_label("Until").fill("31 Dec 2099")
    page.get_by_label("Reason of the waiver").fill('The "gate" tests it.')
    page.get_by_role("button", name="Waive", exact=True).click()
    expect(page.get_by_text("Recorded: 1 waiver.")).to_be_visible()
    row = page.get_by_role("table", name="Waivers").get_by_role("row").last
    expect(row).to_contain_text("Grace 日本")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download the waivers").click()
    text = Path(taken.value.path()).read_text("utf-8")
    assert 'reason = "The \\"gate\\" tests it."' in text
    file = {"name": "waivers.toml", "mimeType": "application/toml"}
    unfold(page, "Waive a finding until a day")
    upload = page.locator("input[type=file]").first
    upload.set_input_files([{**file, "buffer": text.replace("2099-12-31", "2000-01-01").encode()}])
    expect(row).to_contain_text("expired")
    expect(page.get_by_text("Waiver, expired:").first).to_be_attached()
