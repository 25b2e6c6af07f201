"""The payload of a picture: cards, positions and styles as plain dictionaries for the component.

Its nodes, edges and options have the form that vis-network takes. The component draws them with the vis-network script
that the pyvis wheel ships; pyvis itself takes no part. All text is plain text.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from lineage_viz.apart import told_apart
from lineage_viz.approval import is_approval
from lineage_viz.arn import absence
from lineage_viz.evidence.words import warning
from lineage_viz.layout import Arrangement, Box, Position, Tick, frame_of, lanes
from lineage_viz.lens import Shading
from lineage_viz.model import Direction, Entity, TypeKey
from lineage_viz.picture.badge_words import BadgeWords, badges_on
from lineage_viz.picture.card_facts import key_fact, measured, stack_fact
from lineage_viz.picture.data_roles import data_roles
from lineage_viz.picture.lens_payload import lens_payload, shade_of_badge, shades_of_card
from lineage_viz.picture.lines import Ends, Stroke, strokes
from lineage_viz.picture.names import about_words, name_of, names, short_names
from lineage_viz.style import GROUP_LABEL, KINDS, LIVE, PASS, failed, kind_of, line_of
from lineage_viz.title import title
from lineage_viz.view.drawn import Drawn, Opened, at_once
from lineage_viz.view.filters import Facet
from lineage_viz.view.folding import newest_first
from lineage_viz.view.narrowing import View
from lineage_viz.view.scope import beyond
from lineage_viz.view.summary import reached
from lineage_viz.words import count, inside, plain, plain_id, status_words, type_words

Payload = dict[str, object]

Cards = Mapping[str, Payload]
"""Cards by ARN, in the order in which they joined the picture: new cards are at the end."""

_KEPT = 10_000
"""Entities whose details are kept: a picture that grows, or that of a neighbour, has most of them again."""

OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"dragNodes": False, "selectable": False, "hover": True, "keyboard": False},
}
"""The options of vis-network."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame around opened members of a fold, with the ARNs of their cards. `id` is the fold's."""

    id: str
    words: str
    box: Box
    cards: tuple[str, ...] = ()

    @classmethod
    def around(cls, opened: Opened, positions: Mapping[str, Position]) -> "Frame":
        """Return the frame around members that were opened together."""
        box = frame_of(positions[card] for card in opened.cards)
        return cls(opened.id, plain(opened.words, 80), box, opened.cards)


@dataclass(frozen=True, slots=True)
class Appearance:
    """The appearance of a picture, besides its cards.

    `gutters` are the heights at which lines go back to the start of a row; `path` are the ARNs of a highlighted path,
    in order.
    """

    arrangement: Arrangement = Arrangement.RIGHT
    frames: tuple[Frame, ...] = ()
    axis: tuple[Tick, ...] = ()
    gutters: tuple[int, ...] = ()
    path: tuple[str, ...] = ()
    start: str = ""
    shading: Shading | None = None
    """The colours of a lens; None for those of the types."""
    bright: str = ""
    """The value of the lens that stands out."""


PLAIN_APPEARANCE = Appearance()


@dataclass(slots=True)
class _Merged:
    """The different styles of edges, or the different badges, with a number each."""

    numbers: dict[str, int] = field(default_factory=dict)
    payloads: list[Payload] = field(default_factory=list)

    def number(self, style: Payload) -> int:
        """Return the number of a style; a new style gets the next number."""
        key = repr(style)
        if key not in self.numbers:
            self.numbers[key] = len(self.payloads)
            self.payloads.append(style)
        return self.numbers[key]


def cards(entities: Iterable[Entity], positions: Mapping[str, Position]) -> Cards:
    """Return the card of each entity that has a position. A card does not depend on the rest of the view."""
    by_arn = {entity.arn: entity for entity in entities}
    placed = [(by_arn[arn], at) for arn, at in positions.items() if arn in by_arn]
    shown = [entity for entity, _ in placed]
    named = names(shown)
    short = short_names(shown, named)
    return {
        entity.arn: _card(number, entity, at, named[entity.arn], short.get(entity.arn, ""))
        for number, (entity, at) in enumerate(placed)
    }


