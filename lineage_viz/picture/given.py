"""The scene of a lineage that was chosen elsewhere, such as that of a review: it shows exactly these entities."""

from collections.abc import Mapping
from types import MappingProxyType

from lineage_viz.layout import Arrangement, gutters, layout, place
from lineage_viz.model import Subgraph
from lineage_viz.picture.deck import Deck
from lineage_viz.picture.render import OPTIONS, Appearance, Cards, Payload, cards, render
from lineage_viz.picture.scene import Scene
from lineage_viz.view.badges import badge_cards, badged
from lineage_viz.view.drawn import Drawn, drawn
from lineage_viz.view.folding import NO_FOLDS, folded
from lineage_viz.view.grouping import GroupBy, groups
from lineage_viz.view.narrowing import NO_VIEW_FILTER, narrow
from lineage_viz.view.scope import restricted

MIXED = "mixed"
"""The difference of a stack whose members do not all have the same one."""


def given_scene(
    whole: Subgraph,
    status: str,
    changes: Mapping[str, str] = MappingProxyType({}),
    differences: Mapping[str, str] = MappingProxyType({}),
    *,
    bundled: bool = True,
) -> Scene:
    """Return the scene of all these entities. It is `still`: nobody can filter it or make it grow.

    Siblings of one type share a card, and approvals are badges, as in the explorer, unless it is not `bundled`.
    `changes` has the difference of an entity by its ARN: "added", "removed" or "changed". Such an entity is no badge,
    so that its card can show it. `differences` has the words of each difference, which a card says on hover and to a
    screen reader.
    """
    view = narrow(whole, NO_VIEW_FILTER)
    folding = folded(whole, groups(whole, GroupBy.NONE), NO_FOLDS, bundle=bundled)
    shown = drawn(whole, folding, stacks_of_one=True).subgraph
    badges = badge_cards(shown, whole, folding, changes.keys()) if bundled else frozenset[str]()
    positions = layout(
        restricted(shown, (each.arn for each in shown.entities if each.arn not in badges)), Arrangement.RIGHT
    )
    rows = gutters(positions.values())
    positions = place(shown, positions, Arrangement.RIGHT)
    picture = badged(drawn(view.shown, folding, frozenset(), view.passes), badges)
    alone = {arn: positions[id_] for arn, id_ in picture.alone.items()}
    positions, deck = {**positions, **alone}, Deck(_with_changes(cards(whole.entities, positions), changes))
    appearance = Appearance(gutters=rows)
    payload = render(view, picture, deck.cards, positions, appearance)
    if changes:
        payload["differences"] = {**differences, MIXED: "Not all of these differ in the same way"}
        payload["nodes"] = [_stack_with_change(each, picture, changes) for each in payload["nodes"]]  # type: ignore[attr-defined]
    payload |= {"status": status, "more": None, "overview": None, "still": True}
    # The wheel scrolls the page that the picture is in; buttons and keys zoom.
    payload["options"] = {**OPTIONS, "interaction": {**OPTIONS["interaction"], "zoomView": False}}
    return Scene(view, picture, positions, deck, appearance, payload, status, "", whole)


def _with_changes(made: Cards, changes: Mapping[str, str]) -> Cards:
    return {arn: {**card, "change": changes[arn]} if arn in changes else card for arn, card in made.items()}


def _stack_with_change(node: Payload, picture: Drawn, changes: Mapping[str, str]) -> Payload:
    members = picture.folds.get(str(node["arn"]), ())
    found = {changes.get(each.arn, "") for each in members}
    change = next(iter(found)) if len(found) == 1 else MIXED
    return {**node, "change": change} if members and found != {""} else node
