"""Answers by their questions, held for whoever asks next."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from concurrent.futures import Future
from threading import Lock
from typing import Any, TypeVar

from lineage_viz.model import Entity, Subgraph
from lineage_viz.store.base import Page, Paths

MOST = 20_000
"""Answers held at once."""

HEAVIEST = 200_000
"""Records (entities, associations) in all answers held, at some 1.5 kB each."""

_FEW = 1_000
"""An answer of no more entities than this, as people look at them, is an answer about each of them as well."""

A = TypeVar("A")


def about(arn: str) -> Hashable:
    """The question for one entity."""
    return "get", arn


class Memory:
    """The latest answers; those not asked for the longest go first. Any number of threads may share it.

    What fails is not held. Who asks what is being asked already waits for that answer.
    """

    def __init__(self, most: int = MOST, heaviest: int = HEAVIEST) -> None:
        self._most, self._heaviest = most, heaviest
        self._held: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._weight = 0
        self._under_way: dict[Hashable, Future[Any]] = {}
        self._lock = Lock()

    def recall(self, question: Hashable, ask: Callable[[], A]) -> A:
        """The answer held, or the one that `ask` gives now. Raises whatever that does."""
        with self._lock:
            if question in self._held:
                self._held.move_to_end(question)
                answer: A = self._held[question][0]
                return answer
            waiting = self._under_way.get(question)
            if waiting is None:
                self._under_way[question] = mine = Future[A]()
        return self._asked(question, ask, mine) if waiting is None else waiting.result()

    def held(self, question: Hashable) -> Any | None:
        """The answer held; None where there is none. It waits for nobody."""
        with self._lock:
            if question in self._held:
                self._held.move_to_end(question)
                return self._held[question][0]
        return None

    def _asked(self, question: Hashable, ask: Callable[[], A], told: "Future[A]") -> A:
        try:
            answer = ask()
        except BaseException as error:
            with self._lock:
                del self._under_way[question]
            told.set_exception(error)
            raise
        with self._lock:
            for entity in _entities(answer):
                self._hold(about(entity.arn), entity)
            self._hold(question, answer)
            del self._under_way[question]
        told.set_result(answer)
        return answer

    def _hold(self, question: Hashable, answer: object) -> None:
        weight = _weight(answer)
        if weight > self._heaviest:
            return
        self._weight += weight - self._held.pop(question, (None, 0))[1]
        self._held[question] = answer, weight
        while self._weight > self._heaviest or len(self._held) > self._most:
            self._weight -= self._held.popitem(last=False)[1][1]


def _entities(answer: object) -> Iterable[Entity]:
    """Those that an answer tells everything of, if they are few."""
    entities = answer.entities if isinstance(answer, (Page, Subgraph)) else ()
    return entities if len(entities) <= _FEW else ()


def _weight(answer: object) -> int:
    """How many records an answer has, about."""
    match answer:
        case Subgraph():
            return 1 + len(answer.entities) + len(answer.associations)
        case Page():
            return 1 + len(answer.entities)
        case Paths():
            return 1 + sum(map(len, answer.paths))
        case Mapping():
            return 1 + len(answer)  # degrees
        case tuple():
            return 1 + 2 * len(answer)  # neighbors: an entity and an association each
    return 1
