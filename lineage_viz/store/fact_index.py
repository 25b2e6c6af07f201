"""The facts of all entities by which a list is filtered: the state, the persons, and the live ones."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lineage_viz.model import TypeKey
from lineage_viz.store.base import FactCounts
from lineage_viz.store.facet import Facet, facet_of
from lineage_viz.store.filter import Filter, decided_at, metric_of
from lineage_viz.store.heterograph import Nodes, peek
from lineage_viz.store.search_rows import NEVER, Seconds, seconds

Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of entities: all values, and for each entity the number of its own."""

    values: Sequence[Facet]
    codes: Numbers
    metrics: Sequence[str]
    """The names of all key metrics; empty for none."""
    names: Numbers
    """The number of the name of each entity's key metric."""
    numbers: npt.NDArray[np.float64]
    """The key metric of each entity; NaN without one."""
    decided: Seconds
    """The time of the decision about each entity; NEVER without one."""


def facts_of(arns: Sequence[str], nodes: Nodes) -> Facts:
    """Return the facts of these entities, in this order."""
    values: dict[Facet, int] = {}
    metrics: dict[str, int] = {}
    codes, names = np.zeros(len(arns), np.int64), np.zeros(len(arns), np.int64)
    numbers, decided = np.full(len(arns), math.nan), np.full(len(arns), NEVER)
    for row, arn in enumerate(arns):
        entity = peek(arn, nodes[arn])
        name, number = metric_of(entity)
        codes[row] = values.setdefault(facet_of(entity), len(values))
        names[row] = metrics.setdefault(name, len(metrics))
        decided[row] = seconds(decided_at(entity))
        if number is not None:
            numbers[row] = number
    return Facts(tuple(values), codes, tuple(metrics), names, numbers, decided)


class FactIndex:
    """The facts of the entities in the order of a search index. Most have the same few values."""

    def __init__(self, facts: Facts) -> None:
        self._values, self._codes = facts.values, facts.codes
        self._metrics, self._names, self._numbers = facts.metrics, facts.names, facts.numbers
        self._decided = facts.decided

    @property
    def counts(self) -> FactCounts:
        """The numbers of entities by each value."""
        numbers = np.bincount(self._codes, minlength=len(self._values)).tolist()
        states, people, live, unread, unapproved = Counter[str](), Counter[str](), 0, 0, 0
        typed = Counter[tuple[TypeKey, str]]()
        for facet, number in zip(self._values, numbers, strict=True):
            if not number:
                continue
            states[facet.state] += number
            typed[(facet.label, facet.type), facet.state] += number
            people.update(dict.fromkeys(facet.people, number))
            live += number if facet.live else 0
            unread += number if facet.live_unread else 0
            unapproved += number if facet.unapproved else 0
        states.pop("", None)
        of_metrics = np.bincount(self._names, minlength=len(self._metrics)).tolist()
        metrics = {
            name: number for name, number in zip(self._metrics, of_metrics, strict=True) if name and number
        }
        return FactCounts(dict(states), dict(people), live, unapproved, unread, metrics, dict(typed))

    def tally(self, mask: Mask) -> Mapping[Facet, int]:
        """Return the numbers of marked entities by their values."""
        numbers = np.bincount(self._codes[mask], minlength=len(self._values)).tolist()
        return {facet: number for facet, number in zip(self._values, numbers, strict=True) if number}

    def mask(self, filter_: Filter, metric: Mask | None = None) -> Mask:
        """Return a mask of the entities with the facts of a filter.

        `metric` marks the entities with a recorded metric that passes, beside those whose key metric does.
        """
        wanted = [
            (not filter_.states or facet.state in filter_.states)
            and (not filter_.people or not filter_.people.isdisjoint(facet.people))
            and (not filter_.deciders or facet.decider in filter_.deciders)
            and (not filter_.accounts or facet.account in filter_.accounts)
            and (not filter_.live or facet.live)
            and (not filter_.live_unread or facet.live_unread)
            and (not filter_.unapproved or facet.unapproved)
            and (not filter_.serves_unapproved or facet.serves_unapproved)
            for facet in self._values
        ]
        if not len(self._codes):
            return np.zeros(0, np.bool_)
        mask: Mask = np.array(wanted, np.bool_)[self._codes]
        if filter_.by_decision_time:
            mask &= self._decided_within(filter_)
        if not filter_.by_metric:
            return mask
        having = self._with_metric(filter_)
        return mask & (having if metric is None else having | metric)

    def _decided_within(self, filter_: Filter) -> Mask:
        """Return a mask of the entities with a decision between the times of a filter."""
        mask: Mask = self._decided != NEVER
        if filter_.decided_after is not None:
            mask &= self._decided >= seconds(filter_.decided_after)
        if filter_.decided_before is not None:
            mask &= self._decided <= seconds(filter_.decided_before)
        return mask

    def _with_metric(self, filter_: Filter) -> Mask:
        """Return a mask of the entities whose key metric passes; without a number, NaN compares as false."""
        named = [not filter_.metrics or name in filter_.metrics for name in self._metrics]
        least = -math.inf if filter_.metric_from is None else filter_.metric_from
        most = math.inf if filter_.metric_to is None else filter_.metric_to
        mask: Mask = (
            np.array(named, np.bool_)[self._names] & (self._numbers >= least) & (self._numbers <= most)
        )
        return mask
