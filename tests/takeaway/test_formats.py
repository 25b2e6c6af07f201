"""Every file holds exactly what is shown, says what it is of, and shows hostile text as text."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from lineage_viz.layout import layout
from lineage_viz.model import Association, Entity, Subgraph
from lineage_viz.render import render
from lineage_viz.store.local import LocalStore
from lineage_viz.takeaway import FORMATS, Caption, TakeAway, file_name
from lineage_viz.takeaway.tables import safe_cell
from lineage_viz.view import narrow
from tests.pages.conftest import HOSTILE_TEXT
from tests.sample import SAMPLE, K

CAPTION = Caption(
    "Lineage of abalone/1", "Account 1 · eu-west-1", "5 steps upstream", "complete", "/?focus=x"
)
WORST = HOSTILE_TEXT + "]]>\0\ud800=cmd|' /C calc'!A0" + "x" * 10_000


def taken(
    subgraph: Subgraph, caption: Caption = CAPTION, *, hide: tuple[tuple[str, str], ...] = ()
) -> TakeAway:
    view, positions = narrow(subgraph, hide), layout(subgraph)
    return TakeAway(view, positions, render(view, positions), caption)


def made(name: str, what: TakeAway) -> str:
    (form,) = [form for form in FORMATS if form.name == name]
    return form.make(what).decode("utf-8")


@pytest.fixture(scope="module")
def whole() -> Subgraph:
    return LocalStore([SAMPLE]).trace([K])


@pytest.fixture(scope="module")
def hostile() -> TakeAway:
    one = Entity("arn:1", "artifact", {"type": WORST, "name": WORST, "sourceuri": "javascript:alert(1)"})
    two = Entity("arn:2", "action", {"name": "=1+2", "properties": '{"<b>": "<img src=x onerror=alert(1)>"}'})
    subgraph = Subgraph(
        (one, two), (Association("arn:1", WORST, "arn:2"),), focus=("arn:1",), hops={"arn:1": 0}
    )
    return taken(subgraph, Caption(WORST, WORST, WORST, WORST))


Read = Callable[[TakeAway], tuple[set[str], set[tuple[str, str]]]]


def read_json(what: TakeAway) -> tuple[set[str], set[tuple[str, str]]]:
    found = json.loads(made("json", what))
    return {e["arn"] for e in found["entities"]}, {
        (a["source"], a["destination"]) for a in found["associations"]
    }


def rows(name: str, what: TakeAway) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made(name, what).removeprefix("\ufeff"), newline="")))


def read_csv(what: TakeAway) -> tuple[set[str], set[tuple[str, str]]]:
    links = {(row["source"], row["destination"]) for row in rows("associations", what)}
    return {row["arn"] for row in rows("entities", what)}, links


def graph_reader(name: str, read: Callable[[io.BytesIO], Any]) -> Read:
    def of(what: TakeAway) -> tuple[set[str], set[tuple[str, str]]]:
        graph = read(io.BytesIO(made(name, what).encode()))
        return set(graph.nodes), {(source, end) for source, end, *_ in graph.edges}

    return of


READERS = {
    "json": read_json,
    "csv": read_csv,
    "graphml": graph_reader("graphml", nx.read_graphml),
    "gexf": graph_reader("gexf", nx.read_gexf),
}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
@pytest.mark.parametrize("hide", [(), (("artifact", "Image"),)], ids=["all", "without images"])
def test_data_files_hold_exactly_what_is_shown(
    read: Read, hide: tuple[tuple[str, str], ...], whole: Subgraph
) -> None:
    what = taken(whole, hide=hide)
    shown = what.view.shown
    assert read(what) == (
        {e.arn for e in shown.entities},
        {(a.source, a.destination) for a in shown.associations},
    )


def test_the_picture_has_a_card_for_each_entity_and_its_title(whole: Subgraph) -> None:
    picture = ET.fromstring(made("svg", taken(whole)))
    titles = [title.text or "" for title in picture.iter("{http://www.w3.org/2000/svg}title")]
    for entity in whole.entities:
        assert sum(entity.arn in title for title in titles) == 1, entity.arn


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_every_file_says_what_it_is_of(form: Any, whole: Subgraph) -> None:
    text = form.make(taken(whole)).decode()
    for value in (CAPTION.title, "5 steps upstream", "complete"):
        assert value in text or value in json.loads(json.dumps(text)), value


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_hostile_text_is_held_by_every_file(form: Any, hostile: TakeAway) -> None:
    text = form.make(hostile).decode("utf-8")
    if form.name in ("svg", "graphml", "gexf"):
        for element in ET.fromstring(text).iter():
            assert not element.tag.endswith("script")
            assert not [value for value in element.attrib.values() if value.startswith("javascript:")] or (
                form.name == "gexf"  # where attributes are how values are written
            )
    if form.name == "html":
        assert "<script>window.hacked" not in text
        assert "<img src=x" not in text


@pytest.mark.parametrize(
    ("value", "safe"),
    [("=1+2", "'=1+2"), ("+x", "'+x"), ("-x", "'-x"), ("@x", "'@x"), ("\t=x", "\t'=x"), ("-1.5", "-1.5"),
     ("a=b", "a=b"), (-3, "-3"), (True, "true")],
)  # fmt: skip
def test_a_spreadsheet_computes_nothing(value: str | int, safe: str) -> None:
    assert safe_cell(value) == safe


def test_no_cell_of_a_hostile_lineage_starts_like_a_formula(hostile: TakeAway) -> None:
    for name in ("entities", "associations"):
        for row in rows(name, hostile):
            assert not [cell for cell in row.values() if cell[:1] in "=+@-" and cell]


@pytest.mark.parametrize(
    "title", ["../../etc/passwd", "a/b\\c:d", "con", "", "x" * 500, "\u202eevil", "模型"]
)
def test_a_file_name_is_one_on_every_system(title: str) -> None:
    name = file_name(Caption(title, "", "", ""), "svg")
    assert name.endswith(".svg")
    assert 4 < len(name) <= 120
    assert not set(name) & set('/\\:*?"<>|\0\n')
    assert not name.startswith((".", "con."))
