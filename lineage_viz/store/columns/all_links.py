"""The associations of several sources put together, as the careful way puts them into dictionaries."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from lineage_viz.store.columns.column import Codes
from lineage_viz.store.columns.links import AllLinks, Links, Rows

Numbers = npt.NDArray[np.int64]


def put_together(parts: Sequence[Links]) -> AllLinks:
    """Return all associations, by source; one with the ends and type of an earlier one replaces it, in its place.

    The destinations of a source, and the types between two ends, have the order in which they were first seen.
    """
    parts = [each for each in parts if len(each.sources)]
    if not parts:
        none = np.zeros(0, np.int32)
        return AllLinks(none, none, (), none, (), (), None, None, has_parallel=False)
    firsts = np.cumsum([0, *(len(each.sources) for each in parts[:-1])]).tolist()
    sources = np.concatenate([each.sources for each in parts])
    destinations = np.concatenate([each.destinations for each in parts])
    types, codes = _types(parts)
    size = 1 + int(max(sources.max(), destinations.max()))
    pairs = sources.astype(np.int64) * size + destinations
    kept = None if _is_in_order(sources, pairs, codes, len(types)) else _kept(pairs, codes, len(types), size)
    places = seen = None
    if kept is not None:
        first, places, seen = kept
        sources, destinations, codes, pairs = sources[first], destinations[first], codes[first], pairs[first]
    parallel = bool(np.any(pairs[1:] == pairs[:-1]))
    return AllLinks(
        sources, destinations, types, codes, tuple(parts), firsts, places, seen, has_parallel=parallel
    )


def _types(parts: Sequence[Links]) -> tuple[list[str], Codes]:
    """Return all types, and the number of that of each association."""
    known: dict[str, int] = {}
    codes = []
    for each in parts:
        own, uniques = each.types.coded()
        numbers = [known.setdefault(str(text), len(known)) if text is not None else 0 for text in uniques]
        codes.append(np.array(numbers, np.int32)[own])
    return list(known), np.concatenate(codes).astype(np.min_scalar_type(len(known)))


def _is_in_order(sources: Rows, pairs: Numbers, codes: Codes, types: int) -> bool:
    """Return True for associations by source, each once, parallel ones side by side: as in the file of an export."""
    if np.any(sources[1:] < sources[:-1]):
        return False
    keys = np.sort(pairs * types + codes)
    if np.any(keys[1:] == keys[:-1]):
        return False
    keys //= types
    return bool(np.count_nonzero(keys[1:] == keys[:-1]) == np.count_nonzero(pairs[1:] == pairs[:-1]))


def _kept(pairs: Numbers, codes: Codes, types: int, size: int) -> tuple[Numbers, Numbers, Numbers]:
    """Return, by source, the places where associations, and then their ends, were seen first and last.

    The results are: where each association was first seen, where it was last seen, and where its two ends were.
    """
    keys = pairs * types + codes
    uniques, first, groups = np.unique(keys, return_index=True, return_inverse=True)
    last = first.copy()
    np.maximum.at(last, groups, np.arange(len(keys)))
    pair = uniques // types
    starts = np.flatnonzero(np.concatenate(([True], pair[1:] != pair[:-1])))
    seen = np.repeat(np.minimum.reduceat(first, starts), np.diff(np.append(starts, len(pair))))
    order = np.lexsort((first, seen, pair // size))
    return first[order], last[order], seen[order]
