"""Adopted snapshots, read by a strict reader of Neptune's format: they load, no value is lost, each change is told."""

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage_viz.errors import SnapshotError
from lineage_viz.model import Association, Entity
from lineage_viz.snapshot import open_folder, verify
from lineage_viz.snapshot.adopting import Adopted, adopt
from lineage_viz.snapshot.column import Column, csv_field
from lineage_viz.snapshot.records import LARGEST
from lineage_viz.snapshot.schema import SAGEMAKER
from tests.neptune_local.bulk_csv import Row, Table, open_table
from tests.snapshot.test_foreign_folder import folder_of

EDGES = "~id,~from,~to,~label\ne1,v1,v2,uses\n"

Plain = tuple[str, str, str]
"""An id, a property and a value, as text."""


def adopted(here: Path, files: dict[str, str]) -> Adopted:
    return adopt(open_folder(folder_of(here / "x", files)), here / "snapshots")


def loaded(snapshot: Path) -> set[Plain]:
    """All labels and values as Neptune's loader reads them. Every row must load."""
    assert verify(snapshot) == ()
    found: set[Plain] = set()
    for file in snapshot.glob("*.csv.gz"):
        table = open_table(file)
        assert isinstance(table, Table), table
        names = [column.name for _, column in table.header.columns]
        for row in table.rows():
            assert isinstance(row, Row), row
            id_, label, _, _, values = row.values
            found |= {(id_, "~label", label)}
            found |= {
                (id_, names[at], str(value)) for at, value in values if not names[at].startswith("search")
            }
    return found


def told(done: Adopted, *words: str) -> bool:
    return any(all(word in change for word in words) for change in done.changes)


def test_an_edge_has_one_label_that_may_contain_a_semicolon(tmp_path: Path) -> None:
    done = adopted(tmp_path, {"e.csv": EDGES.replace("uses", "a\\;b")})
    assert ("e1", "~label", "a;b") in loaded(done.path)
    assert [each.type for each in open_folder(done.path).associations()] == ["a;b"]
    with pytest.raises(SnapshotError, match=r"line 2: an edge has one ~label, not a;b"):
        adopted(tmp_path / "more", {"e.csv": EDGES.replace("uses", "a;b")})


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('"a""b:String"', 'a"b'),
        ('"a,b"', "a_b"),
        ("a\\", "a_"),
        ("a\\\\", "a\\_"),
        ('"a\nb"', "a_b"),
        ("a\\\\:b:String", "a\\:b"),
        ('"""a""\\:"', '"a":'),
    ],
)
def test_every_name_of_a_property_loads(tmp_path: Path, header: str, name: str) -> None:
    done = adopted(tmp_path, {"n.csv": f"~id,~label,{header}\nv1,a,x\n"})
    assert ("v1", name, "x") in loaded(done.path)
    (one,) = open_folder(tmp_path / "x").entities()
    assert told(done, "in the names of these properties", *one.properties) != (name in one.properties)


@pytest.mark.parametrize(
    ("columns", "values", "change"),
    [
        (("Long", "Double"), ("9223372036854775807", "1.5"), "x (Double, Long → String)"),
        (("Long", "Double"), ("9007199254740992", "1.5"), "x (Double, Long → Double)"),
        (("Int", "String"), ("1", "y"), "x (Int, String → String)"),
        (("Bool", "Date"), ("true", "2026-03-12T00:00:00Z"), "x (Bool, Date → String)"),
        (("Bool", "Int"), ("true", "1"), "x (Bool, Int → String)"),
        (("Byte", "Int"), ("1", "2"), "x (Byte, Int → Long)"),
        (("Int[]", "Double"), ("1;2", "1.5"), "x (Double, Int[] → Double[])"),
        (("String[]", "String"), ("a;b", "c;d"), "x (String, String[] → String[])"),
        (("String[]", "Int"), ("a\\;b;c", "7"), "x (Int, String[] → String[])"),
    ],
)
def test_values_of_several_types_stay_and_the_change_is_told(
    tmp_path: Path, columns: Sequence[str], values: Sequence[str], change: str
) -> None:
    files = {
        f"{number}.csv": f"~id,~label,x:{column}\nv{number},a,{values[number]}\n"
        for number, column in enumerate(columns)
    }
    done = adopted(tmp_path, files)
    assert told(done, "The types of these properties changed", change)
    for number, value in enumerate(values):
        parts = re.split(r"(?<!\\);", value) if columns[number].endswith("[]") else [value]
        assert {("v" + str(number), "x", part.replace("\\;", ";")) for part in parts} <= loaded(done.path)


