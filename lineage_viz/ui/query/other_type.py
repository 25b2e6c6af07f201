"""The sentence about a text that only entities of other types have: the question does not take them."""

from collections.abc import Sequence
from dataclasses import replace

from lineage_viz.component import Suggestions
from lineage_viz.errors import StoreUnavailable
from lineage_viz.model import Entity, EntityLabel
from lineage_viz.questions.prepared import Parameter
from lineage_viz.recorded_text import fold
from lineage_viz.search.asked import asked_of
from lineage_viz.store.base import Store
from lineage_viz.title import title
from lineage_viz.ui.explore.suggesting import suggestions
from lineage_viz.words import count, inside, plain, type_words

_LOOKED_AT = 60


def suggested(store: Store, text: str, parameter: Parameter) -> Suggestions:
    """The suggestions for a value; where none fits, the entities of other types that have the text are said."""
    found = suggestions(store, text, parameter.of)
    if found.total or found.trouble:
        return found
    try:
        others = asked_of(store, text).answer(store, limit=_LOOKED_AT)
    except StoreUnavailable:
        return found
    if not others.total:
        return found
    return replace(found, note=_said(text, others.entities, others.total, parameter))


def _said(text: str, others: Sequence[Entity], total: int, parameter: Parameter) -> str:
    named = [each for each in others if fold(title(each)) == fold(text) or text in (each.arn, each.source)]
    named = [
        each for each in named if each.label != EntityLabel.ACTION
    ] or named  # it has the name of its subject
    types = dict.fromkeys(inside(type_words(each.type or each.label)) for each in named or others)
    takes = f"This question takes {parameter.words}."
    if len(types) == 1 and (named or total == 1):
        return f"{plain(title((named or others)[0]), 80)} is of the type {next(iter(types))}. {takes}"
    return f"{count(total, 'entity has', 'entities have')} “{plain(text, 80)}”: {', '.join(types)}. {takes}"
