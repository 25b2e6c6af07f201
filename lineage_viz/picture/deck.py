"""The cards of a lineage, in parts that reach the browser once.

Streamlit sends a component's data whole with every change, but not again what the browser has already. So the cards
travel in parts of their own, which do not change when a picture is filtered, collapsed or grows at its end; the
picture names the parts it is drawn from and says which cards of them are in view.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

PART = 250
"""Cards in one part: one that changes costs 100 kB, and ten thousand cards are 40 parts."""

Card = Mapping[str, object]
Payload = dict[str, object]

_NOT_SENT = frozenset({"id", "shape"})
"""The same for all cards, or their place in the deck; the browser puts them back."""


@dataclass(frozen=True)
class Deck:
    """The cards of a lineage by ARN, in the order in which they came."""

    cards: Mapping[str, Payload]

    @cached_property
    def parts(self) -> tuple[Payload, ...]:
        """The cards as they travel; `id` changes with what a part holds."""
        sent = [{name: card[name] for name in card if name not in _NOT_SENT} for card in self.cards.values()]
        return tuple(
            _part(number, sent[first : first + PART])
            for number, first in enumerate(range(0, len(sent), PART))
        )

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each card."""
        return {arn: place for place, arn in enumerate(self.cards)}

    def packed(self, payload: Mapping[str, object]) -> Payload:
        """A payload of `render` whose cards are named by their places; stacks, which change, are sent as they are.

        A card with more beyond it is `[place, upstream, downstream]`; edges are one flat list of from, to, line.
        """
        nodes: Sequence[Card] = payload["nodes"]  # type: ignore[assignment]
        edges: Sequence[Card] = payload["edges"]  # type: ignore[assignment]
        return {
            **payload,
            "nodes": [self._packed(node) for node in nodes],
            "edges": [edge[name] for edge in edges for name in ("from", "to", "line")],
            "parts": [part["id"] for part in self.parts],
            "part": PART,
        }

    def _packed(self, node: Card) -> object:
        place = self.places.get(str(node["arn"]))
        if place is None or "fold" in node:
            return node
        beyond = node.get("moreUp", 0), node.get("moreDown", 0)
        return [place, *beyond] if any(beyond) else place


def _part(number: int, cards: Sequence[Card]) -> Payload:
    held = json.dumps(cards, separators=(",", ":")).encode()
    return {"number": number, "id": f"{number}-{blake2b(held, digest_size=8).hexdigest()}", "cards": cards}
