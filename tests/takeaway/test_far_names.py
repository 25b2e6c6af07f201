"""Cards of a picture that is too large for its window have their names still: no card is empty."""

from pathlib import Path

from playwright.sync_api import Browser

from lineage_viz.picture.address import Address, Mode
from lineage_viz.picture.cache import PictureCache
from lineage_viz.picture.scene import scene
from lineage_viz.takeaway.page import page as offline_page
from tests import demo_once
from tests.takeaway.conftest import CAPTION

RECORD = """
  window.drawn = new Set();
  const { fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
    window.drawn.add(text);
    return fillText.call(this, text, ...rest);
  };
"""


def test_each_card_of_a_hundred_paths_has_its_name(browser: Browser, tmp_path: Path) -> None:
    store = demo_once.store()
    ends = "customer-master.parquet", "fraud-transactions-prod"
    data, endpoint = (store.search(each, limit=1).entities[0].arn for each in ends)
    found = scene(store, Address().together(Mode.PATHS, data, endpoint), PictureCache())
    path = found.appearance.path
    assert len(path) > 5
    file = tmp_path / "paths.html"
    file.write_text(offline_page(found.payload, CAPTION, []), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1_440, "height": 900})
    page.add_init_script(RECORD)
    page.goto(file.as_uri())
    page.wait_for_selector(f'.stage[data-cards="{len(found.payload["nodes"])}"]')  # type: ignore[arg-type]
    drawn = page.evaluate("[...window.drawn]")
    page.close()
    nodes = {node["arn"]: node for node in found.payload["nodes"]}  # type: ignore[attr-defined]
    for arn in path:
        begins = {nodes[arn]["label"][:4], nodes[arn].get("short", nodes[arn]["label"])[:4]}
        assert any(text.startswith(tuple(begins)) for text in drawn), nodes[arn]["label"]
