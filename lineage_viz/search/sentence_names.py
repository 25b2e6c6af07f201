"""The words of a sentence that begin a recorded name together: "shelf images" is shelf-images-prod, and no type."""

from collections.abc import Callable, Iterator, Sequence

from lineage_viz.search.sentence_words import EMPTY, NEGATING
from lineage_viz.search.vocabulary import Vocabulary, matching

_LONGEST = 3
"""Words of the longest name that is looked for."""
_MOST = 12
"""Names that are looked for in one sentence: each one is counted."""


def with_names(text: str, known: Vocabulary, term_of: Callable[[str], str]) -> str:
    """Join the words of a folded text that begin a name and of which one alone is a term: `shelf-images`.

    A word stays a type where something of that type has the name, as in "churn models".
    """
    words = text.split()
    runs = {"-".join(words[first:end]): (first, end) for first, end in _runs(words, term_of)}
    names = known.begun(tuple(runs)[:_MOST]) if runs else {}
    for name, (first, end) in runs.items():
        types = names.get(name, frozenset())
        if types and not any(types & _types(term_of(each), known) for each in words[first:end]):
            return " ".join((*words[:first], name, *words[end:]))
    return text


def _runs(words: Sequence[str], term_of: Callable[[str], str]) -> Iterator[tuple[int, int]]:
    """Yield the places of neighbours that may be a name, the longest first: terms, and at least one other word."""
    may_be = [each.isalpha() and each not in EMPTY | NEGATING for each in words]
    terms = [may_be[at] and bool(term_of(each)) for at, each in enumerate(words)]
    for length in range(_LONGEST, 1, -1):
        for first in range(len(words) - length + 1):
            run = slice(first, first + length)
            if all(may_be[run]) and any(terms[run]) and not all(terms[run]):
                yield first, first + length


def _types(term: str, known: Vocabulary) -> frozenset[str]:
    """Return the recorded types that a term means; none for another term."""
    value = term.removeprefix("type:")
    found = matching(value, known.types) if value != term else []
    return frozenset[str]().union(*(known.types[each] for each in found))
