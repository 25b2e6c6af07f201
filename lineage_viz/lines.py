"""The lines of a picture: all associations between two cards as one, and what each dash stands for."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from lineage_viz.model import Subgraph
from lineage_viz.style import line_of
from lineage_viz.words import plain

Dash = tuple[int, ...]

PASS: Dash = (1, 6)
"""A way through what is filtered out; its ends are round, so that it is dotted."""

Ends = tuple[str, str]
"""ARNs of source and destination."""

_LONGEST = 60


class Stroke(NamedTuple):
    """All associations from one entity to another, as one line."""

    words: str
    dash: Dash
    types: tuple[str, ...] = ()


def strokes(subgraph: Subgraph) -> dict[Ends, Stroke]:
    """One line for each two cards."""
    types: dict[Ends, set[str]] = defaultdict(set)
    for association in subgraph.associations:
        types[association.source, association.destination].add(association.type)
    # Of ten thousand lines only a handful differ.
    looks = {found: _merged(found) for found in set(map(frozenset, types.values()))}
    return {ends: looks[frozenset(found)] for ends, found in types.items()}


def dashes(subgraph: Subgraph) -> dict[Dash, str]:
    """What each dash in the picture stands for, in words."""
    words: dict[Dash, list[str]] = defaultdict(list)
    for type_ in sorted({association.type for association in subgraph.associations}):
        words[line_of(type_).dash].append(_words(type_))
    return {dash: ", ".join(words[dash]) for dash in sorted(words)}


def _merged(types: Iterable[str]) -> Stroke:
    """Solid wins, as it stands for the strongest of the associations."""
    found = sorted(types)
    dash = min((line_of(type_).dash for type_ in found), key=lambda dash: (bool(dash), dash))
    return Stroke(", ".join(map(_words, found)), dash, tuple(found))


def _words(type_: str) -> str:
    return plain(line_of(type_).words, _LONGEST)
