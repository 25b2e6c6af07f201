"""The rows of collected entities: the table and the row of each, by its number."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from lineage_viz.learning.collecting import Collected
from lineage_viz.learning.column import Longs, numbers
from lineage_viz.learning.groups import Group, groups


@dataclass(frozen=True, slots=True)
class Numbering:
    """The groups with the marks of their names, and the group and row of each entity by number.

    Both are -1 for an entity that a later snapshot replaced. The rows of a group are in the order of the ARNs.
    """

    groups: dict[Group, str]
    group_of: Longs
    row_of: Longs
    members: tuple[Longs, ...]
    """The numbers of the entities of each group, in the order of the rows."""


def numbering(found: Collected, fold_rare: int) -> Numbering:
    """Return the rows of all entities; types with fewer than `fold_rare` entities share a table."""
    live = np.fromiter(found.number_of.values(), np.int64, len(found.number_of))
    types = numbers(found.type_of, np.int32)[live]
    keys = list(found.types)
    counts = Counter(
        {keys[type_]: number for type_, number in enumerate(np.bincount(types).tolist()) if number}
    )
    named = groups(counts, fold_rare)
    group_of_type = np.full(len(keys), -1, np.int64)
    for position, group in enumerate(named):
        for type_, _ in group.types:
            group_of_type[found.types[group.label, type_]] = position
    group_of, row_of = np.full(len(found.arns), -1, np.int64), np.full(len(found.arns), -1, np.int64)
    group_of[live] = group_of_type[types]
    members = tuple(_by_arn(live, group_of[live], len(named), found))
    for each in members:
        row_of[each] = np.arange(len(each))
    return Numbering(named, group_of, row_of, members)


def _by_arn(live: Longs, group_of: Longs, groups: int, found: Collected) -> Iterator[Longs]:
    """Yield the numbers of each group, sorted by ARN."""
    by_group = live[np.argsort(group_of, kind="stable")]
    ends = np.cumsum(np.bincount(group_of, minlength=groups))
    for start, end in zip((0, *ends.tolist()), ends.tolist(), strict=False):
        yield np.array(sorted(by_group[start:end].tolist(), key=found.arns.__getitem__), np.int64)
