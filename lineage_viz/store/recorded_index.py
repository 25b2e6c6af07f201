"""The other recorded texts of all entities. Most entities share their texts, so each is kept and compared once."""

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lineage_viz.mistake import words
from lineage_viz.recorded_text import NONE, recorded
from lineage_viz.store.heterograph import Nodes, peek
from lineage_viz.store.recorded import Recorded

Mask = npt.NDArray[np.bool_]
Fields = npt.NDArray[np.intp]

_WORDS = 64
"""The number of words whose fields are kept."""


@dataclass(frozen=True, slots=True)
class RecordedFields:
    """The recorded texts of entities: each field once, and for each entity the numbers of its own."""

    fields: list[str]
    numbers: npt.NDArray[np.int32]
    """The fields of all entities, one entity after the other."""
    starts: npt.NDArray[np.int64]
    """The place of the first field of each entity."""
    names: Mapping[str, int]
    """The offered names and values, with the number of entities that have each."""


def fields_of(arns: Sequence[str], nodes: Nodes) -> RecordedFields:
    """Return the fields of these entities, in this order."""
    known: dict[str, int] = {}
    numbers, starts, names = array("i"), array("q"), Counter[str]()
    for arn in arns:
        starts.append(len(numbers))
        fields, offered = recorded(peek(arn, nodes[arn]))
        numbers.extend([known.setdefault(each, len(known)) for each in fields])
        names.update(offered)
    del names[NONE]
    return RecordedFields(
        list(known),
        np.frombuffer(numbers, np.int32) if numbers else np.zeros(0, np.int32),
        np.frombuffer(starts, np.int64) if starts else np.zeros(0, np.int64),
        names,
    )


class RecordedIndex:
    """The fields of the entities in the order of a search index. Any number of threads may read it."""

    def __init__(self, recorded: RecordedFields) -> None:
        self._fields, self._numbers, self._starts = recorded.fields, recorded.numbers, recorded.starts
        self.names = recorded.names
        self._found: dict[str, Fields] = {}

    def having(self, word: str) -> Mask:
        """Return a mask of the entities with a word in one of their fields."""
        return self._rows(self._with_word(word))

    def passing(self, condition: Recorded) -> Mask:
        """Return a mask of the entities that pass a condition."""
        return self._rows(np.flatnonzero(np.array(condition.passing(self._fields), np.bool_)))

    def words(self) -> set[str]:
        """Return the words in all fields."""
        return set().union(*map(words, self._fields))

    def _with_word(self, word: str) -> Fields:
        """Return the fields that contain a word, sought among those of a part of it: people type on."""
        found = self._found
        if word not in found:
            if len(found) >= _WORDS:
                found = self._found = {}  # a search in another thread goes on with the old one
            longest = max((each for each in tuple(found) if each in word), key=len, default="")
            among = found[longest].tolist() if longest else range(len(self._fields))
            found[word] = np.array([each for each in among if word in self._fields[each]], np.intp)
        return found[word]

    def _rows(self, fields: Fields) -> Mask:
        marked = np.zeros(len(self._fields), np.bool_)
        marked[fields] = True
        if not len(self._starts):
            return np.zeros(0, np.bool_)
        mask: Mask = np.logical_or.reduceat(marked[self._numbers], self._starts)
        return mask
