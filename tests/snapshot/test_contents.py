"""Foreign folders as people have them: files of any name, of several formats, and with other tools' columns."""

import bz2
import gzip
import lzma
import math
import os
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lineage_viz.cli import main
from lineage_viz.errors import BadRow, SnapshotError
from lineage_viz.model import Association
from lineage_viz.snapshot import contents, open_folder, verify
from lineage_viz.snapshot.adopting import adopt
from lineage_viz.snapshot.folder import Folder
from tests import demo_once
from tests.snapshot.test_foreign_folder import folder_of

VERTICES = "~id,~label\nv1,artifact\nv2,artifact\n"
EDGES = "~id,~from,~to,~label\ne1,v1,v2,ContributedTo\n"
BACKUPS = (
    "nodes.csv~", "nodes.csv.~1~", "nodes.csv.bak", "nodes.BAK", "#nodes.csv#", "nodes.csv.orig", "nodes.csv.old",
    "nodes.csv.swp", "nodes.csv.tmp", "~$nodes.csv", "nodes.csv.bak.gz",
)  # fmt: skip
COPIES = (
    "Copy of nodes.csv", "Copy (2) of nodes.csv", "nodes - Copy.csv", "nodes - Copy (2).csv", "nodes copy.csv",
    "nodes copy 2.csv",
)  # fmt: skip


def ids(folder: Folder) -> list[str]:
    return [each.arn for each in folder.entities()]