@pytest.mark.parametrize(
    ("header", "cell", "text"),
    [("Int", "1", "1"), ("Bool", "true", "true"), ("Date", "2026-03-12", "2026-03-12T00:00:00Z")],
)
def test_values_that_differ_only_in_their_type_become_one_text_and_it_is_told(
    tmp_path: Path, header: str, cell: str, text: str
) -> None:
    files = {"a.csv": f"~id,x:{header}[]\nv1,{cell}\nv2,{cell}\n", "b.csv": f"~id,x:String[]\nv1,{text}\n"}
    done = adopted(tmp_path, files)
    assert {each for each in loaded(done.path) if each[:2] == ("v1", "x")} == {("v1", "x", text)}
    assert told(done, "differ only in their type", "became one text", "x of v1.")
    files["b.csv"] = "~id,x:String[]\nv1,other\n"
    assert not told(adopted(tmp_path / "more", files), "differ only in their type")


def test_a_value_that_is_too_large_for_neptune_is_named(tmp_path: Path) -> None:
    text = "\N{GREEK SMALL LETTER ALPHA}" * (LARGEST // 2 + 1)
    with pytest.raises(
        SnapshotError, match=r"^The property x of v1 has 57,.* bytes, and Neptune takes at most 57,"
    ):
        adopted(tmp_path, {"n.csv": f"~id,x:String\nv1,{text}\n"})
    folder_of(tmp_path / "x", {"n.csv": f"~id,x:String\nv1,{'a' * (LARGEST + 1)}\n"})
    assert verify(tmp_path / "x") == (
        "n.csv, line 2: a field has more than 55 MB, and Neptune takes no larger property. Shorten it",
    )


def test_several_values_of_an_edge_become_one_text(tmp_path: Path) -> None:
    files = {"e.csv": '~id,~from,~to,~label,tags:String[],w:Int[]\ne1,v1,v2,u,"a;b\\;c",1;2\n'}
    done = adopted(tmp_path, files)
    assert {("e1", "tags", "a;b\\;c"), ("e1", "w", "1;2")} <= loaded(done.path)
    assert told(done, "tags (String[] → String); w (Int[] → String)")


def test_a_column_of_an_export_keeps_values_of_another_type(tmp_path: Path) -> None:
    done = adopted(tmp_path, {"n.csv": "~id,~label,creationtime:Long,name:Int\nv1,artifact,1650000000,7\n"})
    assert {("v1", "creationtime", "1650000000"), ("v1", "name", "7")} <= loaded(done.path)
    assert told(done, "creationtime (Long → String); name (Int → String)")


@pytest.mark.parametrize(
    ("header", "row", "words"),
    [
        ("tags:String[]", ";;", ("Arrays that have separators but no value", "tags")),
        ("made:Date", "2026-03-12T00:00:00.5Z", ("Fractions of seconds were cut", "made")),
        ("made:Date", '"20260312T000000,25"', ("Fractions of seconds were cut", "made")),
        ("size:Double", "1e400", ("64 bits cannot hold became Infinity or 0", "size")),
        ("size:Double", "9" * 400, ("64 bits cannot hold became Infinity or 0", "size")),
        ("size:Float[]", "1.5;-2e-400", ("64 bits cannot hold became Infinity or 0", "size")),
        ("on:Bool", "yes", ("became false, as in Neptune", "on")),
        ("on:Bool[]", "true;no", ("became false, as in Neptune", "on")),
        ("CreationTime", "2026-03-12", ("times, and became dates", "CreationTime (creationtime)")),
        ("searchtext", "mine", ("made anew for the search", "searchtext")),
        ("code:String", "x", ("became (single)",)),
    ],
)
def test_each_change_of_a_value_is_told(tmp_path: Path, header: str, row: str, words: Sequence[str]) -> None:
    done = adopted(tmp_path, {"n.csv": f"~id,~label,{header}\nv1,a,{row}\n"})
    assert told(done, *words)
    loaded(done.path)


def test_nothing_is_told_of_values_that_stay(tmp_path: Path) -> None:
    header = "~id,~label,n:Long(single),d:Date(single),b:Bool(single),t:String[],x:Double[]"
    rows = f"{header}\nv1,a,1,2026-03-12T00:00:00Z,TRUE,a;b,1e300;-INF;0e-999;NaN\n"
    assert len(adopted(tmp_path, {"n.csv": rows}).changes) == 3  # the time, the ids, the completeness


@pytest.mark.parametrize(
    ("cell", "label"),
    [("a::b", "a::b"), ("a::", "a"), ("::", "vertex"), ("a:;", "a:"), ("a\\;b;c", "a;b::c")],
)
def test_the_labels_of_a_vertex_load(tmp_path: Path, cell: str, label: str) -> None:
    done = adopted(tmp_path, {"n.csv": f'~id,~label\nv1,"{cell}"\n'})
    assert loaded(done.path) == {("v1", "~label", label)}
    assert told(done, "A label with :: became several labels") == ("::" in cell)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ("v1,a:;b,\n", "a colon beside the ::"),
        ("v1,a:,\nv1,b,\n", "a colon beside the ::"),
        ("v1,a\\,\nv1,b,\n", r"its label a\\ ends with a backslash"),
        ("v1,a,C:\\\nv1,a,D:\n", r"The property x of v1 cannot be written: C:\\ ends with a backslash"),
    ],
)
def test_values_that_the_format_cannot_hold_are_refused(tmp_path: Path, rows: str, reason: str) -> None:
    with pytest.raises(SnapshotError, match=reason):
        adopted(tmp_path, {"n.csv": f"~id,~label,x\n{rows}"})
    assert not list((tmp_path / "snapshots").glob("*"))


