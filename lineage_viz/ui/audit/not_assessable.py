"""The message for a model that cannot be reviewed, with the models that the question may mean."""

from datetime import date

import streamlit as st

from lineage_viz.component.report import report_blocks
from lineage_viz.errors import EntityNotFound, NotAssessable
from lineage_viz.model import Entity
from lineage_viz.store.base import Store
from lineage_viz.title import title
from lineage_viz.ui.audit.links import review_url
from lineage_viz.ui.text import literal
from lineage_viz.words import moment, plain, plain_id, type_words

_LISTED = 50


def not_assessable(store: Store, why: NotAssessable, day: date | None) -> None:
    """Show the reason with the next step. Each of several models is a link to its own review."""
    sentence, _, _ = str(why).partition("\n")
    st.warning(literal(sentence.replace(" by its ARN:", ":"), 1_000), icon=":material/search_off:")
    if why.choices:
        rows = [_row(_known(store, arn), day) for arn in why.choices[:_LISTED]]
        head = [{"words": "Model"}, {"words": "Type"}, {"words": "Created"}, {"words": "Source"}]
        report_blocks(
            [{"is": "table", "words": "Models to choose from", "head": head, "rows": rows}], key="choices"
        )


def _known(store: Store, arn: str) -> Entity:
    try:
        return store.get(arn)
    except EntityNotFound:  # another snapshot was loaded in between
        return Entity(arn, "artifact", {})


def _row(entity: Entity, day: date | None) -> list[dict[str, str]]:
    return [
        {"words": plain(title(entity), 80), "url": review_url(entity.arn, day)},
        {"words": type_words(entity.type)},
        {"words": moment(entity.created) if entity.created else ""},
        {"words": plain_id(entity.source)},
    ]
