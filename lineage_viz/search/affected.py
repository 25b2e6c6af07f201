"""The answer to "what depends on X", "impact of X" and "downstream of X": everything downstream, endpoints first."""

from collections.abc import Mapping

from lineage_viz.model import Entity, EntityLabel, TypeKey
from lineage_viz.questions.endpoint_states import ENDPOINT, EndpointState
from lineage_viz.questions.impact import impact
from lineage_viz.search.question import Reading, named
from lineage_viz.search.question_words import affected_by
from lineage_viz.store.base import Store
from lineage_viz.store.filter import NO_FILTER
from lineage_viz.title import title
from lineage_viz.view.filters import type_key
from lineage_viz.words import count, plain

_MODEL: TypeKey = (EntityLabel.ARTIFACT, "Model")
_ALONE: Mapping[str, TypeKey] = {"endpoint": ENDPOINT, "model": _MODEL}
"""The types that a text may ask for alone: "models that depend on X"."""


def affected(store: Store, text: str) -> Reading | None:
    """Answer a text that asks for the impact of one entity; None for any other text.

    When the name in it means several entities, these are the answer. Raises StoreUnavailable.
    """
    asked = affected_by(text)
    found = named(store, asked.name, NO_FILTER) if asked else []
    if not asked or not found:
        return None
    if len(found) > 1:
        told = f"The impact of “{plain(asked.name, 80)}” is that of one of these: type more of its address."
        return Reading(tuple(each.arn for each in found), told)
    return _impact(store, found[0], asked.alone)


def _impact(store: Store, entity: Entity, alone: str) -> Reading:
    all_ = impact(store, entity.arn)
    wanted = _ALONE.get(alone)
    rows = [row.entity for row in all_.rows if wanted in (None, type_key(row.entity))]
    states = list(EndpointState)  # the live ones are the first
    rank = {arn: states.index(state) for arn, state in all_.endpoints.items()}
    rows.sort(key=lambda each: rank.get(each.arn, len(states)))  # stable: of equals the nearest comes first
    only = f" These are the {count(len(rows), alone)} among them." if wanted else ""
    told = f"Understood as the impact of {plain(title(entity), 80)}. {all_.sentence}{only}"
    return Reading(tuple(each.arn for each in rows), told)
