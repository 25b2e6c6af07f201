"""The file that names the snapshots in use always has its last complete content."""

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from lineage_viz.errors import SnapshotError
from lineage_viz.snapshot.current import Named, named_in, read_current, write_current


def named(path: Path, account: str = "123456789012") -> Named:
    return Named(path.resolve(), account, "eu-west-1")


def test_reads_the_names_that_were_written(tmp_path: Path) -> None:
    file = tmp_path / "not yet" / "current.json"
    both = named(file.parent / "snapshots" / "a"), named(tmp_path / "b", "210987654321")
    assert read_current(file) == ()
    write_current(file, both)
    assert read_current(file) == both
    write_current(file, ())
    assert read_current(file) == ()


def test_names_stay_valid_after_moving_the_folder_with_its_snapshots(tmp_path: Path) -> None:
    write_current(tmp_path / "data" / "current.json", [named(tmp_path / "data" / "snapshots" / "a")])
    (tmp_path / "data").rename(tmp_path / "moved")
    (found,) = read_current(tmp_path / "moved" / "current.json")
    assert found.path == tmp_path / "moved" / "snapshots" / "a"


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "5", "[" * 100_000, "{", '{"format": "another"}', '{"format": "lineage_viz current 1"}',
        '{"format": "lineage_viz current 1", "snapshots": 5}', '{"format": "lineage_viz current 1", "snapshots": [5]}',
    ],
)  # fmt: skip
def test_the_error_for_a_wrong_file_has_its_name_and_the_next_step(tmp_path: Path, text: str) -> None:
    (tmp_path / "current.json").write_text(text)
    words = r"current\.json.*cannot be read: it (has another form|is not JSON in line 1)\. .*restore PATH"
    with pytest.raises(SnapshotError, match=words):
        read_current(tmp_path / "current.json")


@pytest.mark.parametrize("path", ["/tmp", "../a", "a/b", ".", "..", "", ".hidden", "a\\b", "C:a"])
def test_what_other_machines_wrote_names_no_folder_of_this_one(tmp_path: Path, path: str) -> None:
    raw = {"path": path, "account": "123456789012", "region": "eu-west-1"}
    text = json.dumps({"format": "lineage_viz current 1", "snapshots": [raw]})
    with pytest.raises(SnapshotError, match=r"s3://b/current\.json names .* not the name of a snapshot"):
        named_in(text, tmp_path, "s3://b/current.json", by_name=True)


def test_a_full_disk_leaves_the_file_unchanged(tmp_path: Path) -> None:
    file = tmp_path / "current.json"
    write_current(file, [named(tmp_path / "old")])
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, limit[1]))
    try:
        with pytest.raises(SnapshotError, match="cannot be written: File too large"):
            write_current(file, [named(tmp_path / "new")])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert [each.path.name for each in read_current(file)] == ["old"]
    write_current(file, [named(tmp_path / "new")])
    assert [each.path.name for each in read_current(file)] == ["new"]


def test_a_process_killed_while_writing_leaves_the_old_or_the_new_file(tmp_path: Path) -> None:
    """The process writes continuously until the test kills it."""
    file = tmp_path / "current.json"
    script = (
        "import sys; from pathlib import Path; from lineage_viz.snapshot.current import *\n"
        "file, names = Path(sys.argv[1]), [Named(Path('/' + n * 2000), 'a', 'r') for n in 'xy']\n"
        "while True:\n for each in names: write_current(file, [each]); print(flush=True)\n"
    )
    for lines in (1, 2, 5, 20):
        with subprocess.Popen(
            [sys.executable, "-c", script, str(file)], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
        ) as writing:
            assert writing.stdout
            for _ in range(lines):
                writing.stdout.readline()
            writing.kill()
        (found,) = read_current(file)
        assert str(found.path) in {"/" + "x" * 2000, "/" + "y" * 2000}
