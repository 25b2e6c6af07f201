"""The Entities page in a real browser: a search survives a page reload and the back button."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Explorer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group(__name__)]


def expect_search(page: Page) -> None:
    expect(page.get_by_role("textbox", name="Search")).to_have_value("fraud")
    expect(page.get_by_role("radio", name=re.compile("^Artifact"))).to_be_checked()
    expect(page.get_by_role("combobox", name="Type")).to_have_value(re.compile("^Data sets? "))
    expect(page.get_by_text(re.compile("^1 to .*, best match first"))).to_be_visible()


def test_the_search_survives_a_page_reload_and_the_back_button(explorer: Explorer) -> None:
    explorer.open("/entities", q="fraud")
    page = explorer.page
    expect(page.get_by_role("textbox", name="Search")).to_have_value("fraud")
    page.get_by_role("radio", name=re.compile("^Artifact")).click()
    expect(page).to_have_url(re.compile(r"\?q=fraud&label=artifact$"))
    page.get_by_role("combobox", name="Type").click()
    page.get_by_role("option", name=re.compile("^Data sets? ")).click()
    expect(page).to_have_url(re.compile(r"&type=artifact%3ADataSet$"))
    expect_search(page)
    page.reload()
    expect_search(page)
    page.get_by_role("link", name="Admin").click()
    expect(page.get_by_role("heading", name="Admin")).to_be_visible()
    page.go_back()
    expect_search(page)
