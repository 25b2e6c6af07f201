"""The model versions that each endpoint serves now, to tell their decision and metric beside it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from lineage_viz.model import Entity
from lineage_viz.store.base import Store
from lineage_viz.store.filter import Filter
from lineage_viz.title import title

_MOST = 2_000
"""Live versions that are read; an account has fewer endpoints."""

Served = Mapping[tuple[str, str, str], Sequence[Entity]]
"""Versions by the account, region and name of an endpoint."""


def live_models(store: Store) -> Sequence[Entity]:
    """Ask for the models that endpoints serve now, newest first. Raises StoreUnavailable."""
    return store.search(filter_=Filter(types=frozenset({"Model"}), live=True), limit=_MOST).entities


def live_endpoints(store: Store) -> Sequence[Entity]:
    """Ask for the endpoints that serve a model now, newest first. Raises StoreUnavailable."""
    return store.search(filter_=Filter(types=frozenset({"Endpoint"}), live=True), limit=_MOST).entities


def served_versions(live: Sequence[Entity]) -> Served:
    """Sort live models by the endpoints that serve them."""
    found: dict[tuple[str, str, str], list[Entity]] = defaultdict(list)
    for each in live:
        for name in each.text("servedby").split(", "):
            found[each.text("account"), each.text("region"), name].append(each)
    return found


def endpoint_key(endpoint: Entity) -> tuple[str, str, str]:
    """Return the key of an endpoint in `Served`."""
    return endpoint.text("account"), endpoint.text("region"), title(endpoint)
