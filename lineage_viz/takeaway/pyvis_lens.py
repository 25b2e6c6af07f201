"""The colours of a lens in a pyvis network: each value is a group of nodes."""

from collections.abc import Mapping, Sequence
from typing import cast

from lineage_viz.picture.render import Payload
from lineage_viz.theme import LIGHT

Drawn = Mapping[str, object]

_SEVERAL = "several values"
"""The group of a stack with entities of different values: pyvis has one colour for each node."""


def lens_group(node: Drawn, lens: Drawn) -> str:
    """Return the group of a node: the words of its value."""
    parts = _parts(node)
    return str(_shades(lens)[parts[0][0]]["words"]) if len(parts) == 1 else _SEVERAL


def lens_words(node: Drawn, lens: Drawn) -> str:
    """Return the values of a node in words: `Status: Failed`; of a stack with the number of each."""
    parts, shades = _parts(node), _shades(lens)
    words = (
        f"{count:,} {shades[at]['words']}" if len(parts) > 1 else str(shades[at]["words"])
        for at, _, _, count in parts
    )
    return f"{lens['words']}: {', '.join(words)}"


def lens_groups(lens: Drawn) -> Payload:
    """Return the groups by their words, each with its colour and the colour of the letters on it."""
    groups = {str(shade["words"]): _group(str(shade["colour"]), str(shade["ink"])) for shade in _shades(lens)}
    return {_SEVERAL: _group("", ""), **groups}


def _group(colour: str, ink: str) -> Payload:
    return {
        "color": {"background": colour or LIGHT.aside, "border": LIGHT.line},
        "font": {"color": ink or LIGHT.text},
    }


def _shades(lens: Drawn) -> Sequence[Drawn]:
    return cast("Sequence[Drawn]", lens["shades"])


def _parts(node: Drawn) -> Sequence[Sequence[int]]:
    return cast("Sequence[Sequence[int]]", node["shade"])
