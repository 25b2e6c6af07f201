"""Pictures that were computed, kept for the next click."""

from dataclasses import dataclass, field
from functools import partial

from lineage_viz.store.memory import Memory


@dataclass(frozen=True, slots=True)
class PictureCache:
    """The latest pictures by store edition and address. Any number of threads may share one cache.

    An app keeps one for all its visitors; a command makes one for each picture.
    """

    scenes: Memory = field(default_factory=partial(Memory, 32))
    """Scenes: everything that is computed for an address."""
    grown: Memory = field(default_factory=partial(Memory, 64))
    """Traced lineages with their positions: a picture grows out of a smaller one."""
    paths: Memory = field(default_factory=partial(Memory, 8))
    """The paths between two entities."""
