"""The form with which an auditor signs off a review, and its answer."""

import streamlit as st

from lineage_viz.access import Actor
from lineage_viz.audit.report import Report
from lineage_viz.audit.sign_off.attachments import LARGEST, MOST
from lineage_viz.audit.sign_off.log import Decision
from lineage_viz.audit.sign_off.rules import check_may_sign
from lineage_viz.audit.sign_off.signed_reports import digest_of, report_text
from lineage_viz.audit.sign_off.signing import SignOffs
from lineage_viz.errors import AccessRefused, LineageVizError, SignOffRefused
from lineage_viz.sealed_log import LONGEST_TEXT
from lineage_viz.ui.audit.answer import keep_answer
from lineage_viz.ui.session import current_actor, sign_in_is_configured
from lineage_viz.ui.text import literal

SIGNED = "a sign-off"
"""The key of the outcome of the last sign-off."""
_TURN = "turn of attachments"
_WORDS = {
    Decision.APPROVE: "Approve",
    Decision.REJECT: "Reject",
    Decision.NEEDS_WORK: "Needs work",
}


def sign_off_form(signing: SignOffs, found: Report, actor: Actor) -> None:
    """Show the form, or the reason why this visitor may not sign off."""
    signed_in = sign_in_is_configured()
    try:
        check_may_sign(actor, found.review, signing.settings, signed_in=signed_in)
    except (AccessRefused, SignOffRefused) as why:
        st.caption(f":material/lock: {literal(str(why), 1_000)}")
        return
    turn = st.session_state.get(_TURN, 0)  # a new field of files, which is empty
    uploaded = f"attachments {found.review.model.arn} {turn}"
    decision, reason = (f"{name} {found.review.model.arn}" for name in ("decision", "reason"))

    def sign() -> None:
        files = [(each.name, each.getvalue()) for each in st.session_state[uploaded]]
        error, made = _signed(signing, found, st.session_state[decision], st.session_state[reason], files)
        keep_answer(SIGNED, error, made)
        if made:
            st.session_state[decision], st.session_state[reason] = None, ""
            st.session_state[_TURN] = turn + 1

    with st.form(f"sign off {found.review.model.arn}", enter_to_submit=False):
        st.radio(
            "Decision",
            list(_WORDS),
            format_func=_WORDS.__getitem__,
            horizontal=True,
            index=None,
            key=decision,
        )
        st.text_area("Reason", max_chars=LONGEST_TEXT, key=reason, height=100)
        st.file_uploader(
            f"Attachments, at most {MOST}",
            accept_multiple_files=True,
            key=uploaded,
            max_upload_size=LARGEST // 1_000_000,
        )
        st.form_submit_button("Sign off", type="primary", on_click=sign, icon=":material/draw:")
        by = literal(actor.name) if signed_in else "somebody who did not sign in"
        digest = digest_of(report_text(found))
        st.caption(f"Signed by {by}, for the report with the SHA-256 `{digest}`. An entry cannot be changed.")


def _signed(
    signing: SignOffs, found: Report, decision: Decision | None, reason: str, files: list[tuple[str, bytes]]
) -> tuple[str, str]:
    """Sign exactly the report that was shown. Return the error and the words about the entry; one is empty."""
    try:
        if decision is None:
            more = "" if reason.strip() else ", and give a reason"
            raise SignOffRefused(f"Choose a decision: approve, reject or needs work{more}.")
        actor = current_actor()  # the role may have changed since the page was shown
        made = signing.sign(actor, found, decision, reason, signed_in=sign_in_is_configured(), files=files)
    except LineageVizError as error:
        return str(error), ""
    words = f"Signed off: {_WORDS[decision].lower()}. It is entry {made.number:,} of the log."
    return "", f'{words} The evidence bundle in "Take away" has it.'
