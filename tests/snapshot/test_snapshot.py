"""A snapshot is complete or does not exist; it reads back equal."""

import gzip
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from lineage_viz.arn import unresolved_entity
from lineage_viz.errors import SnapshotError
from lineage_viz.model import Association, AssociationType, Entity, EntityLabel, Value
from lineage_viz.reload import kept_snapshots
from lineage_viz.snapshot import Header, open_folder, verify, write_snapshot
from lineage_viz.snapshot.manifest import FILE_NAME, SUM_NAME
from lineage_viz.system import two_processes
from tests.hypothesis_profiles import examples
from tests.snapshot.rewriting import put_manifest, rewrite, rewrite_manifest

TAKEN = datetime(2026, 3, 12, 2, tzinfo=UTC)
HEADER = Header("123456789012", "eu-west-1", "aws", TAKEN, "full", details=False, last_full=TAKEN)
ARN = "arn:aws:sagemaker:eu-west-1:123456789012:"
DATA = Entity(
    ARN + "artifact/1a", "artifact", {"arn": ARN + "artifact/1a", "sourceuri": "s3://b/x", "type": "DataSet"}
)
JOB = Entity(ARN + "experiment-trial-component/t", "trial_component", {"name": "t", "creationtime": TAKEN})
AWAY = unresolved_entity("arn:aws:sagemaker:eu-west-1:210987654321:artifact/9f", "DataSet")
USED = Association(DATA.arn, "ContributedTo", JOB.arn, {"creationtime": TAKEN})
SAME = Association(AWAY.arn, "SameAs", DATA.arn)

anything = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
names = st.text("abcdef0123456789", min_size=1, max_size=12)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    return write_snapshot(tmp_path, HEADER, [DATA, JOB, AWAY], [USED, SAME])


def test_a_snapshot_reads_back_equal_and_verifies(written: Path) -> None:
    folder = open_folder(written)
    assert sorted(folder.entities(), key=lambda e: e.arn) == sorted([DATA, JOB, AWAY], key=lambda e: e.arn)
    assert set(folder.associations()) == {USED, SAME}
    assert verify(written) == ()
    assert written.name == "123456789012-eu-west-1-20260312T020000Z"


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_stray_file_of_rows_is_to_be_moved_away(written: Path, separator: str) -> None:
    (written / "more").mkdir()
    (written / "more" / "stray.csv").write_text(f"~id{separator}~label\nv1{separator}artifact\n")
    (problem,) = verify(written)
    assert problem.endswith(
        "contains more/stray.csv, which its manifest does not name. Move it away: the snapshot has only its own files."
    )


def test_writes_a_lone_surrogate_as_a_replacement_character(tmp_path: Path) -> None:
    odd = Entity("arn:odd", "artifact", {"arn": "arn:odd", "name": "a\ud800b"})
    (found,) = open_folder(write_snapshot(tmp_path, HEADER, [odd], [])).entities()
    assert found.name == "a\N{REPLACEMENT CHARACTER}b"


def test_the_manifest_counts_the_content(written: Path) -> None:
    manifest = open_folder(written).manifest
    assert manifest is not None
    assert manifest.labels == {"artifact": 2, "trial_component": 1, "action": 0, "context": 0}
    assert manifest.association_types == {"ContributedTo": 1, "SameAs": 1}
    assert manifest.unresolved == 1
    assert {entry.name: entry.rows for entry in manifest.files}["edges.csv.gz"] == 2
    assert manifest.taken == TAKEN


def test_equal_lineage_in_any_order_gives_equal_files(tmp_path: Path) -> None:
    one = write_snapshot(tmp_path, HEADER, [DATA, JOB, AWAY], [USED, SAME])
    two = write_snapshot(tmp_path, HEADER, [AWAY, JOB, DATA], [SAME, USED])
    assert two.name == one.name + "-2"
    for file in one.iterdir():
        assert (two / file.name).read_bytes() == file.read_bytes()


