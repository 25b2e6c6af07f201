"""Headers by the guide's sections "System Column Headers" and "Property Column Headers"."""

import pytest

from tests.neptune_local.bulk_csv import Header
from tests.neptune_local.bulk_csv.column import Column

EDGE = ("~id", "~from", "~to")


@pytest.mark.parametrize(
    ("cell", "column"),
    [
        ("age:Int", Column("age", "int", single=False, array=False)),
        ("age:INT", Column("age", "int", single=False, array=False)),
        ("age:int(single)", Column("age", "int", single=True, array=False)),
        ("age:Int(set)", Column("age", "int", single=False, array=False)),
        ("age:Int[]", Column("age", "int", single=False, array=True)),
        ("age:Int(set)[]", Column("age", "int", single=False, array=True)),
        ("on:Boolean", Column("on", "bool", single=False, array=False)),
        ("on:bool", Column("on", "bool", single=False, array=False)),
        ("at:DateTime", Column("at", "date", single=False, array=False)),
        ("at:date", Column("at", "date", single=False, array=False)),
        ("name", Column("name", "string", single=False, array=False)),
        ("a\\:b:Long", Column("a:b", "long", single=False, array=False)),
        ("a\\:b", Column("a:b", "string", single=False, array=False)),
        ("a\\b:Byte", Column("a\\b", "byte", single=False, array=False)),
    ],
)
def test_a_property_column_of_vertices(cell: str, column: Column) -> None:
    header = Header.parse(["~label", cell, "~id"])
    assert header.system == {"~label": 0, "~id": 2}
    assert header.columns == ((1, column),)
    assert (header.width, header.is_edges) == (3, False)


@pytest.mark.parametrize(
    "cell",
    [
        "age:uuid",
        "age:",
        ":Int",
        "age:Int(list)",
        "age:Int()",
        "age:Int(single)[]",
        "age:Int[](set)",
        "age: Int",
        "my age:Int",
        "my,age:Int",
        "my\nage:Int",
        "a:b:Int",
        " ",
        None,
    ],
)
def test_a_property_column_that_is_refused(cell: str | None) -> None:
    with pytest.raises(ValueError, match="the column"):
        Header.parse(["~id", cell])


@pytest.mark.parametrize(
    "type_name", ["Bool", "Byte", "Short", "Int", "Long", "Float", "Double", "String", "Date"]
)
def test_a_property_of_an_edge_is_single_also_without_a_cardinality(type_name: str) -> None:
    header = Header.parse([*EDGE, f"a:{type_name}", f"b:{type_name}(single)"])
    assert header.is_edges
    assert [column.single for _, column in header.columns] == [True, True]


@pytest.mark.parametrize("cell", ["a:Int[]", "a:Int(set)", "a:Int(set)[]"])
def test_an_edges_property_of_several_values_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="an edge's property has one"):
        Header.parse([*EDGE, cell])


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ([], "no ~id"),
        (["~label"], "no ~id"),
        (["~ID"], "no ~id"),
        (["~from", "~to", "~label"], "no ~id"),
        (["~id", "~from", "~label"], "no ~to"),
        (["~id", "~to"], "no ~from"),
        (["~id", "~label", "~id"], "~id twice"),
        (["~id", "~label", "~label"], "~label twice"),
        (["~id", "~type"], "~type"),
        ([*EDGE, "~fromLabels"], "~fromLabels"),
    ],
)
def test_missing_repeated_and_unknown_system_columns(cells: list[str], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Header.parse(cells)
