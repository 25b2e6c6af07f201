"""The types of entities that share a table: each type has its own, but for rare types, which share one by label."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lineage_viz.learning.safe_names import LABEL_LENGTH, TYPE_LENGTH, distinct, safe
from lineage_viz.model import TypeKey

_RARE = "rare"
"""The word in the name of a table of rare types, in place of the type."""


@dataclass(frozen=True, slots=True)
class Group:
    """Types in one table, with their numbers of entities."""

    label: str
    types: tuple[tuple[str, int], ...]
    is_folded: bool = False

    @property
    def name(self) -> str:
        """The name for a library of graph learning."""
        return self.file.replace("__", "_")

    @property
    def file(self) -> str:
        """The name of the file."""
        type_ = _RARE if self.is_folded else self.types[0][0]
        return f"{safe(self.label, LABEL_LENGTH)}__{safe(type_, TYPE_LENGTH)}"

    @property
    def size(self) -> int:
        """The number of entities."""
        return sum(number for _, number in self.types)

    @property
    def recorded(self) -> str:
        """A text that no other group has."""
        return "\n".join((self.label, str(self.is_folded), *(type_ for type_, _ in self.types)))


def groups(counts: Mapping[TypeKey, int], fold_rare: int) -> dict[Group, str]:
    """Return the groups of types with the mark of each name; types with fewer than `fold_rare` entities are rare."""
    rare: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    found: list[Group] = []
    for (label, type_), number in sorted(counts.items()):
        if number < fold_rare:
            rare[label].append((type_, number))
        else:
            found.append(Group(label, ((type_, number),)))
    found += (Group(label, tuple(types), is_folded=True) for label, types in rare.items())
    return distinct(_largest_first(found), lambda each: each.name, lambda each: each.recorded)


def _largest_first(found: Sequence[Group]) -> list[Group]:
    """Return the groups in the order in which they choose their names."""
    return sorted(found, key=lambda each: (-each.size, each.recorded))
