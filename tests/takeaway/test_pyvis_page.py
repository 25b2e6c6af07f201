"""The page for pyvis: it has the whole view, it is pyvis's own, and untrusted text stays text."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from lineage_viz.model import Entity, Subgraph
from lineage_viz.takeaway import TakeAway
from lineage_viz.takeaway.pyvis_network import pyvis_network
from lineage_viz.takeaway.pyvis_page import pyvis_page
from tests.component.conftest import card, payload
from tests.sample import K
from tests.takeaway.conftest import CAPTION, NASTY, made, taken

SCRIPT = "<script>window.hacked=1</script>"


def page_of(taken: TakeAway) -> str:
    return made("pyvis", taken).decode()


def data_of(page: str, name: str) -> list[dict[str, Any]]:
    """The nodes or the edges that a page hands to vis-network."""
    (found,) = re.findall(rf"{name} = new vis\.DataSet\((.*?)\);$", page, re.MULTILINE)
    data: list[dict[str, Any]] = json.loads(found)
    return data


def pairs(subgraph: Subgraph) -> set[tuple[str, str]]:
    return {(each.source, each.destination) for each in subgraph.associations}


def test_a_card_without_words_has_its_name_alone() -> None:
    view = taken(Subgraph((Entity("a", "artifact", {"type": "\u2028", "name": "mine"}),)))
    (node,) = data_of(page_of(view), "nodes")
    assert (node["label"], node["title"]) == ("mine", "mine\na")


def test_the_network_is_pyviss_with_every_entity_and_association(sample: TakeAway) -> None:
    network = pyvis_network(sample.payload)
    assert type(network).__module__ == "pyvis.network"
    assert set(network.get_nodes()) == {entity.arn for entity in sample.shown.entities}
    assert {(edge["from"], edge["to"]) for edge in network.get_edges()} == pairs(sample.shown)
    assert {edge["arrows"] for edge in network.get_edges()} == {"to"}
    assert not network.options["physics"]["enabled"]


def test_the_page_has_every_entity_where_the_picture_has_it(sample: TakeAway) -> None:
    nodes = {node["id"]: node for node in data_of(page_of(sample), "nodes")}
    assert nodes.keys() == {entity.arn for entity in sample.shown.entities}
    for arn, (x, y) in sample.drawing.positions.items():
        assert (nodes[arn]["x"], nodes[arn]["y"]) == (x, y)
        assert arn in nodes[arn]["title"]


def test_the_page_names_every_association_type(sample: TakeAway) -> None:
    edges = data_of(page_of(sample), "edges")
    assert {(edge["from"], edge["to"]) for edge in edges} == pairs(sample.shown)
    assert {edge["label"] for edge in edges} == {"contributed to", "associated with", "produced"}
    assert {bool(edge["dashes"]) for edge in edges if edge["label"] == "associated with"} == {True}
    assert {edge["dashes"] for edge in edges if edge["label"] == "contributed to"} == {False}


def test_a_stack_is_a_node_that_names_its_members() -> None:
    stack = card(
        "fold:1", 0, 0, fold=22, label="22 Images", inside=[f"image-{number}" for number in range(22)]
    )
    (node,) = pyvis_network(payload([stack], [], orientation="right")).nodes
    assert node["label"].startswith("22 Images")
    assert "image-19\nand 2 more" in node["title"]


def test_the_page_names_nothing_to_fetch(sample: TakeAway) -> None:
    page = page_of(sample)
    assert "default-src 'none'" in page
    assert "sourceMappingURL" not in page
    around = re.sub(r"<!--.*?-->|<script>.*?</script>|<script type.*?</script>", "", page, flags=re.DOTALL)
    assert not re.search(r"\b(src|href|action)\s*=", around)
    assert "@import" not in around
    assert set(re.findall(r"url\(.{6}", around)) <= {'url("data:'}


def test_the_caption_is_the_heading_and_stands_there_once(sample: TakeAway) -> None:
    page = page_of(sample)
    assert page.count("<h1>") == 1
    header = page.partition("<header>")[2].partition("</header>")[0]
    for _, value in CAPTION.lines():
        assert value in header


def test_untrusted_text_is_never_markup(hostile: TakeAway) -> None:
    page = page_of(hostile)
    nodes, edges = data_of(page, "nodes"), data_of(page, "edges")
    assert {node["id"] for node in nodes} == {entity.arn for entity in hostile.shown.entities}
    assert {(edge["from"], edge["to"]) for edge in edges} == pairs(hostile.shown)
    assert SCRIPT not in page
    assert "<img" not in page
    assert "<!-- comment" not in page


def test_a_link_in_a_title_does_not_make_pyvis_show_titles_as_html() -> None:
    """pyvis does so once a title has "href" in it."""
    page = pyvis_page(payload([card("a", 0, 0, label='<a href="x">y</a>')], [], orientation="right"), CAPTION)
    assert "innerHTML = nodeData" not in page
    assert data_of(page, "nodes")[0]["title"].startswith('<a href="x">y</a>')


@dataclass
class Opened:
    page: Page
    faults: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


def opened(browser: Browser, taken: TakeAway, file: Path) -> Opened:
    file.write_bytes(made("pyvis", taken))
    found = Opened(browser.new_page(viewport={"width": 1280, "height": 800}))
    found.page.on("pageerror", lambda error: found.faults.append(str(error)))
    found.page.on("console", lambda message: found.faults.append(message.text))
    found.page.on("dialog", lambda dialog: (found.faults.append("a dialog"), dialog.dismiss()))
    found.page.on("request", lambda request: found.requests.append(request.url))
    found.page.goto(file.as_uri())
    found.page.evaluate("new Promise((drawn) => { network.once('afterDrawing', drawn); network.redraw(); })")
    return found


def tooltip(page: Page, arn: str) -> str:
    """Point at a node and return the words that appear."""
    at = page.evaluate(
        """(arn) => {
          network.moveTo({ position: network.getPosition(arn), scale: 1 });
          const { x, y } = network.canvasToDOM(network.getPosition(arn));
          const { left, top } = document.getElementById("mynetwork").getBoundingClientRect();
          return { x: x + left, y: y + top };
        }""",
        arn,
    )
    page.mouse.move(at["x"] - 5, at["y"])
    page.mouse.move(at["x"], at["y"])
    page.wait_for_selector(".vis-tooltip", state="visible")
    return page.locator(".vis-tooltip").inner_text()


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_the_page_opens_without_a_network_and_draws(
    browser: Browser, sample: TakeAway, tmp_path: Path
) -> None:
    file = tmp_path / "lineage.pyvis.html"
    found = opened(browser, sample, file)
    assert found.page.evaluate("nodes.length") == len(sample.shown.entities)
    assert found.page.evaluate("edges.length") == len(pairs(sample.shown))
    x, y = sample.drawing.positions[K]
    assert found.page.evaluate("(arn) => network.getPosition(arn)", K) == {"x": x, "y": y}
    colours = (
        "new Set(document.querySelector('canvas').getContext('2d').getImageData(0, 0, 1200, 600).data).size"
    )
    assert found.page.evaluate(colours) > 10
    assert K in tooltip(found.page, K)
    assert found.requests == [file.as_uri()]
    assert found.faults == []
    found.page.close()


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_hostile_names_show_as_text(browser: Browser, hostile: TakeAway, tmp_path: Path) -> None:
    file = tmp_path / "lineage.pyvis.html"
    found = opened(browser, hostile, file)
    for number in (0, 2, len(NASTY) - 1):
        assert NASTY[number] in tooltip(found.page, hostile.shown.entities[number].arn)
    assert SCRIPT in found.page.locator("h1").inner_text()
    assert found.page.evaluate("window.hacked") is None
    assert found.requests == [file.as_uri()]
    assert found.faults == []
    found.page.close()
