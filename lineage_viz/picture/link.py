"""An address as the parameters of a URL, and back. A link is untrusted: values without a meaning are ignored."""

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

from lineage_viz.approval import state_named
from lineage_viz.layout import Arrangement
from lineage_viz.lens import Lens
from lineage_viz.model import Direction, TypeKey
from lineage_viz.picture.address import DOWN, MOST_FOCUSED, UP, Address, Grow, Growth, Mode
from lineage_viz.store.base import DEFAULT_CAP, UNLIMITED
from lineage_viz.view.filters import ViewFilter
from lineage_viz.view.grouping import GroupBy
from lineage_viz.view.scope import Side

Parameters = dict[str, str | list[str]]

ALL = "all"

MAX_CAP = 20_000
"""The largest number of entities that a link may request; a browser can still draw it."""

MAX_STEPS = 100
"""The largest number of growth steps in a link. Each is computed from the one before it."""

E = TypeVar("E", bound=StrEnum)


def parameters(address: Address) -> Parameters:
    """Return the parameters of a URL. Defaults are left out."""
    values: Parameters = {
        "focus": address.focus,
        "show": address.mode,
        "with": address.other or list(address.beside),
        "path": str(address.path or ""),
        "start": address.start,
        "up": "" if address.up == UP else depth_text(address.up),
        "down": "" if address.down == DOWN else depth_text(address.down),
        "cap": "" if address.cap == DEFAULT_CAP else str(address.cap),
        "grow": [f"{way}:{id_}" for way, id_ in address.steps],
        "collapse": sorted(f"{side}:{arn}" for side, arn in address.collapsed),
        "close": sorted(address.closed),
        "without": sorted(address.removed),
        "alone": address.alone,
        "asof": address.as_of.isoformat() if address.as_of else "",
        "layout": "" if address.arrangement is Arrangement.RIGHT else address.arrangement,
        "group": address.group,
        "bundle": "" if address.bundled else "off",
        "deployment": address.deployment,
        "badges": "" if address.badges else "off",
        "colour": address.lens,
        "bright": address.bright,
        **_filter_parameters(address.hidden),
    }
    return {name: value for name, value in values.items() if value}


def parse(parameters: Mapping[str, Sequence[str]]) -> Address:
    """Return the address in the parameters of a URL."""
    query = _Query(parameters)
    last, several = query.last, query.several
    focus, other = last("focus"), last("with")
    mode = _member(Mode, last("show"))
    about_two = mode in (Mode.PATHS, Mode.COMMON)
    return Address(
        focus=focus,
        up=_depth(last("up"), UP),
        down=_depth(last("down"), DOWN),
        cap=_between(last("cap"), DEFAULT_CAP, MAX_CAP),
        steps=_steps(parameters.get("grow", ())),
        collapsed=frozenset(_sides(parameters.get("collapse", ()))),
        closed=several("close"),
        removed=several("without"),
        alone=last("alone"),
        as_of=_day(last("asof")),
        hidden=_filter(query),
        arrangement=_member(Arrangement, last("layout")),
        group=_member(GroupBy, last("group")),
        bundled=last("bundle") != "off",
        badges=last("badges") != "off",
        lens=_member(Lens, last("colour")),
        bright=last("bright") if _member(Lens, last("colour")) is not Lens.TYPE else "",
        mode=Mode.LINEAGE if about_two and not (focus and other) else mode,
        other=other if about_two and focus else "",
        path=_between(last("path"), 0, 999),
        start=last("start"),
        deployment=last("deployment"),
        beside=() if about_two else _beside(focus, parameters.get("with", ())),
    )


def not_understood(
    parameters_: Mapping[str, Sequence[str]], address: Address, beside: Container[str] = ()
) -> tuple[str, ...]:
    """Return the parts of a link that an address does not have, each as `name=value`; empty ones say nothing.

    `beside` names parameters that are no part of an address.
    """
    meant = {(name, value) for name, values in parameters(address).items() for value in _texts(values)}
    said = {
        (name, _named(_state(value)) if name == "nostatus" else value): f"{name}={value}"
        for name, values in parameters_.items()
        for value in values
        if value and name not in beside
    }
    return tuple(words for part, words in said.items() if part not in meant | _DEFAULTS)


