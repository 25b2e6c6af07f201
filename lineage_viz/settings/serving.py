"""The settings of the server: its visitors, its log, its metrics, and the age that it may show."""

import os
import re
from collections.abc import Mapping
from datetime import timedelta

from lineage_viz.errors import SettingsError
from lineage_viz.settings.forms import is_on
from lineage_viz.settings.names import FRESH, LOG, METRICS_TOKEN, PUBLIC

SHORTEST_SECRET = 32
"""Characters of a secret that nobody may guess."""

_SPAN = re.compile(r"([1-9]\d{0,4})([mhd])")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


def is_public(environment: Mapping[str, str] = os.environ) -> bool:
    """True when everybody who reaches the app may view, without sign-in. Raises SettingsError."""
    return is_on(environment, PUBLIC, "off")


def logs_as_json(environment: Mapping[str, str] = os.environ) -> bool:
    """True when the server writes its log as JSON. Raises SettingsError."""
    value = environment.get(LOG) or "text"
    if value not in ("text", "json"):
        raise SettingsError(f"{LOG} is {value!r}. It must be text or json.")
    return value == "json"


def token_of(environment: Mapping[str, str]) -> str:
    """The secret that opens the metrics; empty without one. Raises SettingsError."""
    token = environment.get(METRICS_TOKEN, "").strip()
    if token and len(token) < SHORTEST_SECRET:
        raise SettingsError(
            f"{METRICS_TOKEN} has less than {SHORTEST_SECRET} characters and could be guessed. Make a longer one "
            'with: python -c "import secrets; print(secrets.token_hex(32))"'
        )
    return token


def fresh_of(environment: Mapping[str, str]) -> timedelta | None:
    """The greatest age that the shown lineage may have; None for any. Raises SettingsError."""
    text = environment.get(FRESH, "")
    if not text:
        return None
    span = _SPAN.fullmatch(text)
    if span is None:
        raise SettingsError(f"{FRESH} is {text!r}. It must be a number and a unit: 90m, 24h or 7d.")
    return int(span[1]) * _UNITS[span[2]]
