"""The data folder, its disk, and the age of what is shown."""

from datetime import timedelta
from pathlib import Path

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
    found = disk.writable(tmp_path / "not" / "yet")
    assert (found.verdict, list(tmp_path.iterdir())) == (Verdict.OK, [])
    assert str(tmp_path) in found.sentence


def test_trying_to_write_leaves_nothing(tmp_path: Path) -> None:
    assert disk.writable(tmp_path).verdict is Verdict.OK
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_takes_nothing_fails() -> None:
    found = disk.writable(Path("/proc"))
    assert found.verdict is Verdict.FAILING
    assert "LINEAGE_VIZ_DATA" in found.next_step


def test_a_full_disk_is_warned_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "LEAST", 0)
    assert disk.space(tmp_path / "data").verdict is Verdict.OK
    monkeypatch.setattr(disk, "LEAST", 10**21)
    assert disk.space(tmp_path / "data").verdict is Verdict.WARNING


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


def test_what_was_reloaded_last_has_an_age(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, fresh=DAY)
    write_current(settings.current, [Named.of(open_folder(write_demo(tmp_path / "snapshots")).info)])
    assert shown_age(settings).verdict is Verdict.FAILING
