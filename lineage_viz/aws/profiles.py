"""The AWS profile in use and its configuration, for the commands that a message names."""

import os
import shlex
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import botocore.session
from botocore.configloader import raw_config_parse
from botocore.exceptions import BotoCoreError

from lineage_viz.aws.source_in_use import source_in_use

DEFAULT = "default"

Configuration = Mapping[str, Any]
"""The AWS configuration by section, as botocore reads it."""


def profile_in_use() -> str:
    """Return the name of the profile that botocore uses."""
    source = source_in_use()
    if source and source.profile:
        return source.profile
    return os.environ.get("AWS_PROFILE") or os.environ.get("AWS_DEFAULT_PROFILE") or DEFAULT


def profile_with(*keys: str) -> str:
    """Return the first profile that has one of these keys: the one in use, or one of its sources; "" without any."""
    return next((name for name, profile in _in_use() if any(key in profile for key in keys)), "")


def profile_having(key: str, value: object) -> str:
    """Return the profile that has this value under this key: the one in use, or one of its sources; "" without any."""
    return next((name for name, profile in _in_use() if profile.get(key) == value), "")


def aws(command: str, profile: str = "") -> str:
    """Return a command of the AWS CLI for a profile, or for the one in use, in backquotes."""
    profile = profile or profile_in_use()
    return f"`aws {command}{'' if profile == DEFAULT else f' --profile {shlex.quote(profile)}'}`"


def export_command() -> str:
    """Return the command that puts a session of the profile in use into the environment of a shell."""
    # The profile must be named: with credentials in the environment, this would export those again.
    profile = shlex.quote(profile_in_use())
    return f'`eval "$(aws configure export-credentials --profile {profile} --format env)"`'


def configuration_file() -> str:
    """Return the path of AWS's configuration."""
    return os.environ.get("AWS_CONFIG_FILE") or "~/.aws/config"


def file_of(profile: str, key: str) -> str:
    """Return the path of the file that has this key of a profile: that of the credentials, or the configuration."""
    path = os.environ.get("AWS_SHARED_CREDENTIALS_FILE") or "~/.aws/credentials"
    try:
        found = key in raw_config_parse(path).get(profile, {})
    except (BotoCoreError, OSError):
        found = False
    return path if found else configuration_file()


def missing_file() -> str:
    """Return the sentence about a variable that names a file of AWS that is none; "" without one.

    botocore reads on without it, as if nothing were set up.
    """
    for variable in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        path = os.environ.get(variable, "")
        place = os.path.expanduser(os.path.expandvars(path))
        if path not in ("", os.devnull) and not os.path.isfile(place):
            return f"{variable} names {path}, which is no file."
    return ""


def misnamed_section() -> str:
    """Return the sentence about a section of the profile in use that its file wants under another name; "" else."""
    name = profile_in_use()
    credentials = os.environ.get("AWS_SHARED_CREDENTIALS_FILE") or "~/.aws/credentials"
    wanted = ((configuration_file(), name, f"profile {name}"), (credentials, f"profile {name}", name))
    for path, found, right in wanted:
        if found in _sections(path):
            return f"{path} has a section [{found}]. Name it [{right}]."
    return ""


def _sections(path: str) -> Collection[str]:
    try:
        return raw_config_parse(path)
    except (BotoCoreError, OSError):
        return ()


def settings_in_use(configuration: Configuration | None = None) -> Iterator[tuple[str, str]]:
    """Yield each setting of the profile in use and of its sources: its place in words, and its value."""
    for name, profile in _in_use(configuration):
        for key, value in profile.items():
            parts = (
                {f"{key}.{inner}": text for inner, text in value.items()}
                if isinstance(value, dict)
                else {key: value}
            )
            for setting, text in parts.items():
                yield f"{setting} of the AWS profile {name} in {file_of(name, key)}", str(text)


def read_configuration() -> Configuration:
    """Read the AWS configuration, as a session has it; empty when it cannot be read."""
    try:
        return botocore.session.Session().full_config
    except (BotoCoreError, ValueError):
        return {}


def _in_use(configuration: Configuration | None = None) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the profile in use, then its sources, with their values."""
    if configuration is None:
        configuration = read_configuration()
    known: dict[str, dict[str, Any]] = configuration.get("profiles", {})
    seen = set[str]()
    name = profile_in_use()
    while name in known and name not in seen:
        seen.add(name)
        yield name, known[name]
        name = known[name].get("source_profile", "")
