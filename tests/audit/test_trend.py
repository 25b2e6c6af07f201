"""The trend: the numbers of the kept snapshots, from the outcomes beside them."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from lineage_viz.approval import is_package
from lineage_viz.audit import kept_rows
from lineage_viz.audit.kept_rows import read_rows, rows_of
from lineage_viz.audit.pack import DEFAULT_PACK
from lineage_viz.audit.pack_file import read_pack
from lineage_viz.audit.trend import trend_of, trends
from lineage_viz.audit.trend_report import Line
from lineage_viz.cli import main
from lineage_viz.settings import DATA
from lineage_viz.snapshot import open_folder
from lineage_viz.snapshot.manifest import Manifest
from lineage_viz.store.local import LocalStore
from tests import demo_once


def aged(path: Path, days: int) -> Path:
    """The snapshot as one that was taken some days earlier."""
    manifest = Manifest.read(path)
    taken = manifest.taken - timedelta(days=days)
    replace(manifest, taken=taken).write(path)
    return path.rename(path.with_name(f"{manifest.account}-{manifest.region}-{taken:%Y%m%dT%H%M%SZ}"))


def audited(path: Path) -> Path:
    store = LocalStore([open_folder(path)])
    rows_of(store, store.snapshots, DEFAULT_PACK)
    return path


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sequence[Path]:
    """Three kept snapshots, oldest first; the second one has no outcomes."""
    monkeypatch.setenv(DATA, str(tmp_path))
    folder = tmp_path / "snapshots"
    folder.mkdir()
    first = audited(aged(demo_once.snapshot(folder), 20))
    second = aged(demo_once.snapshot(folder), 10)
    return first, second, audited(demo_once.snapshot(folder))


def test_a_point_has_the_numbers_of_its_snapshot(kept: Sequence[Path]) -> None:
    (trend,) = trends(kept[0].parent, DEFAULT_PACK)
    assert [each.path for each in trend.points] == [kept[0], kept[2]]
    assert trend.without == (kept[1],)
    rows = read_rows(kept[2], DEFAULT_PACK)
    assert rows
    models = [each for each in rows.rows if is_package(each.subject)]
    (_, point) = trend.points
    assert point.models == len(models) == sum(point.results.values())
    assert point.failing["card"] == sum("card" in each.found for each in models) > 0
    assert point.results["none"] == sum(not each.found for each in models)
    assert point.is_of_now
    assert trend_of(kept[1], DEFAULT_PACK) == trend
    assert trend_of(kept[0].parent, DEFAULT_PACK) is None


def test_a_line_has_its_changes() -> None:
    assert Line("", (3, 3, 1, 12)).changes == ("", "", "-2", "+11")


def test_a_number_that_rises_with_the_models_alone_is_no_worse() -> None:
    line = Line("", (10, 12, 12, 20, 18), is_better=False, of=(200, 240, 250, 250, 200))
    assert line.cells == ("10 of 200", "12 of 240", "12 of 250", "20 of 250", "18 of 200")
    assert line.turns == (None, None, True, False, False)
    assert Line("", (10, 12), is_better=True, of=(200, 250)).turns == (None, False)
    assert Line("Model packages", (200, 240)).turns == (None, None)
    assert Line("", (0, 0), is_better=False, of=(0, 3)).turns == (None, None)


def test_other_packs_and_other_code_are_told_apart(
    kept: Sequence[Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (bank,) = trends(kept[0].parent, read_pack("bank"))
    assert (bank.points, len(bank.without)) == ((), 3)
    assert main(["audit", "--trend", "--pack", "bank"]) == 2
    assert "audit --all --snapshot PATH" in capsys.readouterr().err
    monkeypatch.setattr(kept_rows, "code_digest", lambda: "other")
    audited(kept[1])
    monkeypatch.undo()
    (trend,) = trends(kept[0].parent, DEFAULT_PACK)
    assert [each.is_of_now for each in trend.points] == [True, False, True]


def test_the_command_prints_a_table_and_data(
    kept: Sequence[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", "--trend"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Trend of account 123456789012 in eu-west-1 by the pack All checks, version 1"
    assert lines[1].split() == ["Snapshot", "2026-02-20", "02:00", "2026-03-12", "02:00"]
    assert lines[2].split() == ["Model", "packages", "127", "127"]
    (live,) = (line for line in lines if line.startswith("live-still-approved fails"))
    assert re.search(r" (\d+) of 127 +\1 of 127$", live)
    assert f"1 kept snapshot has no outcomes by this pack: {kept[1].name}." in lines[-2]
    assert main(["audit", "--trend", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    (trend,) = found["trends"]
    assert [each["snapshot"] for each in trend["points"]] == [kept[0].name, kept[2].name]
    assert trend["points"][0]["taken"] == "2026-02-20T02:00:00Z"


@pytest.mark.parametrize(
    "more", [["--all"], ["fraud-models/1"], ["--snapshot", "x"], ["--format", "sarif"], ["--waivers", "w"]]
)
def test_the_trend_takes_no_other_options(more: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--trend", *more]) == 2
    assert "--trend is about all models" in capsys.readouterr().err
