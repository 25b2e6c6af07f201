"""Foreign folders: Neptune CSV of another tool, such as AWS's neptune-export."""

import bz2
import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lineage_viz.arn import absence
from lineage_viz.cli import main
from lineage_viz.errors import BadRow, SnapshotError
from lineage_viz.evidence.describing import described
from lineage_viz.evidence.fact import FactState, facts_of
from lineage_viz.evidence.record import record_of
from lineage_viz.evidence.words import has_facts, warning
from lineage_viz.model import Association
from lineage_viz.snapshot import open_folder, verify
from lineage_viz.snapshot.adopting import adopt
from lineage_viz.store.local import LocalStore

NODES = "nodes/artifact-1.csv"
EDGES = "edges/ContributedTo-1.csv"


def folder_of(path: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(text.encode())
    return path


def test_reads_columns_in_any_order_quoted_line_breaks_types_and_labels(tmp_path: Path) -> None:
    text = (
        "\ufeff~label,size:Long,note:String,~id,tags:String[],made:Date\r\n"
        'artifact;Model,7,"two\nlines, ""quoted""",v1,a;b,2026-03-12\r\n'
        ",,,v2,,\r\n"
    )
    one, two = open_folder(folder_of(tmp_path, {NODES: text})).entities()
    assert (one.arn, one.label) == ("v1", "artifact::Model")
    assert one.properties == {
        "size": 7, "note": 'two\nlines, "quoted"', "tags": ("a", "b"), "made": datetime(2026, 3, 12, tzinfo=UTC),
    }  # fmt: skip
    assert (two.arn, two.label, dict(two.properties)) == ("v2", "vertex", {})


def test_reads_gzip_bzip2_and_plain_files_in_one_folder(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"~id,~label\nv1,artifact\n"))
    (tmp_path / "b.csv.bz2").write_bytes(bz2.compress(b"~id,~label\nv2,artifact\n"))
    (tmp_path / "c.csv").write_bytes(b"~id,~label\nv3,artifact\n")
    assert [entity.arn for entity in open_folder(tmp_path).entities()] == ["v1", "v2", "v3"]


def test_several_rows_of_one_vertex_form_a_set(tmp_path: Path) -> None:
    text = "~id,~label,tag:String,name:String(single)\nv1,artifact,a,n\nv1,artifact,b,n\nv1,artifact,a,\n"
    (one,) = open_folder(folder_of(tmp_path, {NODES: text})).entities()
    assert one.properties == {"tag": ("a", "b"), "name": "n"}


def test_the_audit_of_a_vertex_that_is_no_model_says_its_label(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder_of(tmp_path, {NODES: "~id,~label\nt1,trial_component\n"})
    assert main(["audit", "t1", "--snapshot", str(path)]) != 0
    assert "t1 is no model or endpoint (its type: trial component)" in capsys.readouterr().err


def test_refuses_two_values_of_a_single_property(tmp_path: Path) -> None:
    text = "~id,~label,name:String(single)\nv1,artifact,a\nv1,artifact,b\n"
    with pytest.raises(SnapshotError, match="two values of the single property name"):
        list(open_folder(folder_of(tmp_path, {NODES: text})).entities())


def test_keeps_edge_ids_and_adds_missing_ends_as_unresolved(tmp_path: Path) -> None:
    files = {NODES: "~id,~label\nv1,artifact\n", EDGES: "~id,~from,~to,~label\ne7,v1,v9,ContributedTo\n"}
    folder = open_folder(folder_of(tmp_path, files))
    assert list(folder.associations()) == [Association("v1", "ContributedTo", "v9", own_id="e7")]
    assert {entity.arn: entity.unresolved for entity in folder.entities()} == {"v1": False, "v9": True}


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("~id,~label\nv1,artifact,extra\n", 2, "3 fields"),
        ("~id,size:Int\nv1,1\nv2,many\n", 3, "size"),
        ('~id,~label\nv1,"open\n', 2, "RFC 4180"),
        ("~id,~id\nv1,v1\n", 1, "twice"),
        ("~label\nartifact\n", 1, "~id"),
        ("~id,x:uuid\nv1,1\n", 1, "type"),
        ("~id,~label\n,artifact\n", 2, "empty"),
        ("~id,~from,~label\ne,v1,x\n", 1, "~from and ~to"),
    ],
)
def test_the_error_for_a_bad_row_has_file_line_and_reason(
    tmp_path: Path, text: str, line: int, reason: str
) -> None:
    with pytest.raises(BadRow, match=reason) as caught:
        list(open_folder(folder_of(tmp_path, {NODES: text})).entities())
    assert (caught.value.path.name, caught.value.line) == ("artifact-1.csv", line)