@pytest.mark.parametrize(
    "name", ["edges.CSV", "edges.txt", "edges", "edges.part-0001", "edges.csv.GZ", "edges.csv.gz"]
)
def test_reads_a_file_of_any_name_and_ending(tmp_path: Path, name: str) -> None:
    folder_of(tmp_path, {"nodes.csv": VERTICES})
    packed = gzip.compress(EDGES.encode()) if name.lower().endswith("gz") else EDGES.encode()
    (tmp_path / name).write_bytes(packed)
    folder = open_folder(tmp_path)
    assert list(folder.associations()) == [Association("v1", "ContributedTo", "v2", own_id="e1")]
    assert folder.gaps == verify(tmp_path) == ()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("run.parquet", b"PAR1\x15\x04\xff\xfe", "not text in UTF-8"),
        ("config.json", b'{"nodes": []}\n', "it is JSON; export in Neptune's Gremlin format"),
        ("config.py", b'NAMES = [\n    "a",\n]\n', "(its first line has no ~id"),
        ("dump.json", b'{"~id":"x","~label":["a"]}\n', "it is JSON; "),
        ("dump.csv", b'[\n {"~id": "x", "~label": "a"}\n]\n', "it is JSON; "),
        ("dump.json.gz", gzip.compress(b'{"~id":"x","~label":"a"}\n', mtime=0), "it is JSON; "),
        ("notes.md", b"~id is the id, ~label is the label\n", "no ~id"),
        ("more.csv", b"a,b\nv3,artifact\n", "no ~id"),
        ("gephi.csv", b"Id,Label,timeset\nv3,artifact,\n", "write ~id for Id and ~label for Label"),
        (
            "gephi-e.csv",
            b"Source,Target,Type,Id\na,b,Directed,0\n",
            "write ~from for Source, ~to for Target, and ~id",
        ),
        ("apoc.csv", b'"_id","_labels","name","_start","_end","_type"\n', "convert it with neo4j-to-neptune"),
        ("g.graphml", b'<?xml version="1.0"?>\n<graphml>', "convert it with graphml2csv"),
        ("g.gexf", b"<gexf version='1.3'>", "GEXF's format; export in Neptune's Gremlin format"),
        ("g.nt", b"# made by us\n<http://a> <http://b> <http://c> .\n", "a format of RDF"),
        ("g.ttl", b"@prefix ex: <http://ex/> .\nex:a ex:b ex:c .\n", "a format of RDF"),
        ("g.rdf", b"<?xml version='1.0'?>\n<rdf:RDF>", "a format of RDF"),
        ("g.dot", b"digraph lineage {\n a -> b\n}\n", "DOT's or GML's format"),
        ("login.csv", b"<!DOCTYPE html><html>", "it is a page (HTML); download the file itself"),
        ("feed.xml", b"<?xml version='1.0'?>\n<a/>", "it is XML; export in"),
        ("cypher.csv", b":ID,name:String,:LABEL\nv3,x,artifact\n", "openCypher"),
        ("cypher-edges.csv", b":ID,:START_ID,:END_ID,:TYPE\ne,v1,v2,x\n", "openCypher"),
        ("rows.csv", b"", "empty"),
        (
            "excel.csv",
            b"sep=,\n~id,~label\nv3,artifact\n",
            "its header is only in line 2; remove all above it",
        ),
        ("notes.csv", b'# made by us\n\n"~label",~id\na,v3\n', "its header is only in line 3"),
        ("sql.csv", b"'~id','~label'\n'v3','a'\n", "its headings are in other quotes"),
        (
            "word.csv",
            "\u201c~id\u201d,\u201c~label\u201d\nv3,a\n".encode(),
            "its headings are in other quotes",
        ),
        ("wide.csv", VERTICES.encode("utf-32"), "UTF-32"),
        ("nodes.zip", b"PK\x03\x04", "archive"),
        (".ipynb_checkpoints/nodes-checkpoint.csv", VERTICES.encode(), "hidden"),
        (".nodes.csv.swp", VERTICES.encode(), "hidden"),
        *((name, VERTICES.replace("v", "w").encode(), "backup copy") for name in BACKUPS),
        *((name, VERTICES.replace("v", "w").encode(), "a copy of nodes.csv") for name in COPIES),
        ("edges.csv.part", EDGES.encode(), "a download that did not end"),
    ],
)
def test_names_each_file_that_it_passes_over(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    folder_of(tmp_path, {"nodes.csv": VERTICES, ".DS_Store": "\0"})
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(content)
    folder = open_folder(tmp_path)
    assert ids(folder) == ["v1", "v2"]
    (gap,) = folder.gaps
    assert gap.startswith(f"1 file of the folder passed over: {name} (")
    assert reason in gap
    assert folder.info.incomplete == folder.gaps


def test_verify_tells_a_script_that_not_everything_was_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder_of(tmp_path / "odd", {"nodes.csv": VERTICES, "notes.txt": "hello\n"})
    assert main(["verify", str(tmp_path / "odd")]) == 2
    assert f"{tmp_path / 'odd'} has gaps; every other row can be read: 2 entities" in capsys.readouterr().out
    new = adopt(open_folder(tmp_path / "odd"), tmp_path / "snapshots").path
    assert main(["verify", str(new)]) == 0
    (tmp_path / "odd" / "notes.txt").unlink()
    assert main(["verify", str(tmp_path / "odd")]) == 0
    (tmp_path / "odd" / "nodes.csv").write_text("~id,~label\nv1\n")
    assert main(["verify", str(tmp_path / "odd")]) == 1


def test_a_file_that_no_other_copies_is_read_whatever_its_name(tmp_path: Path) -> None:
    files = ("Copy of nodes.csv", "photo copy.csv", "nodes (1).csv", "a~b.csv", "old.csv", "save")
    names = {name: f"~id\nv{number}\n" for number, name in enumerate(files)}
    folder = open_folder(folder_of(tmp_path, names))
    assert (sorted(ids(folder)), folder.gaps) == ([f"v{number}" for number in range(6)], ())


def test_a_backup_alone_is_no_lineage(tmp_path: Path) -> None:
    folder_of(tmp_path, {"nodes.csv~": VERTICES})
    with pytest.raises(
        SnapshotError, match=r"nodes.csv~ \(it is a backup copy.*rename it if it is the lineage"
    ):
        open_folder(tmp_path)


def test_names_the_first_of_many_files_and_counts_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder_of(tmp_path, {"nodes.csv": VERTICES, **{f"{number}.md": "# Notes\n" for number in range(9)}})
    (gap,) = open_folder(tmp_path).gaps
    assert gap.startswith("9 files of the folder passed over: 0.md (")
    assert gap.endswith("; 4 more")
    assert main(["verify", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert all(f"{number}.md (its first line has no ~id" in said for number in range(9))


@pytest.mark.parametrize(
    ("text", "step"), [("hello\n", ". Check the path."), ('<graphml xmlns="x"/>', "amazon-neptune-tools).")]
)
def test_a_folder_without_lineage_has_one_next_step(tmp_path: Path, text: str, step: str) -> None:
    folder_of(tmp_path, {"file": text})
    with pytest.raises(SnapshotError) as refused:
        open_folder(tmp_path)
    assert str(refused.value).endswith(step)


def test_a_folder_of_another_format_is_refused_by_its_name(tmp_path: Path) -> None:
    folder_of(tmp_path, {"nodes.csv": ":ID,:LABEL\nv1,artifact\n"})
    with pytest.raises(SnapshotError, match=r"no Neptune CSV: nodes.csv \(it is in openCypher's format"):
        open_folder(tmp_path)


def test_ignores_blanks_around_delimiters_but_not_inside_quotes(tmp_path: Path) -> None:
    folder_of(
        tmp_path,
        {
            "nodes.csv": "~id , ~label,\tnote:String , size:Int\n"
            " v1 , trial_component , two words  , 7 \n"
            '\tv2\t, "trial_component" ," kept " ,\n'
            '"v3"\t,trial_component,\t"two\n lines, ""quoted"" " , \n',
            "edges.csv": "~id,~from,~to,~label\ne1, v1 ,v2 , ContributedTo \n",
        },
    )
    folder = open_folder(tmp_path)
    assert {each.arn: (each.label, dict(each.properties)) for each in folder.entities()} == {
        "v1": ("trial_component", {"note": "two words", "size": 7}),
        "v2": ("trial_component", {"note": " kept "}),
        "v3": ("trial_component", {"note": 'two\n lines, "quoted" '}),
    }
    assert list(folder.associations()) == [Association("v1", "ContributedTo", "v2", own_id="e1")]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('~id,note:String\nv1,"a" b\n', 2, "field 2 has text after its closing quote"),
        ('~id,note:String\nv0,x\nv1,"a\nv2,b\n', 3, "the quote that opens field 2 is never closed"),
        ("~id,note:String\nv1,a,b\n", 2, "a comma inside a value must be quoted"),
        ("~id,note:String,note:String\nv1,a,b\n", 1, "the column note twice"),
        ("~id;~label\nv1;artifact\n", 1, "separated by semicolons. Separate it by commas"),
        ("~id,~label,\nv1,artifact,\n", 1, "column 3 of the header has no name"),
        ("~id\n \n,\n", 3, "2 fields"),
        ('~id\n""\n', 2, "the ~id is empty"),
        ('~id\n" \t"\n', 2, "the ~id is empty"),
        ("~id,note\nv1,a\n\x1a", 3, "end mark of DOS"),
        ("~id,note\nv1,a,\n", 2, "or the row ends with a comma too many"),
        ("~id,note,more\nv1,a\n", 2, "and an absent value needs its comma"),
        ("~id,note:String\nv1,a\0b\n", 2, "NUL"),
        ("~id,size:Int\nv1,1_000\n", 2, "only digits"),
        ("~id,size:Int\nv1,\u0667\n", 2, "only digits"),
        ('~id,size:Int\nv1," 7"\n', 2, "only digits"),
        ("~id,size:Double\nv1,1_0.5\n", 2, "digits"),
        ("~id,size:Double\nv1,inf\n", 2, "Infinity"),
    ],
)
def test_the_error_of_a_row_says_which_line_and_why(
    tmp_path: Path, text: str, line: int, reason: str
) -> None:
    folder_of(tmp_path, {"nodes.csv": text})
    with pytest.raises(BadRow, match=reason) as caught:
        list(open_folder(tmp_path).entities())
    assert caught.value.line == line


def test_names_the_line_of_a_byte_that_is_not_utf_8(tmp_path: Path) -> None:
    rows = b"".join(b"v%d,x\n" % number for number in range(5_000))
    (tmp_path / "nodes.csv").write_bytes(b"~id,name:String\n" + rows + b"v,\xe9t\xe9\n" + rows)
    with pytest.raises(BadRow, match="UTF-8") as caught:
        list(open_folder(tmp_path).entities())
    assert caught.value.line == 5_002


def test_a_semicolon_with_a_backslash_belongs_to_the_label(tmp_path: Path) -> None:
    folder_of(tmp_path, {"nodes.csv": "~id,~label\nv1,Data\\;Set;Curated\nv2,a;;a;b\n"})
    assert [each.label for each in open_folder(tmp_path).entities()] == ["Data;Set::Curated", "a::b"]


def test_a_vertex_of_several_files_has_the_labels_of_all(tmp_path: Path) -> None:
    folder_of(
        tmp_path,
        {
            "1.csv": "~id,~label\nv1,Model\n",
            "2.csv": "~id,~label\nv1,Approved;Model\n",
            "3.csv": "~id,x:Int\nv1,1\n",
        },
    )
    (one,) = open_folder(tmp_path).entities()
    assert (one.label, dict(one.properties)) == ("Model::Approved", {"x": 1})


def test_reads_the_columns_of_neptune_export(tmp_path: Path) -> None:
    edges = "~id,~label,~from,~to,~fromLabels,~toLabels,weight:Double\ne1,uses,v1,v2,artifact,artifact,0.5\n"
    folder_of(tmp_path, {"nodes/artifact.csv": VERTICES, "edges/artifact-uses-artifact.csv": edges})
    assert list(open_folder(tmp_path).associations()) == [
        Association("v1", "uses", "v2", {"weight": 0.5}, "e1")
    ]


def test_an_edge_in_two_files_is_one_edge(tmp_path: Path) -> None:
    more = "~id,~from,~to,~label,weight:Int\ne1,v1,v2,ContributedTo,3\n"
    folder_of(tmp_path, {"nodes.csv": VERTICES, "1.csv": EDGES, "2.csv": more})
    assert list(open_folder(tmp_path).associations()) == [
        Association("v1", "ContributedTo", "v2", {"weight": 3}, "e1")
    ]


def test_an_id_of_two_edges_is_refused(tmp_path: Path) -> None:
    more = EDGES.replace("v1,v2", "v2,v1")
    folder_of(tmp_path, {"nodes.csv": VERTICES, "1.csv": EDGES, "2.csv": more})
    with pytest.raises(SnapshotError, match="The edge id e1 stands for two edges"):
        list(open_folder(tmp_path).associations())


@pytest.mark.parametrize("place", ["one.csv", "other.csv"])
def test_two_values_of_an_edges_property_are_refused(tmp_path: Path, place: str) -> None:
    header = "~id,~from,~to,weight:Int\n"
    rows = {"one.csv": f"{header}e1,v1,v2,3\n"}
    rows[place] = rows.get(place, header) + "e1,v1,v2,5\n"
    folder_of(tmp_path, {"nodes.csv": VERTICES, **rows})
    with pytest.raises(SnapshotError, match="The edge e1 has two values of the property weight, 3 and 5"):
        list(open_folder(tmp_path).associations())


def test_a_value_that_is_repeated_is_one_value(tmp_path: Path) -> None:
    rows = "~id,x:Double(single),y:Double\nv1,NaN,NaN\nv1,NaN,NaN\n"
    edges = "~id,~from,~to,x:Double\ne1,v1,v1,NaN\ne1,v1,v1,NaN\ne1,v1,v1,\n"
    folder = open_folder(folder_of(tmp_path, {"nodes.csv": rows, "edges.csv": edges}))
    assert [dict(each.properties) for each in folder.entities()] == [{"x": math.nan, "y": math.nan}]
    assert [dict(each.properties) for each in folder.associations()] == [{"x": math.nan}]


def test_the_two_values_of_a_single_property_are_shown(tmp_path: Path) -> None:
    folder_of(tmp_path, {"1.csv": "~id,x:Int(single)\nv1,1\n", "2.csv": "~id,x:String(single)\nv1,1\n"})
    assert verify(tmp_path) == ("v1 has two values of the single property x, 1 and '1'. Remove one of them.",)


def test_true_is_not_the_number_one(tmp_path: Path) -> None:
    folder_of(tmp_path, {"1.csv": "~id,x:Int\nv1,1\n", "2.csv": "~id,x:Bool\nv1,true\n"})
    (one,) = open_folder(tmp_path).entities()
    assert repr(one.properties["x"]) == "(1, True)"


def test_a_folder_of_snapshots_is_not_read_as_one(tmp_path: Path) -> None:
    one = demo_once.snapshot(tmp_path / "snapshots")
    with pytest.raises(SnapshotError, match=f"is a folder of snapshots. Open one of them, such as {one}"):
        open_folder(tmp_path / "snapshots")


def test_reads_numbers_without_end_as_neptune_writes_them(tmp_path: Path) -> None:
    folder_of(tmp_path, {"nodes.csv": "~id,x:Double\nv1,-Infinity\nv2,NaN\n"})
    one, two = open_folder(tmp_path).entities()
    assert one.properties["x"] == float("-inf")
    assert two.properties["x"] != two.properties["x"]


def test_reads_a_folder_behind_a_link_once(tmp_path: Path) -> None:
    here = tmp_path / "here"
    folder_of(here, {"nodes.csv": VERTICES, "sub/more.csv": "~id\nv3\n"})
    folder_of(tmp_path / "there", {"edges.csv": EDGES})
    for name, target in {"far": "../there", "up": "..", "round": ".", "sub/again": "../sub"}.items():
        (here / name).symlink_to(target)
    folder = open_folder(here)
    assert ids(folder) == ["v1", "v2", "v3"]
    assert len(list(folder.associations())) == 1
    (gap,) = folder.gaps
    assert gap.startswith(
        "3 files of the folder passed over: round (it is a link to a folder that is read already"
    )
    assert "; sub/again (" in gap
    assert "; up (" in gap


def test_names_what_is_no_file(tmp_path: Path) -> None:
    folder_of(tmp_path, {"nodes.csv": VERTICES})
    (tmp_path / "gone.csv").symlink_to("nowhere.csv")
    (tmp_path / "loop.csv").symlink_to("loop.csv")
    (tmp_path / ".#nodes.csv").symlink_to("somebody@host.17")
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "null.csv").symlink_to("/dev/null")
    assert open_folder(tmp_path).gaps == (
        "4 files of the folder passed over: gone.csv (it is a link that leads to no file); "
        "loop.csv (it is a link that leads to no file); null.csv (it is a pipe, a socket or a device, and no file); "
        "pipe.csv (it is a pipe, a socket or a device, and no file)",
    )


