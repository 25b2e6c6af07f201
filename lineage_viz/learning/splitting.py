"""The split into training, validation and test by time, never at random: nothing of the future gets into training."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import numpy as np
import numpy.typing as npt

from lineage_viz.errors import LineageVizError
from lineage_viz.learning.column import NO_TIME, Longs, seconds
from lineage_viz.words import day as day_words

Splits = npt.NDArray[np.int8]

SPLITS = ("train", "validation", "test")
TRAIN, _, TEST = range(3)
"""The positions of the parts in `SPLITS`."""

_TRAINED, _VALIDATED = 0.7, 0.85
"""The shares of the entities before each cut, where no day is given."""


@dataclass(frozen=True, slots=True)
class Cuts:
    """Training is before `first`, validation before `second`, the test at or after it; in seconds since 1970."""

    first: int
    second: int

    def split(self, times: Longs) -> Splits:
        """Return the part of each time. Without a time it is the test: nobody knows that it was there before."""
        parts = np.searchsorted(np.array([self.first, self.second]), times, side="right").astype(np.int8)
        parts[times == NO_TIME] = TEST
        return parts

    def as_texts(self) -> tuple[str, str]:
        """Return both cuts as ISO 8601 in UTC."""
        first, second = (datetime.fromtimestamp(each, UTC).isoformat() for each in (self.first, self.second))
        return first, second


def cuts(created: Longs, day: date | None) -> Cuts | None:
    """Return the cuts of entities with these times; None if none of them has one.

    A day is the first that is not in training; of the entities from then on, the earlier half is for validation. Raises
    LineageVizError for a day that leaves nothing to train with, or nothing to test.
    """
    times = np.sort(created[created != NO_TIME])
    if day is None:
        return Cuts(_at(times, _TRAINED), _at(times, _VALIDATED)) if len(times) else None
    first = seconds(datetime.combine(day, time.min, UTC))
    before = int(np.searchsorted(times, first))
    if not len(times):
        raise LineageVizError(
            "No entity has a time of creation, so no day can split them. Leave out the cut."
        )
    if before in (0, len(times)):
        raise LineageVizError(_one_side(day, is_early=before == 0))
    return Cuts(first, _at(times[before:], 0.5))


def _at(times: Longs, share: float) -> int:
    return int(times[int(len(times) * share)])


def _one_side(day: date, *, is_early: bool) -> str:
    if is_early:
        return f"No entity was created before {day_words(day)}: nothing is left to train with. Choose a later day."
    return (
        f"No entity was created on or after {day_words(day)}: nothing is left to test. Choose an earlier day."
    )
