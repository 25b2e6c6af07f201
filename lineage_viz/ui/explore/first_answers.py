"""The explorer's questions to the store: the first focus, the reach of a lineage, search suggestions."""

from collections.abc import Mapping, Sequence

from lineage_viz.approval import about_package, is_approval, is_package
from lineage_viz.component import Suggestions
from lineage_viz.errors import StoreUnavailable
from lineage_viz.model import Direction, Entity, EntityLabel, Subgraph
from lineage_viz.store.base import DEFAULT_CAP, UNLIMITED, Filter, Store
from lineage_viz.style import kind_of
from lineage_viz.title import title
from lineage_viz.view.summary import reached
from lineage_viz.words import day, plain, type_words

_SUGGESTIONS = 12

_CANDIDATES = 40
"""Newest models that are searched for a deployed one; more would slow down the first screen."""


def starting_point(store: Store) -> str:
    """The ARN of the first focus: the newest deployed model package, else the newest package, model or entity."""
    models = store.search(
        filter_=Filter(labels=frozenset({EntityLabel.ARTIFACT}), types=frozenset({"Model"})),
        limit=_CANDIDATES,
    ).entities
    packages = [model for model in models if ":model-package/" in model.source]
    deployed = _deployed(store, packages)
    best = deployed or next(iter((*packages, *models, *store.search(limit=1).entities)), None)
    return best.arn if best else ""


UNKNOWN: Mapping[str, str] = {"Upstream": "not known now", "Downstream": "not known now"}
"""The words in place of `reach` while the store does not answer."""


def reach(store: Store, arn: str) -> Mapping[str, str]:
    """The numbers of entities upstream and downstream of an entity, in words."""
    return {
        "Upstream": _reach(store, arn, Direction.UPSTREAM),
        "Downstream": _reach(store, arn, Direction.DOWNSTREAM),
    }


def approval(store: Store, entity: Entity) -> Mapping[str, str]:
    """The newest decision about a model package in the lineage, in words; empty for any other entity."""
    if not is_package(entity):
        return {}
    upstream = _reached(store, entity.arn, Direction.UPSTREAM)  # `reach` asked for it already
    near = (each for each in upstream.entities if upstream.hops.get(each.arn) == -1)
    return {"Approval": about_package(filter(is_approval, near))}


def suggestions(store: Store, text: str) -> Suggestions:
    """The suggestions of the search box for a text."""
    try:
        page = store.search(text, limit=_SUGGESTIONS)
    except StoreUnavailable as error:
        return Suggestions(trouble=plain(str(error), 1_000))
    return Suggestions([_suggestion(entity) for entity in page.entities], page.total)


def _deployed(store: Store, models: Sequence[Entity]) -> Entity | None:
    """The first of the models that has a deployment, found with one question."""
    deployments = Filter(types=frozenset({"ModelDeployment"}))
    arns = [model.arn for model in models]
    lineage = store.trace(arns, up=0, down=1, filter_=deployments, cap=UNLIMITED)
    ends = {entity.arn for entity in lineage.entities if deployments.passes(entity)}
    sources = {each.source for each in lineage.associations if each.destination in ends}
    return next((model for model in models if model.arn in sources), None)


def _reach(store: Store, arn: str, direction: Direction) -> str:
    subgraph = _reached(store, arn, direction)
    return f"{reached(subgraph, direction):,}{' or more' if subgraph.truncated else ''}"


def _reached(store: Store, arn: str, direction: Direction) -> Subgraph:
    up, down = (UNLIMITED, 0) if direction is Direction.UPSTREAM else (0, UNLIMITED)
    return store.trace([arn], up=up, down=down, cap=DEFAULT_CAP)


def _suggestion(entity: Entity) -> dict[str, object]:
    return {
        "arn": entity.arn,
        "title": plain(title(entity), 120),
        "words": type_words(entity.type or entity.label),
        "when": day(entity.created) if entity.created else "",
        "source": plain(entity.source or entity.arn, 160),
        "colour": kind_of(entity.label, entity.type).colour,
    }
