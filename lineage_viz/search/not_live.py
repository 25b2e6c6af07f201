"""The answer to "which model is live on X" where nothing is: the endpoint is gone, failed, or was not read."""

from collections.abc import Sequence

from lineage_viz.evidence.fact import FactState, facts_of
from lineage_viz.evidence.serving import GONE, serves_nothing
from lineage_viz.evidence.words import has_facts
from lineage_viz.model import Entity
from lineage_viz.store.base import Store
from lineage_viz.store.filter import Filter
from lineage_viz.title import title
from lineage_viz.words import inside, plain, type_words

_ENDPOINTS = Filter(types=frozenset({"Endpoint"}))
_MOST = 3
_LIVE, _TYPES = ("live:yes",), ("type:model", "type:models")


def asks_for_live(kept: Sequence[str]) -> bool:
    """True for the terms of a question about the live model, and no others."""
    terms = {each.casefold() for each in kept}
    return terms >= {*_LIVE} and terms <= {*_LIVE, *_TYPES}


def not_live(store: Store, words: str) -> str:
    """Return a sentence for each endpoint of this name; empty without one, and if one serves.

    Raises StoreUnavailable.
    """
    found = store.search(words, filter_=_ENDPOINTS, limit=_MOST)
    said = [_sentence(each) for each in found.entities]
    return " ".join(said) if all(said) and found.total <= _MOST else ""


def _sentence(endpoint: Entity) -> str:
    name, status = plain(title(endpoint), 80), endpoint.text("endpointstatus")
    if status == GONE:
        return f"{name} serves nothing: it was deleted. Its lineage has the versions that it served."
    if serves_nothing(status):
        return f"{name} serves nothing. Its status: {inside(type_words(status))}."
    serves = facts_of(endpoint, ("serves",))["serves"]
    if serves.state is FactState.KNOWN:
        return ""
    why = f": {plain(serves.source, 300)}" if serves.source and has_facts(endpoint) else ""
    return f"The version that {name} serves is {serves.state}{why}."
