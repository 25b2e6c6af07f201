"""The check of an address from outside: it keeps the parts that name something in the store."""

from collections.abc import Callable, Container, Iterable
from dataclasses import replace
from typing import TypeVar

from lineage_viz.evidence.state import state_of
from lineage_viz.model import AssociationType, Entity, EntityLabel, Subgraph, TypeKey
from lineage_viz.picture.address import Address, Grow, Growth, Mode
from lineage_viz.picture.cache import PictureCache
from lineage_viz.picture.growing import traced
from lineage_viz.picture.scene import between, shading_of
from lineage_viz.questions.later_day import later_words
from lineage_viz.questions.overview import type_of
from lineage_viz.questions.served import ALL, Served
from lineage_viz.store.base import Store
from lineage_viz.store.filter import Filter
from lineage_viz.view.filters import ViewFilter, account_of, type_key
from lineage_viz.view.folding import is_fold
from lineage_viz.view.narrowing import narrow

V = TypeVar("V", str, TypeKey)

_STATES = frozenset(
    {"", "Completed", "Failed", "In progress", "Stopped", "Stopping", "Unknown", "Approved", "Rejected"}
    | {"Pending approval", "Decision not read", "Outside this account"}
)
"""SageMaker's statuses and the decisions: a filter may keep one that no entity has at the moment."""

_SEARCHED = 200
"""Hits of a search that are compared with a value."""


def known(store: Store, address: Address, cache: PictureCache) -> Address:
    """Return an address without the entities and values that neither its picture nor the store has, or a later day.

    A stack may be absent from a picture for a while, so its id is kept. Raises EntityNotFound, StoreUnavailable.
    """
    lineage = traced(store, address, cache)
    whole = lineage.whole
    there = known_entities(store, _named(address), whole)
    paths = len(between(store, address, cache).paths) if address.mode is Mode.PATHS else 0
    return replace(
        address,
        steps=tuple(step for step in address.steps if _grows(step, there)),
        collapsed=frozenset(side for side in address.collapsed if side[1] in there),
        closed=frozenset(filter(is_fold, address.closed)),
        removed=address.removed & there,
        alone=address.alone if address.alone in there else "",
        start=address.start if address.start in there else "",
        path=address.path if address.path <= paths else int(paths > 0),
        as_of=None if later_words(store.snapshots, address.as_of, address.focus) else address.as_of,
        beside=tuple(arn for arn in address.beside if arn in whole.focus),
        deployment=_known_deployment(address.deployment, lineage.own.served),
        hidden=_known_values(store, address.hidden, whole),
        bright=address.bright if address.bright in _legend(store, address, whole) else "",
    )


def _legend(store: Store, address: Address, whole: Subgraph) -> Container[str]:
    """Return the values in the legend of the lens, in words."""
    found = shading_of(store, address, narrow(whole)) if address.bright else None
    return {shade.words for shade in found.shades} if found else ()


def _known_deployment(choice: str, served: Served | None) -> str:
    if served is None:
        return ""
    return choice if choice in {ALL, *(each.arn for each in served.deployments)} else ""


def known_entities(store: Store, ids: Iterable[str], whole: Subgraph) -> frozenset[str]:
    """Return the ids that stand for something: an entity of the picture or the store, a stack, or a type."""
    wanted = frozenset(filter(None, ids))
    there = {each for each in wanted if each in whole.hops or is_fold(each) or type_of(each)}
    others = sorted(wanted - there)
    return frozenset(there | (store.degrees(others).keys() if others else set()))


def _named(address: Address) -> Iterable[str]:
    yield from (id_ for _, id_ in address.steps)
    yield from (arn for _, arn in address.collapsed)
    yield from address.removed
    yield from (address.alone, address.start)


def _grows(step: Growth, there: frozenset[str]) -> bool:
    way, id_ = step
    return id_ in there and is_fold(id_) == (way is Grow.OPEN)


def _known_values(store: Store, hidden: ViewFilter, whole: Subgraph) -> ViewFilter:
    def has(filter_: Filter) -> bool:
        return store.search(filter_=filter_, limit=1).total > 0

    def found(value: str, value_of: Callable[[Entity], str]) -> bool:
        return any(value_of(each) == value for each in store.search(value, limit=_SEARCHED).entities)

    def is_label(label: str) -> bool:
        return label in set(EntityLabel) or has(Filter(labels=frozenset({label})))

    def is_type(key: TypeKey) -> bool:
        label, type_ = key
        types = frozenset({type_}) if type_ else frozenset()
        return has(Filter(labels=frozenset({label}), types=types))

    entities = whole.entities
    return replace(
        hidden,
        labels=_kept(hidden.labels, (each.label for each in entities), is_label),
        types=_kept(hidden.types, map(type_key, entities), is_type),
        statuses=_kept(
            hidden.statuses,
            map(state_of, entities),
            lambda v: v in _STATES or has(Filter(states=frozenset({v}))),
        ),
        accounts=_kept(hidden.accounts, map(account_of, entities), lambda v: not v or found(v, account_of)),
        associations=_kept(
            hidden.associations,
            (each.type for each in whole.associations),
            lambda v: v in set(AssociationType) or v in store.counts().association_types,
        ),
    )


def _kept(values: frozenset[V], shown: Iterable[V], exists: Callable[[V], bool]) -> frozenset[V]:
    """Return the values that the picture has, or that exist elsewhere; the store is asked only about the others."""
    there = values & frozenset(shown) if values else values
    return there | {value for value in values - there if exists(value)}
