"""Header cells and values of the Neptune CSV format (Neptune User Guide, bulk-load-tutorial-format-gremlin)."""

import csv
import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage_viz.model import Value
from lineage_viz.snapshot.column import Column, csv_field

MOMENT = datetime(2026, 3, 12, 2, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cell", "column"),
    [
        ("arn:String(single)", Column("arn", "string", single=True)),
        ("size:Long", Column("size", "long")),
        ("tags:String[]", Column("tags", "string", array=True)),
        ("tags:string(set)", Column("tags", "string")),
        ("plain", Column("plain", "string")),
        ("odd\\:name:INT", Column("odd:name", "int")),
        ("on:Boolean(single)", Column("on", "bool", single=True)),
        ("when:datetime", Column("when", "date")),
    ],
)
def test_parses_every_header_form_of_the_loader(cell: str, column: Column) -> None:
    assert Column.parse(cell) == column


@pytest.mark.parametrize(
    "cell", ["", "x:uuid", "x:String(list)", "x:String(single)[]", "x:String()", ":String"]
)
def test_refuses_a_header_that_neptune_refuses(cell: str) -> None:
    with pytest.raises(ValueError, match="header"):
        Column.parse(cell)


def test_parses_its_own_header_to_an_equal_column() -> None:
    for column in (
        Column("a:b", "date", single=True),
        Column("tags", "long", array=True),
        Column("n", "double"),
    ):
        assert Column.parse(column.header) == column


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("bool", "true", True),
        ("bool", "TRUE", True),
        ("bool", "yes", False),
        ("byte", "-128", -128),
        ("short", "32767", 32767),
        ("int", "7", 7),
        ("long", "9223372036854775807", 2**63 - 1),
        ("double", "1e3", 1000.0),
        ("float", "0.5", 0.5),
        ("date", "2026-03-12", datetime(2026, 3, 12, tzinfo=UTC)),
        ("date", "2026-03-12T02:00", MOMENT),
        ("date", "2026-03-12T02:00:00", MOMENT),
        ("date", "2026-03-12T02:00:00Z", MOMENT),
    ],
)
def test_reads_every_type_of_the_loader(kind: str, text: str, value: Value) -> None:
    read = Column("x", kind).reader
    assert read is not None
    assert read(text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("byte", "128"),
        ("int", "1.5"),
        ("date", "yesterday"),
        ("date", "1701010112345"),
        ("date", "1704067200000"),
        ("date", "0001-01-01T00:00+05:00"),
        ("double", "x"),
    ],
)
def test_refuses_a_value_of_another_type(kind: str, text: str) -> None:
    read = Column("x", kind).reader
    assert read is not None
    with pytest.raises(ValueError, match=r"."):
        read(text)


def test_splits_arrays_at_unescaped_semicolons() -> None:
    column = Column("tags", "string", array=True)
    assert column.reader is not None
    assert column.reader("a;b\\;c") == ("a", "b;c")
    assert csv_field(("a", "b;c")) == "a;b\\;c"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_any_text_is_equal_after_writing_and_reading(text: str) -> None:
    row = csv_field(text) + "," + csv_field("end") + "\n"
    assert list(csv.reader(io.StringIO(row, newline=""), strict=True, skipinitialspace=True)) == [
        [text, "end"]
    ]
