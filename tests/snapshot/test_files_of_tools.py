"""Folders as Spark, Hive and neptune-export leave them: marks and settings beside the rows, and prose of people."""

import bz2
import gzip
import io
import tarfile
from pathlib import Path

import pytest

from lineage_viz.errors import BadRow, SnapshotError
from lineage_viz.snapshot import open_folder, verify
from tests.snapshot.test_contents import EDGES, VERTICES, ids
from tests.snapshot.test_foreign_folder import folder_of


def with_rows(path: Path, name: str, content: str | bytes) -> Path:
    """The folder of two entities and an association, with one more file."""
    folder_of(path, {"nodes/v.csv": VERTICES, "edges/e.csv": EDGES})
    (path / name).parent.mkdir(parents=True, exist_ok=True)
    (path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("config.json", '{"nodes": [{"label": "artifact", "properties": {}}], "edges": []}'),
        ("stats.json", '{"nodes": 2, "edges": 1}'),
        ("lastEventId.json", '{"StreamLastEventId": {}}'),
        ("nodes/_SUCCESS", ""),
        ("nodes/_committed_123", '{"added": []}'),
        ("nodes/_started_123", ""),
        ("nodes/.v.csv.crc", b"crc\0"),
        ("nodes/v.csv.crc", b"crc\0\0"),
        ("nodes/._SUCCESS.crc", b"crc\0"),
        ("_temporary/0/task/_SUCCESS", ""),
        (".git/config", "[core]\n"),
    ],
)
def test_what_tools_always_write_is_no_gap(tmp_path: Path, name: str, content: str | bytes) -> None:
    folder = open_folder(with_rows(tmp_path, name, content))
    assert ids(folder) == ["v1", "v2"]
    assert folder.gaps == verify(tmp_path) == ()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("config.json", '{"nodes": [{"id": "a", "label": "x"}], "edges": []}'),
        ("config.json", '{"~id": "a"}'),
        ("stats.json", '[{"~id": "a"}]'),
        ("lastEventId.json", '{"~id": "a"}'),
        ("v.crc", "~id\nv9\n"),
    ],
)
def test_a_file_of_that_name_with_rows_is_no_file_of_a_tool(tmp_path: Path, name: str, content: str) -> None:
    folder = open_folder(with_rows(tmp_path, name, content))
    assert folder.gaps or ids(folder) == ["v1", "v2", "v9"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("nodes/part-00002.csv", ""),
        ("nodes/part-00002-c000.csv.gz", gzip.compress(b"", mtime=0)),
        ("nodes/run-170-part-r-00001", ""),
        ("nodes_$folder$", ""),
        ("8d2a-1111.csv.metadata", b"\x08\x01\xff\0"),
        ("desktop.ini", "[.ShellClassInfo]\r\n"),
        ("Thumbs.db", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ],
)
def test_what_is_beside_rows_on_s3_and_windows_is_no_gap(
    tmp_path: Path, name: str, content: str | bytes
) -> None:
    assert open_folder(with_rows(tmp_path, name, content)).gaps == ()


def tar_of(text: str) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        entry = tarfile.TarInfo("v.csv")
        entry.size = len(text)
        archive.addfile(entry, io.BytesIO(text.encode()))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("v.csv.gz", gzip.compress(tar_of(VERTICES), mtime=0), "it is a compressed tar archive; unpack it"),
        ("v.csv.bz2", bz2.compress(tar_of(VERTICES)), "it is a compressed tar archive; unpack it"),
        ("v", gzip.compress(tar_of(VERTICES), mtime=0), "it is a compressed tar archive; unpack it"),
        ("v.csv", tar_of(VERTICES), "it is a tar archive; unpack it"),
        (
            "v.csv.gz",
            gzip.compress(gzip.compress(b"~id", mtime=0), mtime=0),
            "compressed again; unpack it once",
        ),
        (
            "v.csv.gz",
            gzip.compress(b"PK\x03\x04\0\xff", mtime=0),
            "it is compressed, and its content is a zip archive",
        ),
        (
            "v.csv",
            "X.id,X.label,name\nv1,a,x\n",
            "those of R, such as X.id for ~id; write and read it with check.names",
        ),
        (
            "v.csv",
            "version https://git-lfs.github.com/spec/v1\noid sha256:ab\n",
            "fetch that with `git lfs pull`",
        ),
        ("read.me", "~id, ~label: these\ntwo columns, name them\n", "no line fits that as a header"),
        ("README.md", "# Data\n~id,~label are the columns\n", "its first line has no ~id"),
        ("x.html", "<html>~id, ~label</html>", "it is a page (HTML)"),
    ],
)
def test_packed_files_and_prose_are_named_for_what_they_are(
    tmp_path: Path, name: str, content: str | bytes, words: str
) -> None:
    (gap,) = open_folder(with_rows(tmp_path, name, content)).gaps
    assert f"{name} (" in gap
    assert words in gap


