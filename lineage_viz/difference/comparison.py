"""Entities, or associations, one by one: what is wanted beside what each state of the graph may hold of it."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from lineage_viz.model import Association, Entity, TypeKey

T = TypeVar("T", Entity, Association)
K = TypeVar("K", TypeKey, str)

MOST_SAMPLES = 5
"""Examples of each change: enough to recognise it."""


class Change(StrEnum):
    """What is to be done with an element, as people are told."""

    ADDED = "added"
    """No state of the graph has it."""
    CHANGED = "changed"
    """Some state has it otherwise."""
    AGAIN = "again"
    """Nothing about it changed, but it may be missing, or be held with texts of another version."""
    REMOVED = "removed"
    """Some state has it, and it is not wanted."""


@dataclass(frozen=True, slots=True)
class Tally(Generic[T]):
    """How many elements, and the first few of them."""

    count: int
    samples: tuple[T, ...]


@dataclass(frozen=True, slots=True)
class Part(Generic[T, K]):
    """All that differs of the entities (by label and type), or of the associations (by type)."""

    tallies: Mapping[tuple[Change, K], Tally[T]]
    marks: bytes
    """A byte for each wanted element, in their order, 1 where it is to be loaded; the zeros at the end are cut."""
    remove: tuple[str, ...]
    """Ids that may be in the graph and are not wanted."""
    records: int
    """Of those to be loaded as Neptune's loader counts: one for each label and each property."""
    drop: Mapping[str, tuple[str, ...]]
    """Property names, and the ids of wanted elements that may have the property and must not."""

    def by_key(self, change: Change) -> Mapping[K, Tally[T]]:
        """One change alone."""
        return {key: tally for (of, key), tally in self.tallies.items() if of is change}

    def count(self, change: Change) -> int:
        """How many elements of any key."""
        return sum(tally.count for tally in self.by_key(change).values())

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not self.tallies


class Comparison(Generic[T, K]):
    """Collects a `Part` while the elements pass by."""

    def __init__(
        self,
        id_of: Callable[[T], str],
        key_of: Callable[[T], K],
        vanished: Callable[[T, Sequence[T]], set[str]],
    ) -> None:
        """`vanished` names the properties that one of several versions may have, and the wanted one has not."""
        self._id_of: Callable[[T], str] = id_of
        self._key_of: Callable[[T], K] = key_of
        self._vanished: Callable[[T, Sequence[T]], set[str]] = vanished
        self._marks = bytearray()
        self._remove: list[str] = []
        self._records = 0
        self._drop: defaultdict[str, list[str]] = defaultdict(list)
        self._counts: defaultdict[tuple[Change, K], int] = defaultdict(int)
        self._samples: defaultdict[tuple[Change, K], list[T]] = defaultdict(list)

    def add(self, wanted: T | None, held: Sequence[T | None], *, anyway: bool = False) -> None:
        """One element as it is wanted, and as each state holds it; `anyway`: to be loaded even if equal."""
        present = [each for each in held if each is not None]
        if wanted is None:
            self._tally(Change.REMOVED, present[-1])
            self._remove.append(self._id_of(present[-1]))
            return
        change = _change(wanted, present, maybe_missing=anyway or len(present) < len(held))
        self._marks.append(change is not None)
        if change is not None:
            self._tally(change, wanted)
            self._records += 1 + len(wanted.properties)
            for name in self._vanished(wanted, present) if present else ():
                self._drop[name].append(self._id_of(wanted))

    def part(self) -> Part[T, K]:
        """What was found."""
        tallies = {of: Tally(self._counts[of], tuple(self._samples[of])) for of in sorted(self._counts)}
        drop = {name: tuple(ids) for name, ids in sorted(self._drop.items())}
        return Part(tallies, bytes(self._marks.rstrip(b"\0")), tuple(self._remove), self._records, drop)

    def _tally(self, change: Change, element: T) -> None:
        of = change, self._key_of(element)
        self._counts[of] += 1
        if len(self._samples[of]) < MOST_SAMPLES:
            self._samples[of].append(element)


def _change(wanted: T, present: Sequence[T], *, maybe_missing: bool) -> Change | None:
    if not present:
        return Change.ADDED
    if any(each != wanted for each in present):
        return Change.CHANGED
    return Change.AGAIN if maybe_missing else None
