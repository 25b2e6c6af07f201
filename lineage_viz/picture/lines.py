"""The lines of a picture: all associations between two cards as one, and what each dash stands for."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from lineage_viz.model import Subgraph
from lineage_viz.questions.overview import held
from lineage_viz.style import Dash, line_of
from lineage_viz.words import plain

Ends = tuple[str, str]
"""ARNs of source and destination."""

_Held = tuple[str, int]
"""An association type, and how many associations of it a line of the overview stands for; else 0."""

_LONGEST = 60


class Stroke(NamedTuple):
    """All associations from one entity to another, as one line."""

    words: str
    dash: Dash
    types: tuple[str, ...] = ()


def strokes(subgraph: Subgraph) -> dict[Ends, Stroke]:
    """One line for each two cards."""
    found: dict[Ends, set[_Held]] = defaultdict(set)
    for association in subgraph.associations:
        found[association.source, association.destination].add((association.type, held(association)))
    # Of ten thousand lines only a handful differ.
    looks = {each: _merged(each) for each in set(map(frozenset, found.values()))}
    return {ends: looks[frozenset(each)] for ends, each in found.items()}


def dashes(subgraph: Subgraph) -> dict[Dash, str]:
    """What each dash in the picture stands for, in words."""
    words: dict[Dash, list[str]] = defaultdict(list)
    for type_ in sorted({association.type for association in subgraph.associations}):
        words[line_of(type_).dash].append(_words(type_))
    return {dash: ", ".join(words[dash]) for dash in sorted(words)}


def _merged(of: Iterable[_Held]) -> Stroke:
    """Solid wins, as it stands for the strongest of the associations."""
    found = sorted(of)
    dash = min((line_of(type_).dash for type_, _ in found), key=lambda dash: (bool(dash), dash))
    words = (f"{_words(type_)} ({number:,})" if number else _words(type_) for type_, number in found)
    return Stroke(", ".join(words), dash, tuple(type_ for type_, _ in found))


def _words(type_: str) -> str:
    return plain(line_of(type_).words, _LONGEST)
