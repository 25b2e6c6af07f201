"""The shapes of an answer: as values, as a table, as files, and as lineage."""

import csv
import io
import json
from decimal import Decimal
from typing import Any

import pytest

from lineage_viz.console.lineage import arn_of, arns_of, merged, named
from lineage_viz.console.naming import names_of
from lineage_viz.console.notebook import cell
from lineage_viz.console.plans import numbers, warnings
from lineage_viz.console.table import as_csv, as_json, is_counted, plain, table
from lineage_viz.console.values import Edge, Map, Path, Property, Tree, Value, Vertex, read
from lineage_viz.model import Association, Entity, Subgraph

A, B, C = (
    "arn:aws:sagemaker:eu-west-1:1:artifact/a",
    "arn:aws:sagemaker:eu-west-1:1:artifact/b",
    "arn:aws:x:c",
)


def typed(name: str, value: Any) -> Any:
    return {"@type": name, "@value": value}


def vertex(id_: str) -> Any:
    return typed("g:Vertex", {"id": id_, "label": "artifact"})


EDGE = typed(
    "g:Edge", {"id": "e", "label": "Produced", "outV": A, "inV": B, "outVLabel": "x", "inVLabel": "y"}
)
LABELS = typed("g:List", [typed("g:Set", []), typed("g:Set", ["x"])])


@pytest.mark.parametrize(
    ("given", "value"),
    [
        (None, None),
        (True, True),
        ("text", "text"),
        (typed("g:Int32", 7), 7),
        (typed("gx:BigInteger", 10**30), 10**30),
        (typed("g:Double", 1.5), 1.5),
        (typed("g:Double", "Infinity"), float("inf")),
        (typed("g:UUID", "41d2e28a-20a4-4ab0-b379-d810dede3786"), "41d2e28a-20a4-4ab0-b379-d810dede3786"),
        (typed("g:T", "label"), "label"),
        (typed("g:List", [typed("g:Int32", 1), "b"]), (1, "b")),
        (typed("g:Set", []), ()),
        (typed("g:BulkSet", ["x", typed("g:Int64", 2), "y", typed("g:Int64", 1)]), Map((("x", 2), ("y", 1)))),
        (typed("g:BulkSet", ["x", typed("g:Int64", 10**9)]), Map((("x", 10**9),))),
        (typed("g:BulkSet", ["x", typed("g:Int64", 1), "y", typed("g:Int64", 1)]), ("x", "y")),
        (typed("gx:BigDecimal", Decimal("123456789012345.678901234567890123")),
         Decimal("123456789012345.678901234567890123")),
        (typed("g:Map", ["k", typed("g:List", ["v"]), typed("g:T", "id"), A]), Map((("k", ("v",)), ("id", A)))),
        (typed("g:Map", [vertex(A), typed("g:Int64", 3)]), Map(((Vertex(A, "artifact"), 3),))),
        (EDGE, Edge("e", "Produced", A, B)),
        (typed("g:VertexProperty", {"id": 1, "value": "v", "label": "type"}), Property("type", "v")),
        (typed("g:Property", {"key": "role", "value": "train"}), Property("role", "train")),
        (typed("g:Path", {"labels": LABELS, "objects": typed("g:List", [vertex(A), "x"])}),
         Path((Vertex(A, "artifact"), "x"), ((), ("x",)))),
        (typed("g:Tree", [{"key": vertex(A), "value": typed("g:Tree", [{"key": "b", "value": typed("g:Tree", [])}])}]),
         Tree(((Vertex(A, "artifact"), Tree((("b", Tree(())),))),))),
        (typed("g:Vertex", {"id": A, "label": "artifact", "properties": {
            "type": [typed("g:VertexProperty", {"id": 1, "value": "Model", "label": "type"})]}}),
         Vertex(A, "artifact", Map((("type", ("Model",)),)))),
        (typed("x:Unknown", {"a": typed("g:Int32", 1)}), Map((("a", 1),))),
        (typed("g:Vertex", "another form"), "another form"),
        ({"untyped": [1, {"b": None}]}, Map((("untyped", (1, Map((("b", None),)))),))),
    ],
)  # fmt: skip
def test_a_value_is_read_as_it_is(given: Any, value: Value) -> None:
    assert read(given) == value


def test_a_moment_is_in_utc_and_one_beyond_all_calendars_stays_a_number() -> None:
    assert str(read(typed("g:Date", 1_764_559_361_000))) == "2025-12-01 03:22:41+00:00"
    assert read(typed("g:Date", 10**30)) == str(10**30)


def test_a_value_deeper_than_anybody_reads_ends() -> None:
    deep: Any = "end"
    for _ in range(2_000):
        deep = typed("g:List", [deep])
    assert "…" in json.dumps(plain(read(deep)), ensure_ascii=False)


PATH = Path((Vertex(A, "artifact"), Edge("e", "Produced", A, B), Vertex(B, "artifact")))
MAPS = Path((Map((("arn", (A,)), ("type", ("DataSet",)))), Map(()), Map((("arn", (B,)),))))


