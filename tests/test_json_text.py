"""JSON that any parser reads, from every writer of the package."""

import ast
import json
import math
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lineage_viz.json_text import json_of, json_text, number_text
from lineage_viz.sagemaker_lineage.records import _value
from lineage_viz.snapshot.column import Column, csv_field

PACKAGE = Path(__file__).parent.parent / "lineage_viz"
STRANGE = [math.nan, math.inf, -math.inf]


def strict(text: str) -> object:
    def refuse(constant: str) -> None:
        raise ValueError(f"{constant} is not JSON")

    return json.loads(text, parse_constant=refuse)


def test_numbers_that_json_lacks_become_text_at_every_depth() -> None:
    value = {"a": [math.nan, (1.5, {"b": math.inf})], "c": -math.inf, "at": datetime(2026, 1, 1, tzinfo=UTC)}
    expected = {"a": ["NaN", [1.5, {"b": "Infinity"}]], "c": "-Infinity", "at": "2026-01-01 00:00:00+00:00"}
    assert strict(json_text(value, default=str)) == expected


def test_every_other_value_is_written_as_by_python() -> None:
    value = {"z": [1, 2.5, None, True, "é"], "a": {}}
    assert json_text(value, indent=1, sort_keys=True) == json.dumps(value, indent=1, sort_keys=True)


@pytest.mark.parametrize("number", STRANGE)
def test_a_number_in_a_neptune_file_is_one_that_java_and_python_read(number: float) -> None:
    text = csv_field(number)
    assert text in ("NaN", "Infinity", "-Infinity")
    assert text == number_text(number)
    read = Column.parse("loss:Double").reader
    assert read
    assert repr(read(text)) == repr(number)
    assert {"loss": read(text)} == {"loss": read(text)}  # a sync sends no row that has not changed


@pytest.mark.parametrize("number", STRANGE)
def test_a_metric_of_sagemaker_is_recorded_as_json(number: float) -> None:
    assert strict(str(_value([{"MetricName": "loss", "Max": number}]))) == [
        {"MetricName": "loss", "Max": number_text(number)}
    ]


@pytest.mark.parametrize("blank", ["", " ", "\t\r\n ", "\xa0", "\f", "\ufeff"])
@pytest.mark.parametrize("text", ['{"a": [1, "b "]}', "[]", "{} {}", "{}x", ""])
def test_json_from_outside_may_have_the_blanks_around_it_that_python_allows(text: str, blank: str) -> None:
    around = f"{blank}{text}{blank}"
    try:
        expected = json.loads(around)
    except ValueError:
        expected = None
    assert json_of(around, object) == expected


def test_one_module_writes_all_json() -> None:
    writers = [
        path.name
        for path in PACKAGE.rglob("*.py")
        for found in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(found, ast.Attribute)
        and found.attr in ("dumps", "dump", "JSONEncoder")
        and ast.unparse(found.value) == "json"
    ]
    assert set(writers) == {"json_text.py"}


@pytest.mark.parametrize(
    "text", [None, 3, "", "no JSON", "[" * 90_000, "[" * 300 + "]" * 300, "9" * 9_000, "[]", '"text"', "{"]
)
def test_a_text_that_is_no_json_of_the_wanted_form_has_no_value(text: object) -> None:
    assert json_of(text, dict) is None


def test_the_value_of_json_from_outside_can_be_written_again() -> None:
    value = json_of('{"a": NaN, "b\\ud800": ["\\u0000", "\\ud83d\\ude00"], "c": -Infinity}', dict)
    assert value == {"a": None, "b\ufffd": ["\ufffd", "\U0001f600"], "c": None}
    wide = "[" + ",".join(["[1]"] * 500) + "]"  # many brackets, few levels
    assert json_of(wide, list) == [[1]] * 500


def test_a_whole_number_that_no_float_holds_is_a_number() -> None:
    assert number_text(10**400) == "1" + "0" * 400
