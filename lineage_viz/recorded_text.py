"""Everything else that is recorded about an entity, as short fields for searches.

A field is folded text. One with a name begins with the sign of its kind: `§eta=0.1` is a parameter, `†team=churn` a
tag. The signs are rare, so that the words of people find values, and not kinds. A number has a second field that sorts
like the number (`number_code`), because a database compares texts in a text only.
"""

import re
import struct
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any
from unicodedata import normalize

from lineage_viz.evidence.fact import SOURCES
from lineage_viz.evidence.record import EXECUTION, RECORD, execution_of, last_parts, number, text
from lineage_viz.json_text import json_of, number_text
from lineage_viz.model import Entity, Value
from lineage_viz.plain_text import as_typed, without_unseen


class Kind(StrEnum):
    """The kinds of fields with their signs."""

    TAG = "†"
    PARAMETER = "§"
    METRIC = "¶"
    COMMIT = "‡"
    IMAGE = "¤"
    SERVES = "»"


CODED = "#"
"""The sign between the name and the code of a number; `=` stands between the name and the text."""

NONE = "-"
"""The field of an entity without any: every entity has all derived properties."""

FIRST_CODE, LAST_CODE = "\u2800", "\u28ff"
"""The first and the last of 256 characters (Braille patterns) that stand for bytes: nobody types them."""

_TOLD = frozenset(
    {"~label",  # no property: the stores keep the label there
     "arn", "name", "type", "sourceuri", "sourcearn", "status", "owner", "decidedby", "servedby", "deploys", "step",
     "execution", "keymetric", "metricvalue", "packageversion", "decisions", SOURCES}
)  # fmt: skip
"""Properties that other searched texts have, and those that are derived from others."""

_IMAGES = frozenset(
    {"ImageUri", "TrainingImage", "Image", "ContainerImage", "ImageDigest", "SageMaker.ImageUri"}
)
_PARAMETERS = frozenset({"HyperParameters", "Parameters"})
_COMMIT = "CommitId"
_WITH_SIGN = _IMAGES | {_COMMIT}
"""The members whose texts have a sign."""
_OWN_TAGS = ("sagemaker:", "aws:")
"""The beginnings of tags that AWS sets; most of their values belong to one entity only."""

_SIGNS = frozenset(map(str, Kind))
# Plain texts: to hash a member of an enumeration, as a cache does, takes longer than to make a field.
_TAG, _PARAMETER, _METRIC, _COMMIT_SIGN, _IMAGE, _SERVES = map(str, Kind)
_OFFERED = frozenset({_IMAGE, _SERVES})
"""The kinds of fields whose values a search offers."""

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_DEEPEST = 24

_KEPT = 65_536
"""The number of texts whose folded form is kept: most entities of an account share most of their texts."""

_PLAIN_FIELDS: dict[str, str] = {}
"""The fields of texts without a sign: a look-up here takes a third of the time of a cached call."""


@lru_cache(maxsize=_KEPT)
def fold(text: str) -> str:
    """Fold a text for comparison: ignore case, take `_` as `-`, and turn white space into single blanks.

    Characters that nobody sees do not count, nor do their codes, which a person copies from the screen.
    """
    return " ".join(unified(as_typed(text)).casefold().replace("_", "-").split())


def unified(text: str) -> str:
    """Return a text without characters that nobody sees, and with each accent as one character with its letter."""
    return text if text.isascii() else normalize("NFC", without_unseen(text))


@lru_cache(maxsize=_KEPT)
def number_code(value: float) -> str:
    """Return a text of eight characters; the texts of two numbers sort as the numbers do."""
    (bits,) = struct.unpack(">Q", struct.pack(">d", value + 0.0))  # -0.0 becomes 0.0
    bits ^= 0xFFFF_FFFF_FFFF_FFFF if bits >> 63 else 1 << 63
    return "".join(chr(ord(FIRST_CODE) + byte) for byte in bits.to_bytes(8, "big"))


