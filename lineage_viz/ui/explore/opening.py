"""The answer to a link in the panel: the entity in the picture, or a picture of the entity."""

from lineage_viz.picture.address import Address
from lineage_viz.picture.scene import Scene
from lineage_viz.ui.explore.state import focus_on, go, select


def open_entity(address: Address, scene: Scene, arn: str) -> None:
    """Select an entity that is in the picture, also in a stack; any other one becomes the focus."""
    picture = scene.picture
    stack = next((id_ for id_, members in picture.folds.items() if any(e.arn == arn for e in members)), "")
    if stack:
        go(address.picked(arn, stack))
    if stack or picture.host(arn) or any(card.arn == arn for card in picture.subgraph.entities):
        select(arn)
    else:
        select("")
        focus_on(address, arn)
