"""The forms that several settings have."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from lineage_viz.errors import SettingsError

ROLE = re.compile(r"arn:aws[a-z-]*:iam::\d{12}:role/[\w+=.@/-]+")
"""The ARN of a role of IAM."""

_QUOTES = ('"', "'")
_OF_SHELL = re.compile(r"~(?:/|$)|\$[A-Za-z_{]")


def folder(name: str, text: str) -> Path | None:
    """The folder that a setting of this name has as its text; None for an empty one. Raises SettingsError."""
    refuse_signs_of_a_shell(name, text)
    path = Path(text) if text else None
    # Unlike Path's own checks, these two do not raise without permission; the later write reports that.
    if path and os.path.exists(path) and not os.path.isdir(path):
        raise SettingsError(
            f"{name} names {path}, which is not a folder. Name a folder, or a path that does not exist yet."
        )
    return path


def refuse_signs_of_a_shell(name: str, text: str) -> None:
    """Raise SettingsError for a path or an address with signs that a shell takes away, but no file of settings does.

    A folder of such a name would be made, and nobody would look for it there.
    """
    bare = text.strip()
    if bare.startswith(_QUOTES) or bare.endswith(_QUOTES):
        raise SettingsError(f"{name} is {text!r}, with a quote as a part of it. Remove the quotes.")
    if _OF_SHELL.match(bare):
        raise SettingsError(
            f"{name} is {text!r}, and nothing replaces the {bare[0]} there. Write the whole path."
        )


def is_on(environment: Mapping[str, str], name: str, default: str, off: str = "off") -> bool:
    """True for `on`. `off` says in the error what the other value is for. Raises SettingsError."""
    value = environment.get(name) or default
    if value not in ("on", "off"):
        raise SettingsError(f"{name} is {value!r}. It must be on, or {off}.")
    return value == "on"
