"""The log of admin actions: its last entries, and whether all of it is as it was written."""

import streamlit as st

from lineage_viz.admin_log import AdminLog, Entry
from lineage_viz.errors import AdminLogError
from lineage_viz.settings import Settings
from lineage_viz.ui.admin.admins_only import for_admins
from lineage_viz.ui.text import literal, viewer_zone
from lineage_viz.words import count, named, plain

LAST = 50
ROWS = 11
"""In sight at once."""


def entries(settings: Settings) -> None:
    """The last entries, the newest first. Raises AdminLogError."""
    log = AdminLog(settings.admin_log)
    found = log.entries()
    with st.container(horizontal=True, vertical_alignment="center"):
        verify = st.button("Verify", icon=":material/verified_user:")
        _download(log)
        more = f", the last {LAST} are shown" if len(found) > LAST else ""
        st.caption(count(len(found), "entry", "entries") + more)
    if verify:
        _verdict(log)
    if found:
        _table(found[: -LAST - 1 : -1])
    else:
        st.caption("Nobody has changed anything yet.")


def _verdict(log: AdminLog) -> None:
    verdict = log.verify()
    if verdict.problem:
        st.error(
            f"{literal(verdict.problem, 1_000)} Whole up to there: {count(verdict.entries, 'entry', 'entries')}.",
            icon=":material/gpp_bad:",
        )
        return
    words = f"{count(verdict.entries, 'entry', 'entries')}, each as it was written."
    if verdict.entries:
        words += (
            " Whether the whole log was made anew, only a hash that was noted elsewhere can tell. Note the one of the "
            f"last entry, and ask later: `python -m lineage_viz log verify --noted {verdict.head}`"
        )
    st.success(words, icon=":material/verified_user:")


def _download(log: AdminLog) -> None:
    def content() -> bytes:
        try:
            return log.content()
        except AdminLogError as error:
            return str(error).encode()

    st.download_button(
        "Whole log",
        for_admins(content),
        "lineage-admin-log.jsonl",
        "application/jsonl",
        icon=":material/download:",
        on_click="ignore",
    )


def _table(found: tuple[Entry, ...]) -> None:
    st.dataframe(
        {
            "Entry": [each.number for each in found],
            "When": [each.at for each in found],
            "Who": [plain(each.actor, 120) for each in found],
            "Role": [plain(each.role, 40) for each in found],
            "Action": [plain(each.action, 120) for each in found],
            "Details": [
                named((plain(name, 60), plain(text)) for name, text in each.details.items()) for each in found
            ],
        },
        hide_index=True,
        height="content" if len(found) <= ROWS else 420,
        column_config={
            "Entry": st.column_config.NumberColumn(width=60),
            "When": st.column_config.DatetimeColumn(
                format="D MMM YYYY, HH:mm:ss", timezone=str(viewer_zone())
            ),
            "Details": st.column_config.TextColumn(width="large"),
        },
    )
