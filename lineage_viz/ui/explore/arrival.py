"""The check of the link that a visit arrives with."""

from lineage_viz.errors import StoreUnavailable
from lineage_viz.picture.address import Address
from lineage_viz.picture.growing import traced
from lineage_viz.picture.known import known, known_entities
from lineage_viz.store.base import Store
from lineage_viz.ui.explore.pictures import pictures
from lineage_viz.ui.explore.state import checked


def understood(store: Store, address: Address) -> Address:
    """Return an address without its unknown parts, which also leave the URL. Raises EntityNotFound.

    While the store does not answer, nothing is left out: the next run checks the link.
    """

    def names(arn: str) -> bool:
        return bool(known_entities(store, [arn], traced(store, address, pictures()).whole))

    try:
        return checked(address, lambda each: known(store, each, pictures()), names)
    except StoreUnavailable:
        return address
