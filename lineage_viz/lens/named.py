"""Shades of values without an order: states, decisions, owners, accounts."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from lineage_viz.lens.colours import OTHERS as OTHERS_COLOUR
from lineage_viz.lens.colours import PALETTE
from lineage_viz.lens.shade import FIXED, OTHERS, PLAIN, Shade, Shades, legend_rank
from lineage_viz.lens.valued import Valued
from lineage_viz.words import plain


def named(found: Mapping[str, Valued]) -> Shades:
    """Return a shade for each value: known ones in their own colour, then the palette by frequency, then the others."""
    numbers = Counter(value.words for value in found.values())
    frequent = sorted(numbers, key=lambda words: (-numbers[words], words))
    looks = _looks(frequent)
    others = [words for words in frequent if looks[words] == _OTHERS]
    names = {words: OTHERS if words in others and len(others) > 1 else words for words in frequent}
    forms: defaultdict[str, set[str]] = defaultdict(set)
    for value in found.values():
        forms[names[value.words]] |= {value.filter} if value.filter is not None else set()
    ordered = sorted(dict.fromkeys(names.values()), key=legend_rank)
    looks |= {OTHERS: _OTHERS}
    shades = [Shade(plain(name, 80), *looks[name], values=tuple(sorted(forms[name]))) for name in ordered]
    places = {name: at for at, name in enumerate(ordered)}
    return shades, {arn: places[names[value.words]] for arn, value in found.items()}


_OTHERS = (OTHERS_COLOUR, PLAIN)


def _looks(frequent: Sequence[str]) -> dict[str, tuple[str, int]]:
    """Return the colour and the gaps of each value. Only others share both."""
    known = {words: FIXED[words] for words in frequent if words in FIXED}
    taken = {colour for colour, _ in known.values()}
    free = iter([colour for colour in PALETTE if colour not in taken])
    return known | {words: (next(free, OTHERS_COLOUR), PLAIN) for words in frequent if words not in known}