def render(
    view: View,
    picture: Drawn,
    made: Cards,
    positions: Mapping[str, Position],
    appearance: Appearance = PLAIN_APPEARANCE,
) -> Payload:
    """Return the picture of a view: `nodes`, `edges` and `options` for vis-network, and the words about them.

    `made` are the cards of the entities. The cards of stacks follow from the picture.
    """
    merged, badges = _Merged(), _Merged()
    lines = strokes(picture.subgraph)
    ends = (*lines, *((path.source, path.destination) for path in picture.passes))
    ways = lanes(ends, positions, appearance.arrangement, appearance.gutters)
    return {
        "nodes": _nodes(view, picture, made, positions, badges, appearance.shading),
        "edges": _edges(picture, lines, merged),
        "lanes": [[at, ways[each]] for at, each in enumerate(ends) if each in ways],
        "options": OPTIONS,
        "merged": merged.payloads,
        "badges": badges.payloads,
        "focus": list(view.shown.focus),
        "name": accessible_name(view),
        "entities": len(view.shown.entities),
        "associations": len(view.shown.associations),
        "kinds": {kind.key: {"colour": kind.colour, "glyph": kind.glyph} for kind in (*KINDS, LIVE)},
        "types": [_type_facet(facet) for facet in sorted(view.facets.types, key=_legend_order)],
        "lines": [_line_facet(facet) for facet in view.facets.associations],
        "orientation": "down" if appearance.arrangement is Arrangement.DOWN else "right",
        "frames": _frames(picture, appearance.frames),
        "axis": [tick._asdict() for tick in appearance.axis],
        "gutters": list(appearance.gutters),
        "path": list(appearance.path),
        "picks": {"start": appearance.start} if appearance.start else {},
        **({"lens": lens_payload(appearance.shading, appearance.bright)} if appearance.shading else {}),
    }


_NAMED = 3
"""The focus entities that the name of a picture has; the others are counted."""


def accessible_name(view: View) -> str:
    """Return the name of the picture for screen readers."""
    by_arn = {entity.arn: entity for entity in view.shown.entities}
    focus = [plain(title(by_arn[arn]), 80) for arn in view.shown.focus if arn in by_arn]
    more = [f"{len(focus) - _NAMED:,} more"] if len(focus) > _NAMED else []
    names = " and ".join([*focus[:_NAMED], *more])
    return (
        f"{f'Lineage of {names}' if names else 'Lineage'}: {count(len(by_arn), 'entity', 'entities')}, "
        f"{count(len(view.shown.associations), 'association')}, "
        f"{reached(view, Direction.UPSTREAM):,} upstream, "
        f"{reached(view, Direction.DOWNSTREAM):,} downstream"
    )


def _nodes(
    view: View,
    picture: Drawn,
    made: Cards,
    positions: Mapping[str, Position],
    badges: _Merged,
    shading: Shading | None,
) -> list[Payload]:
    hidden, roles = beyond(view.whole), data_roles(picture.subgraph)
    nodes = []
    for entity in picture.subgraph.entities:
        arn = entity.arn
        if members := picture.folds.get(arn):
            card, arns = _stack(entity, members, positions[arn]), [member.arn for member in members]
            # Members may share a neighbour, so the canvas shows no number on a stack.
            up, down = (sum(hidden[each][side] for each in arns if each in hidden) for side in (0, 1))
        else:
            card, arns = _own_card(entity, positions[arn], picture, made), [arn]
            up, down = hidden.get(arn, (0, 0))
        more: Payload = {"moreUp": up, "moreDown": down} if up or down else {}
        if numbers := [badges.number(_badge(each, shading)) for each in badges_on(entity, picture)]:
            more["badges"] = numbers
        if shading:
            more |= shades_of_card(shading, arns)
        if arn in roles:
            more["after"] = roles[arn]
        nodes.append(card | more if more else card)
    return nodes


def _badge(badge: BadgeWords, shading: Shading | None) -> Payload:
    shade = shade_of_badge(shading, badge.arns) if shading else {}
    return shade | {
        "kind": badge.kind.key,
        "words": badge.words,
        "brief": badge.brief,
        "about": list(badge.about),
        "arns": list(badge.arns),
    }


def _own_card(entity: Entity, at: Position, picture: Drawn, made: Cards) -> Payload:
    """Return the card of an entity. The only member of a stack stands in its place; a day may have other facts."""
    arn = entity.arn
    if arn in picture.alone:
        return _card(arn, entity, at, name_of(entity), short_names([entity]).get(arn, ""))
    if arn not in picture.dated:
        return made[arn]
    return {key: made[arn][key] for key in _SAME_ALWAYS if key in made[arn]} | _details(entity) | {"id": arn}


