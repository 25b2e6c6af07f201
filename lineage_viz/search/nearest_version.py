"""A version that does not exist: the nearest one of its group."""

import re
from dataclasses import replace

from lineage_viz.model import EntityLabel
from lineage_viz.store.base import Store
from lineage_viz.store.filter import NO_FILTER, Filter
from lineage_viz.title import title
from lineage_viz.words import plain

_VERSION = re.compile(r"(?:(?:\S*:)?model-package/)?(?P<group>[^\s/:]+)/(?P<number>[0-9]{1,9})")
_MODELS = Filter(labels=frozenset({EntityLabel.ARTIFACT}), types=frozenset({"Model"}))
_MOST = 500
"""Versions that are compared; a search has the newest first."""


def is_version(text: str) -> bool:
    """True for the name of a version, such as `fraud-models/3`, or its ARN."""
    return _VERSION.fullmatch(text) is not None


def nearest_version(store: Store, text: str, of: Filter = NO_FILTER) -> str:
    """Return the sentence that names the nearest version of the group in a text such as `fraud-models/99`.

    Of two that are equally near it is the later one. Empty for another text, and for a group without versions among
    the entities of a filter. Raises StoreUnavailable.
    """
    asked = _VERSION.fullmatch(text.strip())
    if not asked:
        return ""
    group, number = asked["group"], int(asked["number"])
    hits = store.search(
        f"{group}/", filter_=replace(_MODELS, also=(of,), as_of=of.as_of), limit=_MOST
    ).entities
    names = filter(None, (_VERSION.fullmatch(title(each)) for each in hits))
    versions = {
        int(each["number"]): each.string for each in names if each["group"].casefold() == group.casefold()
    }
    if not versions or number in versions:  # the ARN of another account may have the name of one of these
        return ""
    nearest = min(versions, key=lambda each: (abs(each - number), -each))
    return f"{plain(group, 80)} has no version {number} here; the nearest is {plain(versions[nearest], 80)}."
