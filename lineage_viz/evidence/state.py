"""The state of an entity in a word or two: every status on screen, in a filter, in a list and in a link is this one."""

from lineage_viz.approval import decision, is_approval, is_incomplete, is_package
from lineage_viz.arn import absence
from lineage_viz.evidence.fact import SOURCES, FactState, facts_of, unread_sign
from lineage_viz.model import Entity, EntityLabel
from lineage_viz.words import status_words, type_words

NOT_READ, NOT_RECORDED = "Not read", "Not recorded"
"""The states of a package or an endpoint without a decision or status: it was refused, or its source has none."""

LIVE_UNREAD = tuple(map(unread_sign, ("servedby", "serves")))
"""The parts of the property SOURCES of an entity of which it was not read if it is live."""


def state_of(entity: Entity) -> str:
    """Return the state of an entity for people: the decision, what an endpoint does, or the status.

    Of an approval it is the decision that it records, of a package the one in force, of an endpoint the status that
    SageMaker has of it. A package and an endpoint always have a state: its absence says why. Empty for any other entity
    without a status.
    """
    if entity.unresolved:
        return absence(entity)
    if entity.label == EntityLabel.ACTION and is_approval(entity):
        status = status_words(entity.status)
        return decision(entity) or (status if is_incomplete(entity) else "Decision not read")
    found = entity.properties  # looked into first: a million entities are indexed at a start
    if "endpointstatus" in found:
        return type_words(entity.text("endpointstatus"))
    if "status" in found:
        return status_words(entity.status)
    if is_package(entity):
        return entity.text("approval") or _absent(entity, "approval")
    if entity.label == EntityLabel.CONTEXT and entity.type == "Endpoint":
        return _absent(entity, "endpointstatus")
    return ""


def _absent(entity: Entity, name: str) -> str:
    is_unread = facts_of(entity, (name,))[name].state is FactState.NOT_READ
    return NOT_READ if is_unread else NOT_RECORDED


def is_live_unread(entity: Entity) -> bool:
    """Return True for a package, file or endpoint of which it was not read what serves it, or what it serves."""
    text = entity.text(SOURCES)
    return any(sign in text for sign in LIVE_UNREAD)
