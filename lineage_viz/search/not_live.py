"""The answer to "which model is live on X" where nothing is: the endpoint is gone, failed, or was not read."""

from collections.abc import Sequence
from dataclasses import dataclass

from lineage_viz.evidence.fact import FactState, facts_of
from lineage_viz.evidence.serving import GONE, serves_nothing
from lineage_viz.evidence.words import has_facts
from lineage_viz.model import Entity
from lineage_viz.questions.served import near, served
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


@dataclass(frozen=True, slots=True)
class NotLive:
    """The endpoints of a name that serve nothing, and a sentence for each."""

    arns: tuple[str, ...]
    note: str


def not_live(store: Store, words: str) -> NotLive | None:
    """Return the endpoints of this name; None without one, and if one serves. Raises StoreUnavailable."""
    found = store.search(words, filter_=_ENDPOINTS, limit=_MOST)
    said = [_sentence(store, each) for each in found.entities]
    if not said or not all(said) or found.total > _MOST:
        return None
    return NotLive(tuple(each.arn for each in found.entities), " ".join(said))


def _last(store: Store, endpoint: Entity) -> str:
    """Name the version that an endpoint served last; empty when no completed deployment is recorded."""
    now = served(near(store, endpoint.arn))
    last = next((each for each in now.deployments if each.arn == now.now), None) if now else None
    return f" It served last: {last.words}." if last else ""


def _sentence(store: Store, endpoint: Entity) -> str:
    name, status = plain(title(endpoint), 80), endpoint.text("endpointstatus")
    if status == GONE:
        return f"{name} serves nothing: it was deleted.{_last(store, endpoint)}"
    if serves_nothing(status):
        return f"{name} serves nothing. Its status: {inside(type_words(status))}.{_last(store, endpoint)}"
    serves = facts_of(endpoint, ("serves",))["serves"]
    if serves.state is FactState.KNOWN:
        return ""
    why = f": {plain(serves.source, 300)}" if serves.source and has_facts(endpoint) else ""
    return f"The version that {name} serves is {serves.state}{why}."
