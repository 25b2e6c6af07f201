"""The form with which an auditor signs off a review, and its answer."""

from dataclasses import dataclass
from datetime import UTC, datetime

import streamlit as st

from lineage_viz.access import Actor
from lineage_viz.audit.freshness import with_age
from lineage_viz.audit.report import Report
from lineage_viz.audit.sign_off.attachments import LARGEST, MOST
from lineage_viz.audit.sign_off.log import Decision
from lineage_viz.audit.sign_off.rules import ALL_THE_SAME, check_may_sign, open_words
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
    decision, reason, tick = (
        f"{name} {found.review.model.arn}" for name in ("decision", "reason", "all the same")
    )

    def sign() -> None:
        files = [(each.name, each.getvalue()) for each in st.session_state[uploaded]]
        values = _Values(
            st.session_state[decision], st.session_state[reason], bool(st.session_state.get(tick)), files
        )
        error, made = _signed(signing, found, values)
        keep_answer(SIGNED, error, made)
        if made:
            st.session_state[decision], st.session_state[reason], st.session_state[tick] = None, "", False
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
        if found.open_critical:
            st.checkbox(f"{ALL_THE_SAME}: {open_words(found)}", key=tick)
        st.form_submit_button("Sign off", type="primary", on_click=sign, icon=":material/draw:")
        by = literal(actor.name) if signed_in else "somebody who did not sign in"
        digest = digest_of(report_text(found))
        st.caption(
            f"Signed by {by}, for the report with the SHA-256 `{digest}`{_taken(found)}. An entry cannot be changed."
        )


def _taken(found: Report) -> str:
    """The time and the age of the oldest snapshot: what happened since is in no review of it."""
    taken = min((each.taken for each in found.snapshots if each.taken), default=None)
    return f" and the snapshot of {with_age(taken, datetime.now(UTC))}" if taken else ""


@dataclass(frozen=True, slots=True)
class _Values:
    """The inputs of the auditor."""

    decision: Decision | None
    reason: str
    all_the_same: bool
    files: list[tuple[str, bytes]]


def _signed(signing: SignOffs, found: Report, given: _Values) -> tuple[str, str]:
    """Sign exactly the report that was shown. Return the error and the words about the entry; one is empty."""
    try:
        if given.decision is None:
            more = "" if given.reason.strip() else ", and give a reason"
            raise SignOffRefused(f"Choose a decision: approve, reject or needs work{more}.")
        actor = current_actor()  # the role may have changed since the page was shown
        made = signing.sign(
            actor,
            found,
            given.decision,
            given.reason,
            signed_in=sign_in_is_configured(),
            all_the_same=given.all_the_same,
            files=given.files,
        )
    except LineageVizError as error:
        return str(error), ""
    words = f"Signed off: {_WORDS[given.decision].lower()}. It is entry {made.number:,} of the log."
    return "", f'{words} The evidence bundle in "Take away" has it.'
