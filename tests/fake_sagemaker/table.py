"""Records that can be listed: filtered, sorted, and already written as JSON.

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
"""What a filter or a sort order compares, by parameter name."""

_CACHED = 64
"""Answers kept while they are paged through; many more listings than that do not run at once."""


class Table:
    """Rows in order of creation; `shown` makes of each record what the listing tells of it."""

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
        """Positions of the rows asked for, in the order asked for."""
        asked = {k: v for k, v in parameters.items() if k not in ("MaxResults", "NextToken")}
        key = (inclusive, *sorted(asked.items()))
        with self._lock:
            if key not in self._answers:
                if len(self._answers) >= _CACHED:
                    del self._answers[next(iter(self._answers))]
                self._answers[key] = self._select(asked, inclusive)
            return self._answers[key]

    def having(self, name: str, value: Any) -> list[int]:
        """Positions of the rows whose key is, or holds, a value."""
        if name not in self._indexes:
            index: dict[Any, list[int]] = {}
            for position, record in enumerate(self.records):
                found = self._filters[name](record)
                for one in found if isinstance(found, tuple) else (found,):
                    index.setdefault(one, []).append(position)
            self._indexes[name] = index
        return self._indexes[name].get(value, [])

    def _select(self, asked: Mapping[str, Any], inclusive: bool) -> Sequence[int]:
        span = self._span(asked, inclusive)
        found: Sequence[int] = span
        named = [self.having(name, asked[name]) for name in self._filters if name in asked]
        if named:
            rest = [set(positions) for positions in named[1:]]
            found = [p for p in named[0] if p in span and all(p in positions for positions in rest)]
        order = self._orders.get(asked.get("SortBy", "CreationTime"))
        if order:
            found = sorted(found, key=lambda position: order(self.records[position]) or "")
        return found if asked.get("SortOrder", "Descending") == "Ascending" else found[::-1]

    def _span(self, asked: Mapping[str, Any], inclusive: bool) -> range:
        first, last = 0, len(self.records)
        if "CreatedAfter" in asked:
            find = bisect_left if inclusive else bisect_right
            first = find(self._created, asked["CreatedAfter"], key=datetime.timestamp)
        if "CreatedBefore" in asked:
            find = bisect_right if inclusive else bisect_left
            last = find(self._created, asked["CreatedBefore"], key=datetime.timestamp)
        return range(first, max(first, last))


def _created(record: Record) -> datetime:
    created: datetime = record.get("CreationTime", datetime.min.replace(tzinfo=UTC))
    return created
