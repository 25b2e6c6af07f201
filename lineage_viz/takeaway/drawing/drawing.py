"""The content of a drawing besides its caption: the picture as it is on screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from lineage_viz.layout import Arrangement, Box, Position, Tick
from lineage_viz.lens import Shading
from lineage_viz.model import Subgraph, TypeKey
from lineage_viz.picture.badge_words import BadgeWords, badges_on
from lineage_viz.picture.render import Payload
from lineage_viz.picture.scene import Scene
from lineage_viz.takeaway.drawing.paint import Paint, paint_of
from lineage_viz.theme import Theme


@dataclass(frozen=True, slots=True)
class Drawing:
    """The picture of a scene.

    `folds` maps a stack's id to the number of its entities. `frames` are opened groups, each with its label and its
    box. `passes` are paths through filtered-out entities: the source, the destination and the number of entities in
    between. `path` is the highlighted path, from one end to the other. `names` are the names on cards, by ARN;
    `short` are their short forms.
    """

    subgraph: Subgraph
    positions: Mapping[str, Position]
    arrangement: Arrangement = Arrangement.RIGHT
    folds: Mapping[str, int] = field(default_factory=dict, hash=False)
    frames: Sequence[tuple[str, Box]] = ()
    passes: Sequence[tuple[str, str, int]] = ()
    axis: Sequence[Tick] = ()
    gutters: Sequence[int] = ()
    path: Sequence[str] = ()
    names: Mapping[str, str] = field(default_factory=dict, hash=False)
    short: Mapping[str, str] = field(default_factory=dict, hash=False)
    badges: Mapping[str, tuple[BadgeWords, ...]] = field(default_factory=dict, hash=False)
    """The badges of each card."""
    beside: Mapping[TypeKey, int] = field(default_factory=dict, hash=False)
    """The number of entities of each type that are badges."""
    shading: Shading | None = None
    """The colours of a lens; None for those of the types."""
    bright: str = ""
    """The value of the lens that stands out; empty without one."""
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    """The ARNs of the entities in each stack."""

    def paint_of(self, arn: str, theme: Theme) -> Paint | None:
        """Return the colours of a card under the lens; None without a lens."""
        arns = self.members.get(arn, (arn,))
        return paint_of(self.shading, arns, theme, self.bright) if self.shading else None

    @classmethod
    def of(cls, scene: Scene) -> "Drawing":
        """Return the drawing of a scene."""
        picture, appearance = scene.picture, scene.appearance
        nodes = cast("Sequence[Payload]", scene.payload["nodes"])
        return cls(
            picture.subgraph,
            scene.positions,
            appearance.arrangement,
            folds={stack: len(members) for stack, members in picture.folds.items()},
            frames=[(frame.words, frame.box) for frame in appearance.frames],
            passes=[(one.source, one.destination, one.through) for one in picture.passes],
            axis=appearance.axis,
            gutters=appearance.gutters,
            path=appearance.path,
            names={str(node["arn"]): str(node["label"]) for node in nodes},
            badges={
                entity.arn: badges
                for entity in picture.subgraph.entities
                if (badges := badges_on(entity, picture))
            },
            beside=picture.badge_counts,
            shading=appearance.shading,
            bright=appearance.bright,
            members={stack: tuple(each.arn for each in members) for stack, members in picture.folds.items()},
            short={str(node["arn"]): str(node["short"]) for node in nodes if "short" in node},
        )
