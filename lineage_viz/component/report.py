"""A report, or a part of one, shown as text and never as markup."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from lineage_viz.component.assets import component

Block = Mapping[str, object]
"""A part of a report: `is` names its form in report.js, where the other values are described."""

_report = component("report")


def report_blocks(
    blocks: Sequence[Block], *, key: str, on_answer: Callable[[str, str], None] | None = None
) -> None:
    """Show parts of a report one below the other. Links in it lead to pages of this app only.

    `on_answer` gets the id of a check and the part of the page with the form that a person chose for it.
    """

    def answered() -> None:
        match st.session_state[key].get("answer"):
            case {"check": str(check), "part": str(part)} if on_answer:
                on_answer(check, part)

    _report(key=key, data={"blocks": list(blocks)}, on_answer_change=answered)
