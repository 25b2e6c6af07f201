"""Every check with what was found, each IAM action among them."""

import streamlit as st

from lineage_viz.health import Finding
from lineage_viz.settings import Settings
from lineage_viz.ui.admin.admins_only import still_an_admin
from lineage_viz.ui.admin.health_watch import EVERY, mark, watched
from lineage_viz.ui.text import literal

_LONGEST = 1_000


@st.fragment(run_every=EVERY)
def checks(settings: Settings) -> None:
    """A table of them, as of the last look."""
    still_an_admin()
    watch = watched(settings)
    last = watch.last
    if last is None:
        st.caption("They are being made.")
    else:
        if not watch.is_current:
            st.caption("Something has changed since. They are being made again.")
        with st.container(key="checks"):
            st.markdown(
                "\n".join(("| Check | | What was found |", "|---|---|---|", *map(_row, last.findings)))
            )


def _row(finding: Finding) -> str:
    state = f"{mark(finding.verdict)} {finding.verdict}"
    return f"| {literal(finding.name)} | {state} | {said(finding.sentence, finding.next_step)} |"


def said(sentence: str, step: str) -> str:
    """How it is, and what to do, as markdown."""
    return " → ".join(literal(part, _LONGEST) for part in (sentence, step) if part)
