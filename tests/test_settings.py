"""The environment, read once."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from lineage_viz.errors import SettingsError
from lineage_viz.settings import Access, BulkLoad, Neptune, Settings


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


def test_snapshots_are_kept_with_the_rest_unless_said_otherwise(tmp_path: Path) -> None:
    assert Settings.from_environment({}).kept == Path("data/snapshots")
    said = Settings.from_environment(
        {"LINEAGE_VIZ_DATA": str(tmp_path), "LINEAGE_VIZ_SNAPSHOTS": "/srv/kept"}
    )
    assert (said.kept, said.current) == (Path("/srv/kept"), tmp_path / "current.json")
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match=r"LINEAGE_VIZ_SNAPSHOTS names .*file"):
        Settings.from_environment({"LINEAGE_VIZ_SNAPSHOTS": str(tmp_path / "file")})


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


ROLE = "arn:aws:iam::123456789012:role/neptune-load"
OTHER_ROLE = "arn:aws-us-gov:iam::210987654321:role/data/reader"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/mrk-1234abcd12ab34cd56ef1234567890ab"


@pytest.mark.parametrize(
    ("given", "uri"),
    [
        ("s3://lineage", "s3://lineage/"),
        ("s3://lineage/", "s3://lineage/"),
        ("s3://my.lineage-1/neptune/load", "s3://my.lineage-1/neptune/load/"),
        ("s3://lineage/neptune/", "s3://lineage/neptune/"),
    ],
)
def test_a_place_for_bulk_loads_ends_with_a_slash_which_keeps_its_neighbours_out(
    given: str, uri: str
) -> None:
    environment = {"LINEAGE_VIZ_BUCKET": given, "LINEAGE_VIZ_LOAD_ROLE": ROLE}
    assert Settings.from_environment(environment).bulk_load == BulkLoad(uri, ROLE)


@pytest.mark.parametrize(
    "encryption", ["", "AES256", "aws:kms", KEY, "arn:aws:kms:eu-west-1:123456789012:alias/a/b"]
)
def test_what_is_uploaded_is_encrypted_as_set_and_roles_may_be_chained(encryption: str) -> None:
    environment = {
        "LINEAGE_VIZ_BUCKET": "s3://lineage",
        "LINEAGE_VIZ_LOAD_ROLE": f"{ROLE}, {OTHER_ROLE}",
        "LINEAGE_VIZ_ENCRYPTION": encryption,
    }
    expected = BulkLoad("s3://lineage/", f"{ROLE},{OTHER_ROLE}", encryption)
    assert Settings.from_environment(environment).bulk_load == expected


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"LINEAGE_VIZ_BUCKET": "lineage/neptune"}, "LINEAGE_VIZ_BUCKET is .* s3://BUCKET/PREFIX/"),
        ({"LINEAGE_VIZ_BUCKET": "s3://Lineage"}, "LINEAGE_VIZ_BUCKET is .* s3://BUCKET/PREFIX/"),
        ({"LINEAGE_VIZ_BUCKET": "s3://lineage//a"}, "LINEAGE_VIZ_BUCKET is .* s3://BUCKET/PREFIX/"),
        ({"LINEAGE_VIZ_LOAD_ROLE": ""}, "LINEAGE_VIZ_BUCKET is set without LINEAGE_VIZ_LOAD_ROLE"),
        ({"LINEAGE_VIZ_BUCKET": ""}, "LINEAGE_VIZ_LOAD_ROLE is set without LINEAGE_VIZ_BUCKET"),
        (
            {"LINEAGE_VIZ_BUCKET": "", "LINEAGE_VIZ_LOAD_ROLE": "", "LINEAGE_VIZ_ENCRYPTION": "AES256"},
            "LINEAGE_VIZ_ENCRYPTION is set without LINEAGE_VIZ_BUCKET",
        ),
        ({"LINEAGE_VIZ_LOAD_ROLE": "neptune-load"}, "LINEAGE_VIZ_LOAD_ROLE is .* arn:aws:iam::ACCOUNT:role/NAME"),
        ({"LINEAGE_VIZ_LOAD_ROLE": f"{ROLE},"}, "LINEAGE_VIZ_LOAD_ROLE is .* joined by commas"),
        ({"LINEAGE_VIZ_ENCRYPTION": "aes"}, "LINEAGE_VIZ_ENCRYPTION is 'aes'. It is AES256, aws:kms, or the ARN"),
        ({"LINEAGE_VIZ_ENCRYPTION": ROLE}, "LINEAGE_VIZ_ENCRYPTION is .*ARN of a KMS key"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_place_for_bulk_loads_is_said_with_its_variable(
    changed: dict[str, str], said: str
) -> None:
    right = {"LINEAGE_VIZ_BUCKET": "s3://lineage", "LINEAGE_VIZ_LOAD_ROLE": ROLE}
    with pytest.raises(SettingsError, match=said):
        Settings.from_environment(right | changed)


def test_roles_are_given_to_emails_in_any_case_and_to_groups() -> None:
    environment = {
        "LINEAGE_VIZ_ADMINS": "Ada@Example.com, ben@example.com ,",
        "LINEAGE_VIZ_AUDITORS": "cy@example.com",
        "LINEAGE_VIZ_ADMIN_GROUP": "admins",
        "LINEAGE_VIZ_AUDITOR_GROUP": "auditors",
        "LINEAGE_VIZ_GROUP_CLAIM": "cognito:groups",
    }
    assert Settings.from_environment(environment).access == Access(
        frozenset({"ada@example.com", "ben@example.com"}),
        frozenset({"cy@example.com"}),
        "admins",
        "auditors",
        "cognito:groups",
    )
    assert not Settings.from_environment({"LINEAGE_VIZ_ADMINS": " ,"}).access.names_somebody


@pytest.mark.parametrize("name", ["LINEAGE_VIZ_READ_ONLY", "LINEAGE_VIZ_NEPTUNE_ADMIN"])
def test_what_is_on_or_off_is_off_unless_said_otherwise(name: str) -> None:
    field = name.removeprefix("LINEAGE_VIZ_").lower()
    for value, expected in (("on", True), ("off", False), ("", False)):
        assert getattr(Settings.from_environment({name: value}), field) is expected
    with pytest.raises(SettingsError, match=f"{name} is 'yes'"):
        Settings.from_environment({name: "yes"})


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"LINEAGE_VIZ_ADMINS": "ada"}, "LINEAGE_VIZ_ADMINS has 'ada'"),
        ({"LINEAGE_VIZ_AUDITORS": "a@b c@d"}, "LINEAGE_VIZ_AUDITORS has"),
        ({"LINEAGE_VIZ_GROUP_CLAIM": "roles"}, "without LINEAGE_VIZ_ADMIN_GROUP"),
    ],
)
def test_what_is_wrong_with_roles_is_said_with_its_variable(environment: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        Settings.from_environment(environment)


@pytest.mark.parametrize(
    ("text", "span"),
    [("90m", timedelta(minutes=90)), ("24h", timedelta(days=1)), ("7d", timedelta(days=7)), ("", None)],
)
def test_how_old_what_is_shown_may_be(text: str, span: timedelta | None) -> None:
    assert Settings.from_environment({"LINEAGE_VIZ_FRESH": text}).fresh == span


@pytest.mark.parametrize("text", ["24", "h", "0h", "-1d", "1w", "1.5h", "1h 30m", "999999d"])
def test_no_such_span_of_time_names_the_variable(text: str) -> None:
    with pytest.raises(SettingsError, match="LINEAGE_VIZ_FRESH"):
        Settings.from_environment({"LINEAGE_VIZ_FRESH": text})
