"""Facts in words: for the panel one row for each, with its source on request."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from lineage_viz.approval import is_package
from lineage_viz.evidence.columns import names_of
from lineage_viz.evidence.decisions import unconfirmed
from lineage_viz.evidence.fact import ON_REQUEST, SOURCES, Fact, FactState, facts_of
from lineage_viz.evidence.record import text
from lineage_viz.evidence.serving import serves_nothing
from lineage_viz.json_text import json_of
from lineage_viz.model import Entity, EntityLabel, Value
from lineage_viz.words import day, duration, moment, size, type_words

LIVE = "Live without approval"
PERHAPS_LIVE = f"Perhaps {LIVE[0].lower()}{LIVE[1:]}"
"""The warning about a model, in every room; `search_text.py` has it as a word that snapshots keep."""

WORDS = {
    "approval": "Approval",
    "decidedby": "Decided by",
    "decidedat": "Decided",
    "decidedafter": "Decided after",
    "approvalreason": "Reason",
    "servedby": "Served by",
    "endpointgone": "Endpoint deleted",
    "endpointstatus": "Endpoint",
    "serves": "Serves",
    "servessince": "Serves it since",
    "serveduntil": "Served it until",
    "deploys": "Deploys",
    "replacedat": "Replaced",
    "keymetric": "Key metric",
    "modelcard": "Model card",
    "duration": "Duration",
    "owner": "Owner",
    "step": "Pipeline step",
    "execution": "Pipeline execution",
    "commit": "Commit",
    "codeversion": "Version of the scripts",
    "fileversion": "Version of the file",
    "filechanged": "File changed",
    "filesize": "Size of the file",
    "modelfile": "Model file",
    "imagedigest": "Image",
    "imagepushed": "Image pushed",
    "imagemoved": "Image tag moved",
}
"""The facts that people read, in the order of display, with their words."""

UNITS = {"duration": "seconds", "filesize": "bytes"}
"""The units of the facts that are numbers."""
IN_FILES = {name: f"{words} ({UNITS[name]})" if name in UNITS else words for name, words in WORDS.items()}
"""The words of the facts in files, where a number has no unit of its own."""

_NONE = {"servedby": "no endpoint of this account", "replacedat": "no: it is the last deployment"}
"""Words for facts whose absence says something."""

_WHILE_RECORDED = timedelta(hours=1)

_RARE = frozenset({"filechanged", "filesize", "imagepushed", "decidedafter", "endpointgone"})
"""Facts whose absence says nothing of a package: those about the artifact of a file or image (a package has the model
file and the image tag), the earliest time of a decision, and a deleted endpoint."""

APPROVED = "Approved"
UNCONFIRMED = "approval not confirmed"
"""The state of an approval that the lineage or an earlier snapshot has, and the registry does not confirm."""
PERHAPS = "perhaps: "
"""The beginning of the fact about models that are not approved, where an endpoint only may serve them."""


@dataclass(frozen=True, slots=True)
class Row:
    """A fact in words: its name, its value, and the source of a known one. An absent one has its reason as value."""

    name: str
    words: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision about a package in words: its time, the decision and its person, and the source."""

    at: str
    words: str
    source: str


def decisions_of(entity: Entity) -> list[DecisionRow]:
    """The recorded decisions about a package, oldest first; empty for any other entity."""
    made = json_of(entity.text("decisions"), list) or []
    return [
        DecisionRow(
            _when(text(each, "after"), text(each, "at")),
            _decided(text(each, "decision"), text(each, "by")),
            text(each, "source"),
        )
        for each in made
    ]


def _when(after: str, at: str) -> str:
    return f"between {after} and {at}" if after else at


def _decided(decision: str, by: str) -> str:
    return f"{decision} by {by}" if by else f"{decision}, person not recorded"


def rows(entity: Entity) -> Iterator[Row]:
    """Yield the facts of an entity for people; none if it is of no kind that has facts."""
    if not has_facts(entity):
        return
    found = facts_of(entity, _names(entity))
    after = found.pop("decidedafter", None)
    if is_idle := serves_nothing(entity.text("endpointstatus")):
        found.pop("servessince", None)
    for name, fact in found.items():
        source = fact.source if fact.state is FactState.KNOWN else ""
        words = "nothing" if is_idle and name == "serves" else fact_words(name, fact)
        if name == "decidedat" and after and after.value:
            words = _when(fact_words("decidedafter", after), words)
        if name == "fileversion" and (at := changed_later(entity)):
            words = f"{words}: the file as it is now. It changed on {day(at)}, after this record was made"
        yield Row(name, WORDS[name], words, source)


