"""The admin log: its last entries, and the verification of its hash chain."""

import streamlit as st

from lineage_viz.admin_log import AdminLog
from lineage_viz.errors import SealedLogError
from lineage_viz.sealed_log import Entry
from lineage_viz.settings import Settings
from lineage_viz.typed_command import typed_command
from lineage_viz.ui.admin.admins_only import for_admins
from lineage_viz.ui.text import literal
from lineage_viz.words import count, named, plain

LAST = 50
ROWS = 11
"""Rows that the table shows before it scrolls."""


def log_entries(settings: Settings) -> None:
    """Show the last entries, the newest first. Raises SealedLogError."""
    log = AdminLog(settings.admin_log)
    entries = log.entries()
    with st.container(horizontal=True, vertical_alignment="center"):
        verify = st.button("Verify", icon=":material/verified_user:")
        _download(log)
        more = f"; the last {LAST} are shown" if len(entries) > LAST else ""
        st.caption(count(len(entries), "entry", "entries") + more)
    if verify:
        _verdict(log)
    if entries:
        _table(entries[: -LAST - 1 : -1])
    else:
        st.caption("The log is empty: no admin has changed anything yet.")


def _verdict(log: AdminLog) -> None:
    verdict = log.verify()
    if verdict.problem:
        st.error(
            f"{literal(verdict.problem, 1_000)} Unchanged before that: {count(verdict.entries, 'entry', 'entries')}.",
            icon=":material/gpp_bad:",
        )
        return
    words = f"{count(verdict.entries, 'entry', 'entries')}, unchanged since they were written."
    if verdict.entries:
        words += (
            " This check cannot detect a log that was rewritten from its first entry. Store this command elsewhere: "
            "run later, it shows whether earlier entries were rewritten: "
            f"`{typed_command()} log verify --noted {verdict.head}`"
        )
    st.success(words, icon=":material/verified_user:")


def _download(log: AdminLog) -> None:
    def content() -> bytes:
        try:
            return log.content()
        except SealedLogError as error:
            return str(error).encode()

    st.download_button(
        "Whole log",
        for_admins(content),
        "lineage-admin-log.jsonl",
        "application/jsonl",
        icon=":material/download:",
        on_click="ignore",
    )


def _table(entries: tuple[Entry, ...]) -> None:
    st.dataframe(
        {
            "Entry": [each.number for each in entries],
            "When": [each.at for each in entries],
            "Who": [plain(each.actor, 120) for each in entries],
            "Role": [plain(each.role, 40) for each in entries],
            "Action": [plain(each.action, 120) for each in entries],
            "Details": [
                named((plain(name, 60), plain(text)) for name, text in each.details.items())
                for each in entries
            ],
        },
        hide_index=True,
        height="content" if len(entries) <= ROWS else 420,
        column_config={
            "Entry": st.column_config.NumberColumn(width=60),
            "When": st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm:ss [UTC]", timezone="UTC"),
            "Details": st.column_config.TextColumn(width="large"),
        },
    )
