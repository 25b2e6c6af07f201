"""One value of a lens with its colour, and the values whose colour never depends on the picture."""

from collections.abc import Mapping
from dataclasses import dataclass

from lineage_viz.arn import NO_ROW, OUTSIDE
from lineage_viz.evidence.state import NOT_READ, NOT_RECORDED
from lineage_viz.evidence.words import LIVE, PERHAPS_LIVE
from lineage_viz.lens import colours
from lineage_viz.lens.valued import ASIDE, EARLIER, OTHER_METRIC, UNCONFIRMED, UNDECIDED

OTHERS = "Others"

PLAIN, HALVES, DOUBT, QUARTERS, FIFTHS = range(5)
"""The number of gaps in the colour of a value. Two, which make three stripes, tell of doubt."""

_FIRST = (LIVE, PERHAPS_LIVE, "Rejected", "Failed", "Pending approval")
_ABSENT = (UNDECIDED, "Unknown", NOT_RECORDED, NOT_READ)
_ASIDE = (*ASIDE.values(), EARLIER, OTHER_METRIC, OUTSIDE, NO_ROW)

FIXED: Mapping[str, tuple[str, int]] = {
    **{words: (colour, PLAIN) for words, colour in colours.OF_STATES.items()},
    "Out of service": (colours.RED, HALVES),
    "Creating": (colours.INDIGO, HALVES),
    "Updating": (colours.INDIGO, QUARTERS),
    "System updating": (colours.INDIGO, FIFTHS),
    "Rolling back": (colours.ORANGE, HALVES),
    "Stopping": (colours.LILAC, HALVES),
    "Deleting": (colours.LILAC, QUARTERS),
    LIVE: (colours.RED, PLAIN),
    PERHAPS_LIVE: (colours.RED, DOUBT),
    UNCONFIRMED: (colours.LEAF, DOUBT),
    NOT_RECORDED: (colours.ABSENT, PLAIN),
    NOT_READ: (colours.ABSENT, DOUBT),
    UNDECIDED: (colours.ABSENT, HALVES),
    "Unknown": (colours.ABSENT, QUARTERS),
    **dict.fromkeys(ASIDE.values(), (colours.ASIDE, PLAIN)),
    EARLIER: (colours.BESIDE, HALVES),
    OTHER_METRIC: (colours.BESIDE, HALVES),
    OUTSIDE: (colours.BESIDE, DOUBT),
    NO_ROW: (colours.BESIDE, QUARTERS),
}
"""The colour of a value by its words, and its gaps: no two values of one legend look alike."""


@dataclass(frozen=True, slots=True)
class Shade:
    """One value of a lens. An empty `colour` is that of an entity without such a value; `gaps` part the colour.

    `count` is the number of shown entities with it, and `of` has their types where a reader would take it for a number
    of one type; `values` are its forms in the filter of the lens, if it has one.
    """

    words: str
    colour: str
    gaps: int = PLAIN
    count: int = 0
    values: tuple[str, ...] = ()
    hidden: bool = False
    of: str = ""

    @property
    def counted(self) -> str:
        """The number of entities in the words of the legend: `12`, or `4 models, 9 approvals`."""
        return self.of or f"{self.count:,}"


Shades = tuple[list[Shade], dict[str, int]]
"""Shades in the order of the legend, and the index of the shade of each entity, by its ARN."""


def legend_rank(words: str) -> tuple[int, int]:
    """Return the place of a value: first what needs a person, then any other, the others together, and absence."""
    for rank, group in ((0, _FIRST), (2, (OTHERS,)), (3, _ABSENT), (4, _ASIDE)):
        if words in group:
            return rank, group.index(words)
    return 1, 0
