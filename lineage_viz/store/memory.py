"""A cache of answers by question, shared by all visitors."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from concurrent.futures import Future
from threading import Lock
from typing import Any, TypeVar

from lineage_viz.model import Entity, Subgraph
from lineage_viz.store.base import Page, Paths

MOST = 20_000
"""Maximum number of cached answers."""

HEAVIEST = 200_000
"""Maximum number of records (entities, associations) in all cached answers, at about 1.5 kB each."""

_FEW = 1_000
"""Maximum number of entities in an answer whose entities are also cached one by one: people look at them next."""

A = TypeVar("A")


def about(arn: str) -> Hashable:
    """Return the question for one entity."""
    return "get", arn


class Memory:
    """The most recently used answers. Any number of threads may share it.

    A failure is not cached. Concurrent identical questions share one call.
    """

    def __init__(
        self, most: int = MOST, heaviest: int = HEAVIEST, weigh: Callable[[Any], int] | None = None
    ) -> None:
        """`weigh` tells how much of `heaviest` an answer takes; otherwise it is the number of its records."""
        self._most, self._heaviest, self._weigh = most, heaviest, weigh or _weight
        self._answers: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._weight = 0
        self._pending: dict[Hashable, Future[Any]] = {}
        self._lock = Lock()

    def recall(self, question: Hashable, ask: Callable[[], A]) -> A:
        """Return the cached answer, or ask for it. Raises the errors of `ask`."""
        with self._lock:
            if question in self._answers:
                self._answers.move_to_end(question)
                answer: A = self._answers[question][0]
                return answer
            others = self._pending.get(question)
            if others is None:
                self._pending[question] = mine = Future[A]()
        return self._ask(question, ask, mine) if others is None else others.result()

    def held(self, question: Hashable) -> Any | None:
        """Return the cached answer, or None. It never waits for a call."""
        with self._lock:
            if question in self._answers:
                self._answers.move_to_end(question)
                return self._answers[question][0]
        return None

    def _ask(self, question: Hashable, ask: Callable[[], A], future: "Future[A]") -> A:
        try:
            answer = ask()
        except BaseException as error:
            with self._lock:
                del self._pending[question]
            future.set_exception(error)
            raise
        with self._lock:
            for entity in _entities(answer):
                self._keep(about(entity.arn), entity)
            self._keep(question, answer)
            del self._pending[question]
        future.set_result(answer)
        return answer

    def _keep(self, question: Hashable, answer: object) -> None:
        weight = self._weigh(answer)
        if weight > self._heaviest:
            return
        self._weight += weight - self._answers.pop(question, (None, 0))[1]
        self._answers[question] = answer, weight
        while self._weight > self._heaviest or len(self._answers) > self._most:
            self._weight -= self._answers.popitem(last=False)[1][1]


def _entities(answer: object) -> Iterable[Entity]:
    """Return the complete entities in an answer, if they are few."""
    entities = answer.entities if isinstance(answer, (Page, Subgraph)) else ()
    return entities if len(entities) <= _FEW else ()


def _weight(answer: object) -> int:
    """Estimate the number of records in an answer."""
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