def test_other_columns_that_are_not_kept_are_told(tmp_path: Path) -> None:
    edges = "~id,~from,~to,~label,~fromLabels,~toLabels\ne1,v1,v2,u,a,b\n"
    assert told(adopted(tmp_path, {"e.csv": edges}), "These columns are not kept", "~fromLabels, ~toLabels")


def test_a_file_whose_name_is_not_utf_8_is_told(tmp_path: Path) -> None:
    folder_of(tmp_path / "x", {"n.csv": "~id\nv1\n"})
    (tmp_path / "x" / "caf\udce9.txt").write_text("x")
    done = adopt(open_folder(tmp_path / "x"), tmp_path / "snapshots")
    assert told(done, "caf\\xe9.txt")
    assert "caf\\xe9.txt" in open_folder(done.path).gaps[0]


def test_a_notebooks_file_whose_name_is_not_utf_8_is_adopted(tmp_path: Path) -> None:
    header = "~id,~label,arn:string,sourceuri:string,type:string,creationtime,LastModifiedTime\n"
    rows = "".join(f"v{number},artifact,None,None,None,None,None\n" for number in range(51))
    done = adopted(tmp_path, {"caf\udce9.csv": header + rows})
    assert told(done, "the sample notebook stops at 51 rows", "caf\\xe9.csv")
    assert told(done, "The sample notebook's text None became an absent value in caf\\xe9.csv")
    assert loaded(done.path) == {(f"v{number}", "~label", "artifact") for number in range(51)}


def test_an_account_that_comes_from_the_arn_is_told(tmp_path: Path) -> None:
    arn = "arn:aws:sagemaker:eu-west-1:123456789012:artifact/x"
    files = {"1.csv": f"~id,~label\n{arn},a\nv1,a\n", "2.csv": f"~id,account\n{arn},other\n"}
    done = adopted(tmp_path, files)
    assert told(done, "1 entity got the account and region of the ARN")
    assert {each for each in loaded(done.path) if each[1] != "~label"} == {
        (arn, "account", "other"), (arn, "region", "eu-west-1"),
    }  # fmt: skip


