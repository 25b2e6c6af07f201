"""A new layout for a picture that shares cards with the one on screen: these stay where they are."""

from collections.abc import Mapping

from lineage_viz.layout.arrangement import PITCH, Arrangement, Pitch
from lineage_viz.layout.arranging import layout
from lineage_viz.layout.placing import place
from lineage_viz.layout.position import Position
from lineage_viz.model import Subgraph


def layout_keeping(
    subgraph: Subgraph, on_screen: Mapping[str, Position], arrangement: Arrangement
) -> dict[str, Position]:
    """Return a position for every entity. Entities in `on_screen` keep theirs exactly.

    The others stand as in a layout of their own, whose focus is in the same place. One that would stand on a card that
    stays goes to the nearest free place. In a picture by time, each stands in the column of its time.
    """
    kept = {entity.arn: on_screen[entity.arn] for entity in subgraph.entities if entity.arn in on_screen}
    own = {} if arrangement is Arrangement.TIME else layout(subgraph, arrangement)
    pitch = PITCH[arrangement]
    free = {arn: at for arn, at in own.items() if arn not in kept and _is_free(at, kept, pitch)}
    return place(subgraph, kept | free, arrangement)


def _is_free(at: Position, kept: Mapping[str, Position], pitch: Pitch) -> bool:
    depth, side = pitch.place(at)
    places = map(pitch.place, kept.values())
    return all(
        abs(depth - there) >= pitch.card or abs(side - beside) >= pitch.side for there, beside in places
    )
