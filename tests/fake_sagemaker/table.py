"""Records for listings: filtered, sorted, and already encoded as JSON.

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
"""Functions that return the value that a filter or sort order compares, by parameter name."""

Tests = Mapping[str, Callable[[Record, Any], bool]]
"""Functions that tell if a record passes the value of a filter, by parameter name."""

_CACHED = 64
"""The number of answers that are kept for their next pages; not many more listings run at once."""


class Table:
    """Rows in order of creation; `shown` converts a record to its summary in the listing."""

    def __init__(
        self,
        records: Iterable[Record],
        shown: Callable[[Record], Record],
        filters: Keys,
        orders: Keys,
        tests: Tests,
    ) -> None:
        self.records = tuple(sorted(records, key=_created))
        self._shown, self._tests = shown, tests
        self._bodies: dict[int, bytes] = {}
        self._created = [_created(record) for record in self.records]
        self._filters, self._orders = filters, orders
        self._lock = threading.Lock()
        self._indexes: dict[str, dict[Any, list[int]]] = {}
        self._answers: dict[Any, Sequence[int]] = {}

    def select(self, parameters: Mapping[str, Any], *, inclusive: bool) -> Sequence[int]:
        """The positions of the requested rows, in the requested order."""
        query = {k: v for k, v in parameters.items() if k not in ("MaxResults", "NextToken")}
        key = (inclusive, *sorted(query.items()))
        with self._lock:
            if key not in self._answers:
                if len(self._answers) >= _CACHED:
                    del self._answers[next(iter(self._answers))]
                self._answers[key] = self._select(query, inclusive)
            return self._answers[key]

    def body(self, position: int) -> bytes:
        """The row at a position, as JSON."""
        if position not in self._bodies:
            self._bodies[position] = encode(self._shown(self.records[position]))
        return self._bodies[position]

    def prepare(self) -> None:
        """Encode all rows."""
        for position in range(len(self.records)):
            self.body(position)

    def having(self, name: str, value: Any) -> list[int]:
        """The positions of the rows whose key is, or contains, a value."""
        if name not in self._indexes:
            index: dict[Any, list[int]] = {}
            for position, record in enumerate(self.records):
                found = self._filters[name](record)
                for one in found if isinstance(found, tuple) else (found,):
                    index.setdefault(one, []).append(position)
            self._indexes[name] = index
        return self._indexes[name].get(value, [])

    def _select(self, query: Mapping[str, Any], inclusive: bool) -> Sequence[int]:
        span = self._span(query, inclusive)
        found: Sequence[int] = span
        named = [self.having(name, query[name]) for name in self._filters if name in query]
        if named:
            rest = [set(positions) for positions in named[1:]]
            found = [p for p in named[0] if p in span and all(p in positions for positions in rest)]
        for name in self._tests.keys() & query.keys():
            passes = self._tests[name]
            found = [position for position in found if passes(self.records[position], query[name])]
        order = self._orders.get(query.get("SortBy", "CreationTime"))
        if order:
            found = sorted(found, key=lambda position: order(self.records[position]) or "")
        return found if query.get("SortOrder", "Descending") == "Ascending" else found[::-1]

    def _span(self, query: Mapping[str, Any], inclusive: bool) -> range:
        first, last = 0, len(self.records)
        for name in {"CreatedAfter", "CreationTimeAfter"} & query.keys():
            find = bisect_left if inclusive else bisect_right
            first = find(self._created, query[name], key=datetime.timestamp)
        for name in {"CreatedBefore", "CreationTimeBefore"} & query.keys():
            find = bisect_right if inclusive else bisect_left
            last = find(self._created, query[name], key=datetime.timestamp)
        return range(first, max(first, last))


def _created(record: Record) -> datetime:
    created: datetime = record.get("CreationTime", datetime.min.replace(tzinfo=UTC))
    return created