def test_refuses_an_empty_folder_and_text_that_is_not_utf8(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="contains no Neptune CSV"):
        open_folder(tmp_path)
    (tmp_path / "a.csv").write_bytes(b"~id,name:String\nv1,\xff\xfe\n")
    with pytest.raises(BadRow, match="UTF-8"):
        list(open_folder(tmp_path).entities())


SAGEMAKER = "arn:aws:sagemaker:eu-west-1:123456789012:"
MEANT = (
    f'~id,~label,type,sourceuri,record,factsources,approval,owner,decidedat:Date,servedby\n"{SAGEMAKER}artifact/a",'
    f'artifact,Model,"{SAGEMAKER}model-package/fraud/1",vinyl,{{}},Approved,ada,2026-03-12,prod\n'
)
LINKED = "~id,~from,~to,~label,role\ne1,v1,v2,ContributedTo,test\n"


@pytest.mark.parametrize("is_adopted", [False, True])
def test_records_and_facts_of_another_tool_have_no_meaning(tmp_path: Path, is_adopted: bool) -> None:
    folder = open_folder(folder_of(tmp_path / "x", {NODES: MEANT, EDGES: LINKED}))
    if is_adopted:
        done = adopt(folder, tmp_path / "snapshots")
        assert any("record → record_in_folder" in change for change in done.changes)
        assert not any("are times" in change for change in done.changes)
        folder = open_folder(done.path)
    package = next(each for each in folder.entities() if each.type == "Model")
    found = facts_of(package, ("approval", "owner", "decidedat", "servedby"))
    assert {each.state for each in found.values()} == {FactState.NOT_READ}
    assert (record_of(package), warning(package), has_facts(package)) == ({}, "", False)
    assert described(package)["properties"] == {
        **{name: value for name, value in package.properties.items() if not name.endswith("_in_folder")},
        "record_in_folder": "vinyl", "factsources_in_folder": "{}", "approval_in_folder": "Approved",
        "owner_in_folder": "ada", "decidedat_in_folder": "2026-03-12T00:00:00Z", "servedby_in_folder": "prod",
    }  # fmt: skip
    (link,) = folder.associations()
    assert link.properties == {"role_in_folder": "test"}


@pytest.mark.parametrize("type_", ["Bool", "String", "Bool[]"])
@pytest.mark.parametrize("is_adopted", [False, True])
def test_only_an_end_without_a_row_is_marked_as_such(tmp_path: Path, is_adopted: bool, type_: str) -> None:
    nodes = f"~id,unresolved:{type_},unresolvedreason\nv1,true,no time\n"
    folder = open_folder(folder_of(tmp_path / "x", {NODES: nodes, EDGES: LINKED}))
    if is_adopted:
        folder = open_folder(adopt(folder, tmp_path / "snapshots").path)
        assert verify(folder.path) == ()
    found = {each.arn: each for each in folder.entities()}
    assert {arn: absence(each) for arn, each in found.items()} == {"v1": "", "v2": "No row in this folder"}
    assert found["v1"].text("unresolved_in_folder") == "true"
    assert found["v1"].text("unresolvedreason_in_folder") == "no time"


def test_a_new_name_that_is_taken_gets_another(tmp_path: Path) -> None:
    text = "~id,~label,record,record_in_folder\nv1,artifact,a,b\n"
    (one,) = open_folder(folder_of(tmp_path, {NODES: text})).entities()
    assert one.properties == {"record_in_folder_": "a", "record_in_folder": "b"}


@pytest.mark.parametrize(
    "more",
    [
        "~id,~label,name\nv3,airport,JFK\n",
        "\ufeff~id,~label,name\n",
        "~label,name,~id\n",
        "~id,~from,~to,~label\n",
        "name:String,~id,~label\n",
        "name,~label:String,~id:String\n",
        "~ID,~LABEL,NAME\n",
        '"~id","~label"\n',
        '\ufeff"~id","~label"\n',
        '" ~id" , "~label"\n',
    ],
)
def test_joined_files_are_refused(tmp_path: Path, more: str) -> None:
    """Otherwise the header becomes an entity, and the associations below it become entities as well."""
    folder_of(tmp_path, {"all.csv": f"~id,~label,name\nv1,airport,ATL\n{more}"})
    (problem,) = verify(tmp_path)
    assert "all.csv, line 3: the row is a header again: two files were joined. Separate them" in problem


