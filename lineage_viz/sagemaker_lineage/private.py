"""Leaves out the private parts of a record: environment variables, and values that are or are named like secrets."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from lineage_viz.json_text import json_of, json_text
from lineage_viz.secrecy import without_secrets
from lineage_viz.secret_forms import HIDDEN
from lineage_viz.secret_name import is_arn, is_secret, names_a_secret

_DROPPED = frozenset({"Environment"})
_VALUES = frozenset({"Value", "StringValue", "NumberValue"})
"""The members with the value of a tag, a parameter or an artifact, whose name is beside or above them."""

_PLAIN = frozenset({bool, datetime, type(None)})
"""Values without a text or a number."""

_LONG_KEY = 12
"""Shorter names are no secrets themselves."""

_LOGIN = re.compile(r"(?!\d+:\d+$)[^\s:]+:.+")
_LOGIN_OPTIONS = frozenset({"-u", "-U", "--user", "--proxy-user"})


def without_private(value: object, name: str = "") -> object:
    """Return a value of a record, with its secrets hidden and without environment variables. `name` is its name.

    A tag, and a parameter of a pipeline, have their name in a member beside the value. A text that is JSON is read.
    """
    if isinstance(value, str):
        is_login = name in _LOGIN_OPTIONS and _LOGIN.fullmatch(value)
        return HIDDEN if is_login or is_secret(name, value) else _shown(value)
    if isinstance(value, dict):
        return without_members(value, name)
    if isinstance(value, list | tuple):
        return [
            without_private(each, before) for each, before in zip(value, _before(name, value), strict=False)
        ]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return HIDDEN if is_number and is_secret(name, str(value)) else value


def without_members(record: Mapping[str, object], above: str = "") -> dict[str, object]:
    """Return a structure of a record in the same way. `above` is its own name."""
    # An export has hundreds of thousands of members. Nearly all are texts with a plain name: they take the short way.
    beside = str(record.get("Key") or record.get("Name") or "") if "Value" in record else ""
    all_hidden = (
        names_a_secret(above) and "signature" not in above.lower()
    )  # that of a model has inputs and outputs
    shown: dict[str, object] = {}
    for key, value in record.items():
        kind = type(value)
        if key in _DROPPED and kind is not str:
            continue
        name = (beside or above) if key in _VALUES else key
        if all_hidden and not names_a_secret(name):
            name = above
        written = key if len(key) < _LONG_KEY else _shown(key)
        if kind is str:
            shown[written] = without_private(value, name) if names_a_secret(name) else _shown(value)
        elif isinstance(value, dict):
            shown[written] = without_members(value, name)
        else:
            shown[written] = value if kind in _PLAIN else without_private(value, name)
    return shown


def _before(name: str, values: Sequence[object]) -> Iterator[str]:
    """Yield the name of each value of a list. Of a program's arguments, one that begins with a dash names the next."""
    yield name
    for each in values:
        yield each if isinstance(each, str) and each.startswith("-") else name


@lru_cache(maxsize=100_000)
def _shown(text: str) -> str:
    # Images, roles and buckets come again and again.
    if is_arn(text):
        return text
    if text[:1] in tuple('{["'):
        text = _in_json(text)
    return without_secrets(text, {})


def _in_json(text: str) -> str:
    """Return a text that is JSON without its secrets; any other text, and JSON without one, as it is."""
    value = json_of(text, object)
    shown = without_private(value)
    return text if value is None or shown == value else json_text(shown, ensure_ascii=False)
