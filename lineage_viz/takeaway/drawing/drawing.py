"""All that a drawing shows besides its caption: the picture exactly as it is on screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lineage_viz.layout import Arrangement, Box, Position, Tick
from lineage_viz.model import Subgraph
from lineage_viz.picture.scene import Scene


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture as drawn.

    `folds` are the entities that stand for a group, and for how many entities each stands. `frames` are opened
    groups: what is written on each, and where it is. `passes` are lineages through what is filtered out: source,
    destination, and how many entities lie between. `path` is what stands out, from one end to the other.
    """

    subgraph: Subgraph
    positions: Mapping[str, Position]
    arrangement: Arrangement = Arrangement.RIGHT
    folds: Mapping[str, int] = field(default_factory=dict, hash=False)
    frames: Sequence[tuple[str, Box]] = ()
    passes: Sequence[tuple[str, str, int]] = ()
    axis: Sequence[Tick] = ()
    path: Sequence[str] = ()

    @classmethod
    def of(cls, found: Scene) -> "Drawing":
        """A scene as it is on screen."""
        picture, appearance = found.picture, found.appearance
        return cls(
            picture.subgraph,
            found.positions,
            appearance.arrangement,
            folds={stack: len(members) for stack, members in picture.folds.items()},
            frames=[(frame.words, frame.box) for frame in appearance.frames],
            passes=[(one.source, one.destination, one.through) for one in picture.passes],
            axis=appearance.axis,
            path=appearance.path,
        )
