"""The counts beside the filters: the hits of the search that each value leaves, with all other filters as they are."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from lineage_viz.errors import StoreUnavailable
from lineage_viz.model import TypeKey
from lineage_viz.search.asked import Asked
from lineage_viz.store.base import Store
from lineage_viz.store.facet import Facet

Passes = Callable[[Facet], bool]


@dataclass(frozen=True, slots=True)
class Counted:
    """The hits of a search by their values, and the chosen filters by name."""

    tally: Mapping[Facet, int] | None
    """None when the store does not answer now."""
    chosen: Mapping[str, Passes]

    def of(self, values: Callable[[Facet], Iterable[str]], *own: str) -> Counter[str]:
        """Count the values among the hits that pass the filters other than `own`."""
        found = Counter[str]()
        for facet, number in self._others(own):
            found.update(dict.fromkeys(values(facet), number))
        return found

    def types(self, *own: str) -> Counter[TypeKey]:
        """Count the types among the hits that pass the filters other than `own`."""
        found = Counter[TypeKey]()
        for facet, number in self._others(own):
            found[facet.label, facet.type] += number
        return found

    def number(self, passes: Passes, *own: str) -> int:
        """Count the hits that pass a filter and those other than `own`."""
        return sum(number for facet, number in self._others(own) if passes(facet))

    def words(self, number: int) -> str:
        """A count in words; empty when the store did not answer."""
        return "" if self.tally is None else f"{number:,}"

    def _others(self, own: Iterable[str]) -> Iterable[tuple[Facet, int]]:
        passing = [passes for name, passes in self.chosen.items() if name not in own]
        for facet, number in (self.tally or {}).items():
            if all(passes(facet) for passes in passing):
                yield facet, number


def tally_of(store: Store, search: Asked) -> Mapping[Facet, int] | None:
    """Return the hits of a search by their values; None when the store does not answer now."""
    if search.refusals:
        return {}
    try:
        first = search.first(store)
        found = store.tally(first.words, filter_=first.filter_)
        meant = first if found else search.meant(store)
        return found if meant is first else store.tally(meant.words, filter_=meant.filter_)
    except StoreUnavailable:
        return None
