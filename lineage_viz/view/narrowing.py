"""The view of a subgraph: the entities and associations that pass the filters, and counts of the others."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from lineage_viz.model import Association, Subgraph, TypeKey
from lineage_viz.view.filters import Facets, ViewFilter, facets, type_key
from lineage_viz.view.passing import Pass, passes
from lineage_viz.view.scope import beside, restricted

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
    found = facets(whole, hidden)
    if replace(hidden, skip=False) == NO_VIEW_FILTER:
        return View(whole, whole, found)
    focus = frozenset(whole.focus)
    links = tuple(a for a in whole.associations if a.type not in hidden.associations)
    linked = _linked(whole, links) if hidden.associations else {entity.arn for entity in whole.entities}
    kept = frozenset(
        e.arn for e in whole.entities if e.arn in focus or (e.arn in linked and hidden.passes(e))
    )
    shown = restricted(replace(whole, associations=links), kept)
    return View(whole, shown, found, passes(links, kept) if hidden.skip else ())


def _linked(whole: Subgraph, links: Iterable[Association]) -> set[str]:
    """Return the entities that these links connect with a focus, and those that no association ever did."""
    return beside(whole.focus, links) | (
        {entity.arn for entity in whole.entities} - beside(whole.focus, whole.associations)
    )