@pytest.mark.parametrize("more", ["v2,airport,JFK\n", '"v2",airport,JFK\n'])
def test_a_byte_order_mark_between_rows_is_a_join(tmp_path: Path, more: str) -> None:
    folder_of(tmp_path, {"all.csv": f"~id,~label,name\nv1,airport,ATL\n\ufeff{more}"})
    (problem,) = verify(tmp_path)
    assert "all.csv, line 3: a byte order mark begins the row: two files were joined" in problem


@pytest.mark.parametrize("more", ["~id,~label,name\nv3,airport,JFK\n", '\ufeff"~id","~label"\n'])
def test_files_that_were_joined_within_a_line_are_refused(tmp_path: Path, more: str) -> None:
    folder_of(tmp_path, {"all.csv": f"~id,~label,name\nv1,airport,ATL{more}"})
    (problem,) = verify(tmp_path)
    assert "all.csv, line 2: " in problem
    assert "two files were joined" in problem


def test_the_first_fault_of_each_file_is_named(tmp_path: Path) -> None:
    bad = "~id,~label,age:Int\nv1,person,old\nv2,person,young\n"
    folder_of(
        tmp_path, {"a.csv": bad, "b.csv": bad, "good.csv": "~id\nv3\n", "e.csv": "~id,~from,~to\ne1,v1,\n"}
    )
    places = [problem.partition(":")[0] for problem in verify(tmp_path)]
    assert places == ["a.csv, line 2", "b.csv, line 2", "e.csv, line 2"]


def test_a_value_that_looks_like_a_heading_is_a_value(tmp_path: Path) -> None:
    (one,) = open_folder(folder_of(tmp_path, {NODES: "~id,~label,name\nv1,airport,~id\n"})).entities()
    assert one.name == "~id"


def test_a_header_with_an_invisible_character_shows_its_code(tmp_path: Path) -> None:
    folder_of(tmp_path, {NODES: "\ufeff\ufeff~id,~label\nv1,artifact\n"})
    with pytest.raises(BadRow, match=r"it has \\ufeff~id, ~label"):
        open_folder(tmp_path)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (
            "v1,artifact,one\ntwo",
            "line 3: the row has 1 field, but the header has 3; a line break inside a value must",
        ),
        (
            "v1,artifact,one, two",
            "line 2: the row has 4 fields, but the header has 3; a comma inside a value must be",
        ),
    ],
)
def test_a_row_of_another_length_says_what_must_be_quoted(tmp_path: Path, row: str, words: str) -> None:
    folder_of(tmp_path, {NODES: f"~id,~label,note\n{row}\n"})
    with pytest.raises(BadRow, match=words):
        list(open_folder(tmp_path).entities())


def test_an_error_names_the_file_from_the_folder_that_was_opened(tmp_path: Path) -> None:
    for name in ("nodes", "more/nodes"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "a.csv").write_text("~id,~label,n:Int\na,x,1\n")
    (tmp_path / "more" / "nodes" / "a.csv").write_text("~id,~label,n:Int\nb,x,one\n")
    with pytest.raises(BadRow) as refused:
        list(open_folder(tmp_path).entities())
    assert str(refused.value).startswith("more/nodes/a.csv, line 2: ")


