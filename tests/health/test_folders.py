"""The data folder, its disk, and the age of what is shown."""

import shutil
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from lineage_viz.demo.source import write_demo
from lineage_viz.health import Verdict, disk
from lineage_viz.health.freshness import folder_age, loaded_age, shown_age
from lineage_viz.model import SnapshotInfo
from lineage_viz.settings import Settings
from lineage_viz.snapshot import open_folder
from lineage_viz.snapshot.current import Named, write_current
from lineage_viz.snapshot.manifest import Manifest

DAY = timedelta(days=1)


def test_a_data_folder_that_is_not_there_yet_can_be_made_and_is_not(tmp_path: Path) -> None:
    found = disk.writable(disk.FOLDER, tmp_path / "not" / "yet")
    assert (found.verdict, list(tmp_path.iterdir())) == (Verdict.OK, [])
    assert str(tmp_path) in found.sentence


def test_trying_to_write_leaves_nothing(tmp_path: Path) -> None:
    assert disk.writable(disk.FOLDER, tmp_path).verdict is Verdict.OK
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_takes_nothing_fails() -> None:
    found = disk.writable(disk.FOLDER, Path("/proc"))
    assert found.verdict is Verdict.FAILING
    assert "LINEAGE_VIZ_DATA" in found.next_step


def test_snapshots_kept_elsewhere_are_a_place_of_their_own(tmp_path: Path) -> None:
    inside, elsewhere = Settings(data=tmp_path / "data"), Settings(data=tmp_path / "data", kept_in=tmp_path)
    assert disk.folders(inside) == [(disk.FOLDER, tmp_path / "data")]
    assert disk.folders(elsewhere) == [(disk.FOLDER, tmp_path / "data"), (disk.KEPT, tmp_path)]
    assert "LINEAGE_VIZ_SNAPSHOTS" in disk.writable(disk.KEPT, Path("/proc")).next_step


def test_a_full_disk_is_warned_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(data=tmp_path / "data")
    monkeypatch.setattr(disk, "LEAST", 0)
    assert disk.space(settings).verdict is Verdict.OK
    monkeypatch.setattr(disk, "LEAST", 10**21)
    assert disk.space(settings).verdict is Verdict.WARNING


def test_less_room_than_three_snapshots_is_warned_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_demo(tmp_path / "data" / "snapshots")
    size = sum(file.stat().st_size for file in path.iterdir())
    settings = Settings(data=tmp_path / "data")
    monkeypatch.setattr(disk, "LEAST", 0)
    for free, verdict in ((3 * size, Verdict.OK), (3 * size - 1, Verdict.WARNING)):
        monkeypatch.setattr(disk.shutil, "disk_usage", lambda _, free=free: SimpleNamespace(free=free))
        found = disk.space(settings)
        assert found.verdict is verdict
        assert found.details == {"free_bytes": free, "last_snapshot_bytes": size}


def test_the_age_is_that_of_what_a_reload_has_put_there(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, fresh=DAY)
    assert shown_age(settings).verdict is Verdict.UNKNOWN
    assert shown_age(Settings(data=tmp_path)).verdict is Verdict.OK
    path = write_demo(tmp_path / "snapshots")
    write_current(settings.current, [Named.of(open_folder(path).info)])
    found = shown_age(settings)
    assert found.verdict is Verdict.FAILING
    assert found.details["taken"] == Manifest.read(path).taken.isoformat()
    shutil.rmtree(path)
    gone = shown_age(settings)
    assert (gone.verdict, str(path) in gone.sentence) == (Verdict.FAILING, True)
    assert gone.next_step == "Reload, or restore a snapshot that is kept."
    assert disk.space(settings).details["last_snapshot_bytes"] == 0


def test_a_snapshot_older_than_wanted_fails(tmp_path: Path) -> None:
    path = write_demo(tmp_path)
    later = Manifest.read(path).taken + timedelta(hours=30)
    assert folder_age([path], None, later).verdict is Verdict.OK
    assert folder_age([path], 2 * DAY, later).verdict is Verdict.OK
    stale = folder_age([path], DAY, later)
    assert stale.verdict is Verdict.FAILING
    assert "1 day ago" in stale.sentence
    assert "no more than 24 hours" in stale.sentence


def test_the_oldest_counts_and_what_has_no_time_is_said(tmp_path: Path) -> None:
    taken = Manifest.read(write_demo(tmp_path)).taken
    old, new, untold = (
        SnapshotInfo("a", "1", "eu-west-1", moment, ()) for moment in (taken, taken + 3 * DAY, None)
    )
    found = loaded_age([new, old, untold], DAY, taken + 3 * DAY)
    assert found.verdict is Verdict.FAILING
    assert "1 without a time" in found.sentence
    assert loaded_age([untold], DAY).verdict is Verdict.UNKNOWN
