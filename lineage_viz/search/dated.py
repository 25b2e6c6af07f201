"""A date alone in a text, such as `2026-02`: a time, unless something here is named so."""

import re
from collections.abc import Sequence

from lineage_viz.recorded_text import fold
from lineage_viz.store.base import Page, Store
from lineage_viz.store.filter import Filter
from lineage_viz.title import recorded_title

_LOOKED_AT = 60
"""Hits among which a name is looked for."""


def is_named(store: Store, words: str, filter_: Filter, dates: Sequence[str]) -> bool:
    """True when an entity with these words has the dates in its name or its address. Raises StoreUnavailable.

    A time within a generated name is none: `churn-2026-02-04-02-37-59-091` tells when the entity was made.
    """
    if not dates:
        return False
    found: Page = store.search(words, filter_=filter_, limit=_LOOKED_AT)
    whole = [re.compile(rf"(?<![a-z0-9]){re.escape(each)}(?![a-z0-9]|-\d)") for each in dates]
    names = (f"{fold(recorded_title(each))} {fold(each.source)}" for each in found.entities)
    return any(all(each.search(name) for each in whole) for name in names)


def said(dates: Sequence[str], meant: str) -> str:
    """Return the sentence about a date that is read as a part of names, with the other reading."""
    return f"“{' '.join(dates)}” is read as a part of names. As a time: {meant}."
