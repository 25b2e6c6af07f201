"""Several members of a stack, taken out of it at once."""

from collections.abc import Sequence
from functools import reduce

from lineage_viz.model import Entity
from lineage_viz.picture.address import Address
from lineage_viz.picture.link import MAX_STEPS


def taken_out(address: Address, fold: str, wanted: Sequence[Entity]) -> Address | None:
    """Return the address with a card for each of these members; None if the URL has no room for them."""
    opened = reduce(lambda found, each: found.picked(each.arn, fold), wanted, address)
    return opened if len(opened.steps) <= MAX_STEPS else None
