"""The download of a report: exactly the text whose digest a sign-off names."""

import re

import streamlit as st

from lineage_viz.audit.report import Report
from lineage_viz.audit.sign_off.signed_reports import report_text
from lineage_viz.title import title

_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]+")


def take_away(found: Report) -> None:
    """Show the button. The file is made when the browser requests it."""
    day = f"-{found.review.as_of.date().isoformat()}" if found.review.as_of else ""
    name = _UNSAFE.sub("-", title(found.review.subject)).strip("-")[:80] or "model"
    st.download_button(
        "Take away (JSON)",
        lambda: report_text(found).encode(),
        f"audit-{name}{day}.json",
        "application/json",
        key="take-report",
        icon=":material/download:",
        on_click="ignore",
        help="The whole report with all evidence, as `audit --format json` prints it.",
    )
