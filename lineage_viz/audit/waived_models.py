"""The models that a waiver may concern: their review has an entity that it names. And the waivers of nothing."""

from collections.abc import Iterable, Sequence

from lineage_viz.audit.row import Row
from lineage_viz.audit.waiver import Waiver, Waivers
from lineage_viz.model import Entity
from lineage_viz.store.base import UNLIMITED, Store

_SAME_SOURCE = 50
"""Hits among which an entity is sought: one whose ARN or source is the text comes first."""


def concerned(store: Store, every: Iterable[Entity], rows: Iterable[Row], waivers: Waivers) -> frozenset[str]:
    """Return the ARNs of these models, and of some more entities: too many cost time, and too few would be wrong.

    `every` are all entities. Raises StoreUnavailable.
    """
    named = {each.arn for each in every if any(waivers.about([each]))}
    if not named:
        return frozenset()
    # A review has what is upstream of the model, what is up to two steps downstream of it or of its file, and the
    # inputs and outputs of its evaluations, which are among these.
    around = _arns(store, named, up=1, down=1)
    files = _arns(store, around, up=2, down=0)
    served = {row.model.arn for row in rows for each in row.endpoints if row.model and each.arn in named}
    return frozenset(served | _arns(store, named, up=0, down=UNLIMITED) | _arns(store, files, up=0, down=1))


def without_entity(store: Store, waivers: Waivers) -> tuple[Waiver, ...]:
    """Return the waivers that name no entity of the store: a slip in an ARN waives nothing. Raises StoreUnavailable."""
    return tuple(each for each in waivers.every if not any(map(each.is_about, _found(store, each.entity))))


def _found(store: Store, name: str) -> tuple[Entity, ...]:
    return store.search(name, limit=_SAME_SOURCE).entities


def _arns(store: Store, arns: Iterable[str], up: int, down: int) -> set[str]:
    focus: Sequence[str] = sorted(arns)
    return {each.arn for each in store.trace(focus, up=up, down=down, cap=UNLIMITED).entities}
