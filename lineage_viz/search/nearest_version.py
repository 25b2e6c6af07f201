"""A version that does not exist: the nearest one of its group."""

import re
from collections.abc import Mapping
from dataclasses import replace

from lineage_viz.model import Entity, EntityLabel
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


def number_of(text: str) -> int | None:
    """Return the number in the name of a version, or its ARN; None for another text."""
    found = _VERSION.fullmatch(text)
    return int(found["number"]) if found else None


def versions_of(store: Store, group: str, of: Filter = NO_FILTER) -> Mapping[int, Entity]:
    """Return the versions of a group among the entities of a filter, by their numbers. Raises StoreUnavailable."""
    hits = store.search(
        f"{group}/", filter_=replace(_MODELS, also=(of,), as_of=of.as_of), limit=_MOST
    ).entities
    named = ((each, _VERSION.fullmatch(title(each))) for each in hits)
    return {
        int(name["number"]): each
        for each, name in named
        if name and name["group"].casefold() == group.casefold()
    }


def nearest_version(store: Store, text: str, of: Filter = NO_FILTER) -> str:
    """Return the sentence that names the nearest version of the group in a text such as `fraud-models/99`.

    Of two that are equally near it is the later one. Empty for another text, and for a group without versions among
    the entities of a filter. Raises StoreUnavailable.
    """
    asked = _VERSION.fullmatch(text.strip())
    if not asked:
        return ""
    group, number = asked["group"], int(asked["number"])
    versions = {at: title(each) for at, each in versions_of(store, group, of).items()}
    if not versions or number in versions:  # the ARN of another account may have the name of one of these
        return ""
    nearest = min(versions, key=lambda each: (abs(each - number), -each))
    return f"{plain(group, 80)} has no version {number} here; the nearest is {plain(versions[nearest], 80)}."
