"""A fact about an entity: its value, or the reason why there is none, and its source."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from lineage_viz.evidence.services import Service, not_asked
from lineage_viz.json_text import json_of, json_text
from lineage_viz.model import Entity, Value

SOURCES = "factsources"
"""The property with the source of each known fact, and with the reason of each one that was not read, as JSON."""

_NOT_READ = "not read: "
_EMPTY = "not recorded"
_EMPTY_AS = f"{_EMPTY}: "

ON_REQUEST: Mapping[str, str] = {
    **dict.fromkeys(
        ("fileversion", "filechanged", "filesize", "modelfile", "codeversion"), not_asked(Service.S3)
    ),
    **dict.fromkeys(("imagedigest", "imagepushed", "imagemoved"), not_asked(Service.ECR)),
}
"""Facts of services that are asked only on request, with the reason why they are not read otherwise. A snapshot says
of these that they are not recorded, and nothing when nobody asked: most exports do not ask."""

_WITHOUT_RECORDS = "the snapshot was made without records"


class FactState(StrEnum):
    """The state of a fact."""

    KNOWN = "known"
    NOT_RECORDED = "not recorded"
    """The source was read and has no value."""
    NOT_READ = "not read"
    """The source was not asked for, or refused. It never counts as good."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact. `source` names the source of a known value; of an absent one it is the reason, if there is one."""

    state: FactState
    value: Value | None = None
    source: str = ""


NOT_RECORDED = Fact(FactState.NOT_RECORDED)


def known(value: Value, source: str) -> Fact:
    """A value and its source; an empty value is not recorded."""
    return Fact(FactState.KNOWN, value, source) if value not in ("", ()) else NOT_RECORDED


def known_or(value: Value, source: str, why_not: str) -> Fact:
    """A value and its source; without one, the reason why a source that may have it was not read, if there is one."""
    fact = known(value, source)
    return not_read(why_not) if why_not and fact is NOT_RECORDED else fact


def not_recorded(reason: str) -> Fact:
    """A fact whose source was read and does not tell the value, for this reason."""
    return Fact(FactState.NOT_RECORDED, source=reason)


def not_read(reason: str) -> Fact:
    """A fact whose source was not read."""
    return Fact(FactState.NOT_READ, source=reason)


def as_properties(facts: Mapping[str, Fact]) -> dict[str, Value]:
    """The facts as properties of an entity: a typed one for each known value, and the sources of all."""
    values = {name: fact.value for name, fact in facts.items() if fact.value is not None}
    sources = tuple((name, text) for name in sorted(facts) if (text := _kept(name, facts[name])))
    return {**values, SOURCES: _sources_text(sources)}


@lru_cache(maxsize=2_048)
def _sources_text(sources: tuple[tuple[str, str], ...]) -> str:
    """The property of these sources: most entities of a kind have the same."""
    return json_text(dict(sources), ensure_ascii=False)


def _kept(name: str, fact: Fact) -> str:
    """The text among the sources; empty for the state that is understood without one."""
    if fact.state is FactState.KNOWN:
        return fact.source
    if fact.state is FactState.NOT_RECORDED and fact.source:
        return _EMPTY_AS + fact.source
    if name in ON_REQUEST:
        if fact.state is FactState.NOT_RECORDED:
            return _EMPTY
        return "" if fact.source == ON_REQUEST[name] else _NOT_READ + fact.source
    return "" if fact.state is FactState.NOT_RECORDED else _NOT_READ + fact.source


def unread_sign(name: str) -> str:
    """The part of the property SOURCES that shows that a fact was not read: both stores look for it in the text."""
    return f'"{name}": "{_NOT_READ}'


def facts_of(entity: Entity, names: Iterable[str]) -> dict[str, Fact]:
    """The facts of these names, as a snapshot keeps them. A snapshot without facts has not read any."""
    sources = _sources(entity.text(SOURCES))
    if sources is None:
        return {name: not_read(ON_REQUEST.get(name, _WITHOUT_RECORDS)) for name in names}
    return {name: _fact(entity, name, str(sources.get(name, ""))) for name in names}


@lru_cache(maxsize=2_048)
def _sources(text: str) -> Mapping[str, Any] | None:
    """The sources by the name of the fact. Many facts of one entity are asked for one by one."""
    return json_of(text, dict)


def _fact(entity: Entity, name: str, source: str) -> Fact:
    if source.startswith(_NOT_READ):
        return not_read(source.removeprefix(_NOT_READ))
    if source.startswith(_EMPTY_AS):
        return not_recorded(source.removeprefix(_EMPTY_AS))
    value = entity.properties.get(name)
    if value is not None:
        return Fact(FactState.KNOWN, value, source)
    return not_read(ON_REQUEST[name]) if name in ON_REQUEST and source != _EMPTY else NOT_RECORDED
