"""Narrow a subgraph to what passes a person's filters, and say what that leaves out."""

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
    """What is shown of `whole`. The focus is always shown, whatever is filtered."""

    whole: Subgraph
    shown: Subgraph
    facets: Facets
    passes: tuple[Pass, ...] = ()
    """Ways through what is filtered out, where these are asked for."""

    @property
    def gone(self) -> Counter[TypeKey]:
        """How many entities of each type are filtered out."""
        return Counter(map(type_key, self.whole.entities)) - Counter(map(type_key, self.shown.entities))


def narrow(whole: Subgraph, hidden: ViewFilter = NO_VIEW_FILTER) -> View:
    """Leave out what is filtered, and what hung on the focus by filtered associations alone."""
    found = facets(whole, hidden)
    if replace(hidden, skip=False) == NO_VIEW_FILTER:
        return View(whole, whole, found)
    focus = frozenset(whole.focus)
    links = tuple(a for a in whole.associations if a.type not in hidden.associations)
    held = _held(whole, links) if hidden.associations else {entity.arn for entity in whole.entities}
    kept = frozenset(e.arn for e in whole.entities if e.arn in focus or (e.arn in held and hidden.passes(e)))
    shown = restricted(replace(whole, associations=links), kept)
    return View(whole, shown, found, passes(links, kept) if hidden.skip else ())


def _held(whole: Subgraph, links: Iterable[Association]) -> set[str]:
    """What is still linked with a focus, whichever way; and what never was."""
    return beside(whole.focus, links) | (
        {entity.arn for entity in whole.entities} - beside(whole.focus, whole.associations)
    )
