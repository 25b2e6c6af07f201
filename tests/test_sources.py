"""The file of sources: a person who makes a mistake in it reads where it is, and what is allowed there."""

from pathlib import Path

import pytest

from lineage_viz.errors import SettingsError
from lineage_viz.settings import Settings
from lineage_viz.sources import Source, read_sources, sources_of

PROD = '[[source]]\nname = "prod"\naccount = "012345678901"\nregion = "eu-west-1"\n'
ROLE = "arn:aws:iam::210987654321:role/lineage-reader"


def written(folder: Path, text: str) -> Path:
    file = folder / "sources.toml"
    file.write_text(text, "utf-8")
    return file


def test_a_source_is_read_by_a_profile_a_role_or_the_settings_of_the_environment(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        f'at_once = 2\n{PROD}profile = "corp prod"\n[[source]]\naccount = "210987654321"\nregion = "us-gov-west-1"\n'
        f'role = "{ROLE}"\nexternal_id = "a=b"\n',
    )
    sources = sources_of(Settings.from_environment({"LINEAGE_VIZ_SOURCES": str(file)}))
    assert sources
    by_role = Source("210987654321-us-gov-west-1", "210987654321", "us-gov-west-1", "", ROLE, "a=b", file)
    assert sources.each == (Source("prod", "012345678901", "eu-west-1", "corp prod", file=file), by_role)
    assert sources.at_once == 2
    assert sources.named([by_role.name, "prod", "prod"]) == sources.each
    assert sources.of("210987654321", "us-gov-west-1") == by_role
    assert sources.of("012345678901", "eu-west-2") is None
    assert "a=b" not in repr(sources), "an external id is shown nowhere"


def test_without_the_setting_there_are_no_sources() -> None:
    assert sources_of(Settings.from_environment({"LINEAGE_VIZ_SOURCES": ""})) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "has no source. Write [[source]] and below it `account` and `region`"),
        ("[[source]]\n", "[[source]] number 1 lacks `account`. Add it."),
        ("[[sources]]\n", "there is no setting 'sources'. Did you mean source?"),
        (f'{PROD}acount = "1"\n', "[[source]] number 1: there is no setting 'acount'. Did you mean account?"),
        (
            PROD.replace('"012345678901"', "123456789012"),
            "`account` must be the 12 digits of the account in quotation",
        ),
        (PROD.replace("eu-west-1", "Ireland"), "`region` must be a region such as eu-west-1"),
        (f'{PROD}role = "lineage"\n', "`role` must be the ARN of a role: arn:aws:iam::ACCOUNT:role/NAME"),
        (f'{PROD}role = "{ROLE}"\n', "`role` is of the account 210987654321, but `account` is 012345678901"),
        (f'{PROD}external_id = "x1"\n', "has an `external_id` without a `role`"),
        (f'{PROD}external_id = "x"\nrole = "{ROLE}"\n', "`external_id` must be 2 to 1,224 letters"),
        (f"{PROD}profile = 1\n", "`profile` must be a profile that `aws configure list-profiles` shows"),
        (PROD.replace("prod", "-x"), "`name` must be letters, digits, dots, - and _, such as prod"),
        (
            PROD + PROD.replace("eu-west-1", "eu-west-2").replace("prod", "Prod"),
            "has two sources with the name Prod",
        ),
        (PROD + PROD.replace("prod", "dev"), "has account 012345678901 in eu-west-1 twice, as prod and dev"),
        (
            PROD + PROD.replace("prod", "012345678901-eu-west-1").replace('"eu-west-1"', '"eu-west-2"'),
            "calls a source 012345678901-eu-west-1, which is the account and region of prod",
        ),
        (f"at_once = 0\n{PROD}", "`at_once` is 0"),
        (f'at_once = "4"\n{PROD}', "`at_once` must be a whole number from 0 to 64"),
        ("source = 1\n", "`source` must be a list of tables: write [[source]] above each"),
        ("[[source]\n", "is not TOML"),
    ],
)
def test_a_mistake_is_named_with_its_place_and_what_is_allowed(tmp_path: Path, text: str, words: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(SettingsError) as error:
        read_sources(file)
    assert words in str(error.value)
    assert str(file) in str(error.value)


def test_an_unknown_name_or_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"there is no source 'prd'\. Did you mean prod\?"):
        read_sources(written(tmp_path, PROD)).named(["prd"])
    with pytest.raises(SettingsError, match=r"nowhere\.toml cannot be read"):
        read_sources(tmp_path / "nowhere.toml")
