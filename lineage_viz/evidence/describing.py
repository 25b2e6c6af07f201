"""Everything known of one entity as plain data for JSON: each fact with value, state and source."""

from datetime import datetime

from lineage_viz.evidence.columns import NAMES, names_of
from lineage_viz.evidence.fact import Fact, facts_of
from lineage_viz.evidence.record import RECORD, record_of
from lineage_viz.evidence.words import UNITS, WORDS, warning
from lineage_viz.json_text import json_of
from lineage_viz.model import Entity, Value
from lineage_viz.title import title

_LISTS = frozenset({"decisions"})
"""Facts whose value is JSON."""


def described(entity: Entity) -> dict[str, object]:
    """Return the entity's identity, facts, warning, recorded properties and record. Times are ISO 8601, in UTC."""
    properties = {
        name: _plain(value)
        for name, value in sorted(entity.properties.items())
        if name not in NAMES and name != RECORD
    }
    return {
        "arn": entity.arn,
        "label": str(entity.label),
        "type": entity.type,
        "title": title(entity),
        "warning": warning(entity),
        "facts": described_facts(entity),
        "properties": properties,
        "record": dict(record_of(entity)),
    }


def described_facts(entity: Entity) -> dict[str, object]:
    """Return each fact that an entity of this kind can have, with value, unit, state and source."""
    wanted = [name for name in names_of(entity) if name in WORDS or name in _LISTS]
    return {name: _described(name, fact) for name, fact in facts_of(entity, wanted).items()}


def _described(name: str, fact: Fact) -> dict[str, object]:
    value = json_of(fact.value, list) if name in _LISTS and fact.value else _plain(fact.value)
    unit = {"unit": UNITS[name]} if name in UNITS else {}
    return {"value": value, **unit, "state": str(fact.state), "source": fact.source}


def _plain(value: Value | None) -> object:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return [_plain(each) for each in value] if isinstance(value, tuple) else value
