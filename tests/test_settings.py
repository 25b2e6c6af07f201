"""The settings of the environment."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from lineage_viz.errors import SettingsError
from lineage_viz.settings import Access, BulkLoad, Neptune, Settings, logs_as_json


def test_without_settings_the_app_shows_the_demo() -> None:
    assert Settings.from_environment({}) == Settings()


def test_several_snapshots_are_separated_like_a_search_path(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    both = os.pathsep.join([str(tmp_path), str(tmp_path / "a")])
    assert Settings.from_environment({"LINEAGE_VIZ_SNAPSHOT": both}).snapshots == (tmp_path, tmp_path / "a")


def test_a_missing_folder_is_named_with_its_variable(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"LINEAGE_VIZ_SNAPSHOT names .*nowhere"):
        Settings.from_environment({"LINEAGE_VIZ_SNAPSHOT": str(tmp_path / "nowhere")})


def test_a_path_that_is_divided_is_told(tmp_path: Path) -> None:
    (tmp_path / "a:b").mkdir()
    with pytest.raises(SettingsError, match=r"/a, which is not a folder \(: separates folders\)"):
        Settings.from_environment({"LINEAGE_VIZ_SNAPSHOT": str(tmp_path / "a:b")})


def test_the_data_folder_is_data_unless_set(tmp_path: Path) -> None:
    assert Settings.from_environment({}).data == Path("data")
    assert Settings.from_environment({"LINEAGE_VIZ_DATA": ""}).data == Path("data")
    elsewhere = Settings.from_environment({"LINEAGE_VIZ_DATA": str(tmp_path / "not yet")})
    assert elsewhere.saved_views.parent == tmp_path / "not yet"


def test_snapshots_are_in_the_data_folder_unless_set(tmp_path: Path) -> None:
    assert Settings.from_environment({}).kept == Path("data/snapshots")
    said = Settings.from_environment(
        {"LINEAGE_VIZ_DATA": str(tmp_path), "LINEAGE_VIZ_SNAPSHOTS": "/srv/kept"}
    )
    assert (said.kept, said.current) == (Path("/srv/kept"), tmp_path / "current.json")
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match=r"LINEAGE_VIZ_SNAPSHOTS names .*file"):
        Settings.from_environment({"LINEAGE_VIZ_SNAPSHOTS": str(tmp_path / "file")})


def test_a_data_folder_that_is_a_file_is_named_with_its_variable(tmp_path: Path) -> None:
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
def test_a_cluster_is_set_as_a_full_url_or_as_a_host(given: str, url: str) -> None:
    assert Settings.from_environment({"LINEAGE_VIZ_NEPTUNE": given}).neptune == Neptune(url, url, True)


def test_a_cluster_may_have_a_reader_endpoint_and_no_iam() -> None:
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
def test_a_wrong_cluster_setting_is_named_with_its_variable(environment: dict[str, str], said: str) -> None:
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
def test_the_bucket_prefix_ends_with_a_slash_so_that_similar_prefixes_stay_out(given: str, uri: str) -> None:
    environment = {"LINEAGE_VIZ_BUCKET": given, "LINEAGE_VIZ_LOAD_ROLE": ROLE}
    assert Settings.from_environment(environment).bulk_load == BulkLoad(uri, ROLE)


@pytest.mark.parametrize(
    "encryption", ["", "AES256", "aws:kms", KEY, "arn:aws:kms:eu-west-1:123456789012:alias/a/b"]
)
def test_uploads_are_encrypted_as_set_and_roles_may_be_chained(encryption: str) -> None:
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
        ({"LINEAGE_VIZ_LOAD_ROLE": f"{ROLE},"}, "LINEAGE_VIZ_LOAD_ROLE is .* join several by commas"),
        ({"LINEAGE_VIZ_ENCRYPTION": "aes"}, "LINEAGE_VIZ_ENCRYPTION is 'aes'. It must be AES256, aws:kms, or the ARN"),
        ({"LINEAGE_VIZ_ENCRYPTION": ROLE}, "LINEAGE_VIZ_ENCRYPTION is .*ARN of a KMS key"),
    ],
)  # fmt: skip
def test_a_wrong_bulk_load_setting_is_named_with_its_variable(changed: dict[str, str], said: str) -> None:
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
def test_a_switch_is_off_unless_set(name: str) -> None:
    field = name.removeprefix("LINEAGE_VIZ_").lower()
    for value, expected in (("on", True), ("off", False), ("", False)):
        assert getattr(Settings.from_environment({name: value}), field) is expected
    with pytest.raises(SettingsError, match=f"{name} is 'yes'"):
        Settings.from_environment({name: "yes"})


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"LINEAGE_VIZ_ADMINS": "ada"}, "LINEAGE_VIZ_ADMINS contains 'ada'"),
        ({"LINEAGE_VIZ_AUDITORS": "a@b c@d"}, "LINEAGE_VIZ_AUDITORS contains"),
        ({"LINEAGE_VIZ_GROUP_CLAIM": "roles"}, "without LINEAGE_VIZ_ADMIN_GROUP"),
    ],
)
def test_a_wrong_role_setting_is_named_with_its_variable(environment: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        Settings.from_environment(environment)


@pytest.mark.parametrize(
    ("text", "span"),
    [("90m", timedelta(minutes=90)), ("24h", timedelta(days=1)), ("7d", timedelta(days=7)), ("", None)],
)
def test_the_greatest_age_of_the_shown_lineage_is_read(text: str, span: timedelta | None) -> None:
    assert Settings.from_environment({"LINEAGE_VIZ_FRESH": text}).fresh == span


@pytest.mark.parametrize("text", ["24", "h", "0h", "-1d", "1w", "1.5h", "1h 30m", "999999d"])
def test_a_wrong_age_is_named_with_its_variable(text: str) -> None:
    with pytest.raises(SettingsError, match="LINEAGE_VIZ_FRESH"):
        Settings.from_environment({"LINEAGE_VIZ_FRESH": text})


def test_the_token_of_the_metrics_is_long_and_not_shown() -> None:
    with pytest.raises(SettingsError, match="less than 32 characters"):
        Settings.from_environment({"LINEAGE_VIZ_METRICS_TOKEN": "short"})
    settings = Settings.from_environment({"LINEAGE_VIZ_METRICS_TOKEN": f"{'t' * 32}\n"})
    assert settings.metrics_token == "t" * 32
    assert "ttt" not in repr(settings)


def test_the_form_of_the_log_and_a_public_app_are_chosen_by_words() -> None:
    assert [logs_as_json({"LINEAGE_VIZ_LOG": text}) for text in ("", "text", "json")] == [False, False, True]
    with pytest.raises(SettingsError, match="must be text or json"):
        logs_as_json({"LINEAGE_VIZ_LOG": "xml"})
    assert Settings.from_environment({"LINEAGE_VIZ_PUBLIC": "on"}).public
    with pytest.raises(SettingsError, match="LINEAGE_VIZ_PUBLIC is 'yes'"):
        Settings.from_environment({"LINEAGE_VIZ_PUBLIC": "yes"})
