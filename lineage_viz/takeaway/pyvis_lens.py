"""The colours of a lens in a pyvis network: each value is a group of nodes."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import cast

from lineage_viz.picture.render import Payload
from lineage_viz.theme import LIGHT, ON_COLOUR

Drawn = Mapping[str, object]

_SEVERAL = "lens-several"
"""The group of a stack with entities of different values: pyvis has one colour for each node."""


def lens_group(node: Drawn) -> str:
    """Return the group of a node: the number of its value. pyvis takes all spaces out of the names of groups."""
    parts = _parts(node)
    return f"lens-{parts[0][0]}" if len(parts) == 1 else _SEVERAL


def lens_words(node: Drawn, lens: Drawn) -> str:
    """Return the values of a node in words: `Status: Failed`; of a stack with the number of each."""
    parts, shades = _parts(node), _shades(lens)
    words = (
        f"{count:,} {shades[at]['words']}" if len(parts) > 1 else str(shades[at]["words"])
        for at, _, _, count in parts
    )
    return f"{lens['words']}: {', '.join(words)}"


def lens_groups(lens: Drawn) -> Payload:
    """Return the groups, each with its colour and the colour of the letters on it."""
    shades = enumerate(_shades(lens))
    groups = {f"lens-{at}": _group(str(shade["colour"]), str(shade["ink"])) for at, shade in shades}
    return {_SEVERAL: _group(LIGHT.muted, ON_COLOUR), **groups}


def lens_key(lens: Drawn | None) -> str:
    """Return the values of a lens with their colours, as HTML; empty without a lens."""
    if not lens:
        return ""
    shown = [(str(shade["words"]), str(shade["colour"])) for shade in _shades(lens) if shade["count"]]
    entries = "".join(f"<span>{_swatch(colour)}{escape(words)}</span>" for words, colour in shown)
    several = f"<span>{_swatch(LIGHT.muted)}a card with several values</span>"
    return f'<p class="key"><b>{escape(str(lens["words"]))}</b>{entries}{several}</p>'


def _swatch(colour: str) -> str:
    return f'<i style="background:{colour or LIGHT.aside}"></i>'


def _group(colour: str, ink: str) -> Payload:
    return {
        "color": {"background": colour or LIGHT.aside, "border": LIGHT.line},
        "font": {"color": ink or LIGHT.text},
    }


def _shades(lens: Drawn) -> Sequence[Drawn]:
    return cast("Sequence[Drawn]", lens["shades"])


def _parts(node: Drawn) -> Sequence[Sequence[int]]:
    return cast("Sequence[Sequence[int]]", node["shade"])
