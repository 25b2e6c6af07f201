"""A table of records for a listing: filtered, sorted, and already encoded as JSON.

CreationTime is optional in SageMaker's model. A record without one counts as the oldest.
"""

import threading
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from tests.fake_sagemaker.account import Record
from tests.fake_sagemaker.wire import encode

Keys = Mapping[str, Callable[[Record], Any]]
"""The values that a filter or a sort order compares, by the name of its parameter."""

_CACHED = 64
"""Number of answers that are cached for their pages; fewer listings run at the same time."""


class Table:
    """Rows in order of creation; `shown` turns a record into its row of the listing."""

    def __init__(
        self, records: Iterable[Record], shown: Callable[[Record], Record], filters: Keys, orders: Keys
    ) -> None:
        self.records = tuple(sorted(records, key=_created))
        self.bodies = [encode(shown(record)) for record in self.records]
        self._created = [_created(record) for record in self.records]
        self._filters, self._orders = filters, orders
        self._lock = threading.Lock()
        self._indexes: dict[str, dict[Any, list[int]]] = {}
        self._answers: dict[Any, Sequence[int]] = {}

    def select(self, parameters: Mapping[str, Any], *, inclusive: bool) -> Sequence[int]:
        """Positions of the requested rows, in the requested order."""
        question = {k: v for k, v in parameters.items() if k not in ("MaxResults", "NextToken")}
        key = (inclusive, *sorted(question.items()))
        with self._lock:
            if key not in self._answers:
                if len(self._answers) >= _CACHED:
                    del self._answers[next(iter(self._answers))]
                self._answers[key] = self._select(question, inclusive)
            return self._answers[key]

    def having(self, name: str, value: Any) -> list[int]:
        """Positions of the rows whose key equals or contains a value."""
        if name not in self._indexes:
            index: dict[Any, list[int]] = {}
            for position, record in enumerate(self.records):
                found = self._filters[name](record)
                for one in found if isinstance(found, tuple) else (found,):
                    index.setdefault(one, []).append(position)
            self._indexes[name] = index
        return self._indexes[name].get(value, [])

    def _select(self, question: Mapping[str, Any], inclusive: bool) -> Sequence[int]:
        span = self._span(question, inclusive)
        found: Sequence[int] = span
        named = [self.having(name, question[name]) for name in self._filters if name in question]
        if named:
            rest = [set(positions) for positions in named[1:]]
            found = [p for p in named[0] if p in span and all(p in positions for positions in rest)]
        order = self._orders.get(question.get("SortBy", "CreationTime"))
        if order:
            found = sorted(found, key=lambda position: order(self.records[position]) or "")
        return found if question.get("SortOrder", "Descending") == "Ascending" else found[::-1]

    def _span(self, question: Mapping[str, Any], inclusive: bool) -> range:
        first, last = 0, len(self.records)
        if "CreatedAfter" in question:
            find = bisect_left if inclusive else bisect_right
            first = find(self._created, question["CreatedAfter"], key=datetime.timestamp)
        if "CreatedBefore" in question:
            find = bisect_right if inclusive else bisect_left
            last = find(self._created, question["CreatedBefore"], key=datetime.timestamp)
        return range(first, max(first, last))


def _created(record: Record) -> datetime:
    created: datetime = record.get("CreationTime", datetime.min.replace(tzinfo=UTC))
    return created
