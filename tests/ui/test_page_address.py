"""Links that the app makes of the URL in the visitor's browser."""

import pytest
import streamlit as st

from lineage_viz.ui.page_address import address_of, page_address


@pytest.mark.parametrize(
    ("url", "link"),
    [
        (
            "https://ml.example/tools/lineage",
            "https://ml.example/tools/lineage/",
        ),  # Streamlit cuts the slash off
        ("https://ml.example/tools/lineage/?focus=1", "https://ml.example/tools/lineage/"),
        ("http://127.0.0.1:8501", "http://127.0.0.1:8501/"),
        (None, "/"),
    ],
)
def test_the_link_of_a_view_ends_with_a_slash(
    monkeypatch: pytest.MonkeyPatch, url: str | None, link: str
) -> None:
    monkeypatch.setattr(type(st.context), "url", url)
    assert page_address() == link


@pytest.mark.parametrize(
    ("url", "here", "links"),
    [
        ("https://ml.example/tools/lineage", "", ["", "entities"]),
        ("https://ml.example/tools/lineage/entities/", "entities", ["", "entities"]),
        ("https://ml.example/tools/lineage/admin", "admin", ["", "entities"]),
    ],
)
def test_links_between_pages_stay_below_the_path_of_the_app(
    monkeypatch: pytest.MonkeyPatch, url: str, here: str, links: list[str]
) -> None:
    monkeypatch.setattr(type(st.context), "url", url)
    expected = [f"https://ml.example/tools/lineage/{page}" for page in links]
    assert [address_of(page, here=here) for page in ("", "entities")] == expected


def test_links_are_relative_when_the_browser_did_not_report_its_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(st.context), "url", None)
    assert [address_of(page, here="admin") for page in ("", "entities")] == ["./", "./entities"]
