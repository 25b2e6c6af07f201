"""The reports of the page, read once for all visitors."""

from datetime import date

import streamlit as st

from lineage_viz.audit.pack import Pack
from lineage_viz.audit.reading import read_review
from lineage_viz.audit.report import Report, report
from lineage_viz.audit.subject import find_subject
from lineage_viz.store.base import Store
from lineage_viz.store.memory import Memory
from lineage_viz.ui.audit.place import end_of

_REPORTS = 64


@st.cache_resource(show_spinner=False)
def _memory() -> Memory:
    return Memory(_REPORTS)


def read(store: Store, text: str, day: date | None, pack: Pack) -> Report:
    """Return the report about the model that a text names. Raises NotAssessable, StoreUnavailable."""
    subject = find_subject(store, text)
    key = store.edition, subject.arn, day, pack.name, pack.digest
    found: Report = _memory().recall(
        key, lambda: report(read_review(store, subject, end_of(day)), store.snapshots, pack)
    )
    return found