def is_coded(field: str) -> bool:
    """True for a field with the code of a number, which are its last eight characters."""
    return (
        len(field) > 9
        and field[-9] == CODED
        and FIRST_CODE <= min(field[-8:]) <= max(field[-8:]) <= LAST_CODE
    )


def recorded_fields(entity: Entity) -> tuple[str, ...]:
    """Return the fields of an entity, each once; at least one."""
    return recorded(entity)[0]


def recorded(entity: Entity) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the fields of an entity, and the names and values that a search offers; at least one of each.

    The latter have their signs, and are as they are recorded: parameters, metrics, tags, images and served versions.
    """
    found = _Fields()
    if entity.type == "Image":
        found.add(entity.source, _IMAGE)
    for name in sorted([each for each in entity.properties if each not in _TOLD]):
        value = entity.properties[name]
        if name in _READERS and isinstance(value, str):
            _READERS[name](found, value)
        else:
            found.add_value(value)
    metric = number(entity.properties, "metricvalue")
    if metric is not None:
        found.add_number(_METRIC, entity.text("metricname"), metric)
    return tuple(found.fields) or (NONE,), tuple(sorted(found.names)) or (NONE,)


@lru_cache(maxsize=_KEPT)
def _field(text: str, kind: str) -> str:
    """Return the field of a text; empty for a time, which is searched as a time."""
    folded = "" if _TIME.match(text) else fold(text)
    # A plain text that begins with a sign must not look like a field of this kind.
    return f"'{folded}" if not kind and folded[:1] in _SIGNS else kind + folded if folded else ""


@lru_cache(maxsize=_KEPT)
def _offered(kind: str, text: str) -> str:
    """Return a name, or a value, that a search offers."""
    return kind + " ".join(text.split())


class _Fields:
    """The fields of one entity."""

    def __init__(self) -> None:
        self.fields: dict[str, None] = {}
        self.names: set[str] = set()
        self._numbers: set[str] = set()

    def add(self, text: str, kind: str = "") -> None:
        if field := _field(text, kind):
            self.fields[field] = None
            if kind in _OFFERED:
                self.names.add(_offered(kind, text))

    def add_all(self, others: "_Fields") -> bool:
        """Add the fields of others; False, and none of them, if they have numbers, of which only the first counts."""
        if others._numbers:
            return False
        self.fields.update(others.fields)
        self.names |= others.names
        return True

    def add_named(self, kind: str, name: str, value: object) -> None:
        """Add a parameter or a tag; a text that is a number also as one."""
        shown = value if isinstance(value, str) else _shown(value)
        if not name or shown is None:
            return
        self.add(f"{name}={shown}", kind)
        if kind == _PARAMETER:
            self.names.add(_offered(kind, name))
            if (number_ := _number(shown)) is not None:
                self._code(kind, name, number_)
        elif not name.startswith(_OWN_TAGS):
            self.names.add(_offered(kind, f"{name}={shown}"))

    def add_number(self, kind: str, name: str, value: float) -> None:
        self.add(f"{name}={_shown(value)}", kind)
        self.names.add(_offered(kind, name))
        self._code(kind, name, value)

    def _code(self, kind: str, name: str, value: float) -> None:
        """Add the code of the first number of a name: a field has one value."""
        name = fold(name)
        if name and (named := kind + name) not in self._numbers:
            self._numbers.add(named)
            self.fields[f"{named}{CODED}{number_code(value)}"] = None

    def add_value(self, value: Value) -> None:
        """Add a plain property: a text, a number, or JSON."""
        if isinstance(value, str):
            self._add_text("", value, 0)
        elif isinstance(value, tuple):
            for each in value:
                self.add_value(each)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            self.add(_shown(value) or "")

    def add_members(self, value: object, name: str = "", depth: int = 0) -> None:
        """Add the texts in a value of JSON, with the name that it has there."""
        if isinstance(value, str):
            self._add_text(name, value, depth)
        elif depth > _DEEPEST:
            return
        elif isinstance(value, list):
            for each in value:
                self.add_members(each, name, depth + 1)
        elif isinstance(value, dict):
            self._add_mapping(value, name, depth)

    def _add_mapping(self, value: Mapping[str, Any], name: str, depth: int) -> None:
        if name in _PARAMETERS:
            for key, each in value.items():
                self.add_named(_PARAMETER, key, each)
        elif name == "Tags" and "Key" in value:
            self.add_named(_TAG, text(value, "Key"), value.get("Value") or "")
        elif "MetricName" in value:
            self.add_metric(value)
        else:
            fields = self.fields
            for key, each in value.items():
                if not isinstance(each, str):
                    self.add_members(each, key, depth + 1)
                elif key not in _WITH_SIGN and (field := _PLAIN_FIELDS.get(each)):  # as most are
                    fields[field] = None
                else:
                    self._add_text(key, each, depth)

    def add_metric(self, metric: Mapping[str, Any]) -> None:
        """Add a metric of a trial component (its last value), or of a training job (its value)."""
        last = number(metric, "Last")
        value = number(metric, "Value") if last is None else last
        name = text(metric, "MetricName")
        if value is not None:
            self.add_number(_METRIC, name, value)
        else:
            self.add(name)

    def _add_text(self, name: str, value: str, depth: int) -> None:
        if not value:
            return
        if value[0] in "{[" and (inner := json_of(value, dict | list)) is not None:  # type: ignore[arg-type]
            self.add_members(inner, name, depth + 1)
        elif name in _IMAGES:
            self.add(value, _IMAGE)
        elif name == _COMMIT:
            self.add(value, _COMMIT_SIGN)
        elif field := _field(value, ""):
            self.fields[field] = None
            _know_plain(value, field)


def _know_plain(text: str, field: str) -> None:
    if len(_PLAIN_FIELDS) >= _KEPT:
        _PLAIN_FIELDS.clear()
    _PLAIN_FIELDS[text] = field


def _shown(value: object) -> str | None:
    """Return a number or a truth as text: 4.0 as 4; None for anything else."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return number_text(
            int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value
        )
    return None


