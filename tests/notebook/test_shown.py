"""The form in which an answer shows itself in a notebook: it requests nothing, and shows recorded text as text."""

import json
import pickle
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pyvis.network import Network

from lineage_viz.notebook.lineage import Lineage
from lineage_viz.store.local import LocalStore
from tests import demo_once
from tests.pages.conftest import HOSTILE, HOSTILE_TEXT

MODEL = "ticket-routing-models/10"
OURS = {"style", "div", "h4", "p", "img", "table", "thead", "tbody", "tr", "th", "td", "wbr", "iframe"}


class Read(HTMLParser):
    """The tags, the addresses and the texts of an HTML text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attributes

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.fixture(scope="module")
def g() -> Lineage:
    return Lineage(demo_once.store())


@pytest.fixture(scope="module")
def hostile() -> Lineage:
    return Lineage(LocalStore([HOSTILE]))


def shown(g: Lineage, name: str) -> list[str]:
    item = g.find(name)
    answers = (g, item, g.trace(item), item.downstream(), g.ask, g.trace(item).to_pyvis())
    return [each._repr_html_() for each in answers]


@pytest.mark.parametrize("name", ["arn:1", "arn:2"])
def test_hostile_text_is_shown_as_text(hostile: Lineage, name: str) -> None:
    for html in shown(hostile, name):
        read = Read(html)
        assert read.tags <= OURS
        assert not [name for name, _ in read.attributes if name.startswith("on")]
        assert "<iframe" in html or "$x$" not in html  # no notebook looks for formulas in an attribute
        assert "\u202e" not in html
    texts = "".join(Read(hostile.find("arn:1")._repr_html_()).texts)
    assert HOSTILE_TEXT.split(" [")[0] in texts


def test_nothing_is_requested_from_elsewhere(g: Lineage) -> None:
    for html in [*shown(g, MODEL), g.audit(MODEL)._repr_html_(), g.ask.data_sets_of(MODEL)._repr_html_()]:
        addresses = [value for name, value in Read(html).attributes if name in ("src", "href")]
        assert all(str(each).startswith("data:image/svg+xml") for each in addresses)


def test_a_part_shows_a_light_and_a_dark_picture_its_extent_and_a_table(g: Lineage) -> None:
    part = g.trace(MODEL)
    read = Read(part._repr_html_())
    assert [value for name, value in read.attributes if name == "class"][1:] == ["light", "dark"]
    alternatives = [value or "" for name, value in read.attributes if name == "alt"]
    assert all(part.extent[:100] in each for each in alternatives)
    assert {"Name", "Known", MODEL} <= set(read.texts)
    assert f"and {len(part) - 10} more entities: to_pandas() has all" in read.texts


def test_only_a_cell_with_a_long_word_may_break_within_it(g: Lineage) -> None:
    html = g.find(MODEL)._repr_html_() + g.trace(MODEL)._repr_html_()
    cells = re.findall(r"<(td|th)( style=\"overflow-wrap: anywhere[^>]*)?>([^<]*)", html)
    assert {(tag, bool(breaks)) for tag, breaks, _ in cells} == {("td", True), ("td", False), ("th", False)}
    assert all(
        bool(breaks) == any(len(word) > 24 for word in unescape(text).split()) for _, breaks, text in cells
    )
    assert re.findall(r"([^{}]*){[^{}]*overflow-wrap", html.partition("</style>")[0]) == [
        "\n.lineage-viz h4 "
    ]


def test_a_large_part_says_where_its_picture_is(g: Lineage) -> None:
    large = g.trace(list(g.search("type:endpoint", most=20)), down=12, up=12, most=2_000)
    html = large._repr_html_()
    assert "<img" not in html
    assert "too many for a picture here" in html
    assert len(html) < 1_000_000


def test_a_pyvis_network_is_pyvis_own_and_shows_its_changes(g: Lineage, tmp_path: Path) -> None:
    network = g.trace(MODEL).to_pyvis()
    assert isinstance(network, Network)
    assert set(network.node_ids) == {each.arn for each in g.trace(MODEL)}
    network.add_node("mine", label="A card of mine")
    assert network.show(str(tmp_path / "mine.html")) is network
    written = (tmp_path / "mine.html").read_text("utf-8")
    assert "A card of mine" in written
    assert "jsdelivr" not in written
    page = network._repr_html_()
    assert "A card of mine" in page
    assert 'sandbox="allow-scripts"' in page
    assert not re.search(r"(src|href)=(&quot;|\")https?:", page)


def test_pyviss_own_methods_change_the_network(g: Lineage) -> None:
    network = g.trace(MODEL).to_pyvis()
    network.toggle_physics(True)
    network.show_buttons(filter_=["physics"])
    network.set_edge_smooth("dynamic")
    network.inherit_edge_colors(True)
    network.repulsion(node_distance=300)
    for toggle in ("drag_nodes", "hide_nodes_on_drag", "hide_edges_on_drag", "stabilization"):
        getattr(network, f"toggle_{toggle}")(True)
    options = json.loads(network.options.to_json())
    assert options["physics"]["enabled"]
    assert options["physics"]["repulsion"]["nodeDistance"] == 300
    assert options["configure"] == {"enabled": True, "filter": ["physics"]}
    assert options["edges"]["smooth"]["type"] == "dynamic"
    assert options["groups"]["model"]["color"]["background"].startswith("#")
    again = pickle.loads(pickle.dumps(network))
    assert again._repr_html_() == network._repr_html_()
    assert "id=&quot;config&quot;" in again._repr_html_()


def test_each_answer_is_one_short_line_in_a_console(g: Lineage) -> None:
    item = g.find(MODEL)
    for each in (g, item, g.trace(item), g.ask.data_sets_of(item), g.audit(item), g.compare(item, item)):
        assert "\n" not in repr(each)
        assert len(repr(each)) < 400