@pytest.mark.parametrize(
    ("rows", "columns", "first"),
    [
        ([PATH], ("1 v", "2 oute", "3 inv"), ("Data", "Produced", B)),
        ([PATH, Path((1, 2, 3, 4))], ("1 v", "2 oute", "3 inv", "4 v"), ("Data", "Produced", B, "")),
        ([Map((("in", 3), ("out", 2)))], ("in", "out"), ("3", "2")),
        ([Map((("live", True),))], ("live",), ("true",)),
        ([Map(())], ("Value",), ("",)),
        ([Map((("a", ""), ("b", None))), Map((("c", 1),))], ("a", "b", "c"), ("(empty)", "(null)", "")),
        ([MAPS], ("1 v", "2 oute", "3 inv"), ("Data", "", f"arn: {B}")),
        ([Map((("a", 1), ("b", (2, 3)))), Map((("a", "x"), ("c", None)))], ("a", "b", "c"), ("1", "2, 3", "")),
        ([Map(((Vertex(A, ""), 3),))], ("Key", "Value"), ("Data", "3")),
        ([Vertex(A, "artifact")], ("Vertex", "Label", "Id"), ("Data", "artifact", A)),
        ([Edge("e", "Produced", A, B)], ("From", "Association", "To"), ("Data", "Produced", B)),
        ([Property("type", "Model")], ("Property", "Value"), ("type", "Model")),
        ([1, "x", None, True, 1.5], ("Value",), ("1",)),
        ([Vertex(A, ""), 3], ("Value",), ("Data",)),
        ([], ("Value",), None),
    ],
)  # fmt: skip
def test_each_shape_has_its_columns(
    rows: list[Value], columns: tuple[str, ...], first: tuple[str, ...] | None
) -> None:
    found = table(rows, ("v", "oute", "inv"), {A: "Data"})
    assert found.columns == columns
    assert (found.rows[0] if first else found.rows or None) == first


COUNTS = Map((("artifact", 3), ("action", 2)))


@pytest.mark.parametrize(
    ("query", "rows", "columns"),
    [
        ("g.V().groupCount().by(label)", [COUNTS], ("Key", "Value")),
        ("g.V().group().by(label).by(count())", [COUNTS], ("Key", "Value")),
        ("g.V().project('artifact', 'action').by(count())", [COUNTS], ("artifact", "action")),
        ("g.V().project('artifact', 'action').by(count())", [COUNTS, COUNTS], ("artifact", "action")),
        ("g.V().group().by(label)", [Map((("artifact", (1, 2)),))], ("artifact",)),
    ],
)
def test_only_a_map_of_counts_has_a_row_for_each_key(
    query: str, rows: list[Value], columns: tuple[str, ...]
) -> None:
    assert table(rows, query=query).columns == columns
    assert is_counted(rows, query) == (columns[0] == "Key")


def test_entities_of_one_name_are_told_apart() -> None:
    def named(arn: str, type_: str, created: str) -> Entity:
        return Entity(
            arn, "artifact", {"name": "ticket-routing-prod", "type": type_, "creationtime": created}
        )

    names = names_of((
        named("arn:x:endpoint/a", "Endpoint", "2026-03-01T00:00:00Z"), named("arn:b", "Model", "2026-03-01T00:00:00Z"),
        named("arn:c", "Model", "2026-03-02T00:00:00Z"), named("arn:x/d", "Model", "2026-03-02T00:00:00Z"),
    ))  # fmt: skip
    assert len(set(names.values())) == 4
    assert names["arn:x:endpoint/a"] == "ticket-routing-prod · Endpoint"
    assert names_of([named("arn:b", "Model", "")]) == {"arn:b": "ticket-routing-prod"}


def test_files_have_every_row_with_ids_and_names_and_say_what_is_cut_off() -> None:
    def read(*given: Any, **more: Any) -> list[list[str]]:
        return list(csv.reader(io.StringIO(as_csv(*given, **more).lstrip("\ufeff"))))

    assert read([Map((("name", "=1+1"), ("n", float("nan"))))], extent="There are more rows.") == [
        ["name", "n", "lineage extent"], ["'=1+1", "NaN", "There are more rows."],
    ]  # fmt: skip
    assert read([Vertex(A, "artifact")], names={A: "Data"}) == [
        ["Vertex", "Label", "Id", "Vertex name", "lineage extent"], [A, "artifact", A, "Data", ""],
    ]  # fmt: skip
    both = read([PATH], ("v",), {A: "prod", B: "prod"})  # a deployment has the name of its endpoint
    assert both[0][-3:] == ["1 v name", "3 v name", "lineage extent"]
    assert read([PATH], ("v",), {B: "Model"})[1] == [A, "Produced", B, "Model", ""]
    assert read([], extent="0 rows, complete.") == [["Value", "lineage extent"], ["", "0 rows, complete."]]