@lru_cache(maxsize=4_096)
def _number(text: str) -> float | None:
    try:
        value = float(text)
    except (ValueError, OverflowError):
        return None
    return value if abs(value) != float("inf") and value == value else None


def _read_record(fields: _Fields, value: str) -> None:
    own, execution = last_parts(value)
    fields.add_members(own)
    if execution and not fields.add_all(_of_execution(execution)):
        fields.add_members(execution_of(execution), EXECUTION, 1)


@lru_cache(maxsize=2_048)
def _of_execution(execution: str) -> _Fields:
    """Return the fields of the record of a pipeline execution: its jobs, one after the other, all have it."""
    found = _Fields()
    found.add_members(execution_of(execution), EXECUTION, 1)
    return found


def _read_parameters(fields: _Fields, value: str) -> None:
    for name, each in (json_of(value, dict) or {}).items():
        fields.add_named(_PARAMETER, name, each)
        if name in _IMAGES and isinstance(each, str):
            fields.add(each, _IMAGE)


def _read_metrics(fields: _Fields, value: str) -> None:
    for each in json_of(value, list) or []:
        if isinstance(each, dict):
            fields.add_metric(each)


def _read_with_names(fields: _Fields, value: str) -> None:
    """Read free members: their names are data, too."""
    found = json_of(value, dict)
    if found is None:
        fields.add_value(value)
    for name, each in (found or {}).items():
        fields.add(name)
        fields.add_members(each, name)


_READERS: Mapping[str, Callable[[_Fields, str], None]] = {
    RECORD: _read_record,
    "parameters": _read_parameters,
    "metrics": _read_metrics,
    **dict.fromkeys(("properties", "inputs", "outputs", "sourceids"), _read_with_names),
    **dict.fromkeys(("commitid", "commit"), lambda fields, value: fields.add(value, _COMMIT_SIGN)),
    "imagedigest": lambda fields, value: fields.add(value, _IMAGE),
    "serves": lambda fields, value: fields.add(value, _SERVES),
}
"""The readers of properties that are not plain."""
