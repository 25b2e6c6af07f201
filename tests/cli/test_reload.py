"""The commands that change the served snapshot, as users type them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from lineage_viz.audit.kept_rows import read_rows
from lineage_viz.audit.pack import DEFAULT_PACK
from lineage_viz.cli import main
from lineage_viz.settings import Settings
from lineage_viz.snapshot import open_folder
from lineage_viz.store.factory import reloaded
from tests import demo_once
from tests.fake_sagemaker import FakeSageMaker
from tests.reload.conftest import NEW, fake, objects, shows, wire
from tests.snapshot.rewriting import rewrite_manifest

__all__ = ["fake", "objects", "wire"]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    for name in ("LINEAGE_VIZ_SNAPSHOT", "LINEAGE_VIZ_NEPTUNE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(tmp_path / "data"))
    return Settings.from_environment()


def test_reload_prints_each_step_that_ended(
    fake: FakeSageMaker, here: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reload"]) == 0
    out, err = capsys.readouterr()
    (path,) = here.kept.glob("[!.]*")
    assert f"The app now serves {path}" in out
    assert [line for line in err.splitlines() if line.endswith(": done")] == [
        "Find the last good snapshot: done",
        "Export from SageMaker: done",
        "Verify the snapshot: done",
        "Open it and compare the counts: done",
        "Switch to it: done",
        "Audit all models: done",
        "Remove old snapshots: done",
    ]
    shows(here, open_folder(path))
    fake.account = NEW
    assert main(["reload", "--keep", "1"]) == 0
    assert f"deleted: {path.name}" in capsys.readouterr().out


def test_a_dry_run_lists_the_changes(
    fake: FakeSageMaker, here: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reload"]) == 0
    (old,) = here.kept.glob("[!.]*")
    fake.account = NEW
    capsys.readouterr()
    assert main(["reload", "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert "changed:" in out
    assert "removed:" in out
    assert "new 0" in out, "samples are named"
    assert "Nothing was changed" in out
    shows(here, open_folder(old))
    assert read_rows(old, DEFAULT_PACK)


@pytest.mark.usefixtures("fake")
def test_a_dry_run_names_the_damage_of_the_shown_snapshot_once(
    here: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reload"]) == 0
    (old,) = here.kept.glob("[!.]*")
    (old / "edges.csv.gz").unlink()
    capsys.readouterr()
    assert main(["reload", "--dry-run"]) == 1
    err = capsys.readouterr().err
    assert err.count("does not contain edges.csv.gz") == 1
    assert "cannot be compared with an earlier one, which is damaged: see the notice above" in err
    assert "The export itself has succeeded" in err
    assert main(["reload"]) == 0, "the sentence says so"


def test_a_failure_is_one_message_that_names_the_served_snapshot(
    here: Settings, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    demo = demo_once.snapshot(tmp_path)
    assert main(["restore", str(demo)]) == 0
    assert main(["restore", "nowhere"]) == 1
    err = capsys.readouterr().err
    assert "Verify the snapshot: failed" in err
    assert "There is no folder" in err
    assert f"Nothing was changed: the app shows {demo.name} as before." in err
    shows(here, open_folder(demo))


def test_kept_snapshots_are_listed_pinned_and_restored_by_name(
    here: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["snapshots"]) == 0
    assert "No snapshot is kept" in capsys.readouterr().out
    demo = demo_once.snapshot(here.kept)
    assert main(["snapshots"]) == 0
    assert capsys.readouterr().out.endswith("3,634 associations\n")
    assert main(["restore", demo.name]) == 0
    capsys.readouterr()
    assert main(["snapshots", "--pin", demo.name]) == 0
    assert capsys.readouterr().out.endswith("demo, 2,091 entities, 3,634 associations, in use, pinned\n")
    assert main(["snapshots", "--unpin", demo.name]) == 0
    assert capsys.readouterr().out.endswith(", in use\n")
    assert main(["snapshots", "--pin", "nowhere"]) == 1


def test_a_snapshot_with_gaps_says_so_in_the_list_and_when_it_is_restored(
    here: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    demo = demo_once.snapshot(here.kept)
    rewrite_manifest(demo, {"incomplete": ["The records of domains were not read"]})
    assert main(["snapshots"]) == 0
    assert capsys.readouterr().out.endswith("3,634 associations, has gaps\n")
    assert main(["restore", demo.name]) == 0
    assert "3,634 associations. The snapshot has gaps." in capsys.readouterr().out


def test_the_demo_account_can_be_shown_again(here: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restore", str(demo_once.snapshot(here.kept))]) == 0
    assert main(["restore", "--demo"]) == 0
    assert "The app shows the demo account" in capsys.readouterr().out
    assert reloaded(here) == ()
    with pytest.raises(SystemExit):
        main(["restore"])
    assert "PATH" in capsys.readouterr().err


def test_show_reads_the_snapshot_that_the_app_shows(
    here: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    demo = demo_once.snapshot(here.kept)
    assert main(["restore", demo.name]) == 0
    demo.rename(demo.with_name("away"))
    assert main(["show", "x"]) == 1
    assert "current.json names a snapshot that cannot be opened" in capsys.readouterr().err
    assert main(["run"]) == 1
    assert "restore PATH" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["reload", "--keep", "0"], ["reload", "--keep", "x"], ["restore", ""]])
def test_an_invalid_argument_is_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert capsys.readouterr().err


def test_snapshots_are_listed_although_those_in_use_are_not_all_known(
    here: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = demo_once.snapshot(here.kept)
    (here.data / "neptune-localhost.json").write_text("{")
    monkeypatch.setenv("LINEAGE_VIZ_NEPTUNE", "ws://localhost:9/gremlin")
    monkeypatch.setenv("LINEAGE_VIZ_NEPTUNE_IAM", "off")
    assert main(["snapshots"]) == 1
    out, err = capsys.readouterr()
    assert path.name in out
    assert "Neptune at localhost" in err


def test_a_kept_folder_that_cannot_be_read_is_named(
    here: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """Otherwise the newest snapshot would be missing in the list without a word."""
    path = demo_once.snapshot(here.kept)
    changed = path.with_name("changed")
    shutil.copytree(path, changed)
    (changed / "manifest.json").write_text((path / "manifest.json").read_text().replace("T02:", "T03:"))
    assert main(["snapshots"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(path.name)
    assert (
        f"A folder is not in this list. manifest.json or manifest.json.sha256 in {changed} has changed" in err
    )
