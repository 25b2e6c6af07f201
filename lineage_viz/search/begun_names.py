"""The names in a store that begin with a text, and the types of everything that is named so."""

from collections.abc import Mapping, Sequence

from lineage_viz.recorded_text import fold
from lineage_viz.store.base import Store
from lineage_viz.title import title

_LOOKED_AT = 20
"""Hits among which a name is looked for; those whose titles begin with the text come first."""

Begun = Mapping[str, frozenset[str]]
"""The texts that begin names, with the recorded types of the entities of these names."""


def begun(store: Store, texts: Sequence[str]) -> Begun:
    """Look for the names that begin with each text, and end with it or go on after a sign. Raises StoreUnavailable."""
    numbers = store.numbers(texts)
    found = {each: _types(store, each) for each in texts if numbers[each]}
    return {each: types for each, types in found.items() if types}


def _types(store: Store, text: str) -> frozenset[str]:
    hits = store.search(text, limit=_LOOKED_AT).entities
    return frozenset(each.type for each in hits if _begins(fold(title(each)), text))


def _begins(name: str, text: str) -> bool:
    rest = name.removeprefix(text.removesuffix("s"))
    return rest != name and not rest.removeprefix("s")[:1].isalnum()
