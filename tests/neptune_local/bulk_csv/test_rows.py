"""Rows by the guide's section "Gremlin Row Format"."""

from pathlib import Path

import pytest

from tests.neptune_local.bulk_csv import Row, Spoiled, open_table


def rows(folder: Path, *lines: str) -> list[Row | Spoiled]:
    (folder / "v.csv").write_text("\n".join(lines), "utf-8")
    table = open_table(folder / "v.csv")
    return [table] if isinstance(table, Spoiled) else list(table.rows())


def one(folder: Path, *lines: str) -> Row | Spoiled:
    (row,) = rows(folder, *lines)
    return row


def test_the_example_of_the_guide(tmp_path: Path) -> None:
    vertices = (
        "~id,name:String,age:Int,lang:String,interests:String[],~label",
        'v1,"marko",29,,"sailing;graphs",person',
        'v2,"lop",,"java",,software',
    )
    assert rows(tmp_path, *vertices) == [
        Row(1, ["v1", "person", None, None, [(0, "marko"), (1, 29), (3, "sailing"), (3, "graphs")]]),
        Row(2, ["v2", "software", None, None, [(0, "lop"), (2, "java")]]),
    ]
    assert rows(tmp_path, "~id,~from,~to,~label,weight:Double", "e1,v1,v2,created,0.4") == [
        Row(1, ["e1", "created", "v1", "v2", [(0, "0.4")]])
    ]


@pytest.mark.parametrize(
    ("cell", "label"),
    [
        ("person", "person"),
        ("Person;person", "Person::person"),
        ("Data\\;Set;Curated", "Data;Set::Curated"),
        ("a;a", "a"),
        ("  a  ", "a"),
        ('" a "', " a "),
        ("", "vertex"),
    ],
)
def test_the_labels_of_a_vertex(tmp_path: Path, cell: str, label: str) -> None:
    assert one(tmp_path, "~id,~label", f"v,{cell}") == Row(1, ["v", label, None, None, []])


def test_without_a_column_of_labels(tmp_path: Path) -> None:
    assert one(tmp_path, "~id", "v") == Row(1, ["v", "vertex", None, None, []])
    assert one(tmp_path, "~id,~from,~to", "e,v,w") == Row(1, ["e", "edge", "v", "w", []])


@pytest.mark.parametrize(
    ("header", "line", "reason"),
    [
        ("~id,~label", 'v,""', "a label is empty"),
        ("~id,~label", "v,a;;b", "a label is empty"),
        ("~id,~label", "v,a;", "a label is empty"),
        ("~id,~from,~to,~label", 'e,v,w,""', "a label is empty"),
        ("~id,~from,~to,~label", "e,v,w,a;b", "an edge has one label"),
        ("~id,~label", ",a", "~id is blank"),
        ("~id,~label", "  ,a", "~id is blank"),
        ("~id,~from,~to", ",v,w", "~id is blank"),
        ("~id,~from,~to", "e,,w", "~from is blank"),
        ("~id,~from,~to", "e,v,", "~to is blank"),
        ("~id,~label", "v", "1 fields, the header has 2"),
        ("~id,~label", "v,a,", "3 fields, the header has 2"),
    ],
)
def test_rows_after_an_unreadable_row_are_read(tmp_path: Path, header: str, line: str, reason: str) -> None:
    found = rows(tmp_path, header, line, ",".join("x" for _ in header.split(",")))
    assert found[0] == Spoiled(1, reason)
    assert isinstance(found[1], Row)
    assert found[1].number == 2


def test_an_empty_text_is_an_id(tmp_path: Path) -> None:
    assert one(tmp_path, "~id,~label", '"",a') == Row(1, ["", "a", None, None, []])
    assert one(tmp_path, "~id,~from,~to", '"","",v') == Row(1, ["", "edge", "", "v", []])


def test_a_blank_field_and_an_empty_text_give_no_property(tmp_path: Path) -> None:
    row = one(tmp_path, "~id,a:String,b:String,c:Int,d:String[],e:String", 'v,,"",,"", " "')
    assert row == Row(1, ["v", "vertex", None, None, [(4, " ")]])


def test_a_value_of_another_type_spoils_only_its_row(tmp_path: Path) -> None:
    first, second = rows(tmp_path, "~id,n:Int", "v,many", "w,7")
    assert first == Spoiled(1, "n: 'many' is no int (not a whole number)", datatype=True)
    assert second == Row(2, ["w", "vertex", None, None, [(0, 7)]])


def test_two_columns_of_one_property_both_give_values_each_with_its_type(tmp_path: Path) -> None:
    row = one(tmp_path, "~id,n:Int,n:String", "v,7,8")
    assert row == Row(1, ["v", "vertex", None, None, [(0, 7), (1, "8")]])


def test_a_file_ends_at_its_first_error_of_csv(tmp_path: Path) -> None:
    good, spoiled = rows(tmp_path, "~id,a:String", "v,x", 'w,say "hi"', "x,y")
    assert good == Row(1, ["v", "vertex", None, None, [(0, "x")]])
    assert isinstance(spoiled, Spoiled)
    assert (spoiled.number, spoiled.fatal) == (2, True)


@pytest.mark.parametrize("header", ["", "~label", "~id,~id", '~id,a "b', "~id,a:uuid"])
def test_a_wrong_header_spoils_the_file(tmp_path: Path, header: str) -> None:
    spoiled = one(tmp_path, header, "v,a")
    assert isinstance(spoiled, Spoiled)
    assert (spoiled.number, spoiled.fatal) == (0, True)
