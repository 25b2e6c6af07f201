"""The colours of a lens in a pyvis network: each value is a group of nodes."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import cast

from lineage_viz.picture.render import Payload
from lineage_viz.theme import LIGHT, ON_COLOUR

Drawn = Mapping[str, object]

_SEVERAL = "lens-several"
"""The group of a stack with entities of different values: pyvis has one colour for each node."""

_DASHES: Mapping[int, tuple[int, ...]] = {0: (), 1: (9, 4), 2: (3, 3), 3: (2, 6), 4: (9, 3, 2, 3)}
"""The dashes of the edge of a node by the gaps in its colour: a node of pyvis has no stripes inside."""


def lens_group(node: Drawn) -> str:
    """Return the group of a node: the number of its value, so that no name of a group is a recorded text."""
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
    groups = {
        f"lens-{at}": _group(str(shade["colour"]), str(shade["ink"]), _gaps(shade)) for at, shade in shades
    }
    return {_SEVERAL: _group(LIGHT.muted, ON_COLOUR), **groups}


def lens_key(lens: Drawn | None) -> str:
    """Return the values of a lens with their colours, as HTML; empty without a lens."""
    if not lens:
        return ""
    shown = [each for each in _shades(lens) if each["count"]]
    entries = "".join(
        f"<span>{_swatch(str(each['colour']), _gaps(each))}{escape(str(each['words']))}</span>"
        for each in shown
    )
    several = f"<span>{_swatch(LIGHT.muted)}a card with several values</span>"
    return f'<p class="key"><b>{escape(str(lens["words"]))}</b>{entries}{several}</p>'


def _swatch(colour: str, gaps: int = 0) -> str:
    dashes = " ".join(map(str, _DASHES[gaps]))
    edge = f' stroke="{LIGHT.text}" stroke-width="2" stroke-dasharray="{dashes}"' if gaps else ""
    box = f'<rect x="1" y="1" width="18" height="12" fill="{colour or LIGHT.aside}"{edge}/>'
    return f'<svg width="20" height="14" aria-hidden="true">{box}</svg>'


def _group(colour: str, ink: str, gaps: int = 0) -> Payload:
    background = colour or LIGHT.aside
    group: Payload = {
        "color": {"background": background, "border": LIGHT.text if gaps else LIGHT.line},
        "font": {"color": ink or LIGHT.text},
    }
    edge = {"borderWidth": 3, "shapeProperties": {"borderDashes": list(_DASHES[gaps])}} if gaps else {}
    return group | edge


def _gaps(shade: Drawn) -> int:
    return cast("int", shade.get("gaps", 0))


def _shades(lens: Drawn) -> Sequence[Drawn]:
    return cast("Sequence[Drawn]", lens["shades"])


def _parts(node: Drawn) -> Sequence[Sequence[int]]:
    return cast("Sequence[Sequence[int]]", node["shade"])
