"""The environment, read once."""

import os
from pathlib import Path

import pytest

from lineage_viz.errors import SettingsError
from lineage_viz.settings import Settings


def test_no_setting_means_the_demo() -> None:
    assert Settings.from_environment({}) == Settings()


def test_several_snapshots_are_joined_like_a_search_path(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    both = os.pathsep.join([str(tmp_path), str(tmp_path / "a")])
    assert Settings.from_environment({"LINEAGE_VIZ_SNAPSHOT": both}).snapshots == (tmp_path, tmp_path / "a")


def test_a_folder_that_is_not_there_is_named_with_its_variable(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"LINEAGE_VIZ_SNAPSHOT names .*nowhere"):
        Settings.from_environment({"LINEAGE_VIZ_SNAPSHOT": str(tmp_path / "nowhere")})


def test_what_people_make_is_kept_in_a_folder_of_the_app_unless_said_otherwise(tmp_path: Path) -> None:
    assert Settings.from_environment({}).data == Path("data")
    assert Settings.from_environment({"LINEAGE_VIZ_DATA": ""}).data == Path("data")
    elsewhere = Settings.from_environment({"LINEAGE_VIZ_DATA": str(tmp_path / "not yet")})
    assert elsewhere.saved_views.parent == tmp_path / "not yet"


def test_data_that_is_no_folder_is_named_with_its_variable(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match=r"LINEAGE_VIZ_DATA names .*file"):
        Settings.from_environment({"LINEAGE_VIZ_DATA": str(tmp_path / "file")})
