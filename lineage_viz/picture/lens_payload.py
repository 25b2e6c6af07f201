"""The values of a lens as plain dictionaries: for the legend, and for each card and badge."""

from collections.abc import Iterable

from lineage_viz.lens import Shade, Shading
from lineage_viz.lens.colours import ink_on

Payload = dict[str, object]


def lens_payload(shading: Shading, bright: str = "") -> Payload:
    """Return the name of a lens and its shades, in the order of the legend."""
    return {
        "key": shading.lens.value,
        "words": shading.words,
        "bright": bright,
        "shades": [_shade(shade) for shade in shading.shades],
    }


def shades_of_card(shading: Shading, arns: Iterable[str]) -> Payload:
    """Return the parts of the band on a card with these entities, each as index, top, height and count."""
    return {"shade": [[part.shade, part.top, part.height, part.count] for part in shading.parts(arns)]}


def shade_of_badge(shading: Shading, arns: Iterable[str]) -> Payload:
    """Return the index of the value that all entities of a badge have; a badge without one is grey."""
    index = shading.index(arns)
    return {} if index is None else {"shade": index}


def _shade(shade: Shade) -> Payload:
    ink = ink_on(shade.colour) if shade.colour else ""
    found: Payload = {"words": shade.words, "colour": shade.colour, "ink": ink, "count": shade.count}
    found |= {"gaps": shade.gaps} if shade.gaps else {}
    found |= {"of": shade.of} if shade.of else {}
    return found | ({"filtered": True, "hidden": shade.hidden} if shade.values else {})
