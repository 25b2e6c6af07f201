"""Several entities side by side: their facts, parameters, metrics, inputs and outputs, line by line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lineage_viz.evidence.record import text
from lineage_viz.evidence.state import state_of
from lineage_viz.evidence.words import rows, warning
from lineage_viz.json_text import json_of
from lineage_viz.model import Entity
from lineage_viz.words import moment, type_words

_PARTS = {"parameters": "Parameter", "inputs": "Input", "outputs": "Output"}
"""The properties that are JSON objects of named values, with the word before each name."""

_VALUES = ("Value", "StringValue", "NumberValue")
"""The members that have the value of a parameter, an input or an output (TrialComponentParameterValue in the API)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its name, and the value of each entity in words, untrusted; empty where an entity has none."""

    name: str
    values: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """True when all entities have the same value."""
        return len(set(self.values)) == 1


def side_by_side(entities: Sequence[Entity]) -> tuple[Line, ...]:
    """Return the lines of all entities, in the order of the first one that has them."""
    told = [{name: value for name, value in _lines(entity) if value} for entity in entities]
    names = dict.fromkeys(name for each in told for name in each)
    return tuple(Line(name, tuple(each.get(name, "") for each in told)) for name in names)


def _lines(entity: Entity) -> Iterator[tuple[str, str]]:
    yield "Type", type_words(entity.type or entity.label)
    yield "State", state_of(entity)
    if words := warning(entity):
        yield "Warning", words
    yield from ((row.words, row.value) for row in rows(entity))
    yield from _metrics(entity)
    for name, word in _PARTS.items():
        values = json_of(entity.text(name), dict) or {}
        yield from ((f"{word} {each}", _value(value)) for each, value in sorted(values.items()))
    yield "Message", entity.text("message")
    yield "Created", moment(entity.created) if entity.created else ""
    yield "Source", entity.source


def _metrics(entity: Entity) -> Iterator[tuple[str, str]]:
    for each in json_of(entity.text("metrics"), list) or []:
        if isinstance(each, Mapping) and (name := text(each, "MetricName")):
            yield f"Metric {name}", _value(each.get("Last"))


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        value = next((value[name] for name in _VALUES if name in value), "")
    return "" if value is None else str(value)
