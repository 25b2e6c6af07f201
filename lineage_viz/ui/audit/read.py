"""The reports of the page, read once for all visitors."""

from datetime import date

import streamlit as st

from lineage_viz.audit.pack import Pack
from lineage_viz.audit.reading import read_review
from lineage_viz.audit.report import Report, report
from lineage_viz.audit.sign_off.follow_up_log import FollowUpBook
from lineage_viz.audit.sign_off.signed_reports import digest_of, report_text
from lineage_viz.audit.subject import find_subject
from lineage_viz.errors import NotAssessable
from lineage_viz.settings import Settings
from lineage_viz.store.base import Store
from lineage_viz.store.memory import Memory
from lineage_viz.ui.audit.packs import today
from lineage_viz.ui.audit.place import end_of

_REPORTS, _DIGESTS = 64, 2_000


@st.cache_resource(show_spinner=False)
def _memory() -> Memory:
    return Memory(_REPORTS)


@st.cache_resource(show_spinner=False)
def _digests() -> Memory:
    return Memory(_DIGESTS)


def digest_now(store: Store, arn: str, pack: Pack) -> str:
    """Return the SHA-256 of the report of now about a model or endpoint; empty where there is none."""
    try:
        found = read(store, arn, None, pack)
    except NotAssessable:
        return ""
    key = store.edition, arn, pack.name, pack.digest, pack.rules.waivers, found.follow_ups
    digest: str = _digests().recall(key, lambda: digest_of(report_text(found)))
    return digest


def read(store: Store, text: str, day: date | None, pack: Pack) -> Report:
    """Return the report about the model that a text names. Raises NotAssessable, StoreUnavailable."""
    subject = find_subject(store, text)
    key = store.edition, subject.arn, day, pack.name, pack.digest, pack.rules.waivers
    found: Report = _memory().recall(
        key, lambda: report(read_review(store, subject, end_of(day)), store.snapshots, pack)
    )
    follow_ups = FollowUpBook(Settings.from_environment()).of(found.review.model.arn, today())
    return found.with_follow_ups(follow_ups)
