"""The colours of a picture besides those of its kinds: two themes, and the shades between text and background."""

from collections.abc import Mapping
from dataclasses import dataclass

FAILED = "#D6336C"
"""The mark of what failed; it has enough contrast in both themes."""

ON_COLOUR = "#FFFFFF"
"""A glyph on its kind's colour."""

SHADES: Mapping[str, int] = {"line": 22, "edge": 42, "muted": 66, "ground": 4}
"""Percent of text, the rest background: a card's outline, an association, text that stands back, a frame's ground."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Text on a background, and an accent for what stands out; `.streamlit/config.toml` has the same for the app."""

    text: str
    background: str
    raised: str
    """The background of what stands apart, such as controls."""

    accent: str

    @property
    def line(self) -> str:
        """A card's outline."""
        return self.shade("line")

    @property
    def edge(self) -> str:
        """An association."""
        return self.shade("edge")

    @property
    def muted(self) -> str:
        """Text that stands back."""
        return self.shade("muted")

    @property
    def ground(self) -> str:
        """The ground of a frame around cards."""
        return self.shade("ground")

    def shade(self, name: str) -> str:
        """The colour of one of SHADES."""
        share = SHADES[name]
        pairs = zip(_channels(self.text), _channels(self.background), strict=True)
        return "#" + "".join(f"{round((a * share + b * (100 - share)) / 100):02X}" for a, b in pairs)


LIGHT = Theme(text="#111821", background="#FFFFFF", raised="#F3F5F8", accent="#3B5BDB")
DARK = Theme(text="#E6EAF0", background="#0F141A", raised="#1A212A", accent="#91A7FF")


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))
