"""Comparison of wanted entities (or associations), one by one, with the versions in each state of the graph."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from lineage_viz.model import Association, Entity, TypeKey, Value

T = TypeVar("T", Entity, Association)
K = TypeVar("K", TypeKey, str)

MOST_SAMPLES = 5
"""Maximum number of examples of each change: enough to recognise it."""


class Change(StrEnum):
    """The change of an element; the values are words on screen."""

    ADDED = "added"
    """No state of the graph contains it."""
    CHANGED = "changed"
    """Some state contains another version of it."""
    AGAIN = "again"
    """It has not changed, but it may be missing from the graph, or have derived texts of another version."""
    REMOVED = "removed"
    """Some state contains it, but it is not wanted."""


@dataclass(frozen=True, slots=True)
class Tally(Generic[T]):
    """A number of elements, and the first few of them."""

    count: int
    samples: tuple[T, ...]


@dataclass(frozen=True, slots=True)
class Part(Generic[T, K]):
    """All differences of the entities (by label and type), or of the associations (by type)."""

    tallies: Mapping[tuple[Change, K], Tally[T]]
    marks: bytes
    """One byte for each wanted element, in their order: 1 to load it, otherwise 0; zeros at the end are cut off."""
    remove: tuple[str, ...]
    """Ids of elements that may be in the graph but are not wanted."""
    records: int
    """Records to load, as Neptune's loader counts them: one for each label and each property."""
    drop: Mapping[str, tuple[str, ...]]
    """Property names, each with the ids of wanted elements that may have the property in the graph but must not."""

    def by_key(self, change: Change) -> Mapping[K, Tally[T]]:
        """Return the tallies of one change."""
        return {key: tally for (of, key), tally in self.tallies.items() if of is change}

    def count(self, change: Change) -> int:
        """Return the number of elements with this change."""
        return sum(tally.count for tally in self.by_key(change).values())

    @property
    def is_empty(self) -> bool:
        """True when nothing differs."""
        return not self.tallies


class Comparison(Generic[T, K]):
    """A collector of differences: add the elements one by one, then take the `Part`."""

    def __init__(
        self,
        id_of: Callable[[T], str],
        key_of: Callable[[T], K],
        vanished: Callable[[T, Sequence[T]], set[str]],
    ) -> None:
        """`vanished` returns the properties that some version may have but the wanted one does not have."""
        self._id_of: Callable[[T], str] = id_of
        self._key_of: Callable[[T], K] = key_of
        self._vanished: Callable[[T, Sequence[T]], set[str]] = vanished
        self._marks = bytearray()
        self._remove: list[str] = []
        self._records = 0
        self._drop: defaultdict[str, list[str]] = defaultdict(list)
        self._counts: defaultdict[tuple[Change, K], int] = defaultdict(int)
        self._samples: defaultdict[tuple[Change, K], list[T]] = defaultdict(list)

    def add(self, wanted: T | None, versions: Sequence[T | None], *, load_equal: bool = False) -> None:
        """Add one element: its wanted version, and its version in each state; `load_equal`: load it even if equal."""
        present = [each for each in versions if each is not None]
        if wanted is None:
            self._tally(Change.REMOVED, present[-1])
            self._remove.append(self._id_of(present[-1]))
            return
        change = _change(wanted, present, maybe_missing=load_equal or len(present) < len(versions))
        self._marks.append(change is not None)
        if change is not None:
            self._tally(change, wanted)
            self._records += 1 + sum(map(_size, wanted.properties.values()))
            for name in self._vanished(wanted, present) if present else ():
                self._drop[name].append(self._id_of(wanted))

    def part(self) -> Part[T, K]:
        """Return the collected differences."""
        tallies = {of: Tally(self._counts[of], tuple(self._samples[of])) for of in sorted(self._counts)}
        drop = {name: tuple(ids) for name, ids in sorted(self._drop.items())}
        return Part(tallies, bytes(self._marks.rstrip(b"\0")), tuple(self._remove), self._records, drop)

    def _tally(self, change: Change, element: T) -> None:
        of = change, self._key_of(element)
        self._counts[of] += 1
        if len(self._samples[of]) < MOST_SAMPLES:
            self._samples[of].append(element)


def _size(value: Value) -> int:
    """Return the number of records of a property: one for each value of a set."""
    return len(value) if isinstance(value, tuple) else 1


def _change(wanted: T, present: Sequence[T], *, maybe_missing: bool) -> Change | None:
    if not present:
        return Change.ADDED
    if any(each != wanted for each in present):
        return Change.CHANGED
    return Change.AGAIN if maybe_missing else None
