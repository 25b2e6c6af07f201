"""The reports of the page, read once for all visitors."""

from datetime import date

import streamlit as st

from lineage_viz.audit.reading import read_review
from lineage_viz.audit.report import Report, report
from lineage_viz.audit.subject import find_subject
from lineage_viz.model import Entity
from lineage_viz.store.base import Store
from lineage_viz.store.memory import Memory
from lineage_viz.ui.audit.place import end_of

_REPORTS = 64


@st.cache_resource(show_spinner=False)
def _memory() -> Memory:
    return Memory(_REPORTS)


def read(store: Store, text: str, day: date | None) -> Report:
    """Return the report about the model that a text names. Raises NotAssessable, StoreUnavailable."""
    subject = find_subject(store, text)
    return read_report(store, subject, day)


def read_report(store: Store, subject: Entity, day: date | None = None) -> Report:
    """Return the report about a model. Raises NotAssessable, StoreUnavailable."""
    return _memory().recall((store.edition, subject.arn, day), lambda: _report(store, subject, day))


def _report(store: Store, subject: Entity, day: date | None) -> Report:
    return report(read_review(store, subject, end_of(day)), store.snapshots)
