"""The reports of the page, read once for all visitors."""

from datetime import date

import streamlit as st

from lineage_viz.audit.pack import Pack
from lineage_viz.audit.reading import read_review
from lineage_viz.audit.report import Report, report
from lineage_viz.audit.sign_off.follow_up_log import FollowUpBook
from lineage_viz.audit.subject import find_subject
from lineage_viz.settings import Settings
from lineage_viz.store.base import Store
from lineage_viz.store.memory import Memory
from lineage_viz.ui.audit.packs import today
from lineage_viz.ui.audit.place import end_of

_REPORTS = 64


@st.cache_resource(show_spinner=False)
def _memory() -> Memory:
    return Memory(_REPORTS)


def read(store: Store, text: str, day: date | None, pack: Pack) -> Report:
    """Return the report about the model that a text names. Raises NotAssessable, StoreUnavailable."""
    subject = find_subject(store, text)
    key = store.edition, subject.arn, day, pack.name, pack.digest, pack.rules.waivers
    found: Report = _memory().recall(
        key, lambda: report(read_review(store, subject, end_of(day)), store.snapshots, pack)
    )
    follow_ups = FollowUpBook(Settings.from_environment()).of(found.review.model.arn, today())
    return found.with_follow_ups(follow_ups)