def test_a_nul_of_sagemaker_is_marked() -> None:
    assert csv_field("a\0b") == '"a\N{REPLACEMENT CHARACTER}b"'


def test_columns_of_several_snapshots_hold_the_values_of_all() -> None:
    def joined(one: str, other: str) -> str:
        schema = SAGEMAKER.extended({"x": [Column("n", one)]}, ()).extended({"x": [Column("n", other)]}, ())
        return next(column.type for column in schema.vertices["other"] if column.name == "n")

    assert joined("long", "double") == joined("date", "long") == joined("bool", "int") == "string"
    assert (joined("int", "double"), joined("short", "float"), joined("int", "long")) == (
        "double",
        "float",
        "long",
    )


TEXTS = st.text(st.sampled_from('ab1,";:\\ \t\r\n~é'), min_size=1, max_size=4)
VALUES = {
    "String": TEXTS,
    "Long": st.integers(-(2**63), 2**63 - 1).map(str),
    "Bool": st.sampled_from(["true", "false"]),
    "Date": st.dates().map(lambda day: f"{day}T00:00:00Z"),
}


@st.composite
def files(draw: st.DrawFn) -> dict[str, str]:
    """Files of vertices with one property each, of any name, type and values, and a file of edges of any label."""
    written: dict[str, str] = {}
    for number in range(draw(st.integers(1, 3))):
        type_ = draw(st.sampled_from(list(VALUES)))
        name = draw(TEXTS.map(str.strip).filter(lambda text: text and not re.match(r"~|:", text)))
        rows = [(f"v{draw(st.integers(0, 2))}", draw(TEXTS), draw(VALUES[type_])) for _ in range(2)]
        escaped = name.replace(":", "\\:")
        heading = ("~id", "~label", f"{escaped}x:{type_}")
        written[f"{number}.csv"] = _text(heading, *rows)
    edge = ("e1", draw(TEXTS), "v0", draw(TEXTS.map(lambda text: text.replace(";", "\\;"))))
    return {**written, "e.csv": _text(("~id", "~from", "~to", "~label"), edge)}


def _text(*rows: Sequence[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def _texts(each: Entity | Association) -> list[list[str]]:
    """The values of each property as texts; an edge's array is one text."""
    values = each.properties.values()
    return sorted(sorted(map(csv_field, value if isinstance(value, tuple) else [value])) for value in values)


@given(files=files())
def test_a_folder_is_adopted_without_loss_or_refused(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, str]
) -> None:
    here = tmp_path_factory.mktemp("adopting")
    try:
        done = adopted(here, files)
    except SnapshotError as error:
        if not re.search(
            "ends with a backslash|these names are the same|a colon beside|~to is empty", str(error)
        ):
            raise
        return
    foreign, ours = open_folder(here / "x"), open_folder(done.path)
    found = {each.arn: each for each in ours.entities()}
    for each in foreign.entities():
        assert (found[each.arn].label, _texts(found[each.arn])) == (each.label, _texts(each))
    assert [each.type for each in foreign.associations()] == [each.type for each in ours.associations()]
    ids = {*found, "e1"}
    assert {id_ for id_, _, _ in loaded(done.path)} == ids


def test_a_folder_with_a_long_name_is_adopted(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / ("a" * 240), {"nodes.csv": "~id,~label\nv1,a\n"})
    done = adopt(open_folder(folder), tmp_path / "snapshots")
    assert done.path.name.startswith("folder-aaaa")
    assert open_folder(done.path).info.folder == "a" * 240


@pytest.mark.parametrize("out", [".", "snapshots", "nodes/deep"])
def test_the_folder_stays_as_it_is(tmp_path: Path, out: str) -> None:
    folder = folder_of(tmp_path / "x", {"nodes.csv": "~id,~label\nv1,a\n"})
    with pytest.raises(SnapshotError, match="is inside the folder, which stays as it is"):
        adopt(open_folder(folder), folder / out)
    assert [each.name for each in folder.iterdir()] == ["nodes.csv"]
