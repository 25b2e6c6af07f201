"""Every property arrives in every file that has properties, whatever its name."""

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage_viz.model import Association, Entity, Subgraph
from lineage_viz.takeaway.column_names import distinct
from tests.takeaway.conftest import made, taken

TABLES = (
    "arn", "title", "label", "hops", "endpoint state", "id", "source", "source title", "association type",
    "destination", "destination title", "lineage title", "lineage snapshot", "lineage filters", "lineage extent",
    "lineage view",
)  # fmt: skip
GRAPHS = (
    "entity", "type", "pid", "start", "end", "parents", "slices", "spells", "viz", "weight", "key", "networkx_key",
    "labelV", "labelE", "association_id", "mode", "node_default", "edge_default", "name", "snapshot", "extent",
)  # fmt: skip
OWN = (*TABLES, *GRAPHS)
NAMES = (
    *OWN, *(f"{name} (property)" for name in OWN), *(f"property_{name}" for name in OWN), "title (property) 2",
    "property_id 2", "\0", "\1", "\ud800", "\udfff", "\ufffd", "\ufffd 2", "=1", "'=1", "a;=1", "a;'=1", "\t=1",
    "\t'=1", "@", "'@", "", " ",
)  # fmt: skip
VALUES = {name: f"value {number}" for number, name in enumerate(NAMES)}
ENDS = ("arn:\0", "arn:\ufffd", "arn:\1")
VIEW = taken(Subgraph(
    tuple(Entity(arn, "artifact", VALUES) for arn in ENDS),
    tuple(Association(ENDS[0], "Produced", ENDS[1], VALUES, own_id) for own_id in ("\0", "\ufffd", "\1")),
    (ENDS[0],), dict.fromkeys(ENDS, 0),
))  # fmt: skip


def arrived(rows: Iterable[Iterable[object]]) -> bool:
    """True when each of the three rows has every value."""
    found = [set(map(str, row)) for row in rows]
    return len(found) == 3 and all(set(VALUES.values()) <= row for row in found)


@pytest.mark.parametrize("name", ["entities", "associations"])
def test_each_property_has_its_own_column_in_a_table(name: str) -> None:
    text = made(name, VIEW).decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert len(set(header)) == len(header)
    assert arrived(rows)
    row = dict(zip(header, rows[0], strict=True))
    assert row["lineage title"] == VIEW.caption.title
    assert row["lineage title (property)"] == VALUES["lineage title (property)"]
    assert row["lineage title (property) 2"] == VALUES["lineage title"]


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_each_property_is_an_attribute_of_its_own_in_a_graph(name: str) -> None:
    read: Any = nx.read_gexf if name == "gexf" else lambda text: nx.read_graphml(text, force_multigraph=True)
    graph = read(io.BytesIO(made(name, VIEW)))
    assert arrived(data.values() for _, data in graph.nodes(data=True))
    assert arrived(data.values() for *_, data in graph.edges(data=True))


def test_json_has_every_property_under_its_name() -> None:
    whole = json.loads(made("json", VIEW))
    assert all(each["properties"] == VALUES for each in (*whole["entities"], *whole["associations"]))


def test_a_page_shows_every_property() -> None:
    text = made("html", VIEW).decode()
    missing = [value for value in VALUES.values() if text.count(f'"value":"{value}"') < len(ENDS)]
    assert missing == []


@given(st.sets(st.sampled_from(NAMES) | st.text("a\0\1 2")), st.frozensets(st.sampled_from(OWN)))
def test_no_two_names_are_equal_and_a_good_name_stays(names: set[str], own: frozenset[str]) -> None:
    columns = distinct(names, lambda name: name.replace("\0", "?").replace("\1", "?"), own, "{} (property)")
    assert columns.keys() == names
    assert len(set(columns.values())) == len(names)
    assert not own & set(columns.values())
    assert all(columns[name] == name for name in names - own if not {"\0", "\1"} & set(name))


def test_a_page_shows_every_item_of_a_list_and_both_arns() -> None:
    items = [{"Name": name, "at": number} for number, name in enumerate(("a (3)", "a", "a"), 100)]
    entity = Entity("v1", "artifact", {"arn": "another", "inputs": json.dumps(items)})
    text = made("html", taken(Subgraph((entity,))))
    for value in (*(str(item["at"]) for item in items), "v1", "another"):
        assert f'"value":"{value}"'.encode() in text
