"""The AWS profile in use and its configuration, for the commands that a message names."""

import os
import shlex

import botocore.session
from botocore.exceptions import BotoCoreError

DEFAULT = "default"


def profile_in_use() -> str:
    """Return the name of the profile that botocore uses."""
    return os.environ.get("AWS_PROFILE") or os.environ.get("AWS_DEFAULT_PROFILE") or DEFAULT


def profile_with(*keys: str) -> str:
    """Return the first profile that has one of these keys: the one in use, or one of its sources; "" without any."""
    known, seen = _profiles(), set[str]()
    name = profile_in_use()
    while name in known and name not in seen:
        seen.add(name)
        if any(key in known[name] for key in keys):
            return name
        name = known[name].get("source_profile", "")
    return ""


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


def _profiles() -> dict[str, dict[str, str]]:
    try:
        found: dict[str, dict[str, str]] = botocore.session.Session().full_config.get("profiles", {})
    except (BotoCoreError, ValueError):
        return {}
    return found
