"""The filter behind the legend of a lens: a value hidden, shown again, or shown alone."""

from collections.abc import Mapping

from lineage_viz.lens import Lens, Shade, Shading
from lineage_viz.picture.address import Address

FILTERS: Mapping[Lens, str] = {Lens.STATUS: "statuses", Lens.ACCOUNT: "accounts"}
"""The field of `ViewFilter` with the values of a lens. Any other lens has no filter, and its values stand out."""


def toggled_shade(address: Address, shading: Shading | None, words: str) -> Address:
    """Return the address with a value of the lens hidden, or shown again."""
    shade = _named(shading, words)
    if not shade:
        return address
    values, hidden = frozenset(shade.values), _hidden(address)
    return _hiding(address, hidden - values if values <= hidden else hidden | values)


def only_shade(address: Address, shading: Shading | None, words: str) -> Address:
    """Return the address with all values of the lens hidden except one; if they already are, with all shown."""
    shade = _named(shading, words)
    if not shade or not shading:
        return address
    own, hidden = frozenset(shade.values), _hidden(address)
    others = frozenset(value for each in shading.shades for value in each.values) - own
    return _hiding(address, frozenset() if hidden >= others and not hidden & own else others)


def _named(shading: Shading | None, words: str) -> Shade | None:
    found = (each for each in (shading.shades if shading else ()) if each.words == words and each.values)
    return next(found, None)


def _hidden(address: Address) -> frozenset[str]:
    values: frozenset[str] = getattr(address.hidden, FILTERS[address.lens])
    return values


def _hiding(address: Address, values: frozenset[str]) -> Address:
    return address.filtered(**{FILTERS[address.lens]: values})
