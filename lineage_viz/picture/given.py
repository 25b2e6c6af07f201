"""The scene of a lineage that was chosen elsewhere, such as that of a review: it shows exactly these entities."""

from lineage_viz.layout import Arrangement, gutters, layout, place
from lineage_viz.model import Subgraph
from lineage_viz.picture.deck import Deck
from lineage_viz.picture.render import OPTIONS, Appearance, cards, render
from lineage_viz.picture.scene import Scene
from lineage_viz.view.badges import badge_cards, badged
from lineage_viz.view.drawn import drawn
from lineage_viz.view.folding import NO_FOLDS, folded
from lineage_viz.view.grouping import GroupBy, groups
from lineage_viz.view.narrowing import NO_VIEW_FILTER, narrow
from lineage_viz.view.scope import restricted


def given_scene(whole: Subgraph, status: str) -> Scene:
    """Return the scene of all these entities. It is `still`: nobody can filter it or make it grow.

    Siblings of one type share a card, and approvals are badges, as in the explorer.
    """
    view = narrow(whole, NO_VIEW_FILTER)
    folding = folded(whole, groups(whole, GroupBy.NONE), NO_FOLDS, bundle=True)
    shown = drawn(whole, folding, stacks_of_one=True).subgraph
    badges = badge_cards(shown, whole, folding, [])
    positions = layout(
        restricted(shown, (each.arn for each in shown.entities if each.arn not in badges)), Arrangement.RIGHT
    )
    rows = gutters(positions.values())
    positions = place(shown, positions, Arrangement.RIGHT)
    picture = badged(drawn(view.shown, folding, frozenset(), view.passes), badges)
    alone = {arn: positions[id_] for arn, id_ in picture.alone.items()}
    positions, deck = {**positions, **alone}, Deck(cards(whole.entities, positions))
    appearance = Appearance(gutters=rows)
    payload = render(view, picture, deck.cards, positions, appearance)
    payload |= {"status": status, "more": None, "overview": None, "still": True}
    # The wheel scrolls the page that the picture is in; buttons and keys zoom.
    payload["options"] = {**OPTIONS, "interaction": {**OPTIONS["interaction"], "zoomView": False}}
    return Scene(view, picture, positions, deck, appearance, payload, status, "", whole)