def test_a_json_file_has_every_row() -> None:
    whole = json.loads(
        as_json([PATH, Map(((Vertex(A, "x"), 1),)), float("inf"), "\ud800"], "g.V()", "4 rows, complete")
    )
    assert whole["extent"] == "4 rows, complete"
    assert whole["rows"] == [
        [{"id": A, "label": "artifact"}, {"id": "e", "label": "Produced", "from": A, "to": B},
         {"id": B, "label": "artifact"}],
        [{"key": {"id": A, "label": "x"}, "value": 1}], "Infinity", "\ufffd",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "arn"),
    [
        (Vertex("any id", "x"), "any id"),
        (Map((("arn", (A,)),)), A),
        (Map((("arn", A), ("sourcearn", B))), A),
        (Map((("id", "3"), ("label", "thing"))), "3"),
        (Map((("sourcearn", B),)), ""),
        (A, A),
        ("any text", ""),
        (3, ""),
    ],
)
def test_a_vertex_a_map_and_an_arn_stand_for_an_entity(value: Value, arn: str) -> None:
    assert arn_of(value) == arn


ELEMENT_EDGE = Map((
    ("id", "e"), ("label", "Produced"),
    ("OUT", Map((("id", A), ("label", "artifact")))), ("IN", Map((("id", B), ("label", "artifact")))),
))  # fmt: skip


@pytest.mark.parametrize(
    ("row", "arns", "pairs", "edges"),
    [
        (PATH, [A, B], [], [(A, "Produced", B)]),
        (MAPS, [A, B], [{A, B}], []),
        (Path((Vertex(A, ""), Vertex(B, ""), Vertex(C, ""))), [A, B, C], [{A, B}, {B, C}], []),
        (Path((A, B)), [A, B], [{A, B}], []),
        (ELEMENT_EDGE, [A, B], [], [(A, "Produced", B)]),
        (Tree(((Vertex(A, ""), Tree(((Vertex(B, ""), Tree(())),))),)), [A, B], [{A, B}], []),
        (Map((("a", (Vertex(A, ""), Map((("deep", Vertex(B, "")),)))),)), [A, B], [], []),
        (Map(((Vertex(A, ""), 3),)), [A], [], []),
        (Property("arn", A), [A], [], []),
        (7, [], [], []),
    ],
)  # fmt: skip
def test_the_lineage_of_a_row(row: Value, arns: list[str], pairs: list[set[str]], edges: list[Any]) -> None:
    found = named([row])
    assert list(arns_of(row)) == arns
    assert sorted(map(sorted, found.pairs)) == sorted(map(sorted, pairs))
    assert sorted(found.edges) == edges


def test_a_second_answer_is_added_to_a_picture() -> None:
    first = Subgraph((Entity(A, "artifact"), Entity(B, "artifact")), (Association(A, "Produced", B),), (A,))
    second = Subgraph((Entity(B, "artifact"), Entity(C, "artifact")), (Association(B, "Produced", C),), (B,))
    both = merged(first, second)
    assert [each.arn for each in both.entities] == [A, B, C]
    assert [(each.source, each.destination) for each in both.associations] == [(A, B), (B, C)]
    assert both.focus == (A,)


@pytest.mark.parametrize(
    ("text", "query", "hints", "said"),
    [
        ("g.V()", "g.V()", (), ""),
        ("%%gremlin -p v,oute,inv,ine\ng.V()\n.out()", "g.V()\n.out()", ("v", "oute", "inv", "ine"), "v, oute, inv"),
        ("%%gremlin --path-pattern=v,inv\ng.V()", "g.V()", ("v", "inv"), "v, inv"),
        ("\n%%gremlin\ng.V()", "g.V()", (), ""),
        ("%%gremlin -p v,sideways\ng.V()", "g.V()", (), "sideways, which means nothing"),
        ("%%gremlin -d name -l 20\ng.V()", "g.V()", (), "-d name -l 20"),
        ("%%gremlin explain\ng.V()", "g.V()", (), "explain"),
        ("%%gremlin", "", (), ""),
    ],
)  # fmt: skip
def test_a_cell_of_a_notebook_is_understood(text: str, query: str, hints: tuple[str, ...], said: str) -> None:
    found = cell(text)
    assert (found.query, found.hints) == (query, hints)
    assert said in found.said
    assert bool(said) == bool(found.said)


def test_a_mistake_after_the_line_of_a_notebook_keeps_its_place() -> None:
    assert (cell("%%gremlin -p v\ng.V(").before, cell("\n\n%%gremlin\ng.V(").before, cell("g.V(").before) == (
        1,
        3,
        0,
    )


REPORT = """Runtime (ms)
============
Query Execution:   12.345

Predicates
==========
# of predicates: 18

WARNING: reverse traversal with no edge label(s) - .in() / .both() may impact query performance

Results
=======
Count: 42

Index Operations
================
Query execution:
    # of statement index ops: 95
    # of unique statement index ops: 95
    Duplication ratio: 1.0
"""


def test_the_numbers_of_a_report_stand_above_it() -> None:
    assert dict(numbers(REPORT)) == {
        "Execution": "12.345 ms", "Results": "42",
        "Index operations": "95", "Duplication ratio": "1.0",
    }  # fmt: skip
    assert warnings(REPORT) == (
        "reverse traversal with no edge label(s) - .in() / .both() may impact query performance",
    )
    assert (numbers("another text"), warnings("another text")) == ((), ())
