"""Fields and records by the guide's section "CSV Format Specification"."""

import bz2
import csv
import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.neptune_local.bulk_csv.records import Cell, NotCsv, records

FIELDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def read(folder: Path, content: str | bytes, name: str = "v.csv") -> list[list[Cell]]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(records(path))


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("value1, value2", ["value1", "value2"]),
        (" a , b ,c ", ["a", "b", "c"]),
        ('  " a "  ,  "b"  ', [" a ", "b"]),
        ("a b,c", ["a b", "c"]),
        (",,", [None, None, None]),
        ("a,   ,b", ["a", None, "b"]),
        ('"",a', ["", "a"]),
        ('" ",a', [" ", "a"]),
        ('"Hello ""World"""', ['Hello "World"']),
        ('""""', ['"']),
        ('"a,b","c\nd","e\r\nf"', ["a,b", "c\nd", "e\r\nf"]),
        (r'"data1\tdata2",a\b', [r"data1\tdata2", r"a\b"]),
        (r'"a\",b', ["a\\", "b"]),
        ("a,é\u2028😀", ["a", "é\u2028😀"]),
        ("a,\u00a0b\u00a0", ["a", "\u00a0b\u00a0"]),
    ],
)
@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_only_spaces_outside_quotes_are_dropped(
    tmp_path: Path, text: str, cells: list[Cell], end: str
) -> None:
    assert read(tmp_path, text + end) == [cells]


@pytest.mark.parametrize(
    "text",
    [
        'say "hi",b',
        '5" disc',
        '"a"b,c',
        '"a" "b"',
        '"open',
        '"open,\nb\n',
        'a\n"open\nb',
        "a\rb",
        "a\r",
        "a,b\0c",
        '"b\0c"',
    ],
)
def test_a_missing_quote_ends_the_file(tmp_path: Path, text: str) -> None:
    with pytest.raises(NotCsv):
        read(tmp_path, text)


def test_records_before_the_fault_are_read(tmp_path: Path) -> None:
    (tmp_path / "v.csv").write_text('a\nb\nc "\nd\n')
    found = records(tmp_path / "v.csv")
    assert [next(found), next(found)] == [["a"], ["b"]]
    with pytest.raises(NotCsv, match="field 1"):
        next(found)


def test_empty_lines_are_not_records(tmp_path: Path) -> None:
    assert read(tmp_path, "\na\n\r\nb\n  \n\n") == [["a"], ["b"], [None]]
    assert read(tmp_path, "") == []


def test_a_line_that_is_not_utf8_ends_the_file_there(tmp_path: Path) -> None:
    (tmp_path / "v.csv").write_bytes(b"a\n" * 5000 + b"\xff\n")
    found = records(tmp_path / "v.csv")
    assert [next(found) for _ in range(5000)] == [["a"]] * 5000
    with pytest.raises(NotCsv, match="utf-8"):
        next(found)


def test_the_ending_shows_the_compression_of_a_file(tmp_path: Path) -> None:
    text = b"a,b\nc,d\n"
    assert read(tmp_path, gzip.compress(text), "v.csv.gz") == [["a", "b"], ["c", "d"]]
    assert read(tmp_path, gzip.compress(text[:4]) + gzip.compress(text[4:]), "v.gz") == [
        ["a", "b"],
        ["c", "d"],
    ]
    assert read(tmp_path, bz2.compress(text), "v.bz2") == [["a", "b"], ["c", "d"]]
    assert read(tmp_path, text, "v.txt") == [["a", "b"], ["c", "d"]]
    for name, content in (("v.gz", text), ("v.gz", gzip.compress(text)[:-9]), ("v.bz2", text)):
        with pytest.raises(NotCsv):
            read(tmp_path, content, name)


@given(
    rows=st.lists(st.lists(FIELDS, min_size=2, max_size=3), max_size=4), ends=st.sampled_from(["\n", "\r\n"])
)
def test_texts_that_pythons_csv_module_writes_are_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], ends: str
) -> None:
    path = tmp_path_factory.mktemp("csv") / "v.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator=ends).writerows(rows)
    assert list(records(path)) == rows
