"""The rows of a search index: newest first, and the bytes of their texts in any order."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from lineage_viz.model import Entity, TypeKey
from lineage_viz.search_text import FIELD_END, search_text, search_title

Rows = npt.NDArray[np.intp]
Seconds = npt.NDArray[np.float64]

SPARE = 8
"""Zeros behind a text, so that eight bytes can be read as one number from each place of it."""

NEVER = float("-inf")
"""The creation time of an entity without one: older than all others."""


@dataclass(frozen=True, slots=True)
class SearchRows:
    """One row for each entity, newest first, then by ARN.

    A row has two segments of folded UTF-8: the title, and the other searched fields. Each field ends with FIELD_END.
    """

    arns: Sequence[str]
    created: Seconds
    kinds: Sequence[TypeKey]
    """All labels with types."""
    kind: npt.NDArray[np.integer]
    """The number of that of each row."""
    text: bytearray
    """The bytes of all segments; behind them, so many zeros as the longest one has bytes, and SPARE."""
    bounds: npt.NDArray[np.int64]
    """The start of each segment: 2 n for the title at place n, 2 n + 1 for the rest; and the end of the last one."""
    places: Rows | None = None
    """The place of the texts of each row; None when it is the row itself."""


def rows_of(entities: Iterable[Entity]) -> SearchRows:
    """Return the rows of entities."""
    ordered = sorted(entities, key=_arn)
    created = np.fromiter((seconds(each.created) for each in ordered), np.float64, len(ordered))
    newest = newest_first(created)
    ordered = [ordered[row] for row in newest.tolist()]
    text, bounds, kind = bytearray(), array("q", [0]), array("i")
    kinds: dict[TypeKey, int] = {}
    for each in ordered:
        kind.append(kinds.setdefault((each.label, each.type), len(kinds)))
        for segment in (search_title(each) + FIELD_END, search_text(each)):
            text += encoded(segment)
            bounds.append(len(text))
    starts = np.frombuffer(bounds, np.int64)
    text += bytes(longest(starts) + SPARE)
    return SearchRows(
        [each.arn for each in ordered],
        created[newest],
        tuple(kinds),
        np.frombuffer(kind, np.int32) if kind else np.zeros(0, np.int32),
        text,
        starts,
    )


def newest_first(created: Seconds) -> Rows:
    """Return the rows by their times, newest first; equal ones keep their order."""
    return np.argsort(-created, kind="stable")


def longest(bounds: npt.NDArray[np.int64]) -> int:
    """Return the length of the longest segment."""
    return int(np.diff(bounds).max(initial=0))


def encoded(text: str) -> bytes:
    """Return a folded text as the bytes of a segment."""
    return text.encode("utf-8", "surrogatepass")


def seconds(time: datetime | None) -> float:
    """Return the seconds since 1970."""
    return time.timestamp() if time else NEVER


def _arn(entity: Entity) -> str:
    return entity.arn
