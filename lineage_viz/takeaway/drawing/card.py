"""A card: a band in the kind's colour with its glyph, the name, type and date, and the marks of its state."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lineage_viz.arn import absence
from lineage_viz.evidence.words import warning
from lineage_viz.geometry import ABOUT, CARD, FACT, GLYPH, MARK, NAME, OUTLINE, Text
from lineage_viz.layout import Position
from lineage_viz.lens import Shading
from lineage_viz.model import Entity
from lineage_viz.picture.badge_words import BadgeWords
from lineage_viz.picture.card_facts import Tone, key_fact, measured, stack_fact
from lineage_viz.picture.names import about_words, name_of
from lineage_viz.questions.overview import type_of
from lineage_viz.style import UNRESOLVED, Kind, failed, kind_of
from lineage_viz.takeaway.drawing.badges import draw_badges
from lineage_viz.takeaway.drawing.element import Element, element
from lineage_viz.takeaway.drawing.fitting import about_fitted, first_fitted, name_sized, width
from lineage_viz.takeaway.drawing.glyph import draw_glyph
from lineage_viz.takeaway.drawing.paint import Paint, draw_parts
from lineage_viz.theme import FAILED, Theme
from lineage_viz.words import count, day, inside, plain, plain_id

_END_OF_ABSENCE = re.compile(r" (?:this|in) ")
"""The words before it are the short form: "outside", "no row"."""

_TIGHT = 0.8
"""A text that takes more than this share of its room gets a fixed width, in case the viewer uses another font."""

_BOX: Mapping[str, float] = {"width": CARD.width, "height": CARD.height, "rx": CARD.radius}


def define_card(definitions: Element, kind: Kind, theme: Theme) -> None:
    """Define the part that all cards of a kind share. It is drawn once and used by each card."""
    shared = element(definitions, "g", id=_id(kind))
    element(shared, "rect", **_BOX, fill=theme.background)
    element(shared, "path", d=_band(), fill=kind.colour)
    draw_glyph(shared, kind, GLYPH.left, (CARD.height - GLYPH.size) / 2, GLYPH.size)


def _band() -> str:
    """Return the coloured left end of a card as a path."""
    round_, straight = CARD.radius, CARD.height - 2 * CARD.radius
    return (
        f"M{round_} 0H{CARD.band}V{CARD.height}H{round_}a{round_} {round_} 0 0 1 {-round_} {-round_}"
        f"v{-straight}a{round_} {round_} 0 0 1 {round_} {-round_}z"
    )


def _draw_painted(card: Element, kind: Kind, paint: Paint, theme: Theme) -> None:
    """Draw the ground, the band and the glyph of a card in the colours of a lens."""
    element(card, "rect", **_BOX, fill=paint.ground)
    draw_parts(card, paint.parts, CARD.band, theme)
    draw_glyph(card, kind, GLYPH.left, (CARD.height - GLYPH.size) / 2, GLYPH.size, paint.ink)


def draw_card(
    parent: Element,
    entity: Entity,
    at: Position,
    theme: Theme,
    frame: str,
    fold: int,
    name: str = "",
    short: str = "",
    badges: Sequence[BadgeWords] = (),
    role: str = "",
    paint: Paint | None = None,
    shading: Shading | None = None,
) -> None:
    """Draw the card of an entity with its centre at a position. `frame` is the colour of a highlight, or empty.

    With `fold` above 0, the entity represents that many entities, and its card is a stack. `name` is the name on its
    card (empty: its own), `short` is the short form for when the name does not fit;
    `role` is the role of a data set. `paint` and `shading` are the colours under a lens.
    """
    kind = kind_of(entity.label, entity.type)
    left, top = at.x - CARD.width / 2, at.y - CARD.height / 2
    card = element(parent, "g", class_="card", transform=f"translate({left:g} {top:g})")
    if paint and paint.opacity < 1:
        card.set("opacity", f"{paint.opacity:g}")
    name = name or (plain(entity.name) if fold and entity.name else name_of(entity))
    values = (paint.about,) if paint else ()
    element(card, "title", "\n".join(dict.fromkeys((name, *_about(entity, fold), *values))))
    if fold:
        _draw_stack(card, theme)
    if paint:
        _draw_painted(card, kind, paint, theme)
    else:
        element(card, "use", **{"xlink:href": f"#{_id(kind)}"})
    plain_line = (paint.rim if paint else "") or (theme.edge if fold else theme.line)
    _draw_frame(card, frame, plain_line, dashed=entity.unresolved)
    alarm = warning(entity)
    bad = failed(entity) or bool(alarm)
    fitted, size = name_sized(name, short, CARD.room - bad * MARK.room, NAME.size)
    _draw_text(card, fitted, replace(NAME, size=size), theme.text, bold=True)
    words = (entity.text("note") if fold else "") or about_words(entity)
    rests = ("",) if fold else _after_type(entity, role)
    line, size = about_fitted(words, rests, CARD.room, ABOUT.size, least=bool(role or measured(entity)))
    _draw_text(card, line, replace(ABOUT, size=size), theme.muted)
    if (fact := stack_fact(entity) if fold else key_fact(entity)).wordings:
        line, size = first_fitted(fact.wordings, CARD.room, FACT.size)
        colour = {Tone.GOOD: theme.good, Tone.BAD: theme.bad}.get(fact.tone, theme.text)
        _draw_text(card, line, replace(FACT, size=size), colour)
    if alarm:
        _draw_warning(card, theme)
    elif bad:
        _draw_mark(card, theme)
    draw_badges(card, badges, theme, shading)


def _about(entity: Entity, fold: int) -> tuple[str, ...]:
    """Return the tooltip below the name. Cards for many entities have made-up ids, which tell nothing."""
    if fold or type_of(entity.arn):
        return (count(fold, "entity", "entities"), stack_fact(entity).whole) if fold else ()
    return plain(warning(entity)) or key_fact(entity).whole, plain_id(entity.source), plain_id(entity.arn)


def _draw_stack(card: Element, theme: Theme) -> None:
    """Draw the two cards behind the first one."""
    for behind in (2, 1):
        element(
            card, "rect", x=behind * CARD.behind, y=behind * CARD.behind, **_BOX,
            fill=theme.background, stroke=theme.edge,
        )  # fmt: skip


def _draw_frame(card: Element, standing_out: str, plain: str, *, dashed: bool) -> None:
    look: dict[str, str | float] = {"stroke": standing_out or plain}
    if standing_out:
        look["stroke_width"] = OUTLINE.focus
    if dashed:
        look["stroke_dasharray"] = " ".join(map(str, UNRESOLVED))
    element(card, "rect", **_BOX, fill="none", **look)


def _draw_mark(card: Element, theme: Theme) -> None:
    x, y, arm = CARD.width - MARK.inset, MARK.inset, MARK.cross
    element(card, "circle", cx=x, cy=y, r=MARK.radius, fill=FAILED)
    cross = f"M{x - arm} {y - arm}l{2 * arm} {2 * arm}m0-{2 * arm}l-{2 * arm} {2 * arm}"
    element(card, "path", d=cross, stroke=theme.background, stroke_width=MARK.stroke)


def _draw_warning(card: Element, theme: Theme) -> None:
    """Draw a triangle with an exclamation mark."""
    x, y, out = CARD.width - MARK.inset, MARK.inset, MARK.radius + 1
    triangle = f"M{x} {y - out}L{x + out} {y + out - 1}H{x - out}z"
    element(
        card,
        "path",
        d=triangle,
        fill=FAILED,
        stroke=FAILED,
        stroke_width=MARK.stroke,
        stroke_linejoin="round",
    )
    element(
        card,
        "path",
        d=f"M{x} {y - 2}V{y + 1.5}M{x} {y + 2.7}V{y + 4}",
        stroke=theme.background,
        stroke_width=MARK.stroke,
    )


def _draw_text(card: Element, text: str, line: Text, colour: str, *, bold: bool = False) -> None:
    wide = width(text, line.size, bold=bold)
    look: dict[str, str | float] = {"font_weight": 600} if bold else {}
    if wide > _TIGHT * CARD.room:
        look |= {"textLength": round(wide, 1), "lengthAdjust": "spacingAndGlyphs"}
    element(
        card,
        "text",
        text,
        x=CARD.band + CARD.inset,
        y=line.baseline,
        font_size=line.size,
        fill=colour,
        **look,
    )


def _after_type(entity: Entity, role: str) -> tuple[str, ...]:
    """Return the rest of the line after the type: the wish, then a shorter one."""
    if absent := inside(absence(entity)):
        return f" · {absent}", f" · {_END_OF_ABSENCE.split(absent)[0]}"
    made = day(entity.created) if entity.created else ""
    state = plain(entity.status, 40).lower() if failed(entity) else ""
    dated = "".join(f" · {part}" for part in (state, made) if part)
    after = "" if state else role or measured(entity)
    if state:
        return (dated,)
    return (f" · {after}{dated}", f" · {after}") if after else (dated, "")


def _id(kind: Kind) -> str:
    return f"lineage-{kind.key}"
