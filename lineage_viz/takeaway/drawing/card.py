"""A card: a band in the kind's colour with its glyph, the name, type and date, and the marks of its state."""

from lineage_viz.layout import CARD_HEIGHT, CARD_WIDTH, Position
from lineage_viz.model import Entity
from lineage_viz.style import Kind, failed, kind_of
from lineage_viz.takeaway.drawing.fitting import end_elided, middle_elided, width
from lineage_viz.takeaway.drawing.ink import FAILED, Element, Ink, element
from lineage_viz.title import title
from lineage_viz.words import count, plain, type_words

BAND, RADIUS = 30, 6
NAME, SMALL = 13, 11
"""Font sizes in pixels."""

_ROOM = CARD_WIDTH - BAND - 16
_MARK_ROOM = 14
_STACK = 4
"""The offset in pixels of each card behind the first card of a stack."""

_TIGHT = 0.8
"""A text that takes more than this share of its room gets a fixed width, in case the viewer uses another font."""


def define_card(definitions: Element, kind: Kind, ink: Ink) -> None:
    """Define the part that all cards of a kind share. It is drawn once and used by each card."""
    shared = element(definitions, "g", id=_id(kind))
    element(shared, "rect", width=CARD_WIDTH, height=CARD_HEIGHT, rx=RADIUS, fill=ink.background)
    straight = CARD_HEIGHT - 2 * RADIUS
    rounded = (
        f"M{RADIUS} 0H{BAND}V{CARD_HEIGHT}H{RADIUS}a{RADIUS} {RADIUS} 0 0 1 {-RADIUS} {-RADIUS}"
        f"v{-straight}a{RADIUS} {RADIUS} 0 0 1 {RADIUS} {-RADIUS}z"
    )
    element(shared, "path", d=rounded, fill=kind.colour)
    draw_glyph(shared, kind, 6, CARD_HEIGHT / 2 - 9, 0.75)


def draw_glyph(parent: Element, kind: Kind, x: float, y: float, scale: float) -> None:
    """Draw the glyph of a kind in white."""
    element(
        parent, "path", d=kind.glyph, transform=f"translate({x} {y}) scale({scale})", fill="none",
        stroke="#FFFFFF", stroke_width=2, stroke_linecap="round", stroke_linejoin="round",
    )  # fmt: skip


def draw_card(parent: Element, entity: Entity, at: Position, ink: Ink, frame: str, fold: int) -> None:
    """Draw the card of an entity with its centre at a position. `frame` is the colour of a highlight, or empty.

    With `fold` above 0, the entity represents that many entities, and its card is a stack.
    """
    kind = kind_of(entity.label, entity.type)
    left, top = at.x - CARD_WIDTH / 2, at.y - CARD_HEIGHT / 2
    card = element(parent, "g", class_="card", transform=f"translate({left:g} {top:g})")
    name = plain(entity.name if fold and entity.name else title(entity)) or plain(entity.arn)
    about = (count(fold, "entity", "entities") if fold else plain(entity.source), plain(entity.arn))
    element(card, "title", "\n".join(dict.fromkeys((name, *about))))
    if fold:
        _draw_stack(card, ink)
    element(card, "use", **{"xlink:href": f"#{_id(kind)}"})
    _draw_frame(card, ink, frame, dashed=entity.unresolved)
    bad = failed(entity)
    _draw_text(card, middle_elided(name, _ROOM - bad * _MARK_ROOM, NAME, bold=True), 20, NAME, ink.text)
    words = (entity.text("note") if fold else "") or type_words(entity.type or entity.label)
    rest = "" if fold else _after_type(entity)
    kept = end_elided(words, _ROOM - width(rest, SMALL), SMALL)
    _draw_text(card, kept + rest, 36, SMALL, ink.muted)
    if bad:
        element(card, "circle", cx=CARD_WIDTH - 11, cy=11, r=5, fill=FAILED)
        cross = f"M{CARD_WIDTH - 13} 9l4 4m0-4l-4 4"
        element(card, "path", d=cross, stroke=ink.background, stroke_width=1.4)


def _draw_stack(card: Element, ink: Ink) -> None:
    """Draw the two cards behind the first one."""
    for behind in (2, 1):
        element(
            card, "rect", x=behind * _STACK, y=-behind * _STACK, width=CARD_WIDTH, height=CARD_HEIGHT, rx=RADIUS,
            fill=ink.background, stroke=ink.frame,
        )  # fmt: skip


def _draw_frame(card: Element, ink: Ink, colour: str, *, dashed: bool) -> None:
    look: dict[str, str | float] = {"stroke": colour or ink.frame}
    if colour:
        look["stroke_width"] = 2.5
    if dashed:
        look["stroke_dasharray"] = "5 4"
    element(card, "rect", width=CARD_WIDTH, height=CARD_HEIGHT, rx=RADIUS, fill="none", **look)


def _draw_text(card: Element, text: str, y: int, size: int, colour: str) -> None:
    bold = size == NAME
    wide = width(text, size, bold=bold)
    look: dict[str, str | float] = {"font_weight": 600} if bold else {}
    if wide > _TIGHT * _ROOM:
        look |= {"textLength": round(wide, 1), "lengthAdjust": "spacingAndGlyphs"}
    element(card, "text", text, x=BAND + 8, y=y, font_size=size, fill=colour, **look)


def _after_type(entity: Entity) -> str:
    if entity.unresolved:
        return " · outside this account"
    day = f"{entity.created.day} {entity.created:%b %Y}" if entity.created else ""
    state = plain(entity.status, 40).lower() if failed(entity) else ""
    return "".join(f" · {part}" for part in (state, day) if part)


def _id(kind: Kind) -> str:
    return f"lineage-{kind.key}"
