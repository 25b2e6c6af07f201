"""Colours and letters of a drawing, as the app's themes and the picture in the browser have them."""

from dataclasses import dataclass
from typing import TypeAlias
from xml.etree import ElementTree as ET

from lineage_viz.takeaway.values import storable

Element: TypeAlias = "ET.Element[str]"

FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif"
"""Fonts of one width on all systems, so that what fits here fits everywhere."""

FAILED = "#D6336C"


@dataclass(frozen=True, slots=True)
class Ink:
    """A theme: text on a background, and the shades between the two."""

    text: str
    background: str
    accent: str
    """What stands out: the app's one accent."""

    def mix(self, share: int) -> str:
        """So many percent text, the rest background."""
        pairs = zip(_channels(self.text), _channels(self.background), strict=True)
        return "#" + "".join(f"{round((a * share + b * (100 - share)) / 100):02X}" for a, b in pairs)

    @property
    def frame(self) -> str:
        """A card's frame."""
        return self.mix(22)

    @property
    def edge(self) -> str:
        """An association."""
        return self.mix(42)

    @property
    def ground(self) -> str:
        """The ground of a frame around cards."""
        return self.mix(4)

    @property
    def muted(self) -> str:
        """Text that stands back."""
        return self.mix(66)


LIGHT = Ink("#111821", "#FFFFFF", "#3B5BDB")
DARK = Ink("#E6EAF0", "#0F141A", "#91A7FF")


def element(parent: Element, tag: str, text: str = "", /, **attributes: str | float) -> Element:
    """Add an element; `stroke_width` is written as `stroke-width`, and text holds only what XML can."""
    named = {name.rstrip("_").replace("_", "-"): f"{value}" for name, value in attributes.items()}
    made = ET.SubElement(parent, tag, named)
    if text:
        made.text = storable(text)
    return made


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))
