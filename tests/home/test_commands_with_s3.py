"""The commands on a machine without a disk of its own say what they do with S3, and where a file is."""

from pathlib import Path
from typing import Any

import pytest

from lineage_viz.cli import main
from lineage_viz.home import home_of
from lineage_viz.reload import known_in_use, open_place, restore
from lineage_viz.settings import Settings
from lineage_viz.snapshot import Folder
from tests.neptune_admin.faulty_s3 import SLOW_DOWN, FaultyS3, Refusal
from tests.neptune_admin.load.conftest import BUCKET
from tests.neptune_admin.load.test_load import snapshot
from tests.reload.conftest import fake, objects, wire

__all__ = ["fake", "objects", "wire"]

URI = f"s3://{BUCKET}/kept/"
Said = pytest.CaptureFixture[str]


@pytest.fixture
def settings(objects: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    del objects
    monkeypatch.setenv("LINEAGE_VIZ_SNAPSHOTS", URI)
    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return Settings.from_environment()


@pytest.fixture
def kept(settings: Settings, tmp_path: Path) -> Folder:
    """A snapshot that only S3 has."""
    home = home_of(settings)
    assert home
    folder = snapshot(tmp_path / "made", 1)
    home.keep(folder)
    (settings.kept / folder.path.name).rename(tmp_path / "elsewhere")
    return folder


@pytest.mark.usefixtures("fake")
def test_an_export_goes_to_s3_and_one_into_another_folder_says_that_it_stays_there(
    settings: Settings, capsys: Said
) -> None:
    assert main(["export"]) == 0
    printed = capsys.readouterr()
    name = Path(printed.out.strip()).name
    home = home_of(settings)
    assert home
    assert [each.path.name for each in home.snapshots()[0]] == [name]
    assert "stays in" not in printed.err
    assert main(["export", "--out", "snapshots"]) == 0
    assert f"The snapshot stays in snapshots: {URI} does not get it." in capsys.readouterr().err
    assert len(home.snapshots()[0]) == 1


def test_a_snapshot_that_only_s3_has_is_fetched_by_its_name(kept: Folder, capsys: Said) -> None:
    assert main(["verify", kept.path.name]) == 0
    assert f"{kept.path.name} is a complete snapshot" in capsys.readouterr().out
    assert main(["verify", "no-such-snapshot"]) == 1
    assert f"{URI} has no whole snapshot no-such-snapshot" in capsys.readouterr().err


def test_a_name_shows_the_characters_that_nobody_sees(kept: Folder, objects: Any, capsys: Said) -> None:
    manifest = objects.Object(f"kept/{kept.path.name}.manifest.json").get()["Body"].read()
    objects.put_object(Key="kept/a\u202eb.manifest.json", Body=manifest)
    main(["snapshots"])
    printed = capsys.readouterr()
    assert "\u202e" not in printed.out + printed.err


@pytest.mark.usefixtures("fake")
def test_a_reload_that_may_not_list_does_not_blame_the_export(
    settings: Settings, wire: FaultyS3, capsys: Said
) -> None:
    del settings
    wire.rule = lambda call: Refusal(403, "AccessDenied") if call.asks_for("list-type") else None
    assert main(["reload"]) == 1
    printed = capsys.readouterr().err
    assert "Find the last good snapshot: failed" in printed
    assert "Export from SageMaker: failed" not in printed


@pytest.mark.usefixtures("settings")
def test_a_list_gives_up_soon_when_s3_fails(wire: FaultyS3, capsys: Said) -> None:
    wire.rule = lambda _: SLOW_DOWN
    assert main(["snapshots"]) == 1
    assert "S3 failed again and again" in capsys.readouterr().err
    assert len(wire.calls) == 2, "one call, tried twice"


def test_a_broken_record_is_named_by_its_address_with_the_step_that_helps(
    settings: Settings, kept: Folder, objects: Any
) -> None:
    objects.put_object(Key="kept/current.json", Body=b"{")
    said: list[str] = []
    with open_place(settings) as place:
        restore(place, kept.path, notice=said.append)
    assert any(
        f"{URI}current.json, which names the shown snapshots, could not be read" in each for each in said
    )
    objects.put_object(Key="kept/neptune-gone.json", Body=b"{")
    _, trouble = known_in_use(settings)
    assert f"{URI}neptune-gone.json" in trouble
    assert "If that cluster is gone for good, delete this file." in trouble
