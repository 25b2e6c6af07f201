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


def served_versions(store: Store) -> Served:
    """Ask for all live versions, newest first. Raises StoreUnavailable."""
    found: dict[tuple[str, str, str], list[Entity]] = defaultdict(list)
    live = Filter(types=frozenset({"Model"}), live=True)
    for each in store.search(filter_=live, limit=_MOST).entities:
        for name in each.text("servedby").split(", "):
            found[each.text("account"), each.text("region"), name].append(each)
    return found


def endpoint_key(endpoint: Entity) -> tuple[str, str, str]:
    """Return the key of an endpoint in `Served`."""
    return endpoint.text("account"), endpoint.text("region"), title(endpoint)
