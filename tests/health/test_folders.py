"""Findings about the data folder, its disk, and the age of the shown snapshot."""

import shutil
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from lineage_viz.health import Verdict, disk
from lineage_viz.health.freshness import folder_age, loaded_age, shown_age
from lineage_viz.model import SnapshotInfo
from lineage_viz.settings import Settings
from lineage_viz.snapshot import open_folder
from lineage_viz.snapshot.current import Named, write_current
from lineage_viz.snapshot.manifest import Manifest
from tests import demo_once

DAY = timedelta(days=1)


def test_a_missing_data_folder_is_ok_and_is_not_created(tmp_path: Path) -> None:
    finding = disk.writable(disk.FOLDER, tmp_path / "not" / "yet")
    assert (finding.verdict, list(tmp_path.iterdir())) == (Verdict.OK, [])
    assert str(tmp_path) in finding.sentence


def test_the_check_of_writing_leaves_no_file(tmp_path: Path) -> None:
    assert disk.writable(disk.FOLDER, tmp_path).verdict is Verdict.OK
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_fails() -> None:
    finding = disk.writable(disk.FOLDER, Path("/proc"))
    assert finding.verdict is Verdict.FAILING
    assert "LINEAGE_VIZ_DATA" in finding.next_step


def test_a_snapshots_folder_outside_the_data_folder_is_checked_separately(tmp_path: Path) -> None:
    inside, elsewhere = Settings(data=tmp_path / "data"), Settings(data=tmp_path / "data", kept_in=tmp_path)
    assert disk.folders(inside) == [(disk.FOLDER, tmp_path / "data")]
    assert disk.folders(elsewhere) == [(disk.FOLDER, tmp_path / "data"), (disk.KEPT, tmp_path)]
    assert "LINEAGE_VIZ_SNAPSHOTS" in disk.writable(disk.KEPT, Path("/proc")).next_step


def test_a_full_disk_gives_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(data=tmp_path / "data")
    monkeypatch.setattr(disk, "LEAST", 0)
    assert disk.space(settings).verdict is Verdict.OK
    settings.kept.mkdir(parents=True)
    (settings.kept / ".1-eu-west-1-full.journal").write_bytes(b"x" * 2_000_000)
    assert "Hidden files of unfinished exports" in disk.space(settings).sentence
    monkeypatch.setattr(disk, "LEAST", 10**21)
    assert disk.space(settings).verdict is Verdict.WARNING


def test_less_free_space_than_three_snapshots_gives_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = demo_once.snapshot(tmp_path / "data" / "snapshots")
    size = sum(file.stat().st_size for file in path.iterdir())
    settings = Settings(data=tmp_path / "data")
    monkeypatch.setattr(disk, "LEAST", 0)
    for free, verdict in ((3 * size, Verdict.OK), (3 * size - 1, Verdict.WARNING)):
        monkeypatch.setattr(disk.shutil, "disk_usage", lambda _, free=free: SimpleNamespace(free=free))
        finding = disk.space(settings)
        assert finding.verdict is verdict
        assert finding.details == {"free_bytes": free, "last_snapshot_bytes": size}


def test_the_age_is_that_of_the_reloaded_snapshot(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, fresh=DAY)
    assert shown_age(settings).verdict is Verdict.UNKNOWN
    assert shown_age(Settings(data=tmp_path)).verdict is Verdict.OK
    path = demo_once.snapshot(tmp_path / "snapshots")
    write_current(settings.current, [Named.of(open_folder(path).info)])
    finding = shown_age(settings)
    assert finding.verdict is Verdict.FAILING
    assert finding.details["taken"] == Manifest.read(path).taken.isoformat()
    shutil.rmtree(path)
    missing = shown_age(settings)
    assert (missing.verdict, str(path) in missing.sentence) == (Verdict.FAILING, True)
    assert missing.next_step == "Reload, or restore a kept snapshot."
    assert disk.space(settings).details["last_snapshot_bytes"] == 0


def test_a_snapshot_older_than_the_setting_allows_fails(tmp_path: Path) -> None:
    path = demo_once.snapshot(tmp_path)
    later = Manifest.read(path).taken + timedelta(hours=30)
    assert folder_age([path], None, later).verdict is Verdict.OK
    assert folder_age([path], 2 * DAY, later).verdict is Verdict.OK
    stale = folder_age([path], DAY, later)
    assert stale.verdict is Verdict.FAILING
    assert "1 day ago" in stale.sentence
    assert "allows no more than 24 hours" in stale.sentence


def test_the_oldest_snapshot_counts_and_those_without_a_time_are_mentioned(tmp_path: Path) -> None:
    taken = Manifest.read(demo_once.snapshot(tmp_path)).taken
    old, new, undated = (
        SnapshotInfo("a", "1", "eu-west-1", moment, ()) for moment in (taken, taken + 3 * DAY, None)
    )
    finding = loaded_age([new, old, undated], DAY, taken + 3 * DAY)
    assert finding.verdict is Verdict.FAILING
    assert "1 without a time" in finding.sentence
    assert loaded_age([undated], DAY).verdict is Verdict.UNKNOWN
