"""The facts that a view shows of its entities: those of now, of its day, or of the shown deployment."""

from collections.abc import Iterable

from lineage_viz.model import Entity
from lineage_viz.picture.address import Address
from lineage_viz.questions.on_day import on_day
from lineage_viz.questions.own_lineage import OwnLineage
from lineage_viz.store.base import Store


def as_shown(
    store: Store, address: Address, own: OwnLineage, entities: Iterable[Entity]
) -> tuple[Entity, ...]:
    """Return entities with the facts of the view of an address. Cards, panel, lists and files all show these.

    An endpoint in the picture of an earlier deployment has the facts of that time.
    """
    every, then = tuple(entities), address.scope.as_of
    found = on_day(store, every, then)
    past = own.served.past if own.served else None
    if past is None or past.at is None or (then and then < past.at):
        return found
    endpoint = on_day(store, (each for each in every if each.arn == address.focus), past.at)
    return tuple(endpoint[0] if each.arn == address.focus else each for each in found)
