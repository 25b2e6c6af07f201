"""The facts about an entity at the end of an earlier day, as far as its dated facts tell."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from lineage_viz.approval import is_package
from lineage_viz.evidence.fact import SOURCES, Fact, as_properties, facts_of, known, not_read
from lineage_viz.json_text import json_of
from lineage_viz.model import Entity

_PRESENT = not_read("it is known for the present only")
_DECISION = ("approval", "decidedby", "decidedat", "approvalreason")


def known_then(entity: Entity, at: datetime) -> Entity:
    """Return an entity with the facts of that time. Facts of the present alone count as not read, never as good."""
    if SOURCES not in entity.properties:
        return entity
    changed = _then(entity, at)
    if not changed:
        return entity
    every = [*(json_of(entity.text(SOURCES), dict) or ()), *changed]
    facts = {**facts_of(entity, every), **changed}
    kept = {name: value for name, value in entity.properties.items() if name not in every}
    return replace(entity, properties={**kept, **as_properties(facts)})


def _then(entity: Entity, at: datetime) -> Mapping[str, Fact]:
    if is_package(entity):
        return {**_decision(entity, at), "servedby": _PRESENT}
    if entity.type == "Endpoint":
        since = entity.properties.get("servessince")
        still = isinstance(since, datetime) and since <= at
        return {"endpointstatus": _PRESENT} | ({} if still else {"serves": _PRESENT, "servessince": _PRESENT})
    replaced = entity.properties.get("replacedat")
    return {"replacedat": _PRESENT} if isinstance(replaced, datetime) and replaced > at else {}


def _decision(package: Entity, at: datetime) -> Mapping[str, Fact]:
    decided = package.properties.get("decidedat")
    if isinstance(decided, datetime) and decided <= at:
        return {}
    made = [each for each in _decisions(package) if (when := _time(each["at"])) and when <= at]
    if not made:
        return dict.fromkeys(_DECISION, _PRESENT)
    last = made[-1]
    return {
        "approval": known(last["decision"], last["source"]),
        "decidedby": known(last["by"], last["source"]),
        "decidedat": known(_time(last["at"]) or "", last["source"]),
        "approvalreason": _PRESENT,
    }


def _decisions(package: Entity) -> list[dict[str, str]]:
    fact = facts_of(package, ("decisions",))["decisions"]
    return json_of(fact.value, list) or []


def _time(words: str) -> datetime | None:
    """Return the time in the words of `words.moment`; None without one."""
    try:
        return datetime.strptime(words, "%d %b %Y, %H:%M UTC").replace(tzinfo=UTC)
    except ValueError:
        return None
