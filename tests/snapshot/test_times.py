"""Times in the files of other tools: each cell is read on its own."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from lineage_viz.errors import BadRow
from lineage_viz.snapshot import open_folder, verify
from lineage_viz.snapshot.adopting import adopt
from tests.snapshot.test_foreign_folder import folder_of


def rows(header: str, *values: str) -> dict[str, str]:
    return {
        "n.csv": f"~id,{header}\n" + "".join(f"v{number},{value}\n" for number, value in enumerate(values))
    }


FORMS = {
    "2024-03-01": datetime(2024, 3, 1, tzinfo=UTC),
    "2024-03-01 10:00": datetime(2024, 3, 1, 10, tzinfo=UTC),
    "2024-03-01T10:00:00+02:00": datetime(2024, 3, 1, 8, tzinfo=UTC),
    "2024-03-01 10:00:00.123456789-0530": datetime(2024, 3, 1, 15, 30, tzinfo=UTC),
    "None": None,
    "nan": None,
    "NaT": None,
    "<NA>": None,
    "\\N": None,
    "": None,
}


@pytest.mark.parametrize("header", ["creationtime", "CreationTime", "creationtime:Date"])
def test_each_time_is_read_on_its_own(tmp_path: Path, header: str) -> None:
    folder = open_folder(folder_of(tmp_path / "x", rows(header, *FORMS)))
    assert [each.created for each in folder.entities()] == list(FORMS.values())
    assert folder.gaps == ()
    new = adopt(folder, tmp_path)
    assert [each.created for each in open_folder(new.path).entities()] == list(FORMS.values())
    assert any(each.startswith("Texts for an absent value") for each in new.changes)


@pytest.mark.parametrize(
    "values",
    [
        ("1646179200", "", "1646265600"),
        ("1646179200.0", "nan", "1646265600."),
        ("1646179200000", "None", "1646265600999"),
    ],
)
@pytest.mark.parametrize("header", ["creationtime", "CreationTime"])
def test_seconds_and_milliseconds_since_1970_are_dates(
    tmp_path: Path, header: str, values: tuple[str, ...]
) -> None:
    folder = open_folder(folder_of(tmp_path / "x", rows(header, *values)))
    new = adopt(folder, tmp_path)
    for each in (folder, open_folder(new.path)):
        created = [entity.created for entity in each.entities()]
        assert created == [datetime(2022, 3, 2, tzinfo=UTC), None, datetime(2022, 3, 3, tzinfo=UTC)]
        assert each.gaps == ()
    assert any("became dates" in each for each in new.changes)


@pytest.mark.parametrize(
    "values", [("7", "8"), ("1646179200", "1646179200000"), ("1646179200", "9999999999")]
)
def test_numbers_that_are_no_times_are_named_and_stay(tmp_path: Path, values: tuple[str, str]) -> None:
    folder = open_folder(folder_of(tmp_path / "x", rows("creationtime", *values)))
    assert folder.gaps == (f"2 cells of creationtime in n.csv are no dates, such as {values[0]}",)
    assert [each.text("creationtime") for each in folder.entities()] == list(values)


@pytest.mark.parametrize(
    ("value", "more"),
    [
        ("15.01.2024", ""),
        ("15-Jan-2024", ""),
        ('"Jan 15, 2024"', ""),
        ("01/15/2024", ""),
        ("15/01/2024", ""),
        ("24-01-15", ""),
        ("12024-01-01", ""),
        ("2023-02-29", ""),
        ("2024-01-15T24:00:00Z", ""),
        ("2016-12-31T23:59:60Z", ""),
        ("2024-01-15T12Z", ""),
        ("2024-01-15t12:00:00z", ""),
        ("2024-01-15T12:30:00Z[UTC]", ""),
        ("2024-01-15T12:00:00 +0100", ""),
        ("2024-01-15 12:00:00 UTC", ""),
        ("2024\u221201\u221215", ""),
        ("\u0662\u0660\u0662\u0664-\u0660\u0661-\u0661\u0665", ""),
        ("2024", ", with a day"),
        ("2024-01", ", with a day"),
        ("2024-W03-1", ", without weeks or days of the year"),
        ("2024W031", ", without weeks or days of the year"),
        ("2024-015", ", without weeks or days of the year"),
        ("45306", ", and not the numbers of days of a spreadsheet"),
    ],
)
def test_a_date_in_another_form_has_a_next_step(tmp_path: Path, value: str, more: str) -> None:
    folder = open_folder(folder_of(tmp_path, rows("creationtime", value)))
    assert folder.gaps == (
        f"1 cell of creationtime in n.csv is no date, such as {value.strip(chr(34))}. "
        f"Write dates such as 2024-03-01T10:00:00Z{more}",
    )


def test_several_dates_in_a_cell_are_not_read_without_the_type_of_an_array(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, rows("creationtime:Date[]", "2024-01-01;2024-02-01", "2024-01-01"))
    gap = open_folder(folder).gaps[0]
    assert gap.endswith("Date[]. Write dates such as 2024-03-01T10:00:00Z, and name no type there")


@pytest.mark.parametrize("kind", ["Long", "String", "Double", "Date[]"])
def test_a_time_of_another_type_is_named_and_stays(tmp_path: Path, kind: str) -> None:
    value = "2022-03-02" if kind in ("String", "Date[]") else "1646179200"
    folder = open_folder(folder_of(tmp_path / "x", rows(f"creationtime:{kind}", value, "")))
    assert folder.gaps == (
        f"1 cell of creationtime in n.csv is no date, such as {value}: the header names the type {kind}. "
        "Without a type there, dates are read",
    )


KEPT = "; the property creationtimetext has these texts"


def test_a_text_that_is_no_date_takes_no_other_date_away(tmp_path: Path) -> None:
    values = ("2024-03-01", "01/03/2024", "yesterday", "2024-02-30", "None")
    folder = open_folder(folder_of(tmp_path / "x", rows("CreationTime", *values)))
    assert folder.gaps == (f"3 cells of CreationTime in n.csv are no dates, such as 01/03/2024{KEPT}",)
    one = folder_of(tmp_path / "y", rows("CreationTime", *values[:2]))
    assert open_folder(one).gaps == (f"1 cell of CreationTime in n.csv is no date, such as 01/03/2024{KEPT}",)
    new = open_folder(adopt(folder, tmp_path).path)
    for each in (folder, new):
        entities = list(each.entities())
        assert [entity.created is not None for entity in entities] == [True, False, False, False, False]
        assert [entity.text("creationtimetext") for entity in entities] == ["", *values[1:4], ""]
        assert each.gaps == folder.gaps
    assert verify(new.path) == ()


def test_the_text_of_a_time_replaces_no_other_value(tmp_path: Path) -> None:
    text = "~id,~label,creationtime,creationtimetext\na,x,2024-01-01,one\nb,x,soon,two\n"
    folder = open_folder(folder_of(tmp_path, {"n.csv": text}))
    assert [each.text("creationtimetext") for each in folder.entities()] == ["one", "two"]
    assert [each.text("creationtimetext_") for each in folder.entities()] == ["", "soon"]
    assert "the property creationtimetext_ has these texts" in folder.gaps[0]


def test_a_time_in_two_columns_of_a_file_is_a_gap_where_one_is_passed_over(tmp_path: Path) -> None:
    text = (
        "~id,~label,CreationTime,creationtime\na,x,2024-01-01,\nb,x,,2024-05-05\nc,x,2024-06-06,2024-06-06\n"
    )
    folder = open_folder(folder_of(tmp_path, {"n.csv": text}))
    assert [bool(each.created) for each in folder.entities()] == [False, True, True]
    assert folder.gaps == (
        "1 cell of CreationTime in n.csv is no time, because the file has creationtime, too. "
        "Keep one of the two columns",
    )


def test_a_file_without_dates_takes_no_dates_of_other_files_away(tmp_path: Path) -> None:
    files = {**rows("CreationTime", "2024-03-01"), "o.csv": "~id,~label,creationtime\no1,x,yesterday\n"}
    folder = open_folder(folder_of(tmp_path / "x", files))
    for each in (folder, open_folder(adopt(folder, tmp_path).path)):
        first, other = sorted(each.entities(), key=lambda entity: "o1" in entity.arn)
        assert first.created is not None
        assert (other.created, other.text("creationtimetext")) == (None, "yesterday")
        assert len(each.gaps) == 1


def test_a_column_without_any_date_stays_a_text(tmp_path: Path) -> None:
    folder = open_folder(folder_of(tmp_path, rows("CreationTime", "yesterday", "None", "1709287200")))
    assert [each.text("CreationTime") for each in folder.entities()] == ["yesterday", "None", "1709287200"]
    assert folder.gaps == ("2 cells of CreationTime in n.csv are no dates, such as yesterday",)


@pytest.mark.parametrize("value", ["1710000000000", "01/02/2024", "2024-13-01"])
def test_the_refusal_of_a_date_names_the_accepted_forms(tmp_path: Path, value: str) -> None:
    folder = open_folder(folder_of(tmp_path, rows("made:Date", value)))
    with pytest.raises(
        BadRow, match=rf"made has the value '{value}'.*2024-03-01, 2024-03-01T10:00:00Z or .*\+02:00"
    ):
        list(folder.entities())


def test_the_infinities_of_neptune_are_read(tmp_path: Path) -> None:
    folder = open_folder(folder_of(tmp_path, rows("d:Double", "-INF", "INF", "+INF", "Infinity")))
    assert [each.properties["d"] for each in folder.entities()] == [-float("inf"), *[float("inf")] * 3]


@pytest.mark.parametrize(("separator", "words"), [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")])
@pytest.mark.parametrize("header", ["~id,~label,name", "name,~label,~id", '"~id","~label","name"'])
def test_another_separator_is_named(tmp_path: Path, separator: str, words: str, header: str) -> None:
    folder_of(tmp_path, {"n.csv": header.replace(",", separator) + "\n"})
    with pytest.raises(BadRow, match=rf"the file is separated by {words}.*\. Separate it by commas"):
        open_folder(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", "~id,name\nv1,Zoë\n".encode("utf-16"), "it is text in UTF-16; save it as UTF-8"),
        ("a.csv", "~id,name\nv1,x\n".encode("utf-16-le"), "it is text in UTF-16; save it as UTF-8"),
        ("a.csv", "name é,~id\n".encode("latin-1"), "it is not text in UTF-8; save it as UTF-8"),
        ("a.csv.gz", b"not gzip", "it is not gzip, and its first line has no ~id"),
        ("a.csv.bz2", b"not it", "it is not bzip2, and its first line has no ~id"),
    ],
)
def test_a_file_that_is_passed_over_has_the_reason_and_the_next_step(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    folder_of(tmp_path, {"n.csv": "~id\nv1\n"})
    (tmp_path / name).write_bytes(content)
    assert f"{name} ({reason}" in open_folder(tmp_path).gaps[0]


STRANGE = (
    "2026-W03-1", "2026W03", "2026-W03", "2026-01-02\u00e903:04:05", "2026-01-02\U0001f60003:04",
    "2026-01-02x03:04:05", "2026-01-02T03", "2026-01-02T03:04:05+05:30:15", "\u0662\u0660\u0662\u0666-01-02",
    "2026-012",
)  # fmt: skip


@pytest.mark.parametrize("value", STRANGE)
def test_a_form_of_python_alone_is_no_date_with_and_without_a_type(tmp_path: Path, value: str) -> None:
    untyped = open_folder(folder_of(tmp_path / "x", rows("CreationTime", value, "2026-01-02")))
    assert [each.created is None for each in untyped.entities()] == [True, False]
    assert untyped.gaps[0].startswith("1 cell of CreationTime in n.csv is no date, such as ")
    typed = open_folder(folder_of(tmp_path / "y", rows("CreationTime:Date", value, "2026-01-02")))
    with pytest.raises(BadRow, match="a date is written as 2024-03-01, "):
        list(typed.entities())


@pytest.mark.parametrize(
    ("value", "step"),
    [
        ("1767323045123456", "Divide these microseconds by 1,000"),
        ("1767323045123456789", "Divide these nanoseconds by 1,000,000"),
        ("1767323045.75", "Write whole seconds or milliseconds since 1970"),
        ("1.7673E9", "Write whole seconds or milliseconds since 1970"),
        ("+1767323045", "Write them without a sign"),
        ("-86400", "Write dates such as 2024-03-01T10:00:00Z, and nothing for an absent time"),
        ("0", "Write dates such as 2024-03-01T10:00:00Z, and nothing for an absent time"),
        ("0.0", "Write dates such as 2024-03-01T10:00:00Z, and nothing for an absent time"),
    ],
)
def test_numbers_that_are_no_times_have_a_next_step(tmp_path: Path, value: str, step: str) -> None:
    (gap,) = open_folder(folder_of(tmp_path / "x", rows("CreationTime", value))).gaps
    assert gap == f"1 cell of CreationTime in n.csv is no date, such as {value}. {step}"
    (gap,) = open_folder(folder_of(tmp_path / "y", rows("CreationTime:Double", value))).gaps
    assert gap.endswith(f": the header names the type Double. {step}, and name no type there")


@pytest.mark.parametrize(
    ("kind", "value"), [("String", "yesterday"), ("Date[]", "2026-01-01;2026-02-01"), ("Long", "7")]
)
def test_a_type_is_not_blamed_for_a_time_that_is_none_without_it(
    tmp_path: Path, kind: str, value: str
) -> None:
    (gap,) = (
        each
        for each in open_folder(folder_of(tmp_path, rows(f"creationtime:{kind}", value))).gaps
        if "type" in each
    )
    assert gap.endswith(f"the type {kind}. Write dates such as 2024-03-01T10:00:00Z, and name no type there")


@pytest.mark.parametrize("value", ["20260102", "20260102T000000Z", "2026-01-02 00:00+00"])
@pytest.mark.parametrize("header", ["CreationTime", "creationtime:Date"])
def test_a_date_is_one_with_and_without_a_type(tmp_path: Path, value: str, header: str) -> None:
    (one,) = open_folder(folder_of(tmp_path, rows(header, value))).entities()
    assert one.created == datetime(2026, 1, 2, tzinfo=UTC)


WRITE = "Write dates such as 2024-03-01T10:00:00Z"
EMPTY = "Leave the cell of an absent time empty"


@pytest.mark.parametrize(
    ("value", "step"),
    [
        ("2026/01/02", WRITE),
        ("2026/01/02 03:04:05", WRITE),
        ("2026.1.2", WRITE),
        ("1/2/26", WRITE),
        ("1/2/26 3:04 PM", WRITE),
        ("Jan-26", f"{WRITE}, with a day"),
        ("January 2026", f"{WRITE}, with a day"),
        ("20260115100000", f"{WRITE}, with a T between the day and the time"),
        ("46023.5", f"{WRITE}, and not the numbers of days of a spreadsheet"),
        *((each, EMPTY) for each in ("NA", "N/A", "#N/A", "-", "--", "unknown", "not set")),
    ],
)
def test_a_text_that_is_no_time_has_the_step_of_its_kind(tmp_path: Path, value: str, step: str) -> None:
    (gap,) = open_folder(folder_of(tmp_path, rows("creationtime", value))).gaps
    assert gap == f"1 cell of creationtime in n.csv is no date, such as {value}. {step}"


def test_an_array_of_dates_is_no_time_and_no_row_differs(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, rows("creationtime:Date[]", "2026-01-01;2026-01-02", "2026-01-03"))
    assert open_folder(folder).gaps == (
        "2 cells of creationtime in n.csv are arrays and no times, such as 2026-01-01;2026-01-02: the header names the "
        f"type Date[]. {WRITE}, and name no type there",
    )
