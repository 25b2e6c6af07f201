"""The facts of one entity in a few words, for lists and lines of text."""

from collections.abc import Iterator
from datetime import datetime

from lineage_viz.approval import decision, is_approval, is_package
from lineage_viz.arn import person
from lineage_viz.evidence.decisions import unconfirmed
from lineage_viz.evidence.fact import facts_of
from lineage_viz.evidence.serving import MIXED, serves_nothing
from lineage_viz.evidence.words import LIVE, PERHAPS_LIVE, has_facts, perhaps, warning
from lineage_viz.model import Entity
from lineage_viz.words import day, duration, inside, type_words


def brief(entity: Entity) -> list[str]:
    """Return the facts that matter most: `Approved by sofia on 8 Mar 2026`, `served by routing-prod`, `owner grace`.

    Absent facts are left out, except an approval and what an endpoint serves: their absence says something.
    """
    return list(filter(None, _of_kind(entity)))


def _of_kind(entity: Entity) -> Iterator[str]:
    if not has_facts(entity) and not is_approval(entity):
        return
    if warning(entity):
        yield inside(PERHAPS_LIVE if perhaps(entity) else LIVE)
    if is_approval(entity):
        yield _decided(decision(entity), person(entity.text("createdby")), None)
    elif is_package(entity):
        yield from _of_package(entity)
    elif entity.type == "Endpoint":
        yield _serving(entity)
    elif entity.type == "ModelDeployment":
        yield _named("deploys", entity.text("deploys"))
        yield _dated("replaced", entity.properties.get("replacedat")) or _lost(entity)
    else:
        yield entity.text("keymetric")
        yield _took(entity)
        yield from _where(entity)
    yield _named("owner", entity.text("owner"))


def _of_package(entity: Entity) -> Iterator[str]:
    approval = facts_of(entity, ("approval",))["approval"]
    if approval.value is None:
        yield f"approval {approval.state}"
    else:
        at, after = (entity.properties.get(name) for name in ("decidedat", "decidedafter"))
        decided = _decided(str(approval.value), entity.text("decidedby"), at, after)
        yield ", ".join(filter(None, (decided, unconfirmed(approval))))
    yield entity.text("keymetric")
    yield from _where(entity)


def _where(entity: Entity) -> Iterator[str]:
    yield _named("served by", entity.text("servedby"))
    if gone := entity.text("endpointgone"):
        yield f"was on {gone}, now deleted"


def _decided(words: str, by: str, at: object, after: object = None) -> str:
    if not words:
        return ""
    when = f" on {day(at)}" if isinstance(at, datetime) else ""
    if when and isinstance(at, datetime) and isinstance(after, datetime):
        when = f" between {day(after)} and {day(at)}"
    return words + (f" by {by}" if by else "") + when


def _serving(entity: Entity) -> str:
    serves = facts_of(entity, ("serves",))["serves"]
    if serves_nothing(status := entity.text("endpointstatus")):
        return f"serves nothing: {inside(type_words(status))}"
    if serves.value is None:
        return f"served version {serves.state}"
    if entity.text("endpointstatus") == MIXED:
        return f"may serve {serves.value}: its update and the rollback failed"
    since = _dated("since", entity.properties.get("servessince"))
    until = _dated("until", entity.properties.get("serveduntil"))
    return " ".join(filter(None, (f"{'served' if until else 'serves'} {serves.value}", since, until)))


def _lost(deployment: Entity) -> str:
    return "its endpoint was deleted" if deployment.text("endpointgone") else ""


def _took(entity: Entity) -> str:
    seconds = entity.properties.get("duration")
    return f"took {duration(seconds)}" if isinstance(seconds, int | float) else ""


def _named(words: str, value: str) -> str:
    return f"{words} {value}" if value else ""


def _dated(words: str, at: object) -> str:
    return f"{words} {day(at)}" if isinstance(at, datetime) else ""
