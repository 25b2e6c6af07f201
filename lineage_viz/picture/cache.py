"""A cache of computed pictures, for the next click."""

from dataclasses import dataclass, field
from functools import partial

from lineage_viz.store.memory import Memory


@dataclass(frozen=True, slots=True)
class PictureCache:
    """The latest pictures, by store edition and address. Any number of threads may share one cache.

    An app keeps one cache for all its visitors. A command makes one cache for each picture.
    """

    scenes: Memory = field(default_factory=partial(Memory, 32))
    """Scenes: the complete result for an address."""
    grown: Memory = field(default_factory=partial(Memory, 64))
    """Traced lineages with their positions. A picture grows out of a smaller one."""
    paths: Memory = field(default_factory=partial(Memory, 8))
    """The paths between two entities."""
