"""The facts of entities on an earlier day: each answer of a day takes them from here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from lineage_viz.evidence.as_of import known_then
from lineage_viz.evidence.deployments import DEPLOYED_TYPE
from lineage_viz.evidence.words import has_facts
from lineage_viz.model import Entity, EntityLabel
from lineage_viz.questions.served import is_endpoint
from lineage_viz.store.base import UNLIMITED, Store
from lineage_viz.store.filter import Filter

_DEPLOYMENTS = Filter(labels=frozenset({EntityLabel.ACTION}), types=frozenset({DEPLOYED_TYPE}))


def on_day(store: Store, entities: Iterable[Entity], at: datetime | None) -> tuple[Entity, ...]:
    """Return entities with the facts of a time; None is now. Sends one question to the store if there is an endpoint.

    The deployments tell which version an endpoint served; those of another time need not be in the lineage of a view.
    """
    every = tuple(entities)
    if at is None:
        return every
    endpoints = [each.arn for each in every if is_endpoint(each) and has_facts(each)]
    made = _deployments(store, endpoints) if endpoints else {}
    return tuple(known_then(each, at, made.get(each.arn, ())) for each in every)


def _deployments(store: Store, endpoints: Sequence[str]) -> Mapping[str, Sequence[Entity]]:
    found = store.trace(endpoints, up=1, down=0, filter_=_DEPLOYMENTS, cap=UNLIMITED)
    by_arn = {each.arn: each for each in found.entities if each.type == DEPLOYED_TYPE}
    into: defaultdict[str, list[Entity]] = defaultdict(list)
    for source, destination in {(link.source, link.destination) for link in found.associations}:
        if source in by_arn:
            into[destination].append(by_arn[source])
    return into
