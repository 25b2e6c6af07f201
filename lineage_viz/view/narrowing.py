"""The view of a subgraph: the entities and associations that pass the filters, and counts of the others."""

from collections import Counter
from dataclasses import dataclass, replace

from lineage_viz.model import Subgraph, TypeKey
from lineage_viz.view.connected import Connected
from lineage_viz.view.filters import Facets, Filtered, ViewFilter, facets, type_key
from lineage_viz.view.passing import Pass, passes
from lineage_viz.view.scope import restricted

NO_VIEW_FILTER = ViewFilter()


@dataclass(frozen=True, slots=True)
class View:
    """The part of `whole` that is shown. No filter hides the focus."""

    whole: Subgraph
    shown: Subgraph
    facets: Facets
    passes: tuple[Pass, ...] = ()
    """Paths through filtered-out entities; empty unless the filter has `skip`."""

    @property
    def hidden_counts(self) -> Counter[TypeKey]:
        """The number of filtered-out entities of each type."""
        return Counter(map(type_key, self.whole.entities)) - Counter(map(type_key, self.shown.entities))


def narrow(whole: Subgraph, hidden: ViewFilter = NO_VIEW_FILTER) -> View:
    """Leave out filtered entities, and entities that only filtered associations connected with the focus."""
    connected = Connected(whole, hidden.associations)
    filtered = Filtered(whole, hidden)
    found = facets(filtered, connected)
    if replace(hidden, skip=False) == NO_VIEW_FILTER:
        return View(whole, whole, found)
    links = tuple(a for a in whole.associations if a.type not in hidden.associations)
    kept = (filtered.passing & connected.now).union(whole.focus)
    shown = restricted(replace(whole, associations=links), kept)
    return View(whole, shown, found, passes(links, kept) if hidden.skip else ())
