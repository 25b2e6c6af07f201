"""Badges on the lower edge of a card: entities without a card of their own, and the mark of a live model."""

from collections.abc import Sequence

from lineage_viz.geometry import BADGE, CARD
from lineage_viz.lens import Shading
from lineage_viz.picture.badge_words import BadgeWords
from lineage_viz.takeaway.drawing.element import Element, element
from lineage_viz.takeaway.drawing.fitting import end_fitted, width
from lineage_viz.takeaway.drawing.glyph import draw_glyph
from lineage_viz.takeaway.drawing.paint import badge_colours
from lineage_viz.theme import Theme


def draw_badges(
    card: Element, badges: Sequence[BadgeWords], theme: Theme, shading: Shading | None = None
) -> None:
    """Draw badges from left to right. Each leaves the room to those after it that they need in brief."""
    at: float = BADGE.left
    for number, badge in enumerate(badges):
        after = sum(_width(later.brief) + BADGE.gap for later in badges[number + 1 :])
        text = _fitted(badge, CARD.width - BADGE.pad - at - after - (BADGE.glyph + 3 * BADGE.pad))
        colour, ink = badge_colours(shading, badge, theme)
        _draw_badge(card, badge, text, at, theme, colour, ink)
        at += _width(text) + BADGE.gap


def _fitted(badge: BadgeWords, room: float) -> str:
    if _text_width(badge.words) > room and (badge.brief or room < BADGE.cut):
        return badge.brief
    return end_fitted(badge.words, room, BADGE.size, bold=True)


def _draw_badge(
    card: Element, badge: BadgeWords, text: str, at: float, theme: Theme, colour: str, ink: str
) -> None:
    place = f"translate({at:g} {CARD.height - BADGE.height / 2:g})"
    group = element(card, "g", class_="badge", transform=place)
    element(group, "title", "\n".join((*badge.about, *badge.arns)))
    element(
        group, "rect", width=_width(text), height=BADGE.height, rx=BADGE.height / 2, fill=colour,
        stroke=theme.background,
    )  # fmt: skip
    draw_glyph(group, badge.kind, BADGE.pad, (BADGE.height - BADGE.glyph) / 2, BADGE.glyph, ink)
    if text:
        element(
            group, "text", text, x=BADGE.glyph + 2 * BADGE.pad, y=BADGE.height / 2 + BADGE.baseline,
            font_size=BADGE.size, font_weight=600, fill=ink,
        )  # fmt: skip


def _width(text: str) -> float:
    return BADGE.glyph + (3 if text else 2) * BADGE.pad + _text_width(text)


def _text_width(text: str) -> float:
    return width(text, BADGE.size, bold=True)
