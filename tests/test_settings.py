"""The environment, read once."""

import os
from pathlib import Path

import pytest

from lineage_viz.errors import SettingsError
from lineage_viz.settings import Neptune, Settings


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


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("wss://c.eu-west-1.neptune.amazonaws.com:8182/gremlin", "wss://c.eu-west-1.neptune.amazonaws.com:8182/gremlin"),
        ("c.eu-west-1.neptune.amazonaws.com", "wss://c.eu-west-1.neptune.amazonaws.com:8182/gremlin"),
        ("wss://host:9/", "wss://host:9/gremlin"),
        ("ws://localhost:8182", "ws://localhost:8182/gremlin"),
        ("ws://[::1]:8182", "ws://[::1]:8182/gremlin"),
    ],
)  # fmt: skip
def test_a_cluster_is_named_in_full_or_by_its_host(given: str, url: str) -> None:
    assert Settings.from_environment({"LINEAGE_VIZ_NEPTUNE": given}).neptune == Neptune(url, url, True)


def test_a_cluster_may_have_an_endpoint_for_reading_and_be_without_iam() -> None:
    environment = {
        "LINEAGE_VIZ_NEPTUNE": "writer",
        "LINEAGE_VIZ_NEPTUNE_READER": "reader",
        "LINEAGE_VIZ_NEPTUNE_IAM": "off",
    }
    expected = Neptune("wss://writer:8182/gremlin", "wss://reader:8182/gremlin", False)
    assert Settings.from_environment(environment).neptune == expected


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"LINEAGE_VIZ_NEPTUNE": "ws://elsewhere:8182"}, "wss://HOST"),
        ({"LINEAGE_VIZ_NEPTUNE": "https://host:8182"}, "wss://HOST"),
        ({"LINEAGE_VIZ_NEPTUNE": "wss://host:port"}, "wss://HOST"),
        ({"LINEAGE_VIZ_NEPTUNE_READER": "reader"}, "without LINEAGE_VIZ_NEPTUNE"),
        (
            {"LINEAGE_VIZ_NEPTUNE": "host", "LINEAGE_VIZ_NEPTUNE_IAM": "yes"},
            "LINEAGE_VIZ_NEPTUNE_IAM is 'yes'",
        ),
        ({"LINEAGE_VIZ_NEPTUNE": "host", "LINEAGE_VIZ_SNAPSHOT": "."}, "both set"),
    ],
)
def test_what_is_wrong_with_a_cluster_is_said_with_its_variable(
    environment: dict[str, str], said: str
) -> None:
    with pytest.raises(SettingsError, match=said):
        Settings.from_environment(environment)