def test_a_large_snapshot_is_written_and_verified_in_the_same_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    datasets = [replace(DATA, arn=f"{DATA.arn}{n}") for n in range(20)]
    jobs = [replace(JOB, arn=f"{JOB.arn}{n}") for n in range(20)]
    links = [Association(data.arn, "ContributedTo", job.arn) for data in datasets for job in jobs]
    small = write_snapshot(tmp_path, HEADER, [*datasets, *jobs], links)
    monkeypatch.setattr(two_processes, "LARGE", 100)
    large = write_snapshot(tmp_path, HEADER, [*jobs, *datasets], links)
    for file in small.iterdir():
        assert (large / file.name).read_bytes() == file.read_bytes()
    for name in ("vertices-trial_component.csv.gz", "vertices-artifact.csv.gz", "edges.csv.gz"):
        broken = shutil.copytree(large, tmp_path / f"broken-{name}")
        rewrite(broken / name, _with_first_row_last)
        found = verify(broken)
        with monkeypatch.context() as alone:
            alone.setattr(two_processes, "LARGE", 10_000)
            assert found == verify(broken) != ()
    with pytest.raises(SnapshotError, match="no vertex exists"):
        write_snapshot(tmp_path, HEADER, jobs, links)
    with pytest.raises(SnapshotError, match="has no column"):
        write_snapshot(
            tmp_path, HEADER, [*datasets, *jobs, Entity("x", "trial_component", {"odd": "1"})], links
        )


def _with_first_row_last(text: str) -> str:
    header, first, *rows = text.splitlines(keepends=True)
    return "".join((header, *rows[:-1], first, first))


def test_the_files_are_gremlin_csv_for_the_loader(written: Path) -> None:
    lines = gzip.decompress((written / "edges.csv.gz").read_bytes()).decode().splitlines()
    assert lines[0] == "~id,~from,~to,~label,creationtime:Date,createdby:String,role:String"
    assert f"{USED.id},{DATA.arn},{JOB.arn},ContributedTo,2026-03-12T02:00:00Z,," in lines
    header = gzip.decompress((written / "vertices-artifact.csv.gz").read_bytes()).decode().splitlines()[0]
    assert header.startswith("~id,~label,arn:String(single),sourceuri:String(single),type:String(single)")


def test_writes_searched_texts_for_neptune_and_readers_leave_them_out(tmp_path: Path) -> None:
    loud = Entity(ARN + "artifact/1a", "artifact", {"sourceuri": "s3://B/X\tY/Straße.CSV", "type": "DataSet"})
    job = Entity(ARN + "job/1", "trial_component", {"parameters": '{"max_depth": 6.0}'})
    path = write_snapshot(tmp_path, HEADER, [loud, job], [])
    text = gzip.decompress((path / "vertices-artifact.csv.gz").read_bytes()).decode()
    assert text.splitlines()[0].endswith(
        ",searchtitle:String(single),searchtext:String(single),searchstate:String(single)"
        ",searchrecord:String(single),searchnames:String(single)"
    )
    assert f'strasse.csv,"{loud.arn}\ts3://b/x y/strasse.csv\tdataset\t\t",-,"\t' in text
    jobs = gzip.decompress((path / "vertices-trial_component.csv.gz").read_bytes()).decode()
    assert "\t§max-depth=6\t§max-depth#\u28c0\u2818\u2800\u2800\u2800\u2800\u2800\u2800\t" in jobs
    assert jobs.endswith('"\t§max_depth\t"\n')
    assert list(open_folder(path).entities()) == [loud, job]


@examples(60, allow=[HealthCheck.function_scoped_fixture])
@given(
    entities=st.dictionaries(
        names,
        st.dictionaries(st.sampled_from(["name", "sourceuri", "type", "properties"]), anything),
        min_size=1,
    ),
    data=st.data(),
)
def test_any_lineage_reads_back_equal(
    tmp_path: Path, entities: dict[str, dict[str, Value]], data: st.DataObject
) -> None:
    made = [Entity(f"{ARN}artifact/{name}", EntityLabel.ARTIFACT, texts) for name, texts in entities.items()]
    ends = st.sampled_from([one.arn for one in made])
    links = {
        (source, kind, end): Association(source, kind, end)
        for source, kind, end in data.draw(st.lists(st.tuples(ends, st.sampled_from(AssociationType), ends)))
    }
    folder = open_folder(write_snapshot(tmp_path, HEADER, made, list(links.values())))
    assert {e.arn: dict(e.properties) for e in folder.entities()} == {e.arn: dict(e.properties) for e in made}
    assert set(folder.associations()) == set(links.values())


def test_never_publishes_an_association_without_its_end(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match=r"no vertex exists for its end .*artifact/9f"):
        write_snapshot(tmp_path, HEADER, [DATA, JOB], [USED, SAME])
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_a_manifest_is_not_a_snapshot(written: Path) -> None:
    (written / "manifest.json").unlink()
    assert "has no manifest.json" in verify(written)[0]