def test_a_folder_of_such_files_alone_is_refused_by_their_names(tmp_path: Path) -> None:
    with pytest.raises(
        SnapshotError, match=r"no Neptune CSV: _SUCCESS \(the tool writes it beside the rows\)"
    ):
        open_folder(folder_of(tmp_path, {"_SUCCESS": ""}))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("_temporary/0/task/part-0.csv", "~id,~label\nzombie,artifact\n"),
        ("_temporary/0/part-0.csv", "~id,~label\nbroken\n"),
        ("_temporary/0/part-0.csv", "~id;~label\nv1;x\n"),
        ("_temporary/0/part-0.csv.gz", gzip.compress(VERTICES.encode(), mtime=0)[:20]),
        ("nodes/_staging/part-0.csv", "~id\nv9\n"),
        (".hive-staging_1/part-0.csv.gz", gzip.compress(VERTICES.encode(), mtime=0)[:20]),
    ],
)
def test_output_that_is_not_committed_is_named_and_not_read(
    tmp_path: Path, name: str, content: str | bytes
) -> None:
    folder = open_folder(with_rows(tmp_path, name, content))
    assert ids(folder) == ["v1", "v2"]
    (gap,) = folder.gaps
    assert gap.startswith(f"1 file of the folder passed over: {name} (")
    assert "is hidden" in gap or "Spark and Hive ignore it, too" in gap


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("README.md", "~id,~label is how it starts\n\nText, and text\n"),
        ("README.md", "`~id,~label is how it starts`\n"),
        ("README.md", "| ~id | ~label |\n|---|---|\n| a | b |\n"),
        ("README", "~id,~label\n\nThis is how a file begins.\n"),
        ("z.txt", '"~id" is the id of Neptune\n'),
        ("z.txt", "~id;~label is how it starts\nand goes on\n"),
        ("notes", "~id,~label is how it starts\nand goes on\n"),
        ("notes", '"~id","~label"\nwhat we export, with commas, and so on\n'),
        ("HOWTO.txt", "~id,~label\nThese two columns are required, and more may follow.\n"),
        ("README.txt", "~id,~label,type\nEach row needs an id, a label, and a type.\nBye.\n"),
        ("format.txt", "~id,~label\n\nThe first one names the row, and so on.\nTake care.\n"),
        ("README", "~id,~label\nv9,a\nThis row is an example, as you see.\n"),
    ],
)
def test_prose_about_the_format_is_named_and_refuses_no_folder(
    tmp_path: Path, name: str, content: str
) -> None:
    folder = open_folder(with_rows(tmp_path, name, content))
    assert ids(folder) == ["v1", "v2"]
    assert folder.gaps[0].startswith(f"1 file of the folder passed over: {name} (")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("v.csv", "~id,~label\nbroken\n", "1 field"),
        ("v.csv", '"~id,~label"\n"v1,a"\n', "each line is in quotes as a whole"),
        ("v.csv.txt", "~id,~label\nbroken\n", "1 field"),
        ("part-0", "~id,~name\nv1,a\n", "no other ~ column"),
        ("v.txt", "~id,~label\nv1,a\nbroken\n", "1 field"),
        ("v.txt", "~id;~label\nv1;a\n", "semicolons"),
        ("notes.csv", "~id;~label\nv1;a\n", "semicolons"),
        ("v.txt", '~id,~label,d\nv1,a,"A text, and more."\nbroken\n', "1 field"),
    ],
)
def test_a_fault_in_rows_of_any_name_is_still_refused(
    tmp_path: Path, name: str, content: str, reason: str
) -> None:
    with pytest.raises(BadRow, match=reason):
        list(open_folder(with_rows(tmp_path, name, content)).entities())


PACKED = b"\0\0\1\xff\xfe packed"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("part-0.csv.snappy", PACKED, "it is compressed with snappy; unpack it"),
        ("part-0", b"\xff\x06\0\0sNaPpY" + PACKED, "it is compressed with snappy; unpack it"),
        ("part-0.csv.deflate", b"x\x9c" + PACKED, "it is compressed with deflate; unpack it"),
        ("part-0.csv.lz4", PACKED, "it is compressed with lz4; unpack it"),
        ("part-0.CSV.ZST", PACKED, "it is compressed with zstd; unpack it"),
        ("part-0.csv.xz", PACKED, "it is compressed with xz; unpack it"),
        ("part-0.lzo", PACKED, "it is compressed with lzo; unpack it"),
        ("part-0.parquet", PACKED, "it is in Parquet's format; save it as CSV"),
        ("part-0.snappy.orc", PACKED, "it is in ORC's format; save it as CSV"),
        ("part-0.avro", PACKED, "it is in Avro's format; save it as CSV"),
    ],
)
def test_the_packing_of_a_part_is_named(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (gap,) = open_folder(with_rows(tmp_path, name, content)).gaps
    assert gap == f"1 file of the folder passed over: {name} ({words})"
