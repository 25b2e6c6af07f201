"""The lines of a picture: one for all associations between two cards. A dash stands for an association type."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from lineage_viz.model import Subgraph
from lineage_viz.picture.data_roles import role_of
from lineage_viz.questions.overview import number_of
from lineage_viz.style import Dash, line_of
from lineage_viz.words import plain

Ends = tuple[str, str]
"""ARNs of source and destination."""

_Counted = tuple[str, int, str]
"""An association type, the number of associations that a line of the overview represents (else 0), and the role."""

_LONGEST = 60


class Stroke(NamedTuple):
    """All associations from one entity to another, as one line."""

    words: str
    dash: Dash
    types: tuple[str, ...] = ()


def strokes(subgraph: Subgraph) -> dict[Ends, Stroke]:
    """Return one line for each two linked cards."""
    # Ten thousand lines have only a handful of different styles, so they share their sets of types.
    alone: dict[_Counted, frozenset[_Counted]] = {}
    types: dict[Ends, frozenset[_Counted]] = {}
    for association in subgraph.associations:
        ends = association.source, association.destination
        counted = association.type, number_of(association), role_of(association)
        one = alone.setdefault(counted, frozenset([counted]))
        types[ends] = types[ends] | one if ends in types else one
    merged = {each: _merged(each) for each in set(types.values())}
    return {ends: merged[each] for ends, each in types.items()}


def dashes(subgraph: Subgraph) -> dict[Dash, str]:
    """Return the association types of each dash in the picture, in words."""
    words: dict[Dash, list[str]] = defaultdict(list)
    for type_ in sorted({association.type for association in subgraph.associations}):
        words[line_of(type_).dash].append(_words(type_))
    return {dash: ", ".join(words[dash]) for dash in sorted(words)}


def _merged(types: Iterable[_Counted]) -> Stroke:
    """Return one line for several types. A solid line wins, as it stands for the strongest association."""
    ordered = sorted(types)
    dash = min((line_of(type_).dash for type_, _, _ in ordered), key=lambda dash: (bool(dash), dash))
    words = ", ".join(_counted_words(*each) for each in ordered)
    return Stroke(words, dash, tuple(dict.fromkeys(type_ for type_, _, _ in ordered)))


def _counted_words(type_: str, number: int, role: str) -> str:
    return _words(type_) + (f" ({number:,})" if number else "") + (f" as {role}" if role else "")


def _words(type_: str) -> str:
    return plain(line_of(type_).words, _LONGEST)
