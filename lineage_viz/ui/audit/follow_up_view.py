"""The follow-ups of a model, and the form with which an auditor records one."""

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from lineage_viz.access import Actor
from lineage_viz.audit.check import GOOD, Result
from lineage_viz.audit.follow_up import DONE, FollowUp, FollowUpState
from lineage_viz.audit.report import Report
from lineage_viz.audit.sign_off.follow_up_log import LONGEST_OWNER, FollowUpBook
from lineage_viz.audit.sign_off.rules import check_may_record
from lineage_viz.component.report import Block, report_blocks
from lineage_viz.errors import AccessRefused, LineageVizError, SignOffRefused
from lineage_viz.sealed_log import LONGEST_TEXT
from lineage_viz.settings import Settings
from lineage_viz.typed_day import day_of, no_day
from lineage_viz.ui.audit.answer import keep_answer, show_answer
from lineage_viz.ui.audit.packs import today
from lineage_viz.ui.session import current_actor, sign_in_is_configured
from lineage_viz.ui.text import literal
from lineage_viz.words import day, moment, plain

FOLLOW_UPS = "Follow-ups"
"""The heading of this part of the page."""
FOLLOW_UP_FORM = "Give a finding an owner, a due date and a state"

_HEAD = ("Check", "State", "Owner", "Due", "Comment", "Recorded by", "When")
_FIELDS = ("check", "owner", "due", "state", "comment")


def follow_up_view(found: Report, actor: Actor) -> None:
    """Show the follow-ups and the form, or the reason why this visitor may not record one."""
    st.header(FOLLOW_UPS, anchor=False)
    show_answer(FOLLOW_UPS)
    if found.follow_ups.problem:
        st.error(
            f"The log of follow-ups was changed, so none proves anything. {literal(found.follow_ups.problem, 1_000)}",
            icon=":material/gpp_bad:",
        )
    report_blocks([_table(found)], key="follow-ups")
    settings = Settings.from_environment()
    try:
        check_may_record(
            actor, found.review, settings, "record a follow-up", signed_in=sign_in_is_configured()
        )
    except (AccessRefused, SignOffRefused) as why:
        st.caption(f":material/lock: {literal(str(why), 1_000)}")
        return
    choices = _choices(found)
    if choices:
        _form(found, choices)


def choose_to_follow_up(found: Report, check: str) -> None:
    """Choose a check in the form, before the page runs again."""
    if check in {each.check.id for each in _choices(found)}:
        st.session_state[f"follow-up check {found.review.model.arn}"] = check


def _choices(found: Report) -> Sequence[Result]:
    """The results that ask for something, and those that have a follow-up."""
    return [each for each in found.results if each.outcome not in GOOD or found.follow_up(each)]


def _table(found: Report) -> Block:
    if not found.follow_ups.last:
        words = "No finding of this model has an owner or a due date yet."
        return {"is": "words", "lines": [words]}
    head = [{"words": each} for each in _HEAD]
    rows = [_cells(each, found) for each in found.follow_ups.last]
    return {"is": "table", "words": "Follow-ups", "head": head, "rows": rows}


def _cells(each: FollowUp, found: Report) -> list[dict[str, str]]:
    late = each.is_overdue(found.follow_ups.on)
    return [
        {"words": plain(each.check, 80)},
        {"words": str(each.state), "tone": "good" if each.state in DONE else "warn"},
        {"words": plain(each.owner, 200)},
        {
            "words": day(each.due) if each.due else "",
            "tone": "bad" if late else "",
            "more": "overdue" if late else "",
        },
        {"words": plain(each.comment, 1_000)},
        {"words": plain(each.by, 120), "more": "" if each.signed_in else "not authenticated"},
        {"words": moment(each.at)},
    ]


def _form(found: Report, choices: Sequence[Result]) -> None:
    arn = found.review.model.arn
    keys = {name: f"follow-up {name} {arn}" for name in _FIELDS}
    words = {each.check.id: f"{each.check.id} ({each.check.severity}): {each.outcome}" for each in choices}

    def record() -> None:
        values = {name: st.session_state[key] for name, key in keys.items()}
        error, made = _recorded(found, values)
        keep_answer(FOLLOW_UPS, error, made)
        if made:
            for name in ("owner", "due", "comment"):
                st.session_state[keys[name]] = ""

    with (
        st.expander(FOLLOW_UP_FORM, icon=":material/assignment_ind:"),
        st.form(f"follow up {arn}", border=False, enter_to_submit=False),
    ):
        st.selectbox("Finding", list(words), format_func=words.__getitem__, key=keys["check"])
        with st.container(horizontal=True):
            st.text_input("Owner", key=keys["owner"], max_chars=LONGEST_OWNER, width=260)
            st.text_input("Due date", key=keys["due"], placeholder="YYYY-MM-DD", max_chars=20, width=150)
            st.radio("State", list(FollowUpState), key=keys["state"], format_func=_state, horizontal=True)
        st.text_area("Comment", max_chars=LONGEST_TEXT, key=keys["comment"], height=80)
        st.form_submit_button(
            "Record", type="primary", on_click=record, icon=":material/assignment_turned_in:"
        )
        st.caption("A follow-up changes no outcome. An entry cannot be changed; a later one replaces it.")


def _state(state: FollowUpState) -> str:
    return state.capitalize()


def _recorded(found: Report, values: dict[str, str]) -> tuple[str, str]:
    """Record the follow-up of the form. Return the error and the words about the entry; one is empty."""
    due = day_of(values["due"])
    if values["due"].strip() and not due:
        return no_day(plain(values["due"], 40)), ""
    wanted = FollowUp(
        number=0,
        at=datetime.now(UTC),
        by="",
        signed_in=sign_in_is_configured(),
        model=found.review.model.arn,
        check=values["check"],
        owner=values["owner"],
        due=due,
        state=FollowUpState(values["state"]),
        comment=values["comment"],
    )
    try:
        actor = current_actor()  # the role may have changed since the page was shown
        made = FollowUpBook(Settings.from_environment()).record(actor, found, wanted, today())
    except LineageVizError as error:
        return str(error), ""
    return "", f"Recorded: {made.check} is {made.state}, owner {plain(made.owner, 200)}."