_DEFAULTS = {
    ("up", str(UP)), ("down", str(DOWN)), ("cap", str(DEFAULT_CAP)), ("layout", Arrangement.RIGHT.value),
    ("bundle", "on"), ("badges", "on"), ("skip", "off"), ("path", "0"),
    ("colour", "type"),
}  # fmt: skip
"""Parts of a link that mean the same as their absence."""


def as_linked(address: Address) -> Address:
    """Return the address that its own link means: a link may have fewer steps."""
    return parse({name: _texts(value) for name, value in parameters(address).items()})


def _texts(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


class _Query:
    """The parameters of a URL, by name."""

    def __init__(self, parameters: Mapping[str, Sequence[str]]) -> None:
        self._parameters = parameters

    def last(self, name: str) -> str:
        values = self._parameters.get(name, ())
        return values[-1] if values else ""

    def several(self, name: str) -> frozenset[str]:
        return frozenset(filter(None, self._parameters.get(name, ())))


def depth_text(depth: int) -> str:
    """Return a depth in the form of the URL."""
    return ALL if depth >= UNLIMITED else str(depth)


def type_key(text: str) -> TypeKey | None:
    """Return the type in a parameter of the URL; None if it names no type."""
    label, colon, type_ = text.partition(":")
    return (label, type_) if colon and label else None


def type_key_text(key: TypeKey) -> str:
    """Return a type in the form of the URL."""
    return ":".join(key)


def _filter_parameters(hidden: ViewFilter) -> Parameters:
    return {
        "hide": sorted(map(type_key_text, hidden.types)),
        "nolabel": sorted(hidden.labels),
        "nostatus": sorted(map(_named, hidden.statuses)),
        "noaccount": sorted(map(_named, hidden.accounts)),
        "noassociation": sorted(hidden.associations),
        "from": hidden.created_from.isoformat() if hidden.created_from else "",
        "to": hidden.created_to.isoformat() if hidden.created_to else "",
        "text": hidden.text,
        "skip": "on" if hidden.skip else "",
    }


def _filter(query: _Query) -> ViewFilter:
    return ViewFilter(
        labels=query.several("nolabel"),
        types=frozenset(key for text in query.several("hide") if (key := type_key(text))),
        statuses=frozenset(map(_state, query.several("nostatus"))),
        accounts=frozenset(map(_value, query.several("noaccount"))),
        associations=query.several("noassociation"),
        created_from=_day(query.last("from")),
        created_to=_day(query.last("to")),
        text=query.last("text"),
        skip=query.last("skip") == "on",
    )


_NONE = "-"
"""The form of an absent status or account in a URL, as a URL loses an empty parameter."""


def _named(value: str) -> str:
    return value or _NONE


def _value(name: str) -> str:
    return "" if name == _NONE else name


def _state(name: str) -> str:
    return state_named(_value(name))  # links of before name the recorded status of an approval


def _depth(text: str, default: int) -> int:
    if text == ALL:
        return UNLIMITED
    short = text.isascii() and text.isdigit() and len(text) <= 3
    return int(text) if short and str(int(text)) == text else default


def _between(text: str, default: int, highest: int) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else default
    return min(max(number, default), highest)


def _member(of: type[E], text: str) -> E:
    """Return the named member of an enumeration; its first one if the text names no member."""
    return of(text) if text in set(of) else next(iter(of))


def _steps(texts: Iterable[str]) -> tuple[Growth, ...]:
    parted = (text.partition(":") for text in texts)
    return tuple((Grow(way), id_) for way, _, id_ in parted if way in set(Grow) and id_)[:MAX_STEPS]


def _beside(focus: str, arns: Iterable[str]) -> tuple[str, ...]:
    """Return the further focus entities of a focus, each once."""
    return tuple(dict.fromkeys(arn for arn in arns if arn and focus not in ("", arn)))[: MOST_FOCUSED - 1]


def _sides(texts: Iterable[str]) -> tuple[Side, ...]:
    parted = (text.partition(":") for text in texts)
    sides = {Direction.UPSTREAM.value, Direction.DOWNSTREAM.value}
    return tuple(dict.fromkeys((Direction(side), arn) for side, _, arn in parted if side in sides and arn))


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None
