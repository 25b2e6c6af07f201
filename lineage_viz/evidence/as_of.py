"""The facts about an entity at the end of an earlier day, as far as its dated facts tell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from lineage_viz.approval import is_package
from lineage_viz.evidence.deployments import period
from lineage_viz.evidence.fact import (
    NOT_RECORDED,
    SOURCES,
    Fact,
    as_properties,
    facts_of,
    known,
    not_read,
    not_recorded,
)
from lineage_viz.evidence.record import RECORD
from lineage_viz.evidence.services import Service
from lineage_viz.evidence.serving import DEPLOYMENT
from lineage_viz.json_text import json_of, json_text
from lineage_viz.model import Entity

_PRESENT = not_read("it is known for the present only")
_DECISION = ("approval", "decidedby", "decidedat", "decidedafter", "approvalreason", "decisions")
_SERVED = ("servedby", "unapproved", "endpointgone")
_EVIDENCE = (
    "fileversion",
    "filechanged",
    "filesize",
    "modelfile",
    "codeversion",
    "imagedigest",
    "imagepushed",
    "imagemoved",
)
_SERVICES = (Service.S3.words, Service.ECR.words)


def known_then(entity: Entity, at: datetime, deployments: Iterable[Entity] = ()) -> Entity:
    """Return an entity with the facts of that time. Facts of the present alone count as not read, never as good.

    `deployments` are those of an endpoint. A package and an endpoint change, and their record is that of the present,
    so it is left out.
    """
    if SOURCES not in entity.properties:
        return entity
    changed = _then(entity, at, tuple(deployments))
    if not changed:
        return entity
    every = [*(json_of(entity.text(SOURCES), dict) or ()), *changed]
    facts = {**facts_of(entity, every), **changed}
    left_out = {*every, RECORD} if is_package(entity) or entity.type == "Endpoint" else set(every)
    kept = {name: value for name, value in entity.properties.items() if name not in left_out}
    return replace(entity, properties={**kept, **as_properties(facts)})


def _then(entity: Entity, at: datetime, deployments: Sequence[Entity]) -> Mapping[str, Fact]:
    evidence = _evidence(entity, at)
    if is_package(entity):
        return {
            **evidence,
            **_decision(entity, at),
            "servedby": _PRESENT,
            **_held(entity, ("unapproved", "endpointgone")),
        }
    if entity.type == "Endpoint":
        return {
            **evidence,
            **_served(entity, at, deployments),
            "endpointstatus": _PRESENT,
            **_held(entity, _SERVED),
        }
    replaced = entity.properties.get("replacedat")
    later = {"replacedat": NOT_RECORDED} if isinstance(replaced, datetime) and replaced > at else {}
    return {**evidence, **later, **_held(entity, _SERVED)}


def _held(entity: Entity, names: Iterable[str]) -> Mapping[str, Fact]:
    """The facts of the present that an entity has."""
    return {name: _PRESENT for name in names if name in entity.properties}


def _evidence(entity: Entity, at: datetime) -> Mapping[str, Fact]:
    """The answers of S3 and ECR: they are of the present, unless the file has not changed since."""
    changed = entity.properties.get("filechanged")
    same = (
        ("fileversion", "filechanged", "filesize") if isinstance(changed, datetime) and changed <= at else ()
    )
    found = facts_of(entity, [name for name in _EVIDENCE if name in entity.properties and name not in same])
    return {name: _PRESENT for name, fact in found.items() if fact.source.startswith(_SERVICES)}


def _served(endpoint: Entity, at: datetime, deployments: Sequence[Entity]) -> Mapping[str, Fact]:
    """The version that an endpoint served, from when and until when."""
    since = endpoint.properties.get("servessince")
    if isinstance(since, datetime) and since <= at:
        return {}
    then = period(deployments, at)
    image = _held(endpoint, ("imagedigest", "imagemoved"))
    if then is None:
        return {**image, "serves": _PRESENT, "servessince": _PRESENT}
    if then.doubt:
        return {**image, **dict.fromkeys(("serves", "servessince"), not_recorded(then.doubt))}
    return {
        **image,
        "serves": known(then.versions, DEPLOYMENT),
        "servessince": known(then.since or "", DEPLOYMENT),
        "serveduntil": known(then.until or "", "the next deployment"),
    }


def _decision(package: Entity, at: datetime) -> Mapping[str, Fact]:
    decided = package.properties.get("decidedat")
    every = _decisions(package)
    made = [each for each in every if (when := _time(each["at"])) and when <= at]
    if (isinstance(decided, datetime) and decided <= at) or (made and made == every):
        return {}
    following = every[len(made)] if len(made) < len(every) else {}
    if (after := _time(following.get("after", ""))) and after <= at:
        limits = f"it changed between {following['after']} and {following['at']}"
        return dict.fromkeys(_DECISION, not_recorded(limits))
    if not made:
        return dict.fromkeys(_DECISION, _PRESENT)
    last = made[-1]
    return {
        "approval": known(last["decision"], last["source"]),
        "decidedby": known(last["by"], last["source"]),
        "decidedat": known(_time(last["at"]) or "", last["source"]),
        "decidedafter": known(_time(last.get("after", "")) or "", last["source"]),
        "approvalreason": _PRESENT,
        "decisions": known(
            json_text(made, ensure_ascii=False), facts_of(package, ("decisions",))["decisions"].source
        ),
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
