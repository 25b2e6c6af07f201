"""The colours of a picture besides those of its kinds: two themes, and the shades between text and background."""

from collections.abc import Mapping
from dataclasses import dataclass

FAILED = "#D6336C"
"""The mark of a failed entity. Its contrast is high enough in both themes."""

ON_COLOUR = "#FFFFFF"
"""A glyph on its kind's colour."""

GOOD = "#2F9E44"
"""The hue of words about a decision that stands; `FAILED` is that of a warning."""

TONED = 75
"""The percentage of a hue in a mix with the text colour: words stay readable in both themes."""

TINT = 8
"""The percentage of a lens's colour in the ground of a card: all words on it stay readable in both themes."""

SHADES: Mapping[str, int] = {"line": 22, "edge": 42, "muted": 66, "ground": 4, "aside": 24}
"""Percentages of the text colour in a mix with the background: outline, association, secondary text, frame, and a card
without a value of the lens."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one theme. `.streamlit/config.toml` sets the same colours for the app."""

    text: str
    background: str
    raised: str
    """The background of controls."""

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
        """Secondary text."""
        return self.shade("muted")

    @property
    def ground(self) -> str:
        """The ground of a frame around cards."""
        return self.shade("ground")

    @property
    def aside(self) -> str:
        """The band of a card whose entity has no value of the lens."""
        return self.shade("aside")

    @property
    def good(self) -> str:
        """Words about a decision that stands."""
        return mixed(GOOD, self.text, TONED)

    @property
    def bad(self) -> str:
        """Words of a warning."""
        return mixed(FAILED, self.text, TONED)

    def shade(self, name: str) -> str:
        """Return the colour of one of SHADES, as `#RRGGBB`."""
        return mixed(self.text, self.background, SHADES[name])


LIGHT = Theme(text="#111821", background="#FFFFFF", raised="#F3F5F8", accent="#3B5BDB")
DARK = Theme(text="#E6EAF0", background="#0F141A", raised="#1A212A", accent="#91A7FF")


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours by WCAG 2: from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2: 0 is black, 1 is white."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (each / 255 for each in _channels(colour))
    ]
    return sum(weight * each for weight, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def mixed(one: str, other: str, share: int) -> str:
    """Return a mix of two colours, with `share` percent of the first, as `#RRGGBB`."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round((a * share + b * (100 - share)) / 100):02X}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))