def test_names_a_changed_missing_or_added_file(written: Path) -> None:
    edges = written / "edges.csv.gz"
    whole = edges.read_bytes()
    edges.write_bytes(whole[:-9])
    assert "edges.csv.gz" in verify(written)[0]
    edges.unlink()
    assert "does not contain edges.csv.gz" in verify(written)[0]
    edges.write_bytes(whole)
    (written / "more.csv").write_text("~id\nx\n")
    assert "more.csv" in verify(written)[0]


def test_names_an_unreadable_folder(written: Path) -> None:
    """Another user may have exported the snapshot, or the disk may be faulty."""
    file = next(written.glob("*.csv.gz"))
    file.unlink()
    file.symlink_to("/proc/self/mem")  # it exists, but nobody can read it
    with pytest.raises(
        SnapshotError, match=rf"{written.name} cannot be read: .*error. Check that this user may"
    ):
        open_folder(written)


def test_names_a_bad_row_by_file_line_and_reason(written: Path) -> None:
    rewrite(
        written / "vertices-trial_component.csv.gz", lambda text: text.replace("2026-03-12T02", "someday")
    )
    (problem,) = verify(written)
    assert "vertices-trial_component.csv.gz, line 2" in problem
    assert "creationtime" in problem


def test_finds_edges_without_ends_and_wrong_ids_together(written: Path) -> None:
    rewrite(written / "edges.csv.gz", lambda text: text.replace(USED.id, "f" * 32))
    rewrite(
        written / "vertices-artifact.csv.gz",
        lambda text: text.replace(f"{AWAY.arn},artifact", "other,artifact"),
    )
    problems = " ".join(verify(written))
    assert "not the digest" in problems
    assert f"no vertex exists for its end {AWAY.arn}" in problems


def test_the_problem_of_another_manifest_format_has_the_next_step(written: Path) -> None:
    put_manifest(written, '{"format": "something else"}')
    assert "Export again" in verify(written)[0]


@pytest.mark.parametrize(
    "changed",
    [
        {"labels": None}, {"labels": {"artifact": "many"}}, {"labels": []}, {"association_types": {"a": None}},
        {"taken": 5}, {"taken": "9999-12-31T23:59:59-12:00"}, {"files": None}, {"incomplete": 5}, {"incomplete": {}},
        {"incomplete": [5]}, {"account": ["a"]}, {"account": 123456789012}, {"account": "\ud800"}, {"region": None},
        {"domains": []}, {"domains": {"d": None}}, {"records": []}, {"records": {"model": {"count": "1"}}},
        {"unresolved": "1"}, {"details": "no"}, {"mode": "ful"}, {"labels": {"artifact": 2.5}}, {"folder": 5},
    ],
    ids=str,
)  # fmt: skip
def test_the_problem_of_a_wrong_manifest_has_the_next_step(written: Path, changed: dict[str, object]) -> None:
    rewrite_manifest(written, changed)
    assert "Export again" in verify(written)[0]
    assert kept_snapshots(written.parent) == ()
    for name in ("KeyError", "TypeError", "ValueError", "__init__", "object"):
        assert name not in verify(written)[0]


@pytest.mark.parametrize(
    "name",
    [
        "../e.csv.gz", "/tmp/e.csv.gz", "a/e.csv.gz", "..\\e.csv.gz", "C:e.csv.gz", "..", ".", "", "e\0.csv.gz",
        "\ne.csv", FILE_NAME, SUM_NAME,
    ],
    ids=ascii,
)  # fmt: skip
def test_a_manifest_names_files_of_its_own_folder_only(written: Path, name: str) -> None:
    """Others may write a manifest: its names become parts of paths and of keys in S3."""
    rewrite_manifest(written, {"files": [{"name": name, "rows": 0, "sha256": "0" * 64}]})
    (problem,) = verify(written)
    assert "which is no file of a snapshot, so nothing of it is read." in problem
    assert kept_snapshots(written.parent) == ()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[" * 100_000, "cannot be read: it has another form. Copy or export it again."),
        (b'{"format": %s}' % (b"9" * 5_000), "cannot be read: it has another form."),
        (b"", "cannot be read: it is not JSON in line 1."),
        ("{}".encode("utf-16"), "cannot be read: it is not text in UTF-8."),
        (b'{"format": "lineage_viz snapshot 1"}', "not a manifest of this version: it lacks account."),
        (b'{"metadata": {"dbt_version": "1.5"}}', "If another tool wrote it, move it out of the folder,"),
        (b'["a.csv"]', "If another tool wrote it, move it out of the folder,"),
    ],
    ids=str,
)
def test_the_problem_of_a_file_that_is_no_manifest_is_said_in_words(
    written: Path, content: bytes, words: str
) -> None:
    (written / SUM_NAME).unlink()
    (written / FILE_NAME).write_bytes(content)
    assert words in verify(written)[0]


