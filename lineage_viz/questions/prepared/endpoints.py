"""Questions about endpoints: those that serve a model, or a model that was made from a data set."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from lineage_viz.model import Entity, EntityLabel, Subgraph
from lineage_viz.questions.endpoint_states import EndpointState, endpoint_states
from lineage_viz.questions.prepared.models import models_trained_on
from lineage_viz.questions.prepared.question import NOW, Found, Row
from lineage_viz.questions.prepared.walked import DEPLOYMENT, ENDPOINT, MODEL
from lineage_viz.store.base import UNLIMITED, Store
from lineage_viz.store.filter import Filter
from lineage_viz.view.folding import newest_first
from lineage_viz.words import count, moment

_PACKAGE_STEPS = 3
"""A file becomes a package in one step. A package may be registered again from another one."""

_PAST = frozenset({EndpointState.OTHER, EndpointState.FAILED, EndpointState.GONE})


def endpoints_of(store: Store, model: str, when: str = NOW) -> Found:
    """Return the endpoints that serve a model now, or that ever did; its fine-tuned children do not count.

    Raises EntityNotFound.
    """
    return _endpoints(store, [model], when)


def endpoints_from_data(store: Store, data_set: str, when: str = NOW) -> Found:
    """Return the endpoints that serve a model that was trained on a data set. Raises EntityNotFound."""
    trained = models_trained_on(store, data_set)
    models = [row.entity.arn for row in trained.rows]
    found = _endpoints(store, models, when) if models else Found(())
    return replace(found, starts=tuple(models), truncated=trained.truncated)


def actions_of(store: Store, context: str) -> Found:
    """Return the actions one association upstream of a context, such as the deployments of an endpoint, newest first.

    Raises EntityNotFound.
    """
    actions = Filter(labels=frozenset({EntityLabel.ACTION}))
    near = store.trace([context], up=1, down=0, filter_=actions, cap=UNLIMITED)
    found = sorted((each for each in near.entities if near.hops[each.arn]), key=newest_first)
    cells = ((moment(each.created) if each.created else "", each.status or "not recorded") for each in found)
    return Found(tuple(map(Row, found, cells)), (context,), near)


def _endpoints(store: Store, models: Sequence[str], when: str) -> Found:
    every = [*models, *_next(store, models, "ContributedTo", MODEL, _PACKAGE_STEPS)]
    deployments = _next(store, every, "ContributedTo", DEPLOYMENT)
    known = _next(store, list(deployments), "AssociatedWith", ENDPOINT) if deployments else {}
    if not known:
        return Found((), tuple(models))
    states = endpoint_states(store, list(known.values()), deployments)
    kept = [arn for arn in known if when != NOW or states[arn] not in _PAST]
    rows = tuple(Row(known[arn], (states[arn],)) for arn in kept)
    return Found(
        rows,
        tuple(models),
        _lineage(store, every, deployments, kept),
        notes=(*_notes(states[arn] for arn in kept), *([] if kept else [_only_ever(known)])),
    )


def _next(
    store: Store, arns: Sequence[str], association: str, type_: str, steps: int = 1
) -> dict[str, Entity]:
    """Return the entities of a type that follow these over one type of association, in the order of their ARNs."""
    filter_ = Filter(types=frozenset({type_}), associations=frozenset({association}))
    found = store.trace(arns, up=0, down=steps, filter_=filter_, cap=UNLIMITED)
    followers = (each for each in found.entities if found.hops[each.arn])
    return {each.arn: each for each in sorted(followers, key=lambda each: each.arn)}


def _lineage(
    store: Store, models: Iterable[str], deployments: Iterable[str], endpoints: Sequence[str]
) -> Subgraph:
    """Return the models and their deployments with these endpoints."""
    types = Filter(types=frozenset({MODEL, DEPLOYMENT, ENDPOINT}))
    found = store.trace(endpoints, up=2, down=0, filter_=types, cap=UNLIMITED) if endpoints else Subgraph()
    kept = {*models, *deployments, *endpoints}
    return replace(
        found,
        entities=tuple(each for each in found.entities if each.arn in kept),
        associations=tuple(each for each in found.associations if {each.source, each.destination} <= kept),
        hops={arn: hop for arn, hop in found.hops.items() if arn in kept},
    )


def _only_ever(known: Collection[str]) -> str:
    return f"No endpoint serves it now. “Ever” has {count(len(known), 'endpoint')}."


def _notes(states: Iterable[EndpointState]) -> tuple[str, ...]:
    unclear = sum(state in (EndpointState.NOT_READ, EndpointState.NOT_RECORDED) for state in states)
    return (f"Of {count(unclear, 'endpoint')} nothing tells what it serves now.",) if unclear else ()
