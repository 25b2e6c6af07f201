"""A fact about an entity: its value, or the reason why there is none, and its source."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from lineage_viz.json_text import json_text
from lineage_viz.model import Entity, Value

SOURCES = "factsources"
"""The property with the source of each known fact, and with the reason of each one that was not read, as JSON."""

_NOT_READ = "not read: "


class FactState(StrEnum):
    """The state of a fact."""

    KNOWN = "known"
    NOT_RECORDED = "not recorded"
    """The source was read and has no value."""
    NOT_READ = "not read"
    """The source was not asked for, or refused. It never counts as good."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact. `source` names the source of a known value; of a fact that was not read it is the reason."""

    state: FactState
    value: Value | None = None
    source: str = ""


NOT_RECORDED = Fact(FactState.NOT_RECORDED)


def known(value: Value, source: str) -> Fact:
    """A value and its source; an empty value is not recorded."""
    return Fact(FactState.KNOWN, value, source) if value not in ("", ()) else NOT_RECORDED


def not_read(reason: str) -> Fact:
    """A fact whose source was not read."""
    return Fact(FactState.NOT_READ, source=reason)


def as_properties(facts: Mapping[str, Fact]) -> dict[str, Value]:
    """The facts as properties of an entity: a typed one for each known value, and the sources of all."""
    values = {name: fact.value for name, fact in facts.items() if fact.value is not None}
    sources = {
        name: fact.source if fact.state is FactState.KNOWN else _NOT_READ + fact.source
        for name, fact in sorted(facts.items())
        if fact.state is not FactState.NOT_RECORDED
    }
    return {**values, SOURCES: json_text(sources, ensure_ascii=False)}


def facts_of(entity: Entity, names: Iterable[str]) -> dict[str, Fact]:
    """The facts of these names, as a snapshot keeps them. A snapshot without facts has not read any."""
    text = entity.text(SOURCES)
    if not text:
        return dict.fromkeys(names, not_read("the snapshot was made without records"))
    sources = json.loads(text)
    return {name: _fact(entity, name, str(sources.get(name, ""))) for name in names}


def _fact(entity: Entity, name: str, source: str) -> Fact:
    if source.startswith(_NOT_READ):
        return not_read(source.removeprefix(_NOT_READ))
    value = entity.properties.get(name)
    return NOT_RECORDED if value is None else Fact(FactState.KNOWN, value, source)
