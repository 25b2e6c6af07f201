"""The table of all health checks with their findings, one row for each IAM action."""

import streamlit as st

from lineage_viz.health import Finding
from lineage_viz.settings import Settings
from lineage_viz.ui.admin.admins_only import still_an_admin
from lineage_viz.ui.admin.health_watch import EVERY, mark, watched
from lineage_viz.ui.text import literal

_LONGEST = 1_000


@st.fragment(run_every=EVERY)
def checks(settings: Settings) -> None:
    """Show the findings of the last examination."""
    still_an_admin()
    watch = watched(settings)
    last = watch.last
    if last is None:
        st.caption("The checks are running …")
    else:
        if not watch.is_current:
            st.caption("The state has changed since these checks. They are running again …")
        with st.container(key="checks"):
            st.markdown(
                "\n".join(("| Check | Result | Finding |", "|---|---|---|", *map(_row, last.findings)))
            )


def _row(finding: Finding) -> str:
    state = f"{mark(finding.verdict)} {finding.verdict}"
    return f"| {literal(finding.name)} | {state} | {finding_words(finding.sentence, finding.next_step)} |"


def finding_words(sentence: str, step: str) -> str:
    """The finding and the next step, as markdown."""
    return " → ".join(literal(part, _LONGEST) for part in (sentence, step) if part)
