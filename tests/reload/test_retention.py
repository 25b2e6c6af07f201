"""What is kept and what is let go."""

from pathlib import Path

import pytest

from lineage_viz.demo.source import write_demo
from lineage_viz.errors import SettingsError, SnapshotError
from lineage_viz.reload import kept_snapshots, pin, unpin
from lineage_viz.reload.retention import let_go
from tests.neptune_admin.load.test_load import snapshot

OTHER = "210987654321"


def names(parent: Path) -> set[str]:
    return {each.path.name for each in kept_snapshots(parent)}


def test_the_newest_of_each_account_stay(tmp_path: Path) -> None:
    mine = [snapshot(tmp_path, day, jobs=1).path for day in (3, 1, 4, 2)]
    theirs = [snapshot(tmp_path, day, jobs=1, account=OTHER).path for day in (1, 2)]
    demo = write_demo(tmp_path)
    gone = let_go(tmp_path, 2, lambda: ())
    assert set(gone) == {mine[1], mine[3]}
    assert names(tmp_path) == {path.name for path in (mine[0], mine[2], *theirs, demo)}
    assert not any(path.name.startswith(".") for path in tmp_path.iterdir())
    assert let_go(tmp_path, 2, lambda: ()) == ()


def test_what_is_in_use_or_pinned_stays_besides(tmp_path: Path) -> None:
    days = [snapshot(tmp_path, day, jobs=1).path for day in range(5)]
    pin(days[0])
    assert let_go(tmp_path, 1, lambda: {days[2]}) == (days[3], days[1])
    shown = {each.path: (each.in_use, each.pinned) for each in kept_snapshots(tmp_path, {days[2]})}
    assert list(shown.items()) == [
        (days[4], (False, False)),
        (days[2], (True, False)),
        (days[0], (False, True)),
    ]
    unpin(days[0])
    assert let_go(tmp_path, 1, lambda: ()) == (days[2], days[0])


def test_the_newest_that_is_whole_stays_whatever_is_newer(tmp_path: Path) -> None:
    days = [snapshot(tmp_path, day, jobs=1).path for day in range(4)]
    for spoilt in days[2:]:
        (spoilt / "edges.csv.gz").write_bytes(b"")
    assert let_go(tmp_path, 1, lambda: ()) == (days[2], days[0])
    assert names(tmp_path) == {days[1].name, days[3].name}


def test_what_is_no_snapshot_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "manifest.json").write_text("{}")
    (tmp_path / ".staging-x").mkdir()
    for day in (1, 2):
        snapshot(tmp_path, day, jobs=1)
    let_go(tmp_path, 1, lambda: ())
    assert (tmp_path / "notes" / "manifest.json").exists()
    assert (tmp_path / ".staging-x").exists()


def test_what_a_killed_process_left_half_deleted_is_no_snapshot_and_goes(tmp_path: Path) -> None:
    folder = snapshot(tmp_path, 1, jobs=1).path
    folder.rename(tmp_path / f".deleted-{folder.name}")
    assert kept_snapshots(tmp_path) == ()
    let_go(tmp_path, 1, lambda: ())
    assert list(tmp_path.iterdir()) == []


def test_none_is_too_few_and_nothing_cannot_be_pinned(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="1 or more"):
        let_go(tmp_path, 0, lambda: ())
    with pytest.raises(SnapshotError, match="no manifest"):
        pin(tmp_path)


def test_a_pin_that_cannot_be_taken_away_is_said(tmp_path: Path) -> None:
    folder = snapshot(tmp_path, 1, jobs=1).path
    (tmp_path / f".pinned-{folder.name}").mkdir()
    with pytest.raises(SnapshotError, match="cannot be unpinned: Is a directory"):
        unpin(folder)


def test_one_that_cannot_be_deleted_does_not_keep_the_others(tmp_path: Path) -> None:
    days = [snapshot(tmp_path, day, jobs=1).path for day in range(4)]
    (tmp_path / f".deleted-{days[2].name}").touch()
    with pytest.raises(SnapshotError, match=f"{days[2].name} cannot be deleted: Not a directory"):
        let_go(tmp_path, 1, lambda: ())
    assert names(tmp_path) == {days[2].name, days[3].name}
    assert [path.name for path in tmp_path.glob(".deleted-*")] == [f".deleted-{days[2].name}"]
