"""The frames of opened groups behind the cards, and the time axis above the cards."""

from itertools import pairwise

from lineage_viz.geometry import OPENED
from lineage_viz.layout import Box, Tick
from lineage_viz.takeaway.drawing.drawing import Drawing
from lineage_viz.takeaway.drawing.element import Element, element
from lineage_viz.takeaway.drawing.fitting import end_fitted, width
from lineage_viz.theme import Theme
from lineage_viz.words import plain

_LABEL = 13

_CLEAR = 16
"""The distance from the axis to the first card, in pixels."""

_LONGEST = 60
_SPARE = 1.08
"""A factor on widths, as the viewer's font may be a little wider."""

_SHARE, _SMALLER = 130, 0.9
"""The font size of the axis is the width of the picture divided by `_SHARE`; labels that do not fit get smaller."""


def draw_frames(parent: Element, drawing: Drawing, theme: Theme) -> None:
    """Draw the frames of opened groups, each with its label at the top left."""
    for label, box in drawing.frames:
        left, top = box.x - box.width / 2, box.y - box.height / 2
        group = element(parent, "g", class_="frame", transform=f"translate({left:g} {top:g})")
        look = {"fill": theme.ground, "stroke": theme.line}
        element(group, "rect", width=f"{box.width:g}", height=f"{box.height:g}", rx=OPENED.radius, **look)
        words = end_fitted(plain(label), box.width - 2 * OPENED.margin, _LABEL)
        element(
            group, "text", words, x=OPENED.margin, y=OPENED.title + 6, font_size=_LABEL, font_weight=600,
            fill=theme.muted,
        )  # fmt: skip


def draw_axis(parent: Element, drawing: Drawing, box: Box, theme: Theme) -> None:
    """Draw the time axis along the top of the picture's box, with a line on the left of each stretch of time."""
    if not drawing.axis:
        return
    size, labels = _labels(drawing, box)
    left, line = box.x - box.width / 2, box.y - box.height / 2 - _CLEAR
    axis = element(parent, "g", class_="axis", fill=theme.muted, font_size=round(size, 1))
    element(axis, "path", d=f"M{left:g} {line:g}h{box.width:g}", stroke=theme.line)
    for tick, (start, _) in zip(drawing.axis, labels, strict=True):
        element(axis, "path", d=f"M{tick.x} {line:g}v{box.height + _CLEAR:g}", stroke=theme.line)
        element(axis, "path", d=f"M{tick.x} {line:g}v5", stroke=theme.muted)
        element(axis, "text", _words(drawing, tick), x=f"{start:g}", y=f"{line - size / 2:g}")


def axis_room(drawing: Drawing, box: Box) -> float:
    """Return the height of the axis above the picture's box."""
    return _CLEAR + 2 * _labels(drawing, box)[0] if drawing.axis else 0


def _labels(drawing: Drawing, box: Box) -> tuple[float, list[tuple[float, float]]]:
    """Return the largest font size at which labels do not touch, and the start and the end of each label."""
    size = max(_LABEL, box.width / _SHARE)
    while True:
        labels = [_label(tick, _words(drawing, tick), size, box) for tick in drawing.axis]
        if size <= _LABEL or all(a[1] + size <= b[0] for a, b in pairwise(labels)):
            return size, labels
        size *= _SMALLER


def _words(drawing: Drawing, tick: Tick) -> str:
    """Return the label of a stretch of time; the last one says that all are in UTC."""
    return plain(tick.label, _LONGEST) + (
        " UTC" if tick == drawing.axis[-1] and "UTC" not in tick.label else ""
    )


def _label(tick: Tick, words: str, size: float, box: Box) -> tuple[float, float]:
    """Return the start and the end of a label: above its cards, but inside the picture."""
    wide = width(words, size) * _SPARE
    start = min(tick.x, box.x + box.width / 2 - wide)
    return start, start + wide
