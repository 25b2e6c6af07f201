"""The explorer's questions to the store: the first focus, the reach of a lineage, the decision about a package."""

from collections.abc import Iterator, Mapping, Sequence

from lineage_viz.approval import about_package, is_approval, is_package
from lineage_viz.evidence.words import has_facts
from lineage_viz.model import Entity, EntityLabel, existed
from lineage_viz.picture.address import Address
from lineage_viz.questions.reach import reach
from lineage_viz.store.base import UNLIMITED, Store
from lineage_viz.store.filter import Filter
from lineage_viz.words import day

_CANDIDATES = 40
"""Newest models that are searched for a deployed one; more would slow down the first screen."""


def starting_point(store: Store) -> str:
    """The ARN of the first focus: the newest deployed model package, else the newest package, model or entity.

    Of these, one with neighbours comes before all without: a picture of a single card says nothing.
    """
    models = store.search(
        filter_=Filter(labels=frozenset({EntityLabel.ARTIFACT}), types=frozenset({"Model"})),
        limit=_CANDIDATES,
    ).entities
    packages = [model for model in models if ":model-package/" in model.source]
    if deployed := _deployed(store, packages):
        return deployed.arn
    newest = ""
    for entities in _ever_more(store, [*packages, *models]):
        newest = newest or entities[0].arn
        degrees = store.degrees(entity.arn for entity in entities)
        if linked := next((each.arn for each in entities if any(degrees.get(each.arn, ()))), ""):
            return linked
    return newest


def _ever_more(store: Store, first: Sequence[Entity]) -> Iterator[Sequence[Entity]]:
    """Yield these entities, then all by age. Few at first: among the newest, one nearly always has neighbours."""
    if first:
        yield first
    offset, limit = 0, _CANDIDATES
    while entities := store.search(limit=limit, offset=offset).entities:
        yield entities
        offset, limit = offset + limit, limit * 10


UNKNOWN: Mapping[str, str] = {"Upstream": "not known now", "Downstream": "not known now"}
"""The words in place of `reach_words` while the store does not answer."""


NOT_YET = "did not exist yet"
"""The answer for an entity that was created after the day of the address."""


def reach_words(store: Store, entity: Entity, address: Address) -> Mapping[str, str]:
    """The numbers of entities upstream and downstream of an entity, in words; as of the day of the address."""
    if not existed(entity.properties, address.scope.as_of):
        return {"Upstream": NOT_YET, "Downstream": NOT_YET}
    found = reach(store, entity.arn, address.scope.as_of)
    then = f", as of {day(address.as_of)}" if address.as_of else ""
    return {"Upstream": f"{found.upstream:,}{then}", "Downstream": f"{found.downstream:,}{then}"}


def approval(store: Store, entity: Entity, address: Address) -> Mapping[str, str]:
    """The newest decision about a model package in the lineage of the address's day, in words; empty for others.

    The facts of a package tell the decision of the day themselves.
    """
    then = address.scope.as_of
    if not is_package(entity) or has_facts(entity):
        return {}
    if not existed(entity.properties, then):
        return {"Approval": NOT_YET}
    near = store.trace([entity.arn], up=1, down=0, filter_=Filter(as_of=then))
    return {"Approval": about_package(filter(is_approval, near.entities))}


def _deployed(store: Store, models: Sequence[Entity]) -> Entity | None:
    """The first of the models that has a deployment, found with one question."""
    deployments = Filter(types=frozenset({"ModelDeployment"}))
    arns = [model.arn for model in models]
    lineage = store.trace(arns, up=0, down=1, filter_=deployments, cap=UNLIMITED)
    ends = {entity.arn for entity in lineage.entities if deployments.passes(entity)}
    sources = {each.source for each in lineage.associations if each.destination in ends}
    return next((model for model in models if model.arn in sources), None)
