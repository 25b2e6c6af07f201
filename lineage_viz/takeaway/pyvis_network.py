"""A picture as a pyvis network, for people who go on working in pyvis.

pyvis 0.3.2 trusts its input. Text from SageMaker is untrusted, so this module keeps it from being read as HTML.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from lineage_viz.geometry import CARD, CROWD
from lineage_viz.picture.render import Payload
from lineage_viz.questions.overview import type_of
from lineage_viz.style import KINDS
from lineage_viz.takeaway.drawing.fitting import end_fitted, first_fitted, name_fitted
from lineage_viz.takeaway.pyvis_lens import lens_group, lens_groups, lens_words
from lineage_viz.theme import FAILED, LIGHT, ON_COLOUR
from lineage_viz.words import moment, plain_id

if TYPE_CHECKING:
    from pyvis.network import Network

Drawn = Mapping[str, object]
"""A node or an edge of a payload."""

_LETTERS = 14
"""Pixels. vis-network uses this size unless an option sets another."""

_ROOM = CARD.width - 20
_LISTED = 20
"""Members of a stack that its tooltip lists."""


class _Ids(dict[str, None]):
    """Node ids. pyvis looks each id up in a list, which costs 13 s for 10,000 entities; a dictionary does not."""

    def append(self, id_: str) -> None:
        """Add an id; pyvis calls this for each new node."""
        self[id_] = None


class _Text(str):
    """A title in which pyvis finds no "href".

    Once it finds one, pyvis shows the titles of all nodes as HTML. Otherwise vis-network shows them as text.
    """

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        return part != "href" and isinstance(part, str) and super().__contains__(part)


def pyvis_network(payload: Payload, heading: str = "", of: "type[Network] | None" = None) -> "Network":
    """Return the picture of a payload as a directed network with its physics off.

    A node's id is the ARN of its entity, or the id of its stack. pyvis writes `heading` into its page as HTML. The
    network is of the class `of`, if it is given.
    """
    from pyvis.network import Network  # it takes IPython with it, which only this format needs

    network = (of or Network)(height="80vh", directed=True, heading=heading, cdn_resources="in_line")
    network.node_ids = _Ids()
    nodes = cast("Sequence[Drawn]", payload["nodes"])
    edges = cast("Sequence[Drawn]", payload["edges"])
    merged = cast("Sequence[Drawn]", payload["merged"])
    badges = cast("Sequence[Drawn]", payload.get("badges", ()))
    focus = frozenset(cast("Sequence[str]", payload["focus"]))
    lens = cast("Drawn | None", payload.get("lens"))
    for node in nodes:
        arn = str(node["arn"])
        on = [badges[at] for at in cast("Sequence[int]", node.get("badges", ()))]
        look = _node(node, on, lens) | _border(node, in_focus=arn in focus)
        network.add_node(arn, _label(node, on), **look)
    for edge in edges:
        source, destination = (str(nodes[cast("int", edge[end])]["arn"]) for end in ("from", "to"))
        network.add_edge(source, destination, **_edge(merged[cast("int", edge["line"])]))
    _set(network.options, _options(len(edges), lens, downwards=payload["orientation"] == "down"))
    return network


def _set(options: object, values: Mapping[str, object]) -> None:
    """Set options on pyvis's own objects, which `toggle_physics` and the like change.

    Its `set_options` puts a dict in their place, on which all these methods fail.
    """
    for name, value in values.items():
        known = getattr(options, name, None)
        if isinstance(value, Mapping) and known is not None:
            _set(known, value)
        else:
            setattr(options, name, value)


def _node(node: Drawn, badges: Sequence[Drawn], lens: Drawn | None) -> Payload:
    # A group has one colour for all its nodes, which people can change at once in pyvis.
    return {
        "shape": "box",
        "group": lens_group(node) if lens else node["group"],
        "x": node["x"],
        "y": node["y"],
        "title": _title(node, badges, lens),
    }


def _label(node: Drawn, badges: Sequence[Drawn]) -> str:
    words = end_fitted(str(node.get("words", "")), _ROOM, _LETTERS)
    name = name_fitted(str(node["label"]), str(node.get("short", "")), _ROOM, _LETTERS)
    wordings = cast("Sequence[str]", node.get("fact", ()))
    fact = first_fitted(wordings, _ROOM, _LETTERS)[0] if wordings else ""
    marks = " · ".join(str(badge["words"]) for badge in badges)
    return "\n".join(filter(None, (name, words, fact, end_fitted(marks, _ROOM, _LETTERS))))


def _title(node: Drawn, badges: Sequence[Drawn], lens: Drawn | None) -> str:
    when = node.get("when")
    members = cast("Sequence[str]", node.get("inside", ()))
    more = len(members) - _LISTED
    arn = str(node["arn"])
    lines = (
        node["label"],
        node.get("words"),
        node.get("warning") or next(iter(cast("Sequence[str]", node.get("fact", ()))), None),
        lens_words(node, lens) if lens else None,
        node.get("status"),
        node.get("unresolved"),
        moment(datetime.fromtimestamp(cast("int", when), UTC)) if when else None,
        node.get("source"),
        *(line for badge in badges for line in cast("Sequence[str]", badge["about"])),
        *members[:_LISTED],
        f"and {more:,} more" if more > 0 else None,
        None if members or type_of(arn) else plain_id(arn),
    )
    return _Text("\n".join(str(line) for line in lines if line))


def _border(node: Drawn, *, in_focus: bool) -> Payload:
    """The marks of a card: the focus, a failure, an entity of another account, a stack."""
    border: Payload = {}
    if in_focus or node.get("failed"):
        border["borderWidth"] = 4
    if node.get("failed"):
        border["color"] = {"border": FAILED}
    if node.get("unresolved"):
        border["shapeProperties"] = {"borderDashes": [5, 4]}
    if "fold" in node:
        border["shadow"] = True
    return border


def _group(colour: str) -> Payload:
    return {"color": {"background": colour, "border": LIGHT.line}}


def _edge(line: Drawn) -> Payload:
    return {"label": line["words"], "title": _Text(line["words"]), "dashes": line["dashes"] or False}


def _options(edges: int, lens: Drawn | None, *, downwards: bool) -> Payload:
    """Options of vis-network. Above `CROWD.few` edges, lines are straight, which a browser draws sooner."""
    curve = {
        "type": "cubicBezier",
        "forceDirection": "vertical" if downwards else "horizontal",
        "roundness": 0.5,
    }
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "interaction": {
            "hover": True,
            "hideEdgesOnDrag": edges > CROWD.few,
            "hideEdgesOnZoom": edges > CROWD.few,
        },
        "nodes": {
            "font": {"color": ON_COLOUR, "size": _LETTERS},
            "widthConstraint": {"minimum": _ROOM, "maximum": _ROOM},
        },
        "edges": {
            "color": {"color": LIGHT.edge, "highlight": LIGHT.edge, "hover": LIGHT.edge, "inherit": False},
            "font": {"size": 11, "align": "middle", "color": LIGHT.muted},
            "smooth": {"enabled": edges <= CROWD.few, **curve},
        },
        "groups": lens_groups(lens) if lens else {kind.key: _group(kind.colour) for kind in KINDS},
    }
