"""Elements of a drawing, and the letters in it."""

from typing import TypeAlias
from xml.etree import ElementTree as ET

from lineage_viz.takeaway.values import storable

Element: TypeAlias = "ET.Element[str]"

FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif"
"""Fonts of one width on all systems, so that what fits here fits everywhere."""


def element(parent: Element, tag: str, text: str = "", /, **attributes: str | float) -> Element:
    """Add an element; `stroke_width` is written as `stroke-width`, and text holds only what XML can."""
    named = {name.rstrip("_").replace("_", "-"): f"{value}" for name, value in attributes.items()}
    made = ET.SubElement(parent, tag, named)
    if text:
        made.text = storable(text)
    return made
