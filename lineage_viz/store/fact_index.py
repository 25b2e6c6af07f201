"""The facts of all entities by which a list is filtered: the state, the persons, and the live ones."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from lineage_viz.evidence.state import is_live_unread, state_of
from lineage_viz.store.base import FactCounts, Filter, is_live, is_unapproved, people_of
from lineage_viz.store.heterograph import Nodes, peek

Mask = npt.NDArray[np.bool_]


class FactIndex:
    """The facts of the entities in the order of a search index. Most have the same few values."""

    def __init__(self, arns: Sequence[str], nodes: Nodes) -> None:
        self._values: dict[tuple[str, frozenset[str], bool, bool, bool], int] = {}
        entities = (peek(arn, nodes[arn]) for arn in arns)
        found = (
            (
                state_of(each),
                frozenset(people_of(each)),
                is_live(each),
                is_live_unread(each),
                is_unapproved(each),
            )
            for each in entities
        )
        codes = (self._values.setdefault(values, len(self._values)) for values in found)
        self._codes = np.fromiter(codes, np.int64, len(arns))

    @property
    def counts(self) -> FactCounts:
        """The numbers of entities by each value."""
        numbers = np.bincount(self._codes, minlength=len(self._values)).tolist()
        states, people, live, unread, unapproved = Counter[str](), Counter[str](), 0, 0, 0
        for (state, persons, lives, is_unread, lacks), number in zip(self._values, numbers, strict=True):
            states[state] += number
            people.update(dict.fromkeys(persons, number))
            live += number if lives else 0
            unread += number if is_unread else 0
            unapproved += number if lacks else 0
        states.pop("", None)
        return FactCounts(dict(states), dict(people), live, unapproved, unread)

    def mask(self, filter_: Filter) -> Mask:
        """Return a mask of the entities with the facts of a filter."""
        wanted = [
            (not filter_.states or state in filter_.states)
            and (not filter_.people or not filter_.people.isdisjoint(people))
            and (not filter_.live or lives)
            and (not filter_.live_unread or is_unread)
            and (not filter_.unapproved or lacks)
            for state, people, lives, is_unread, lacks in self._values
        ]
        return np.array(wanted, np.bool_)[self._codes] if len(self._codes) else np.zeros(0, np.bool_)
