"""The colours and the font of a drawing, the same as in the app's themes and the browser's picture."""

from dataclasses import dataclass
from typing import TypeAlias
from xml.etree import ElementTree as ET

from lineage_viz.takeaway.values import storable

Element: TypeAlias = "ET.Element[str]"

FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif"
"""Fonts with the same widths on all systems, so that text fits everywhere."""

FAILED = "#D6336C"


@dataclass(frozen=True, slots=True)
class Ink:
    """A theme: the colours of text and background, and the shades between the two."""

    text: str
    background: str
    accent: str
    """The colour of highlights: the app's only accent."""

    def mix(self, share: int) -> str:
        """Return a mix of `share` percent text and the rest background."""
        pairs = zip(_channels(self.text), _channels(self.background), strict=True)
        return "#" + "".join(f"{round((a * share + b * (100 - share)) / 100):02X}" for a, b in pairs)

    @property
    def frame(self) -> str:
        """The colour of a card's frame."""
        return self.mix(22)

    @property
    def edge(self) -> str:
        """The colour of an association."""
        return self.mix(42)

    @property
    def ground(self) -> str:
        """The background colour of a frame around cards."""
        return self.mix(4)

    @property
    def muted(self) -> str:
        """The colour of secondary text."""
        return self.mix(66)


LIGHT = Ink("#111821", "#FFFFFF", "#3B5BDB")
DARK = Ink("#E6EAF0", "#0F141A", "#91A7FF")


def element(parent: Element, tag: str, text: str = "", /, **attributes: str | float) -> Element:
    """Add an element. `stroke_width` becomes `stroke-width`; characters that XML cannot represent become U+FFFD."""
    named = {name.rstrip("_").replace("_", "-"): f"{value}" for name, value in attributes.items()}
    made = ET.SubElement(parent, tag, named)
    if text:
        made.text = storable(text)
    return made


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))