def test_a_manifest_with_a_name_of_another_version_names_it(written: Path) -> None:
    rewrite_manifest(written, {"colour": "red"})
    assert "it has 'colour', which this version does not know." in verify(written)[0]
    assert kept_snapshots(written.parent) == ()


def test_a_change_of_any_byte_of_the_manifest_is_named(written: Path) -> None:
    """Also one that leaves the manifest well formed, such as another digit of the account."""
    for file in (written / FILE_NAME, written / SUM_NAME):
        whole = file.read_bytes()
        for at in range(len(whole)):
            file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            assert f"{FILE_NAME} or {SUM_NAME} in {written} has changed" in verify(written)[0]
        file.write_bytes(whole)
    (written / FILE_NAME).unlink()
    assert "has no manifest.json" in verify(written)[0]


def test_sha256sum_can_check_the_manifest(written: Path) -> None:
    subprocess.run(
        ["sha256sum", "--check", "--strict", SUM_NAME], cwd=written, check=True, capture_output=True
    )


@pytest.mark.parametrize(
    "form",
    [
        "{digest}  {name}\r\n", "{digest}  {name}", "{digest} *{name}\n", "{digest}  ./{name}\n", "{digest}",
        "SHA256 ({name}) = {digest}\n", "SHA256({name})= {digest}\n", "\ufeff{digest}  {name}\r\n",
    ],
    ids=ascii,
)  # fmt: skip
@pytest.mark.parametrize("case", [str.lower, str.upper])
def test_the_digest_may_have_the_form_of_another_tool(
    written: Path, form: str, case: Callable[[str], str]
) -> None:
    """Git, Windows, macOS and openssl write the same digest in other forms."""
    digest = hashlib.sha256((written / FILE_NAME).read_bytes()).hexdigest()
    line = form.format(name=FILE_NAME, digest=case(digest)).encode()
    (written / SUM_NAME).write_bytes(line)
    assert verify(written) == ()
    (written / SUM_NAME).write_bytes(line.replace(case(digest).encode(), case(digest[::-1]).encode()))
    assert f"{FILE_NAME} or {SUM_NAME} in {written} has changed" in verify(written)[0]


def test_writes_all_files_to_disk_before_publishing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise a power cut could leave an empty file in a published folder, which the app shows."""
    synced: set[str] = set()
    fsync = os.fsync

    def record_fsync(file: int) -> None:
        synced.add(Path(os.readlink(f"/proc/self/fd/{file}")).name)
        fsync(file)

    monkeypatch.setattr(os, "fsync", record_fsync)
    path = write_snapshot(tmp_path, HEADER, [DATA, JOB, AWAY], [USED, SAME])
    assert {file.name for file in path.iterdir()} <= synced
    assert {name for name in synced if name.startswith(".staging-")}, "the folder's own list of files"


DISK_FULL = """
import resource, signal, sys
from pathlib import Path
from lineage_viz.cli import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
sys.exit(main(["demo", "--out", sys.argv[1]]))
"""


def test_a_full_disk_publishes_nothing_and_the_error_says_so(tmp_path: Path) -> None:
    # The file size limit of the process makes the system refuse writes, as a full disk does.
    # The limit would also apply to the data file of coverage, so coverage is off.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    done = subprocess.run(
        [sys.executable, "-c", DISK_FULL, str(tmp_path)], capture_output=True, text=True, env=environment
    )
    assert done.returncode == 1
    assert "Nothing was published" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("inside", [".", "more", "more/deep"])
def test_no_snapshot_is_written_into_another_one(written: Path, inside: str) -> None:
    with pytest.raises(SnapshotError, match="is a snapshot, and a snapshot is never edited"):
        write_snapshot(written / inside, HEADER, [DATA], [])
    assert verify(written) == ()
