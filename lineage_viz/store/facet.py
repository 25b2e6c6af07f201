"""The values by which a list can be filtered, of each entity: counts of them tell what a filter would leave."""

from typing import NamedTuple

from lineage_viz.evidence.state import is_live_unread, state_of
from lineage_viz.model import Entity
from lineage_viz.store.filter import is_live, is_unapproved, people_of, serves_unapproved


class Facet(NamedTuple):
    """The values of an entity; most entities have the same few. It is a tuple, which is made and compared fast."""

    label: str
    type: str
    account: str
    state: str
    """As `state_of` gives it; empty without one."""
    people: frozenset[str]
    """The owner, and the person who decided."""
    live: bool
    live_unread: bool
    unapproved: bool
    serves_unapproved: bool = False
    decider: str = ""
    """The person who decided; empty without one."""


def facet_of(entity: Entity) -> Facet:
    """Return the values of an entity."""
    return Facet(
        entity.label,
        entity.type,
        entity.text("account"),
        state_of(entity),
        frozenset(people_of(entity)),
        is_live(entity),
        is_live_unread(entity),
        is_unapproved(entity),
        serves_unapproved(entity),
        entity.text("decidedby"),
    )
