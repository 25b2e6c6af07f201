"""Leaves out the private parts of a record: environment variables, and values that are or are named like secrets."""

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from lineage_viz.json_text import json_of, json_text
from lineage_viz.secrecy import on_learning, without_secrets
from lineage_viz.secret_forms import HIDDEN
from lineage_viz.secret_name import is_arn, is_secret, names_a_secret

_DROPPED = frozenset({"Environment"})
_ENVIRONMENT = re.compile(
    r'"Environment"\s*:\s*\{(?:[^{}"]++|"(?:[^"\\]++|\\.)*+")*+\}\s*(?P<comma>,?)', re.DOTALL
)
"""A member of JSON with environment variables: inside a text, its quotes would have backslashes."""
_VALUES = frozenset({"Value", "StringValue", "NumberValue"})
"""The members with the value of a tag, a parameter or an artifact, whose name is beside or above them."""

_NO_TEXT = frozenset({int, float, bool, datetime, type(None)})
"""Types of values that are no secret, but for a number below the name of one."""

_LONG_KEY = 12
"""Shorter names are no secrets themselves."""

_MOST_JUDGED = 100_000

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


def without_members(record: Mapping[str, Any], above: str = "") -> Mapping[str, Any]:
    """Return a structure of a record in the same way, itself if it has nothing to hide. `above` is its own name."""
    if not above and _PLAIN_RECORDS.get(id(record)) is record:
        return record
    return record if _NAMES.has(above) and _is_plain(record) else _members(record, above)


def without_members_kept(records: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return whole records, which nobody changes, in the same way. Those with nothing to hide are not judged again."""
    lesson = _LESSONS.number
    shown = list(map(without_members, records))
    plain = {id(each): each for each, same in zip(records, shown, strict=True) if each is same}
    _LESSONS.keep(lesson, lambda: _know_plain(plain))
    return shown


def _know_plain(records: Mapping[int, Mapping[str, Any]]) -> None:
    if len(_PLAIN_RECORDS) >= _MOST_JUDGED:
        _PLAIN_RECORDS.clear()
    _PLAIN_RECORDS.update(records)


def without_environment(text: str) -> str:
    """Return JSON without its members with environment variables, which `without_private` drops.

    A record that is never read with them has nothing to hide, as most have. Members of another form stay.
    """
    if '"Environment"' not in text:
        return text
    parts, end = [], 0
    for found in _ENVIRONMENT.finditer(text):
        before = text[end : found.start()].rstrip()
        if found["comma"] and before.endswith((",", "{")):
            parts.append(before)
        elif before.endswith(("{", ",")):
            parts.append(before.removesuffix(","))
        else:
            continue
        end = found.end()
    return "".join((*parts, text[end:]))


def _members(record: Mapping[str, Any], above: str) -> dict[str, Any]:
    beside = _beside(record)
    all_hidden = (
        names_a_secret(above) and "signature" not in above.lower()
    )  # that of a model has inputs and outputs
    shown: dict[str, object] = {}
    for key, value in record.items():
        if key in _DROPPED and not isinstance(value, str):
            continue
        name = (beside or above) if key in _VALUES else key
        if all_hidden and not names_a_secret(name):
            name = above
        shown[key if len(key) < _LONG_KEY else _shown(key)] = without_private(value, name)
    return shown


def _beside(record: Mapping[str, Any]) -> str:
    """Return the name that stands in a member beside the value."""
    return str(record.get("Key") or record.get("Name") or "") if "Value" in record else ""


def _before(name: str, values: Sequence[object]) -> Iterator[str]:
    """Yield the name of each value of a list. Of a program's arguments, one that begins with a dash names the next."""
    yield name
    for each in values:
        yield each if isinstance(each, str) and each.startswith("-") else name


def _shown(text: str) -> str:
    return text if _TEXTS.has(text) else _without_secrets(text)


def _without_secrets(text: str) -> str:
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


class _Lessons:
    """The number of secrets that were learned: a judgement that began before the last one may be wrong by now."""

    def __init__(self) -> None:
        self.number = 0
        self._lock = threading.Lock()
        self._judgements: list[set[str] | dict[int, Mapping[str, Any]]] = []
        on_learning(self._forget)

    def forget(self, judgements: set[str] | dict[int, Mapping[str, Any]]) -> None:
        """Let each new secret clear these judgements."""
        self._judgements.append(judgements)

    def keep(self, lesson: int, remember: Callable[[], object]) -> None:
        """Remember a judgement, unless a secret was learned since this lesson, when it began."""
        with self._lock:
            if lesson == self.number:
                remember()

    def _forget(self) -> None:
        with self._lock:
            self.number += 1
            for each in self._judgements:
                each.clear()


_LESSONS = _Lessons()


class _Plain(set[str]):
    """Texts that were judged to be plain, once each: images, roles and buckets come again and again."""

    def __init__(self, judge: Callable[[str], bool]) -> None:
        super().__init__()
        self._judge = judge
        _LESSONS.forget(self)

    def has(self, text: str) -> bool:
        """True for a plain text."""
        if text in self:
            return True
        lesson = _LESSONS.number
        is_plain = self._judge(text)
        if is_plain:
            _LESSONS.keep(lesson, lambda: self._know(text))
        return is_plain

    def _know(self, text: str) -> None:
        if len(self) >= _MOST_JUDGED:
            self.clear()
        self.add(text)


def _is_plain_name(name: str) -> bool:
    is_private = name in _DROPPED or name in _LOGIN_OPTIONS or names_a_secret(name)
    return not is_private and (len(name) < _LONG_KEY or _shown(name) == name)


_PLAIN_RECORDS: dict[int, Mapping[str, Any]] = {}
"""By their identity, which is theirs as long as they are kept here."""
_LESSONS.forget(_PLAIN_RECORDS)

_NAMES = _Plain(_is_plain_name)
_TEXTS = _Plain(lambda text: _without_secrets(text) == text)


def _is_plain(record: Mapping[str, Any]) -> bool:
    """True when nothing in a structure with a plain name is hidden: all its names and texts are plain.

    An export has hundreds of thousands of structures, and nearly all are plain: this is much faster than to copy them.
    Most names and texts are known, so they are looked up before `has` is called.
    """
    if not (_NAMES.issuperset(record) or all(map(_NAMES.has, record))):
        return False
    if "Value" in record and not _NAMES.has(_beside(record)):
        return False
    for value in record.values():
        kind = type(value)
        if kind is str:
            if value not in _TEXTS and not _TEXTS.has(value):
                return False
        elif kind not in _NO_TEXT and not (
            _is_plain(value) if kind is dict else kind is list and _are_plain(value)
        ):
            return False
    return True


def _are_plain(values: Iterable[Any]) -> bool:
    """True when nothing in a list with a plain name is hidden; a text of it may be the name of the next one."""
    for each in values:
        kind = type(each)
        if kind is dict:
            is_plain = _is_plain(each)
        elif kind is str:
            is_plain = _TEXTS.has(each) and (each[:1] != "-" or _NAMES.has(each))
        else:
            is_plain = kind in _NO_TEXT or (kind is list and _are_plain(each))
        if not is_plain:
            return False
    return True
