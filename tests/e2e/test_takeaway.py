"""Files that a browser saves contain the whole view, not only its visible part."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from lineage_viz.store.local import LocalStore
from lineage_viz.ui.explore.first_answers import starting_point
from tests.e2e.conftest import Explorer
from tests.pictured import pictured

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group(__name__)]


def downloaded(explorer: Explorer, words: str, to: Path) -> bytes:
    with explorer.page.expect_download() as download:
        explorer.page.get_by_role("button", name=words).click()
    download.value.save_as(to)
    return to.read_bytes()


def test_pictures_show_the_whole_view_also_outside_the_window(
    explorer: Explorer, demo: LocalStore, tmp_path: Path
) -> None:
    explorer.open()
    for _ in range(6):
        explorer.page.get_by_role("button", name="Zoom in").click()
    menu = explorer.page.get_by_role("button", name="Take away")
    before = menu.bounding_box()
    menu.click()
    whole = pictured(demo, starting_point(demo))
    picture = ET.fromstring(downloaded(explorer, "Picture (SVG)", tmp_path / "a.svg"))
    titles = " ".join(title.text or "" for title in picture.iter("{http://www.w3.org/2000/svg}title"))
    assert all(entity.arn in titles for entity in whole.entities)
    png = downloaded(explorer, "Picture (PNG)", tmp_path / "a.png")
    assert png.startswith(b"\x89PNG")
    width = int.from_bytes(png[16:20])
    assert width > 1_280, "wider than the window: it is not a screenshot"
    assert menu.bounding_box() == before
