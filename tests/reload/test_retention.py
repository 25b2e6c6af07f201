"""Kept snapshots: pinning, and the deletion of old ones."""

from pathlib import Path

import pytest

from lineage_viz.errors import SettingsError, SnapshotError
from lineage_viz.reload import kept_snapshots
from lineage_viz.reload.retention import delete_outlived, pin, unpin
from tests import demo_once
from tests.neptune_admin.load.test_load import snapshot

OTHER = "210987654321"


def names(parent: Path) -> set[str]:
    return {each.path.name for each in kept_snapshots(parent)}


def test_the_newest_snapshots_of_each_account_are_kept(tmp_path: Path) -> None:
    mine = [snapshot(tmp_path, day, jobs=1).path for day in (3, 1, 4, 2)]
    theirs = [snapshot(tmp_path, day, jobs=1, account=OTHER).path for day in (1, 2)]
    demo = demo_once.snapshot(tmp_path)
    gone = delete_outlived(tmp_path, 2, lambda: ())
    assert set(gone) == {mine[1], mine[3]}
    assert names(tmp_path) == {path.name for path in (mine[0], mine[2], *theirs, demo)}
    assert not any(path.name.startswith(".") for path in tmp_path.iterdir())
    assert delete_outlived(tmp_path, 2, lambda: ()) == ()


def test_snapshots_in_use_or_pinned_are_kept_too(tmp_path: Path) -> None:
    days = [snapshot(tmp_path, day, jobs=1).path for day in range(5)]
    pin(days[0])
    assert delete_outlived(tmp_path, 1, lambda: {days[2]}) == (days[3], days[1])
    shown = {each.path: (each.in_use, each.pinned) for each in kept_snapshots(tmp_path, {days[2]})}
    assert list(shown.items()) == [
        (days[4], (False, False)),
        (days[2], (True, False)),
        (days[0], (False, True)),
    ]
    unpin(days[0])
    assert delete_outlived(tmp_path, 1, lambda: ()) == (days[2], days[0])


def test_the_newest_complete_snapshot_is_kept_behind_damaged_newer_ones(tmp_path: Path) -> None:
    days = [snapshot(tmp_path, day, jobs=1).path for day in range(4)]
    for spoilt in days[2:]:
        (spoilt / "edges.csv.gz").write_bytes(b"")
    assert delete_outlived(tmp_path, 1, lambda: ()) == (days[2], days[0])
    assert names(tmp_path) == {days[1].name, days[3].name}


def test_folders_that_are_no_snapshots_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "manifest.json").write_text("{}")
    (tmp_path / ".staging-x").mkdir()
    for day in (1, 2):
        snapshot(tmp_path, day, jobs=1)
    delete_outlived(tmp_path, 1, lambda: ())
    assert (tmp_path / "notes" / "manifest.json").exists()
    assert (tmp_path / ".staging-x").exists()


def test_a_snapshot_half_deleted_by_a_killed_process_is_removed(tmp_path: Path) -> None:
    folder = snapshot(tmp_path, 1, jobs=1).path
    folder.rename(tmp_path / f".deleted-{folder.name}")
    assert kept_snapshots(tmp_path) == ()
    delete_outlived(tmp_path, 1, lambda: ())
    assert list(tmp_path.iterdir()) == []


def test_keeping_none_is_refused_and_only_snapshots_can_be_pinned(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="1 or more"):
        delete_outlived(tmp_path, 0, lambda: ())
    with pytest.raises(SnapshotError, match="no manifest"):
        pin(tmp_path)


def test_a_pin_that_cannot_be_removed_is_reported(tmp_path: Path) -> None:
    folder = snapshot(tmp_path, 1, jobs=1).path
    (tmp_path / f".pinned-{folder.name}").mkdir()
    with pytest.raises(SnapshotError, match="cannot be unpinned: Is a directory"):
        unpin(folder)


def test_a_snapshot_that_cannot_be_deleted_does_not_keep_the_others(tmp_path: Path) -> None:
    days = [snapshot(tmp_path, day, jobs=1).path for day in range(4)]
    (tmp_path / f".deleted-{days[2].name}").touch()
    with pytest.raises(SnapshotError, match=f"{days[2].name} cannot be deleted: Not a directory"):
        delete_outlived(tmp_path, 1, lambda: ())
    assert names(tmp_path) == {days[2].name, days[3].name}
    assert [path.name for path in tmp_path.glob(".deleted-*")] == [f".deleted-{days[2].name}"]
