"""The answer "no" to a search for the decisions of a person who has made none: "approved by grace"."""

from collections.abc import Sequence

from lineage_viz.search.fields import filter_of
from lineage_viz.search.term import Term, parts
from lineage_viz.search.vocabulary import Vocabulary
from lineage_viz.store.base import Store
from lineage_viz.words import plain


def no_decision(store: Store, kept: Sequence[str], known: Vocabulary) -> str:
    """Return the sentence with the next step; empty when a person in the terms has decided. Raises StoreUnavailable."""
    found = (part for text in kept for part in parts(text) if isinstance(part, Term))
    asked = next((each for each in found if each.field == "decidedby" and not each.excluded), None)
    if not asked:
        return ""
    filter_ = filter_of(asked, known)
    if store.search(filter_=filter_, limit=1).total:
        return ""
    people = " or ".join(plain(each, 60) for each in sorted(filter_.deciders))
    return f"No recorded decision is by {people}. by:{asked.text.partition(':')[2]} has what is owned, too."
