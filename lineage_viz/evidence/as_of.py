"""The facts about an entity at the end of an earlier day, as far as its dated facts tell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from lineage_viz.approval import is_package
from lineage_viz.evidence.decided import sources_of
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
from lineage_viz.evidence.in_progress import before_end, execution_then, without_later_change
from lineage_viz.evidence.record import RECORD, listed, record_of, text, time
from lineage_viz.evidence.services import FILES, MEMBERS, Service
from lineage_viz.evidence.serving import DEPLOYMENT
from lineage_viz.json_text import json_of, json_text
from lineage_viz.model import Entity

_PRESENT = not_read("it is known for the present only")
_DECISION = ("approval", "decidedby", "decidedat", "decidedafter", "approvalreason", "decisions")
_SERVED = ("servedby", "unapproved", "endpointgone")
_UNTIL = "serveduntil"
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
    so it is left out. A job that ended later was in progress, and no entity has a change that came later.
    """
    entity = without_later_change(before_end(entity, at), at)
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


def without_future(entity: Entity, at: datetime | None) -> Entity:
    """Return an entity as data about a time tells it; None is now.

    The end of what it served is left out where it came later: a picture of a day has this end, as the way to the later
    deployment. Its record has no later answer of S3, and no later change of its pipeline execution.
    """
    if at is None:
        return entity
    entity = execution_then(files_then(entity, at), at)
    until = entity.properties.get(_UNTIL)
    if not isinstance(until, datetime) or until <= at:
        return entity
    facts = facts_of(entity, [*(json_of(entity.text(SOURCES), dict) or ())])
    kept = {name: value for name, value in entity.properties.items() if name not in facts}
    rest = {name: fact for name, fact in facts.items() if name != _UNTIL}
    return replace(entity, properties={**kept, **as_properties(rest)})


def _then(entity: Entity, at: datetime, deployments: Sequence[Entity]) -> Mapping[str, Fact]:
    evidence = _evidence(entity, at)
    if is_package(entity):
        return {
            **evidence,
            **_decision(entity, at),
            **_card(entity, at),
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


def _card(package: Entity, at: datetime) -> Mapping[str, Fact]:
    """The model card, unless it was changed since: it was another one then, or there was none."""
    changed = [time(each, "LastModifiedTime") for each in listed(record_of(package), "ModelCards")]
    return {"modelcard": _PRESENT} if any(each is None or each > at for each in changed) else {}


def _evidence(entity: Entity, at: datetime) -> Mapping[str, Fact]:
    """The answers of S3 and ECR: they are of the present, unless the file has not changed since."""
    changed = entity.properties.get("filechanged")
    same = (
        ("fileversion", "filechanged", "filesize", "modelfile")
        if isinstance(changed, datetime) and changed <= at
        else ()
    )
    found = facts_of(entity, [name for name in _EVIDENCE if name in entity.properties and name not in same])
    return {name: _PRESENT for name, fact in found.items() if fact.source.startswith(_SERVICES)}


def files_then(entity: Entity, at: datetime) -> Entity:
    """Return an entity whose record has S3's answers of that time: about a file that changed since, nothing was read.

    S3 tells when a file that is there changed last. It tells nothing of when one that is absent went.
    """
    record = record_of(entity)
    files = listed(record, MEMBERS[FILES])
    then = [_file_then(each, at) for each in files]
    if then == files:
        return entity
    told = {**record, MEMBERS[FILES]: then}
    return replace(entity, properties={**entity.properties, RECORD: json_text(told, ensure_ascii=False)})


def _file_then(file: object, at: datetime) -> object:
    changed = time(file, "LastModified")
    if text(file, "NotRead") or (changed and changed <= at):
        return file
    return {"Uri": text(file, "Uri"), "NotRead": _PRESENT.source}


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
        _UNTIL: known(then.until or "", "the next deployment"),
    }


def _decision(package: Entity, at: datetime) -> Mapping[str, Fact]:
    decided = package.properties.get("decidedat")
    every = _decisions(package)
    made = [each for each in every if (when := _time(each, "time", "at")) and when <= at]
    if (isinstance(decided, datetime) and decided <= at) or (made and made == every):
        return {}
    following = every[len(made)] if len(made) < len(every) else {}
    if (after := _time(following, "aftertime", "after")) and after <= at:
        limits = f"it changed between {following['after']} and {following['at']}"
        return dict.fromkeys(_DECISION, not_recorded(limits))
    if not made:
        return dict.fromkeys(_DECISION, _PRESENT)
    last = made[-1]
    return {
        "approval": known(last["decision"], last["source"]),
        "decidedby": known(last["by"], last["source"]),
        "decidedat": known(_time(last, "time", "at") or "", last["source"]),
        "decidedafter": known(_time(last, "aftertime", "after") or "", last["source"]),
        "approvalreason": _PRESENT,
        "decisions": known(json_text(made, ensure_ascii=False), sources_of(each["source"] for each in made)),
    }


def _decisions(package: Entity) -> list[dict[str, str]]:
    fact = facts_of(package, ("decisions",))["decisions"]
    return json_of(fact.value, list) or []


def _time(decision: Mapping[str, str], exact: str, words: str) -> datetime | None:
    """Return a time of a decision; older snapshots have only its words, to the minute. None without one."""
    if found := time(decision, exact):
        return found
    try:
        return datetime.strptime(text(decision, words), "%d %b %Y, %H:%M UTC").replace(tzinfo=UTC)
    except ValueError:
        return None
