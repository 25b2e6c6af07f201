"""Shades of values with an order, days and metrics: at most five steps, each with about as many entities."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from lineage_viz.lens.colours import RAMP
from lineage_viz.lens.shade import FIXED, Shade, Shades, legend_rank
from lineage_viz.lens.valued import Valued

Bounds = tuple[float, float]
"""The lowest and the highest value of a step."""


def ordered(found: Mapping[str, Valued], words_of: Callable[[float], str]) -> Shades:
    """Return a shade for each step of the values, from the lowest, and then for each kind of absence."""
    bounds = steps(value.number for value in found.values() if value.number is not None)
    spread = (len(RAMP) - 1) / max(1, len(bounds) - 1)
    shades = [
        Shade(" to ".join(dict.fromkeys(map(words_of, each))), RAMP[round(at * spread)])
        for at, each in enumerate(bounds)
    ]
    absent = sorted({value.words for value in found.values() if value.number is None}, key=legend_rank)
    places = {words: len(shades) + at for at, words in enumerate(absent)}
    of = {
        arn: places[value.words] if value.number is None else _step_of(value.number, bounds)
        for arn, value in found.items()
    }
    return [*shades, *(Shade(words, *FIXED[words]) for words in absent)], of


def steps(numbers: Iterable[float]) -> list[Bounds]:
    """Return the bounds of each step, in order. Equal values are in one step."""
    counts = sorted(Counter(numbers).items())
    if len(counts) <= len(RAMP):
        return [(value, value) for value, _ in counts]
    total, before = sum(number for _, number in counts), 0
    inside: dict[int, list[float]] = {}
    for value, number in counts:
        inside.setdefault(int((before + number / 2) * len(RAMP) / total), []).append(value)
        before += number
    return [(values[0], values[-1]) for values in inside.values()]


def _step_of(number: float, bounds: Sequence[Bounds]) -> int:
    return next(at for at, (_, highest) in enumerate(bounds) if number <= highest)
