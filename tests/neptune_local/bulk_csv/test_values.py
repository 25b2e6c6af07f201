"""Values by the guide's section "Gremlin Data Types"."""

from datetime import UTC, datetime

import pytest

from tests.neptune_local.bulk_csv.column import Column, Mismatch


def values(kind: str, text: str, *, array: bool = False) -> list[str | int | bool]:
    return Column("x", kind, single=False, array=array).values(text)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("bool", "true", True),
        ("bool", "TRUE", True),
        ("bool", "false", False),
        ("bool", "yes", False),
        ("bool", "1", False),
        ("bool", " true ", False),
        ("byte", "-128", -128),
        ("byte", "127", 127),
        ("short", "-32768", -32768),
        ("int", "2147483647", 2**31 - 1),
        ("long", "-9223372036854775808", -(2**63)),
        ("int", "+7", 7),
        ("int", "007", 7),
        ("float", "0.1", "0.1"),
        ("double", "-1.5e-7", "-1.5e-7"),
        ("double", "1E3", "1E3"),
        ("double", "-Infinity", "-Infinity"),
        ("float", "NaN", "NaN"),
        ("string", " a;b\\;c ", " a;b\\;c "),
    ],
)
def test_a_value_of_its_type(kind: str, text: str, value: str | int | bool) -> None:
    (found,) = values(kind, text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-12", datetime(2026, 3, 12, tzinfo=UTC)),
        ("2026-03-12T02:30", datetime(2026, 3, 12, 2, 30, tzinfo=UTC)),
        ("2026-03-12T02:30:59", datetime(2026, 3, 12, 2, 30, 59, tzinfo=UTC)),
        ("2026-03-12T02:30:59Z", datetime(2026, 3, 12, 2, 30, 59, tzinfo=UTC)),
        ("1969-12-31T23:59:59Z", datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_date_is_epoch_time(text: str, moment: datetime) -> None:
    assert values("date", text) == [int(moment.timestamp()) * 1000]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("byte", "128"),
        ("short", "-32769"),
        ("int", "2147483648"),
        ("long", "9223372036854775808"),
        ("int", "1.0"),
        ("int", "1e3"),
        ("int", " 7"),
        ("int", "1_000"),
        ("int", "\u0667"),
        ("int", "0x10"),
        ("double", "INF"),
        ("double", "-inf"),
        ("double", "1,5"),
        ("double", "1_0.5"),
        ("double", "1.5f"),
        ("double", " 1.5"),
        ("double", "."),
        ("date", "yesterday"),
        ("date", "20260312"),
        ("date", "2026-3-12"),
        ("date", "2026-02-30"),
        ("date", "2026-W11-4"),
        ("date", "2026-03-12 02:30"),
        ("date", "2026-03-12t02:30"),
        ("date", "2026-03-12T02"),
        ("date", "2026-03-12T2:30:5"),
        ("date", "2026-03-12T02:30Z"),
        ("date", "2026-03-12T02:30:59z"),
        ("date", "2026-03-12T02:30:59.5Z"),
        ("date", "2026-03-12T02:30:59+00:00"),
        ("date", "2026-03-12T24:00"),
        ("date", " 2026-03-12"),
        ("date", "202\u0666-03-12"),
    ],
)
def test_a_value_of_another_type_is_refused(kind: str, text: str) -> None:
    with pytest.raises(Mismatch, match=f"x: .* is no {kind}"):
        values(kind, text)


@pytest.mark.parametrize(
    ("kind", "text", "parts"),
    [
        ("string", "sailing;graphs", ["sailing", "graphs"]),
        ("string", "a\\;b;c", ["a;b", "c"]),
        ("string", "String one; String 2", ["String one", " String 2"]),
        ("string", "a\\tb;c\\", ["a\\tb", "c\\"]),
        ("string", ";a;;b;", ["a", "b"]),
        ("int", "1;-2;3", [1, -2, 3]),
        ("bool", "true;no", [True, False]),
        ("date", "1970-01-01;1970-01-02", [0, 86_400_000]),
    ],
)
def test_an_array_splits_at_semicolons_that_are_not_escaped(
    kind: str, text: str, parts: list[str | int | bool]
) -> None:
    assert values(kind, text, array=True) == parts


@pytest.mark.parametrize(
    ("kind", "text"), [("int", "1;x"), ("byte", "1;128"), ("date", "2026-01-01;2026-01-01T00:00:00.5Z")]
)
def test_every_part_of_an_array_is_checked(kind: str, text: str) -> None:
    with pytest.raises(Mismatch):
        values(kind, text, array=True)


@pytest.mark.parametrize("kind", ["string", "int", "date", "bool"])
def test_an_empty_text_is_no_value(kind: str) -> None:
    assert values(kind, "") == values(kind, "", array=True) == []
