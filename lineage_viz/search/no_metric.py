"""The name beside a number that no metric and no parameter has: without it, another metric would be compared."""

from lineage_viz.mistake import corrections
from lineage_viz.recorded_text import fold
from lineage_viz.search.fields import metrics
from lineage_viz.search.sentence import Sentence
from lineage_viz.search.vocabulary import Vocabulary
from lineage_viz.store.base import Store
from lineage_viz.words import plain

_NAMED = 8


def no_metric(store: Store, meant: Sentence) -> str:
    """Return the name at the place of a metric in a sentence; empty without one. Raises StoreUnavailable.

    "With" before it says that it is one; any other word is one unless something here has it.
    """
    names = [each for each in meant.beside if each.word in meant.rest]
    if certain := next((each.word for each in names if each.is_named), ""):
        return certain
    numbers = store.numbers([each.word for each in names]) if names and store.snapshots else {}
    return next((each for each, number in numbers.items() if not number), "")


def no_such_metric(name: str, known: Vocabulary) -> str:
    """Return the sentence about a name that no metric has, with the next step."""
    names = metrics(known)
    listed = ", ".join(plain(each, 60) for each in names[:_NAMED]) or "none"
    last = {fold(each).rpartition(":")[2]: each for each in reversed(names)}
    near = next((last[each] for each in sorted(corrections(fold(name)) & last.keys())), "")
    hint = f"Did you mean {plain(near, 60)}?" if near else f"The metrics here: {listed}."
    return f"No metric or parameter here has the name “{plain(name, 80)}”. {hint}"
