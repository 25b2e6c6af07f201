"""One value of a lens with its colour, and the values whose colour never depends on the picture."""

from collections.abc import Mapping
from dataclasses import dataclass

from lineage_viz.arn import NO_ROW, OUTSIDE
from lineage_viz.evidence.state import NOT_READ, NOT_RECORDED
from lineage_viz.lens import colours
from lineage_viz.lens.valued import ASIDE, EARLIER, LIVE, OTHER_METRIC, PERHAPS_LIVE, UNCONFIRMED, UNDECIDED

OTHERS = "Others"

_FIRST = (LIVE, PERHAPS_LIVE, "Rejected", "Failed", "Pending approval")
_ABSENT = (UNDECIDED, "Unknown", NOT_RECORDED, NOT_READ)
_ASIDE = (*ASIDE.values(), EARLIER, OTHER_METRIC, OUTSIDE, NO_ROW)

FIXED: Mapping[str, tuple[str, bool]] = {
    **{words: (colour, False) for words, colour in colours.OF_STATES.items()},
    LIVE: (colours.RED, False),
    PERHAPS_LIVE: (colours.RED, True),
    UNCONFIRMED: (colours.LEAF, True),
    **dict.fromkeys(_ABSENT, (colours.ABSENT, False)),
    NOT_READ: (colours.ABSENT, True),
    **dict.fromkeys(_ASIDE, (colours.ASIDE, False)),
}
"""The colour of a value by its words, and its stripes: a striped value is in doubt."""


@dataclass(frozen=True, slots=True)
class Shade:
    """One value of a lens. An empty `colour` is that of an entity without such a value; stripes tell of doubt.

    `count` is the number of shown entities with it; `values` are its forms in the filter of the lens, if it has one.
    """

    words: str
    colour: str
    striped: bool = False
    count: int = 0
    values: tuple[str, ...] = ()
    hidden: bool = False


Shades = tuple[list[Shade], dict[str, int]]
"""Shades in the order of the legend, and the index of the shade of each entity, by its ARN."""


def legend_rank(words: str) -> tuple[int, int]:
    """Return the place of a value: first what needs a person, then any other, the others together, and absence."""
    for rank, group in ((0, _FIRST), (2, (OTHERS,)), (3, _ABSENT), (4, _ASIDE)):
        if words in group:
            return rank, group.index(words)
    return 1, 0
