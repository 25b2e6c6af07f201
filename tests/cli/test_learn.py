"""The command that writes the tables of graph learning."""

from pathlib import Path

import pytest

from lineage_viz.cli import main
from tests import demo_once
from tests.learning.lineages import graph


def test_writes_a_snapshot_as_tables_and_tells_their_extent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, snapshot = tmp_path / "learning", demo_once.snapshot(tmp_path)
    options = ["--out", str(out), "--snapshot", str(snapshot), "--fold-rare", "10", "--cut", "2026-01-01"]
    assert main(["learn", *options]) == 0
    printed = capsys.readouterr()
    assert printed.out == f"{out}\n"
    assert "2,091 entities, 3,634 associations" in printed.err
    assert ": complete." in printed.err
    described = graph(out)
    assert described["split"]["train_before"] == "2026-01-01T00:00:00+00:00"
    assert all(each["folded"] or each["count"] >= 10 for each in described["nodes"])


def test_reads_a_foreign_folder_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "airports"
    folder.mkdir()
    (folder / "nodes.csv").write_text("~id,~label,elev:Double\n1,airport,12.5\n2,airport,7\n")
    (folder / "edges.csv").write_text("~id,~from,~to,~label\n9,1,2,route\n8,1,2,route\n")
    assert main(["learn", "--out", str(tmp_path / "out"), "--snapshot", str(folder)]) == 0
    assert "the folder itself shows nothing about its completeness" in capsys.readouterr().err
    assert graph(tmp_path / "out")["counts"] == {
        "entities": 2,
        "associations": 2,
        "unresolved": 0,
        "without_time": 2,
    }


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--cut", "1999-01-01"], "No entity was created before 1 Jan 1999"),
        (["--snapshot", "no-such-folder"], "no-such-folder"),
    ],
)
def test_says_what_is_wrong_and_writes_nothing(
    options: list[str], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["learn", "--out", str(tmp_path / "out"), *options]) == 1
    assert sentence in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_two_snapshots_of_one_account_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = demo_once.snapshot(tmp_path)
    both = ["--snapshot", str(one), "--snapshot", str(one)]
    assert main(["learn", "--out", str(tmp_path / "out"), *both]) == 1
    assert "Open only one of them" in capsys.readouterr().err
