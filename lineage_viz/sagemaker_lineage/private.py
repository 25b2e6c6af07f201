"""Leaves out the private parts of a record: environment variables, and values that are or are named like secrets."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from lineage_viz.secrecy import HIDDEN, names_a_secret, without_secrets

_DROPPED = frozenset({"Environment"})
_NO_SECRET = re.compile(r"[+-]?[\d.]+(?:e[+-]?\d+)?|true|false|arn:.*|", re.IGNORECASE)
_OF_WORDS = re.compile(r"tokeni[sz]|tokens$", re.IGNORECASE)
"""Names of parameters about the tokens of a text."""


def without_private(value: object, name: str = "") -> object:
    """Return a value of a record, with its secrets hidden and without environment variables. `name` is its name.

    A tag, and a parameter of a pipeline, have their name in a member beside the value.
    """
    if isinstance(value, str):
        return HIDDEN if _is_secret(name, value) else _shown(value)
    if isinstance(value, dict):
        return _members(value)
    if isinstance(value, list | tuple):
        return [
            without_private(each, before) for each, before in zip(value, _before(name, value), strict=False)
        ]
    return value


def _members(record: dict[str, Any]) -> dict[str, object]:
    # An export has hundreds of thousands of members. Nearly all are texts with a plain name: they take the short way.
    named = str(record.get("Key") or record.get("Name") or "") if "Value" in record else ""
    shown: dict[str, object] = {}
    for key, value in record.items():
        if key in _DROPPED:
            continue
        name = named if key == "Value" else key
        if type(value) is str and not _names_a_secret(name):
            shown[key] = _shown(value)
        else:
            shown[key] = without_private(value, name)
    return shown


def _before(name: str, values: Sequence[object]) -> Iterator[str]:
    """Yield the name of each value of a list. Of a program's arguments, one that begins with a dash names the next."""
    yield name
    for each in values:
        yield each if isinstance(each, str) and each.startswith("-") else name


def _is_secret(name: str, value: str) -> bool:
    return _names_a_secret(name) and not _NO_SECRET.fullmatch(value)


@lru_cache(maxsize=10_000)
def _names_a_secret(name: str) -> bool:
    return names_a_secret(name) and not _OF_WORDS.search(name)


@lru_cache(maxsize=100_000)
def _shown(text: str) -> str:
    # Images, roles and buckets come again and again.
    return text if text.startswith("arn:") else without_secrets(text, {})
