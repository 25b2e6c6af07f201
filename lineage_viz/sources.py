"""The sources of a deployment: the accounts and regions that its reloads read, and the way to sign in to each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lineage_viz.errors import SettingsError
from lineage_viz.settings import SOURCES, Settings
from lineage_viz.toml_table import Table, known, read_toml

AT_ONCE, _MOST_AT_ONCE = 4, 64
"""The number of sources that are read side by side, if the file does not say it, and the most that it may say."""

_AT_ONCE_RULE = f"Write a number from 1 to {_MOST_AT_ONCE}, without quotation marks."

_TOP = ("source", "at_once")
_KEYS = ("name", "account", "region", "profile", "role", "external_id")
_NAME = (r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}", "letters, digits, dots, - and _, such as prod")
_ACCOUNT = (r"\d{12}", 'the 12 digits of the account in quotation marks, such as "123456789012"')
_REGION = (r"[a-z]{2,4}(-[a-z]+)+-\d+", "a region such as eu-west-1")
_ROLE = (
    r"arn:aws[a-z-]*:iam::(?P<account>\d{12}):role/[\w+=.@/-]+",
    "the ARN of a role: arn:aws:iam::ACCOUNT:role/NAME",
)
_EXTERNAL_ID = (r"[\w+=,.@:/-]{2,1224}", "2 to 1,224 letters, digits and + = , . @ : / _ -")
_PROFILE = (r"[^\x00-\x1f\x7f\[\]]+", "a profile that `aws configure list-profiles` shows")


@dataclass(frozen=True, slots=True)
class Source:
    """An account and region to read, with the sign-in: a profile of the AWS configuration, a role, or both.

    The role is assumed with the credentials of the profile; without a profile, with those of the environment. With
    neither, the credentials of the environment read the source. `file` is where it is written; `setting` is the
    setting of the environment that names it, in place of a file.
    """

    name: str
    account: str
    region: str
    profile: str = ""
    role: str = ""
    external_id: str = field(default="", repr=False)
    file: Path = Path()
    setting: str = ""

    @property
    def origin(self) -> tuple[str, str]:
        """Its account and region."""
        return self.account, self.region

    @property
    def words(self) -> str:
        """The source with its account and region: `prod (account 123456789012 in eu-west-1)`."""
        return f"{self.name} (account {self.account} in {self.region})"


@dataclass(frozen=True, slots=True)
class Sources:
    """All sources of a file, in its order. `at_once` is the number that are read side by side."""

    file: Path
    each: tuple[Source, ...]
    at_once: int = AT_ONCE

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all sources."""
        return tuple(source.name for source in self.each)

    def named(self, names: Sequence[str]) -> tuple[Source, ...]:
        """Return the sources of these names, each once, in the order of the file. Raises SettingsError."""
        for name in names:
            known(str(self.file), "source", name, self.names, SettingsError)
        return tuple(source for source in self.each if source.name in names)

    def of(self, account: str, region: str) -> Source | None:
        """Return the source of an account and region; None if there is none."""
        return next((source for source in self.each if source.origin == (account, region)), None)


def sources_of(settings: Settings) -> Sources | None:
    """Return the sources of the settings; None when they name no file. Raises SettingsError."""
    return read_sources(settings.sources) if settings.sources else None


def read_sources(path: Path) -> Sources:
    """Read a file of sources. Raises SettingsError, which names the file, the place and what is allowed there."""
    file = Table(str(path), read_toml(path, SettingsError)[1], _TOP, SettingsError)
    found = tuple(_source(each, path) for each in file.tables("source", _KEYS))
    if not found:
        raise SettingsError(
            f"{path} has no source. Write [[source]] and below it `account` and `region`, or unset {SOURCES}."
        )
    for sentence in _doubles(found):
        raise SettingsError(f"{path} {sentence}")
    try:
        at_once = file.number("at_once", AT_ONCE, _MOST_AT_ONCE)
    except SettingsError as error:
        raise SettingsError(f"{error} With 0 no source would be read. {_AT_ONCE_RULE}") from error
    if not at_once:
        raise SettingsError(f"{path}: `at_once` is 0, so no source would be read. {_AT_ONCE_RULE}")
    return Sources(path, found, at_once)


def _source(table: Table, file: Path) -> Source:
    account, region = _text(table, "account", _ACCOUNT), _text(table, "region", _REGION)
    source = Source(
        _text(table, "name", _NAME, f"{account}-{region}"),
        account,
        region,
        _text(table, "profile", _PROFILE, ""),
        _text(table, "role", _ROLE, ""),
        _text(table, "external_id", _EXTERNAL_ID, ""),
        file,
    )
    if source.external_id and not source.role:
        raise SettingsError(
            f"{table.where} has an `external_id` without a `role`. Add the role, or leave it out."
        )
    role = re.fullmatch(_ROLE[0], source.role)
    if role and role["account"] != account:
        raise SettingsError(
            f"{table.where}: `role` is of the account {role['account']}, but `account` is {account}. A role signs in "
            "to its own account: correct one of the two."
        )
    return source


def _text(table: Table, name: str, form: tuple[str, str], otherwise: str | None = None) -> str:
    """Return a text of this form; `otherwise` if it is not there, unless it is needed."""
    pattern, allowed = form
    return table.matching(name, pattern, allowed, otherwise)


def _doubles(found: Sequence[Source]) -> Iterator[str]:
    """Yield a sentence for two sources that nobody could tell apart."""
    names: dict[str, Source] = {}
    origins: dict[tuple[str, str], Source] = {}
    for each in found:
        if names.setdefault(each.name.casefold(), each) is not each:
            yield f"has two sources with the name {each.name}. Give each a name of its own."
        if (earlier := origins.setdefault(each.origin, each)) is not each:
            yield (
                f"has account {each.account} in {each.region} twice, as {earlier.name} and {each.name}. Keep one of "
                "the two: the app shows one snapshot of each account and region."
            )
    for each in found:
        other = origins.get(_split(each.name))
        if other and other is not each:
            yield f"calls a source {each.name}, which is the account and region of {other.name}. Choose another name."


def _split(name: str) -> tuple[str, str]:
    account, _, region = name.partition("-")
    return account, region
