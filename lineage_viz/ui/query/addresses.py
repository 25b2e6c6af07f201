"""The recorded addresses that a text begins, as suggestions: whole ones, or the folders on the way to them."""

from collections import Counter

from lineage_viz.component import Suggestions
from lineage_viz.errors import StoreUnavailable
from lineage_viz.questions.prepared import Parameter
from lineage_viz.questions.prepared.parameters import PREFIX
from lineage_viz.store.base import Store
from lineage_viz.words import count, plain, plain_id

_LOOKED_AT = 300
"""Hits among which addresses are looked for: more would make each key press slower."""

_SHOWN = 12


def addresses(store: Store, text: str, parameter: Parameter) -> Suggestions:
    """Return the addresses that contain the text, with the number of entities there; those that begin with it first."""
    try:
        hits = store.search(text.strip(), limit=_LOOKED_AT).entities
    except StoreUnavailable as error:
        return Suggestions(trouble=plain(str(error), 1_000))
    wanted = text.strip().lower()
    sources = [each.source for each in hits if wanted in each.source.lower() and "://" in each.source]
    found = Counter(_folder(each, wanted) if parameter is PREFIX else each for each in sources)
    order = sorted(found, key=lambda each: (not each.lower().startswith(wanted), -found[each], each))
    rows = [
        {
            "arn": "",
            "go": each,
            "title": plain_id(each, 160),
            "words": count(found[each], "entity", "entities"),
            "when": "",
            "source": "",
            "colour": "transparent",
        }
        for each in order[:_SHOWN]
    ]
    note = "" if rows else "No recorded address has this text."
    return Suggestions(rows, len(found), note=note)


def _folder(source: str, text: str) -> str:
    """Return the address up to the first slash behind the text: the next folder on the way."""
    behind = source.lower().index(text) + len(text)
    slash = source.find("/", max(behind, source.index("://") + 3))
    return source[: slash + 1] if slash >= 0 else source
