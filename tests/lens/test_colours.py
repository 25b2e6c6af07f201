"""The colours of lenses: contrast in both themes, and the distance of each two for every colour vision."""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from lineage_viz.arn import NO_ROW, OUTSIDE
from lineage_viz.evidence.state import NOT_READ, NOT_RECORDED
from lineage_viz.lens import Lens, colours
from lineage_viz.lens.named import named
from lineage_viz.lens.ordered import ordered
from lineage_viz.lens.shade import FIXED
from lineage_viz.lens.valued import (
    ASIDE,
    EARLIER,
    LIVE,
    OTHER_METRIC,
    PERHAPS_LIVE,
    UNCONFIRMED,
    UNDECIDED,
    Valued,
)
from lineage_viz.theme import DARK, LIGHT, TINT, Theme, contrast, mixed

EVERY = (*colours.PALETTE, *colours.RAMP, colours.OTHERS, colours.ABSENT, colours.BESIDE)
LEGENDS = {
    "by name": (*colours.PALETTE, colours.OTHERS, colours.ABSENT),
    "in order": (*colours.RAMP, colours.ABSENT),
    "known states": (*dict.fromkeys(colours.OF_STATES.values()), colours.ABSENT),
}

# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
SEEN = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = np.array([0.95047, 1, 1.08883])


def lab(colour: str, seen: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return CIE L*a*b* of a colour as somebody with this colour vision sees it."""
    channels = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    ratio = TO_XYZ @ np.clip(seen @ linear, 0, 1) / WHITE
    x, y, z = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("vision", SEEN)
@pytest.mark.parametrize("legend", LEGENDS)
def test_each_two_colours_of_a_legend_are_told_apart(legend: str, vision: str) -> None:
    """A distance of about 2.3 is just noticeable; side by side, 17.5 is plain."""
    close = [
        (one, other)
        for one, other in combinations(LEGENDS[legend], 2)
        if np.linalg.norm(lab(one, SEEN[vision]) - lab(other, SEEN[vision])) < 17.5
    ]
    assert close == []


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_each_colour_stands_out_and_words_on_its_tint_are_readable(theme: Theme) -> None:
    for colour in EVERY:
        assert contrast(colour, theme.background) >= 3, colour
        assert contrast(colour, colours.ink_on(colour)) >= 4, colour
        ground = mixed(colour, theme.background, TINT)
        for words in (theme.text, theme.muted, theme.good, theme.bad):
            assert contrast(words, ground) >= 4.5, (colour, words)
    assert contrast(theme.text, theme.aside) >= 4.5


def test_a_step_of_the_ramp_is_lighter_than_the_one_before() -> None:
    lightness = [lab(colour, SEEN["normal"])[0] for colour in colours.RAMP]
    assert lightness == sorted(lightness)


ABSENCE = (NOT_RECORDED, NOT_READ, OUTSIDE, NO_ROW)
WORDS = {
    Lens.STATUS: (*colours.OF_STATES, "Unknown", *ABSENCE, ASIDE[Lens.STATUS]),
    Lens.DECISION: (
        *("Approved", "Rejected", "Pending approval", NOT_RECORDED, NOT_READ, ASIDE[Lens.DECISION]),
        *(LIVE, PERHAPS_LIVE, UNCONFIRMED, UNDECIDED, EARLIER),
    ),
    Lens.OWNER: (*(f"person {number}" for number in range(9)), *ABSENCE, ASIDE[Lens.OWNER]),
    Lens.AGE: ABSENCE,
    Lens.METRIC: (*ABSENCE, ASIDE[Lens.METRIC], OTHER_METRIC),
    Lens.ACCOUNT: (*(f"{number:012}" for number in range(9)), NOT_RECORDED),
}
"""The values of each legend, all at once; those of numbers come from `NUMBERS`."""

NUMBERS = {f"{number}": Valued("", number) for number in range(9)}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("lens", [each for each in Lens if each is not Lens.TYPE])
def test_no_two_entries_of_a_legend_look_alike(lens: Lens, theme: Theme) -> None:
    """Entries with the same gaps have colours that people with any colour vision tell apart."""
    found = {words: Valued(words) for words in WORDS[lens]}
    is_ordered = lens in (Lens.AGE, Lens.METRIC)
    shades, _ = ordered({**NUMBERS, **found}, str) if is_ordered else named(found)
    assert len(shades) == len(found) + (len(colours.RAMP) if is_ordered else 0)
    for one, other in combinations(shades, 2):
        if one.gaps == other.gaps:
            seen = [
                [lab(each.colour or theme.aside, SEEN[vision]) for each in (one, other)] for vision in SEEN
            ]
            assert min(np.linalg.norm(a - b) for a, b in seen) >= 17.5, (one.words, other.words)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_each_two_greys_differ_in_lightness_without_their_gaps(theme: Theme) -> None:
    for one, other in combinations((colours.ABSENT, colours.BESIDE, theme.aside), 2):
        lightness = [lab(each, SEEN["normal"])[0] for each in (one, other)]
        assert abs(lightness[0] - lightness[1]) >= 10, (one, other)
        seen = [[lab(each, SEEN[vision]) for each in (one, other)] for vision in SEEN]
        assert min(np.linalg.norm(a - b) for a, b in seen) >= 17.5, (one, other)


def test_only_doubt_has_three_stripes() -> None:
    assert {words for words, (_, gaps) in FIXED.items() if gaps == 2} == {
        PERHAPS_LIVE, UNCONFIRMED, NOT_READ, OUTSIDE,
    }  # fmt: skip