def changed_later(entity: Entity) -> datetime | None:
    """Return the time at which a file changed after the lineage recorded it; None if it did not, or nobody knows.

    The version in S3 is then not the one that the first job used. A file may be written while it is recorded.
    """
    changed, created = entity.properties.get("filechanged"), entity.created
    is_later = isinstance(changed, datetime) and created is not None and changed - created > _WHILE_RECORDED
    return changed if is_later and isinstance(changed, datetime) else None


def values(entity: Entity) -> dict[str, Value]:
    """Return the facts of an entity by the words of `IN_FILES`: known values as they are, absent ones in words."""
    if not has_facts(entity):
        return {}
    found = facts_of(entity, _names(entity)).items()
    return {
        IN_FILES[name]: fact_words(name, fact) if fact.value is None else fact.value for name, fact in found
    }


def has_facts(entity: Entity) -> bool:
    """True when facts were derived for the entity."""
    return SOURCES in entity.properties


def warning(entity: Entity) -> str:
    """A sentence about a model that is or may be live and not approved, or an endpoint that serves one; else empty."""
    endpoints, without = entity.text("servedby"), entity.text("unapproved")
    if perhaps(entity):
        return f"{PERHAPS_LIVE}: {without.removeprefix(PERHAPS)}."
    if without and not without.startswith(PERHAPS):
        return f"{LIVE}: {f'{endpoints} serves' if endpoints else 'it serves'} {without}."
    if not endpoints or not is_package(entity):
        return ""
    approval = facts_of(entity, ("approval",))["approval"]
    if approval.value == APPROVED:
        return ""
    words = str(approval.value) if approval.value else f"Approval {approval.state}"
    return f"{LIVE}: {endpoints} serves it. {words}."


def perhaps(entity: Entity) -> bool:
    """True when the warning about an entity is that it may be live: the lineage does not tell what is in force."""
    return entity.text("unapproved").startswith(PERHAPS) and not entity.text("servedby")


def lacking(approval: Fact) -> str:
    """Return the state of an approval that does not count, in words; empty for one that the registry confirms."""
    if approval.value != APPROVED:
        return str(approval.value or f"approval {approval.state}")
    by = unconfirmed(approval)
    return f"{UNCONFIRMED}: {APPROVED} {by}" if by else ""


def why_unread(entity: Entity, name: str) -> str:
    """Return the reason why a fact was not read; empty for one that was, and where nobody asks without a request."""
    fact = facts_of(entity, (name,))[name] if has_facts(entity) else None
    is_unread = fact is not None and fact.state is FactState.NOT_READ and fact.source != ON_REQUEST.get(name)
    return fact.source if fact and is_unread else ""


def _names(entity: Entity) -> list[str]:
    columns = set(names_of(entity))
    return [
        name
        for name in WORDS
        if name in columns and (name in entity.properties or _is_expected(entity, name))
    ]


def _is_expected(entity: Entity, name: str) -> bool:
    """True when the absence of a fact says something about this entity."""
    if is_package(entity):
        return name not in _RARE
    if why_unread(entity, name):
        return True
    if entity.type == "ModelDeployment":
        return name == "replacedat"
    is_made = entity.label != EntityLabel.ARTIFACT and name in ("owner", "duration")
    return name != "owner" if entity.type == "Endpoint" else is_made


def fact_words(name: str, fact: Fact) -> str:
    """Return a fact in words: its value, or its state and the reason."""
    if fact.value is None:
        if fact.source:
            return f"{fact.state}: {fact.source}"
        return _NONE.get(name, str(fact.state)) if fact.state is FactState.NOT_RECORDED else str(fact.state)
    if name == "duration" and isinstance(fact.value, int | float):
        return duration(fact.value)
    if name == "filesize" and isinstance(fact.value, int | float):
        return size(fact.value)
    if name == "endpointstatus":
        return type_words(str(fact.value))
    return moment(fact.value) if isinstance(fact.value, datetime) else str(fact.value)
