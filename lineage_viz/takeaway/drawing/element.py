"""The elements and the font of a drawing."""

from typing import TypeAlias
from xml.etree import ElementTree as ET

from lineage_viz.takeaway.values import storable

Element: TypeAlias = "ET.Element[str]"

FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif"
"""Fonts with the same widths on all systems, so that text fits everywhere."""


def element(parent: Element, tag: str, text: str = "", /, **attributes: str | float) -> Element:
    """Add an element. `stroke_width` becomes `stroke-width`; characters that XML cannot represent become U+FFFD."""
    named = {name.rstrip("_").replace("_", "-"): f"{value}" for name, value in attributes.items()}
    made = ET.SubElement(parent, tag, named)
    if text:
        made.text = storable(text)
    return made