def test_entities_of_two_accounts_with_one_id_are_told_as_a_gap(tmp_path: Path) -> None:
    for region in ("eu", "us"):
        (tmp_path / region).mkdir()
        row = f"0,artifact,arn:aws:sagemaker:{region}-west-1:1:artifact/0\n"
        (tmp_path / region / "n.csv").write_text(f"~id,~label,arn:String\n{row}")
    assert LocalStore([open_folder(tmp_path)]).gaps == (
        "1 entity has several ARNs: rows of different entities have one id. Open the files of each account and region "
        "alone",
    )
    assert LocalStore([open_folder(tmp_path / "eu")]).gaps == ()


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("~label,name,type,status\na,artifact,n,A,x", "~label,name,type,status\na,artifact,m,B,y",
         ("types", "statuses")),
        ("~label,name\na,artifact,n", "~label,name\na,context,n", ("labels",)),
        ("~label,name\na,artifact,n\na,artifact,m", "~label\nb,context", ()),
        ("~label,name,size:Int\na,artifact,n,1", "~label,tag,size:Int\na,artifact,t,2", ()),
        ("~label,type:String[]\na,artifact,A", "~label,type:String[]\na,artifact,B", ()),
        ("~label,type\na,artifact,A\na,artifact,B", "~label\nb,context", ("types",)),
        ("~label,name\na,artifact;Model,n", "name\na,n", ()),
    ],
)  # fmt: skip
def test_rows_of_one_id_with_several_types_or_labels_are_told_as_a_gap(
    tmp_path: Path, first: str, second: str, told: tuple[str, ...]
) -> None:
    folder = open_folder(folder_of(tmp_path, {"1.csv": f"~id,{first}\n", "2.csv": f"~id,{second}\n"}))
    why = "rows with one id differ, so all are shown. If they are of several days or places, open each alone"
    assert folder.gaps == tuple(f"1 entity has several {each}: {why}" for each in told)


@pytest.mark.parametrize(
    ("heading", "first", "second", "told"),
    [
        ("source", "s3://a/1", "s3://b/2", "sources"),
        ("SourceUri", "s3://a/1", "s3://b/2", "sources"),
        ("ModelApprovalStatus", "Approved", "Rejected", "approval statuses"),
        ("accuracy:Double", "0.9", "0.8", "decimal numbers of one property"),
        ("accuracy:Double", "0.9", "0.90", ""),
        ("accuracy:Double[]", "0.9", "0.8", ""),
    ],
)
def test_two_days_of_one_entity_are_told_as_a_gap(
    tmp_path: Path, heading: str, first: str, second: str, told: str
) -> None:
    files = {f"{cell}.csv".replace("/", "-"): f"~id,{heading}\nm,{cell}\n" for cell in (first, second)}
    gaps = open_folder(folder_of(tmp_path, files)).gaps
    assert [gap.partition(":")[0] for gap in gaps] == ([f"1 entity has several {told}"] if told else [])


@pytest.mark.parametrize(
    ("header", "cell", "told"),
    [
        ("Bool", "1", "1 cell of on in n.csv is false, as in Neptune, such as 1. Write true or false"),
        (
            "Boolean(single)",
            "yes",
            "1 cell of on in n.csv is false, as in Neptune, such as yes. Write true or false",
        ),
        (
            "Bool[]",
            "true;None",
            "1 cell of on in n.csv is false, as in Neptune, such as true;None. Write true or",
        ),
        ("Bool", "0", ""),
        ("Bool", " TRUE ", ""),
        ("String", "yes", ""),
    ],
)
def test_a_truth_value_that_is_neither_true_nor_false_is_told(
    tmp_path: Path, header: str, cell: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder_of(tmp_path / "x", {"n.csv": f"~id,on:{header}\na,{cell}\nb,false\nc,\n"})
    gaps = LocalStore([open_folder(path)]).gaps
    assert [gap.startswith(told) for gap in gaps] == [True] * bool(told)
    assert main(["verify", str(path)]) == (2 if told else 0)
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("header", ["CreationTime", "creationtime:Date"])
def test_an_entity_with_several_times_is_told_as_a_gap(
    tmp_path: Path, header: str, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {
        f"{day}.csv": f"~id,{header},LastModifiedTime\na,{day},{day}\n"
        for day in ("2026-01-01", "2026-02-01")
    }
    folder = open_folder(folder_of(tmp_path / "x", files))
    why = "rows with one id differ, so no such time is shown. Keep one of them in the files"
    gaps = (
        f"1 entity has several creation times: {why}",
        f"1 entity has several times of the last change: {why}",
    )
    assert folder.gaps == LocalStore([folder]).gaps == gaps
    assert main(["verify", str(tmp_path / "x")]) == 2
    assert all(gap in capsys.readouterr().err for gap in gaps[:1])
    adopted = adopt(folder, tmp_path)
    assert {f"{gap}." for gap in gaps} <= set(adopted.changes)
    assert open_folder(adopted.path).gaps == gaps
