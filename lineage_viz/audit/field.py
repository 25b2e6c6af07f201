"""The fields of a report: each has values, or says that none is recorded, or what would read one."""

from collections.abc import Iterable
from dataclasses import dataclass

from lineage_viz.audit.review import Review
from lineage_viz.evidence.fact import Fact, FactState
from lineage_viz.evidence.words import fact_words
from lineage_viz.model import Entity

_WITHOUT_RECORDS = ("without records", "records were not asked for")
"""Parts of the reasons of snapshots that nobody asked for records."""


@dataclass(frozen=True, slots=True)
class FieldValue:
    """One value in words; `entity` is the ARN of the entity that it is about, and `source` names its evidence."""

    text: str
    entity: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A named part of a report. Without values, `state` and `reason` say why, and what would read it."""

    name: str
    values: tuple[FieldValue, ...]
    state: FactState
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """The fields of a report about one subject, in the order of display."""

    title: str
    fields: tuple[Field, ...]


def field(name: str, values: Iterable[FieldValue | str], reason: str = "", unread: str = "") -> Field:
    """Return a field of these values. Without any, `unread` is the reason why they were not read, `reason` another."""
    kept = tuple(each if isinstance(each, FieldValue) else FieldValue(each) for each in values)
    kept = tuple(each for each in kept if each.text)
    if kept:
        return Field(name, kept, FactState.KNOWN)
    state = FactState.NOT_READ if unread else FactState.NOT_RECORDED
    return Field(name, (), state, way_to_read(unread) if unread else reason)


def fact_field(name: str, review: Review, entity: Entity, fact_name: str) -> Field:
    """Return the field of a fact about an entity, on the reviewed day."""
    return of_fact(name, entity, fact_name, review.fact(entity, fact_name))


def of_fact(name: str, entity: Entity, fact_name: str, fact: Fact) -> Field:
    """Return the field of this fact."""
    if fact.state is FactState.KNOWN:
        value = FieldValue(fact_words(fact_name, fact), entity.arn, fact.source)
        return Field(name, (value,), fact.state)
    reason = way_to_read(fact.source) if fact.state is FactState.NOT_READ else fact.source
    return Field(name, (), fact.state, reason)


def record_field(
    name: str, review: Review, entity: Entity, values: Iterable[str], source: str, unread: str = ""
) -> Field:
    """Return the field of values that only the record of an entity has. `unread`: another record has them, not read."""
    texts = [FieldValue(each, entity.arn, source) for each in values if each]
    return field(name, texts, unread=review.unread(entity) or unread)


def way_to_read(reason: str) -> str:
    """Return the reason why something was not read, with what would read it."""
    if any(each in reason for each in _WITHOUT_RECORDS):
        return f"{reason}; an export without --lineage-only reads them"
    return reason
