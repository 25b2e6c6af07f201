"""The facts of entities on an earlier day: each answer of a day takes them from here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lineage_viz.approval import is_package
from lineage_viz.arn import Arn
from lineage_viz.evidence.as_of import known_then
from lineage_viz.evidence.deployments import DEPLOYED_TYPE
from lineage_viz.evidence.fact import SOURCES, as_properties, facts_of, known
from lineage_viz.evidence.serving import GONE, names_in
from lineage_viz.evidence.words import has_facts, lacking
from lineage_viz.json_text import json_of
from lineage_viz.model import Entity
from lineage_viz.questions.later_day import newest_of
from lineage_viz.questions.served import is_endpoint
from lineage_viz.store.base import UNLIMITED, Store
from lineage_viz.store.filter import Filter
from lineage_viz.title import title

_DEPLOYMENTS = Filter(types=frozenset({DEPLOYED_TYPE, "Model"}))

_DEPLOYED = Filter(types=frozenset({DEPLOYED_TYPE, "Endpoint"}))


def on_day(store: Store, entities: Iterable[Entity], at: datetime | None) -> tuple[Entity, ...]:
    """Return entities with the facts of a time; None is now.

    Sends one question to the store if there is a package, and one if there is an endpoint.

    The deployments tell which version an endpoint served; those of another time need not be in the lineage of a view.
    On the day on which the newest snapshot was taken, the facts are those of the snapshots.
    """
    every = tuple(entities)
    if at is None or _is_present(store, at):
        return every
    packages = [each.arn for each in every if is_package(each) and has_facts(each)]
    beyond = _endpoints(store, packages) if packages else ()
    endpoints = {each.arn: each for each in (*beyond, *every) if is_endpoint(each) and has_facts(each)}
    deployments = _deployments(store, [*endpoints]) if endpoints else _NONE

    def known_of(each: Entity) -> Entity:
        if _is_gone(store, each, at):
            return each
        then = known_then(each, at, deployments.of.get(each.arn, ()))
        return _with_warning(then, deployments.packages, at) if each.arn in endpoints else then

    served = [known_of(each) for each in endpoints.values()]
    then = map(known_of, every)
    return tuple(_served_by(each, served) for each in then)


def _is_present(store: Store, at: datetime) -> bool:
    taken = newest_of(store.snapshots)
    return taken is not None and taken <= at


def _is_gone(store: Store, entity: Entity, at: datetime) -> bool:
    """True for an endpoint that was deleted before a snapshot that had been taken at a time: it served nothing then."""
    if not is_endpoint(entity) or entity.text("endpointstatus") != GONE:
        return False
    taken = newest_of(store.snapshots, entity.source)
    return taken is not None and taken <= at


def _endpoints(store: Store, packages: Sequence[str]) -> Iterable[Entity]:
    """Return the endpoints to which these packages were deployed."""
    found = store.trace(packages, up=0, down=2, filter_=_DEPLOYED, cap=UNLIMITED)
    return filter(is_endpoint, found.entities)


def _served_by(package: Entity, endpoints: Iterable[Entity]) -> Entity:
    """Return a package that one of these endpoints served on the day with this fact: its own one is of the present."""
    if not is_package(package) or not has_facts(package):
        return package
    account, name = Arn.parse(package.source).account, package.source.partition(":model-package/")[2]
    found = [
        title(each)
        for each in endpoints
        if name in each.text("serves").split(", ") and Arn.parse(each.source).account == account
    ]
    if not found:
        return package
    names = ", ".join(sorted(found))
    facts = facts_of(package, json_of(package.text(SOURCES), dict) or ())
    by = known(names, f"what {names} served on this day")
    kept = {name: value for name, value in package.properties.items() if name not in facts}
    return replace(package, properties={**kept, **as_properties({**facts, "servedby": by})})


def _with_warning(endpoint: Entity, packages: Mapping[str, Entity], at: datetime) -> Entity:
    """Return an endpoint of a time with the packages that it served then without approval.

    Its own fact about them is of the present.
    """
    facts = facts_of(endpoint, json_of(endpoint.text(SOURCES), dict) or ())
    serves = facts.get("serves")
    names = names_in(str(serves.value)) if serves and serves.value else ()
    if serves is None or not names or not packages.keys() >= set(names):
        return endpoint  # nobody knows the decision about a model without a package
    there = (packages[name] for name in names)
    approvals = {title(each): facts_of(known_then(each, at), ("approval",))["approval"] for each in there}
    lacks = {name: words for name, approval in approvals.items() if (words := lacking(approval))}
    every = ", ".join(f"{name} ({words})" for name, words in lacks.items())
    told = known(every, serves.source)
    kept = {name: value for name, value in endpoint.properties.items() if name not in facts}
    return replace(endpoint, properties={**kept, **as_properties({**facts, "unapproved": told})})


@dataclass(frozen=True, slots=True)
class _Deployments:
    """The deployments by their endpoint, and the deployed packages by their titles."""

    of: Mapping[str, Sequence[Entity]]
    packages: Mapping[str, Entity]


_NONE = _Deployments({}, {})


def _deployments(store: Store, endpoints: Sequence[str]) -> _Deployments:
    found = store.trace(endpoints, up=2, down=0, filter_=_DEPLOYMENTS, cap=UNLIMITED)
    by_arn = {each.arn: each for each in found.entities if each.type == DEPLOYED_TYPE}
    into: defaultdict[str, list[Entity]] = defaultdict(list)
    for source, destination in {(link.source, link.destination) for link in found.associations}:
        if source in by_arn:
            into[destination].append(by_arn[source])
    return _Deployments(into, {title(each): each for each in found.entities if is_package(each)})
