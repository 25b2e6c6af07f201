"""The differences between the expected and the found numbers of entities and associations, in words."""

from collections.abc import Callable, Iterator, Mapping

from lineage_viz.store.base import Counts
from lineage_viz.words import association_words, count, inside, type_words


def count_differences(expected: Counts, found: Counts) -> Iterator[str]:
    """Yield each difference in words: `3 trial components instead of 4`.

    Compared are entities without a listing, entities of each label, and associations of each type.
    """
    if expected.unresolved != found.unresolved:
        unlisted = count(found.unresolved, "entity without a listing", "entities without a listing")
        yield f"{unlisted} instead of {expected.unresolved:,}"
    yield from _differences(expected.labels, found.labels, lambda label: inside(type_words(label)))
    yield from _differences(
        expected.association_types,
        found.association_types,
        lambda type_: f"{association_words(type_)} association",
    )


def _differences(
    expected: Mapping[str, int], found: Mapping[str, int], noun: Callable[[str], str]
) -> Iterator[str]:
    for name in sorted(expected.keys() | found.keys()):
        if expected.get(name, 0) != found.get(name, 0):
            yield f"{count(found.get(name, 0), noun(name))} instead of {expected.get(name, 0):,}"
