"""The answers to searches for gaps that find nothing: nothing lacks it, or the word is no gap."""

from collections.abc import Sequence

from lineage_viz.questions.prepared.models import LACKS
from lineage_viz.search.term import Term, parts
from lineage_viz.store.base import Store
from lineage_viz.store.filter import Filter
from lineage_viz.words import HAS_GAPS, plain

_MODELS = Filter(types=frozenset({"Model"}))


def no_gap_then(store: Store, kept: Sequence[str]) -> str:
    """Return the sentence about `without:` and the type of models alone; empty for other terms, and without models.

    Raises StoreUnavailable.
    """
    terms = [part for text in kept for part in parts(text) if isinstance(part, Term) and not part.excluded]
    gaps = [value for each in terms if each.field == "without" for value in each.values]
    types = [value for each in terms if each.field == "type" for value in each.values]
    is_alone = len(terms) == len(kept) and {each.field for each in terms} <= {"without", "type"}
    if not gaps or not is_alone or any(not each.startswith("model") for each in types):
        return ""
    if not store.search(filter_=_MODELS, limit=1).total:
        return ""
    hint = f" The snapshot {HAS_GAPS}." if any(store.gaps) else ""
    return f"Each model package here has it: {' or '.join(each.replace('-', ' ') for each in gaps)}.{hint}"


def not_a_gap(word: str) -> str:
    """Return the sentence about a "without" that is not read."""
    known = ", ".join(each.replace(" ", "-") for each in LACKS)
    return f"“without {plain(word, 80)}” is not understood. Of model packages, without: takes {known}."
