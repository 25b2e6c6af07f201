"""The sign-in as a setting of the environment, for containers: they get secrets there, and have no file for them."""

import os
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from lineage_viz.errors import SettingsError
from lineage_viz.secrecy import keep_secret
from lineage_viz.settings import SIGN_IN

_FORM = "It must be the text of a secrets.toml: a section [auth], as docs/access.md shows it."


def sign_in_setting(environment: Mapping[str, str] = os.environ) -> Mapping[str, Any]:
    """The section on sign-in in the setting; empty when it is not set. Raises SettingsError."""
    return _parsed(environment.get(SIGN_IN, ""))


def secrets() -> Mapping[str, Any] | None:
    """The secrets for Streamlit; None without the setting, or while it is wrong: the pages say so."""
    try:
        section = sign_in_setting()
    except SettingsError:
        return None
    return {"auth": dict(section)} if section else None


@cache
def _parsed(text: str) -> Mapping[str, Any]:
    if not text.strip():
        return {}
    try:
        section = tomllib.loads(text).get("auth")
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{SIGN_IN} is not valid TOML ({error}). {_FORM}") from error
    if not isinstance(section, Mapping) or not section:
        raise SettingsError(f"{SIGN_IN} has no section [auth]. {_FORM}")
    for part in (section, *(each for each in section.values() if isinstance(each, Mapping))):
        keep_secret(*(str(part[name]) for name in ("client_secret", "cookie_secret") if name in part))
    return section