@contextmanager
def without_the_rights_of_root() -> Iterator[None]:
    """Root may read every folder."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    yield
    if root:
        os.seteuid(0)


def test_a_subfolder_that_may_not_be_read_is_refused() -> None:
    with tempfile.TemporaryDirectory() as name:  # pytest's folder is root's alone
        folder = folder_of(Path(name), {"nodes.csv": VERTICES, "secret/edges.csv": EDGES})
        folder.chmod(0o755)
        (folder / "secret").chmod(0o300)
        with without_the_rights_of_root():
            problems = verify(folder)
        (folder / "secret").chmod(0o700)
    assert problems == (
        f"{folder}/secret cannot be read: Permission denied. Check that this user may read all of {folder}, and "
        "check the disk.",
    )


def test_a_file_whose_name_is_not_utf_8_is_named(tmp_path: Path) -> None:
    folder_of(tmp_path, {"nodes.csv": VERTICES})
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("x")
    (gap,) = open_folder(tmp_path).gaps
    assert "passed over: caf\\xe9.txt (" in gap


@pytest.mark.parametrize("text", [VERTICES, '~id,"note\r~x"\rv1,a\rv2,"b\r"\r'])
def test_reads_lines_that_end_with_cr(tmp_path: Path, text: str) -> None:
    folder_of(tmp_path, {"nodes.csv": text.replace("\n", "\r")})
    assert ids(open_folder(tmp_path)) == ["v1", "v2"]


def test_names_the_line_of_a_byte_that_is_not_utf_8_after_cr(tmp_path: Path) -> None:
    (tmp_path / "nodes.csv").write_bytes(b"~id,name:String\rv1,x\rv2,\xe9\r")
    with pytest.raises(BadRow, match=r"line 3: the row is not UTF-8"):
        list(open_folder(tmp_path).entities())


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"hello\rworld\r", id="CR"),
        pytest.param(b"  0%\r 50%\r100%\rdone\n", id="progress"),
        pytest.param(b"BZh is the magic of bzip2\n", id="BZh"),
        pytest.param(b"\x1f\x8b nonsense", id="gzip's first bytes"),
        pytest.param(gzip.compress(bytes(5_000), mtime=0)[:30], id="cut gzip"),
        pytest.param(bz2.compress(b"x" * 5_000)[:20], id="cut bzip2"),
        pytest.param(b"~/.bashrc is a file\n", id="home"),
        pytest.param(b'say "hello\n' * 100, id="quote"),
        pytest.param(b'\t"\n' + b"open\n" * 300_000, id="long quote"),
        pytest.param(b"\xe9\n", id="Latin-1"),
        pytest.param("~id\n".encode("utf-16-le"), id="UTF-16"),
    ],
)
def test_passes_over_a_stray_file_by_name(tmp_path: Path, content: bytes) -> None:
    folder_of(tmp_path, {"nodes.csv": VERTICES})
    (tmp_path / "notes").write_bytes(content)
    folder = open_folder(tmp_path)
    assert ids(folder) == ["v1", "v2"]
    assert folder.gaps[0].startswith("1 file of the folder passed over: notes (")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("edges.csv.gz", b"\x1f\x8b nonsense", id="nonsense"),
        pytest.param("edges.csv.gz", gzip.compress(EDGES.encode(), mtime=0)[3:], id="no start"),
        pytest.param("edges.csv.gz", gzip.compress(EDGES.encode(), mtime=0)[:-9], id="no end"),
        pytest.param("edges.CSV.bz2", bz2.compress(EDGES.encode())[:20], id="cut bzip2"),
        pytest.param(
            "edges.csv.bz2", b"BZh9" + bz2.compress(EDGES.encode())[8:], id="bzip2 without its start"
        ),
    ],
)
def test_a_damaged_file_of_the_lineage_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    folder_of(tmp_path, {"nodes.csv": VERTICES})
    (tmp_path / name).write_bytes(content)
    (problem,) = verify(tmp_path)
    assert problem.startswith(f"{name} is damaged or cut off (")


def test_lines_of_blanks_are_no_rows(tmp_path: Path) -> None:
    folder_of(tmp_path, {"nodes.csv": "\n  \t\n~id\n \nv1\n\t\n\nv2\n  ", "edges.csv": f"   \n{EDGES} \n"})
    folder = open_folder(tmp_path)
    assert ids(folder) == ["v1", "v2"]
    assert len(list(folder.associations())) == 1
    assert folder.gaps == ()


def test_a_header_of_several_lines_is_read(tmp_path: Path) -> None:
    folder_of(tmp_path, {"nodes.csv": '"two\nlines:String",~id\nx,v1\n'})
    (one,) = open_folder(tmp_path).entities()
    assert dict(one.properties) == {"two\nlines": "x"}


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("edges.csv.xz", lzma.compress(VERTICES.encode()), "compressed with xz; unpack it"),
        ("edges.csv", lzma.compress(VERTICES.encode()), "compressed with xz; unpack it"),
        ("edges.csv.gz", lzma.compress(VERTICES.encode()), "compressed with xz; unpack it"),
        ("edges.csv.bz2", b"\x28\xb5\x2f\xfd\x04\x00", "compressed with zstd; unpack it"),
        ("edges.csv.gz", zlib.compress(VERTICES.encode()), "compressed with deflate; unpack it"),
        ("edges.csv", zlib.compress(VERTICES.encode()), "compressed with deflate; unpack it"),
        ("edges.csv.gz", b"7z\xbc\xaf\x27\x1c\x00", "a 7z archive; unpack it"),
        ("edges.csv.gz", VERTICES.encode("utf-16"), "text in UTF-16; save it as UTF-8"),
        ("edges.csv.zst", b"\x28\xb5\x2f\xfd\x04\x00", "compressed with zstd; unpack it"),
        (
            "edges.csv",
            b"PK\x03\x04\x14\x00\x00\x00",
            "a zip archive, which must be unpacked, or a spreadsheet",
        ),
        ("nodes.parquet", b"PAR1\x15\x04\x15\xff", "in Parquet's format, not text in UTF-8; save it as CSV"),
        (
            "edges.csv",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "a spreadsheet or another document of Office; save it",
        ),
        ("edges.csv.Z", b"\x1f\x9d\x90\xff\xfe", "compressed with compress (.Z); unpack it"),
        ("graph.db", b"SQLite format 3\0", "a database of SQLite; save its tables as CSV"),
        (
            "edges.gz",
            gzip.compress(gzip.compress(VERTICES.encode(), mtime=0), mtime=0),
            "compressed, and its content is no text",
        ),
    ],
)
def test_the_reason_of_a_packed_file_is_its_packing(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    folder_of(tmp_path, {"nodes.csv": VERTICES})
    (tmp_path / name).write_bytes(content)
    (gap,) = open_folder(tmp_path).gaps
    assert words in gap


def test_a_folder_with_far_too_many_files_is_refused_before_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "_MOST", 3)
    for number in range(3):
        (tmp_path / f"{number}.csv").write_text(f"~id,~label\nv{number},a\n")
    assert len(list(open_folder(tmp_path).entities())) == 3
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "bad.csv.gz").write_bytes(b"is not read")
    with pytest.raises(SnapshotError, match="has more than 3 files, so it was not searched for lineage"):
        open_folder(tmp_path)
