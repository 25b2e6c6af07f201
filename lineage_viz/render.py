"""Subgraph + layout + style → pyvis network → a plain payload for the component.

pyvis builds the nodes, the edges and the options; its HTML templates are never used. All text is plain text.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence

from pyvis.network import Network

from lineage_viz.layout import Position
from lineage_viz.model import Direction, Entity, Subgraph
from lineage_viz.scope import beyond
from lineage_viz.style import KINDS, Line, failed, kind_of, line_of
from lineage_viz.title import title
from lineage_viz.view import Facet, View, reached
from lineage_viz.words import count, plain, type_words

Payload = dict[str, object]

_OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"dragNodes": False, "selectable": False, "hover": True, "keyboard": False},
}


class _Ids(dict[int, None]):
    """pyvis looks every id up in a list, which takes seconds for 10,000 entities; a dictionary does not."""

    def append(self, id_: int) -> None:
        """What pyvis calls to remember an id."""
        self[id_] = None


def render(view: View, positions: Mapping[str, Position]) -> Payload:
    """The picture of a view: `nodes`, `edges` and `options` for vis-network, and what to say about them."""
    merged = _merged(view.shown)
    looks = sorted(
        {tuple(lines) for lines in merged.values()}, key=lambda lines: [line.type for line in lines]
    )
    network = _network(view, positions)
    for (source, destination), lines in merged.items():
        network.add_edge(source, destination, line=looks.index(tuple(lines)))
    return {
        "nodes": network.nodes,
        "edges": network.edges,
        "options": network.options,
        "merged": [_look(lines) for lines in looks],
        "focus": list(view.shown.focus),
        "name": accessible_name(view.shown),
        "associations": len(view.shown.associations),
        "kinds": {kind.key: {"colour": kind.colour, "glyph": kind.glyph} for kind in KINDS},
        "types": [
            {
                "label": facet.label,
                "type": facet.type,
                "words": type_words(facet.type or facet.label),
                "kind": kind_of(facet.label, facet.type).key,
                "count": facet.count,
                "hidden": facet.hidden,
            }
            for facet in sorted(view.facets, key=_legend_order)
        ],
        "lines": [{"words": words, "dashes": list(dash)} for dash, words in _lines(view.shown).items()],
    }


def accessible_name(subgraph: Subgraph) -> str:
    """What a screen reader says of the picture."""
    by_arn = {entity.arn: entity for entity in subgraph.entities}
    names = " and ".join(plain(title(by_arn[arn]), 80) for arn in subgraph.focus if arn in by_arn)
    return (
        f"Lineage of {names or 'nothing'}: {count(len(subgraph.entities), 'entity', 'entities')}, "
        f"{count(len(subgraph.associations), 'association')}, "
        f"{reached(subgraph, Direction.UPSTREAM):,} upstream, "
        f"{reached(subgraph, Direction.DOWNSTREAM):,} downstream"
    )


def _network(view: View, positions: Mapping[str, Position]) -> Network:
    network = Network(directed=True)
    network.node_ids = _Ids()
    hidden = beyond(view.whole)
    for number, entity in enumerate(view.shown.entities):
        x, y = positions[entity.arn]
        # A group stands for a colour in pyvis, and keeps it from adding one of its own to every node.
        group = kind_of(entity.label, entity.type).key
        name = plain(title(entity)) or plain(entity.arn)
        network.add_node(number, name, shape="custom", group=group, x=x, y=y, **_details(entity, hidden))
    network.set_options(json.dumps(_OPTIONS))
    return network


def _details(entity: Entity, hidden: Mapping[str, tuple[int, int]]) -> dict[str, object]:
    """What a card shows besides its name; what is absent is left out, as every byte goes to the browser."""
    up, down = hidden.get(entity.arn, (0, 0))
    details = {
        "arn": entity.arn,
        "words": type_words(entity.type or entity.label),
        "when": int(entity.created.timestamp()) if entity.created else None,
        "source": plain(entity.source),
        "status": plain(entity.status, 40),
        "failed": failed(entity),
        "unresolved": entity.unresolved,
        "moreUp": up,
        "moreDown": down,
    }
    return {key: value for key, value in details.items() if value}


def _legend_order(facet: Facet) -> tuple[int, int, str]:
    return KINDS.index(kind_of(facet.label, facet.type)), -facet.count, facet.type


def _merged(subgraph: Subgraph) -> dict[tuple[int, int], list[Line]]:
    """The lines between each two cards, which are named by their places among the entities."""
    index = {entity.arn: number for number, entity in enumerate(subgraph.entities)}
    merged: dict[tuple[int, int], set[str]] = defaultdict(set)
    for association in subgraph.associations:
        merged[index[association.source], index[association.destination]].add(association.type)
    return {ends: [_plain_line(type_) for type_ in sorted(types)] for ends, types in merged.items()}


def _look(lines: Sequence[Line]) -> Payload:
    """Lines merged into one: solid wins, as it stands for the strongest of the associations."""
    dash = min((line.dash for line in lines), key=lambda dash: (bool(dash), dash))
    return {"words": ", ".join(line.words for line in lines), "dashes": list(dash)}


def _lines(subgraph: Subgraph) -> dict[tuple[int, ...], str]:
    """What each dash in the picture stands for."""
    words: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for line in map(_plain_line, sorted({a.type for a in subgraph.associations})):
        words[line.dash].append(line.words)
    return {dash: ", ".join(words[dash]) for dash in sorted(words)}


def _plain_line(type_: str) -> Line:
    line = line_of(type_)
    return Line(line.type, plain(line.words, 60), line.dash)
