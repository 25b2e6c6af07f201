"""A cache of computed pictures, for the next click."""

from collections.abc import Sized
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from lineage_viz.store.memory import Memory

_SCENES, _CARDS_OF_SCENES = 256, 60_000
_GROWN, _CARDS_OF_GROWN = 512, 120_000
"""The most pictures, and the most cards in all of them: a hundred people go back to their own pictures."""


class _Picture(Protocol):
    @property
    def positions(self) -> Sized: ...


def _cards(most: int, picture: _Picture) -> int:
    """Return the number of cards. The largest picture leaves no room for others, but it is kept for the next click."""
    return min(most, 1 + len(picture.positions))


@dataclass(frozen=True, slots=True)
class PictureCache:
    """The latest pictures, by store edition and address. Any number of threads may share one cache.

    An app keeps one cache for all its visitors. A command makes one cache for each picture.
    """

    scenes: Memory = field(
        default_factory=partial(Memory, _SCENES, _CARDS_OF_SCENES, partial(_cards, _CARDS_OF_SCENES))
    )
    """Scenes: the complete result for an address."""
    grown: Memory = field(
        default_factory=partial(Memory, _GROWN, _CARDS_OF_GROWN, partial(_cards, _CARDS_OF_GROWN))
    )
    """Traced lineages with their positions. A picture grows out of a smaller one."""
    paths: Memory = field(default_factory=partial(Memory, 8))
    """The paths between two entities."""
