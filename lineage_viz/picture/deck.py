"""The cards of a lineage, in parts that the browser receives once.

Streamlit sends all data of a component again with every change, but skips data that the browser already has. So the
cards travel in separate parts, which stay the same when a person filters, collapses or extends a picture. The payload
of the picture names its parts, and the cards that are in view.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from lineage_viz.json_text import json_text

PART = 250
"""The number of cards in one part. A changed part costs 100 kB, and ten thousand cards make 40 parts."""

Card = Mapping[str, object]
Payload = dict[str, object]

_NOT_SENT = frozenset({"id", "shape"})
"""Fields that the browser adds itself: `shape` is the same for all cards, and `id` is the index in the deck."""


@dataclass(frozen=True)
class Deck:
    """The cards of a lineage by ARN, in the order in which they joined the picture."""

    cards: Mapping[str, Payload]

    @cached_property
    def parts(self) -> tuple[Payload, ...]:
        """The parts that the browser receives. The `id` of a part changes with its content."""
        sent = [{name: card[name] for name in card if name not in _NOT_SENT} for card in self.cards.values()]
        return tuple(
            _part(number, sent[first : first + PART])
            for number, first in enumerate(range(0, len(sent), PART))
        )

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The index of each card, by ARN."""
        return {arn: place for place, arn in enumerate(self.cards)}

    def packed(self, payload: Mapping[str, object]) -> Payload:
        """Return a payload of `render` with indices in place of its cards.

        Stacks stay whole, as they change; so does a card in the place of a stack.

        A card with hidden neighbours is `[index, upstream, downstream]`, one with badges `[…, badges]`, one with a
        role `[…, badges, role]`. Edges are one flat list of from, to, line. The values of a lens are one list, as
        each card has one: the index of the shade, or the parts of a stack.
        """
        nodes: Sequence[Card] = payload["nodes"]  # type: ignore[assignment]
        edges: Sequence[Card] = payload["edges"]  # type: ignore[assignment]
        shades = {"shades": [_shade(node["shade"]) for node in nodes]} if "lens" in payload else {}
        return {
            **payload,
            **shades,
            "nodes": [self._packed(node) for node in nodes],
            "edges": [edge[name] for edge in edges for name in ("from", "to", "line")],
            "parts": [part["id"] for part in self.parts],
            "part": PART,
        }

    def _packed(self, node: Card) -> object:
        place = self.places.get(str(node["arn"]))
        if place is None or node["id"] != place:
            return node
        beyond, badges = (node.get("moreUp", 0), node.get("moreDown", 0)), node.get("badges")
        after = node.get("after")
        if after and after != self.cards[str(node["arn"])].get("after"):
            return [place, *beyond, badges or [], after]
        if badges:
            return [place, *beyond, badges]
        return [place, *beyond] if any(beyond) else place


def _shade(parts: object) -> object:
    """Return the index of the only shade of one entity in place of its parts: most cards have one."""
    match parts:
        case [[index, _, _, 1]]:
            return index
    return parts


def _part(number: int, cards: Sequence[Card]) -> Payload:
    content = json_text(cards, separators=(",", ":")).encode()
    return {"number": number, "id": f"{number}-{blake2b(content, digest_size=8).hexdigest()}", "cards": cards}