_SAME_ALWAYS = ("group", "x", "y", "label", "short", "shape")
"""Parts of a card that no fact changes."""


def _frames(picture: Drawn, frames: Iterable[Frame]) -> list[Payload]:
    index = {entity.arn: number for number, entity in enumerate(picture.subgraph.entities)} if frames else {}
    return [
        {"id": f.id, "label": f.words, **f.box._asdict(), "cards": [index[card] for card in f.cards]}
        for f in frames
    ]


def _edges(picture: Drawn, lines: Mapping[Ends, Stroke], merged: _Merged) -> list[Payload]:
    index = {entity.arn: number for number, entity in enumerate(picture.subgraph.entities)}
    numbers = {stroke: merged.number(_stroke(stroke)) for stroke in dict.fromkeys(lines.values())}
    edges = [
        _edge(index[source], index[destination], numbers[stroke])
        for (source, destination), stroke in lines.items()
    ]
    for path in picture.passes:
        words = f"through {path.through:,} filtered out"
        style: Payload = {"words": words, "dashes": list(PASS), "pass": True}
        edges.append(_edge(index[path.source], index[path.destination], merged.number(style)))
    return edges


def _edge(source: int, destination: int, line: int) -> Payload:
    return {"line": line, "from": source, "to": destination, "arrows": "to"}


def _stroke(stroke: Stroke) -> Payload:
    return {"words": stroke.words, "dashes": list(stroke.dash), "types": list(stroke.types)}


def _card(id_: int | str, entity: Entity, at: Position, name: str, short: str) -> Payload:
    card: Payload = {
        "group": kind_of(entity.label, entity.type).key,
        "x": at.x,
        "y": at.y,
        **_details(entity),
        "id": id_,
        "label": name,
        "shape": "custom",
    }
    return card | {"short": short} if short else card


@lru_cache(maxsize=_KEPT)
def _details(entity: Entity) -> Payload:
    """Return the details on a card besides its name. Absent ones are left out, as every byte goes to the browser."""
    fact = key_fact(entity)
    details = {
        "arn": entity.arn,
        "words": about_words(entity),
        "fact": list(fact.wordings),
        "tone": str(fact.tone),
        "after": measured(entity),
        "warning": plain(warning(entity)),
        "when": int(entity.created.timestamp()) if entity.created else None,
        "source": plain_id(entity.source),
        "status": ""
        if is_approval(entity) and not failed(entity)
        else plain(status_words(entity.status), 40),
        "failed": failed(entity),
        "unresolved": inside(absence(entity)),
    }
    return {key: value for key, value in details.items() if value}


def _stack(stack: Entity, members: Sequence[Entity], at: Position) -> Payload:
    # The id of a run without a pipeline is the name of its group, so it is not left out.
    run = {stack.arn: plain(name)} if (name := stack.text("short")) else {}
    short = short_names([stack]) if stack.label != GROUP_LABEL else run
    fact = list(stack_fact(stack).wordings)
    return {
        "id": stack.arn,
        "arn": stack.arn,
        "label": plain(title(stack)),
        "words": stack.text("note") or "select to look inside",
        "group": kind_of(stack.label, stack.type).key,
        "shape": "custom",
        "x": at.x,
        "y": at.y,
        "fold": len(members),
        "inside": [plain(name, 60) for name in told_apart(sorted(members, key=newest_first))],
        **({"failures": number} if (number := len(at_once(members))) else {}),
        **({"fact": fact} if fact else {}),
        **({"short": short[stack.arn]} if short else {}),
    }


def _type_facet(facet: Facet[TypeKey]) -> Payload:
    label, type_ = facet.value
    return {
        "label": label,
        "type": type_,
        "words": type_words(type_ or label),
        "kind": kind_of(label, type_).key,
        "count": facet.count,
        "hidden": facet.hidden,
    }


def _line_facet(facet: Facet[str]) -> Payload:
    line = line_of(facet.value)
    return {
        "type": facet.value,
        "words": plain(line.words, 60),
        "dashes": list(line.dash),
        "count": facet.count,
        "hidden": facet.hidden,
    }


def _legend_order(facet: Facet[TypeKey]) -> tuple[int, int, str]:
    return KINDS.index(kind_of(*facet.value)), -facet.count, facet.value[1]
