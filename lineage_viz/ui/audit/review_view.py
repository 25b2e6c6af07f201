"""The review of one model, read from top to bottom: verdict, checks, sections, picture, sign-offs."""

from datetime import date

import streamlit as st

from lineage_viz.access import Actor
from lineage_viz.audit.report import Report
from lineage_viz.audit.sign_off.rules import check_may_record
from lineage_viz.audit.sign_off.signing import SignOffs
from lineage_viz.audit.subject import find_subject
from lineage_viz.component.report import Block, report_blocks
from lineage_viz.errors import AccessRefused, NotAssessable, SignOffRefused
from lineage_viz.model import Entity
from lineage_viz.settings import Settings
from lineage_viz.store.base import Store
from lineage_viz.title import title
from lineage_viz.ui.audit.answer import show_answer
from lineage_viz.ui.audit.check_list import check_list
from lineage_viz.ui.audit.compare_view import compare_view
from lineage_viz.ui.audit.day_choice import day_choice, wrong_day
from lineage_viz.ui.audit.event_list import event_list
from lineage_viz.ui.audit.follow_up_view import (
    FOLLOW_UP_FORM,
    FOLLOW_UPS,
    choose_to_follow_up,
    follow_up_view,
)
from lineage_viz.ui.audit.links import Linked
from lineage_viz.ui.audit.not_assessable import not_assessable
from lineage_viz.ui.audit.other_side import compare_menu, replace_previous
from lineage_viz.ui.audit.packs import pack_menu, wanted_pack
from lineage_viz.ui.audit.place import (
    back_to_all,
    wanted_day,
    wanted_model,
    wanted_other,
    wanted_other_snapshot,
)
from lineage_viz.ui.audit.read import read
from lineage_viz.ui.audit.requirement_list import requirement_list
from lineage_viz.ui.audit.reviewed_picture import reviewed_picture
from lineage_viz.ui.audit.section_list import section_list
from lineage_viz.ui.audit.sign_off_form import SIGNED
from lineage_viz.ui.audit.sign_off_view import SIGN_OFF, sign_off_view
from lineage_viz.ui.audit.take_away import take_away
from lineage_viz.ui.audit.verdict import verdict
from lineage_viz.ui.audit.waiver_view import WAIVER_FORM, WAIVERS, choose_to_waive, waiver_view
from lineage_viz.ui.explore.lists import open_impact
from lineage_viz.ui.session import sign_in_is_configured
from lineage_viz.ui.text import literal
from lineage_viz.words import plain

_PICTURE = "Picture of what was reviewed"


def review_view(store: Store, actor: Actor) -> None:
    """Show the review of the model in the URL, or the reason why there is none."""
    day = wanted_day()
    try:
        found = read(store, wanted_model(), day, wanted_pack())
    except NotAssessable as why:
        with st.container(horizontal=True, vertical_alignment="bottom", key="heading"):
            subject = _subject(store)
            _heading(store, plain(title(subject) if subject else wanted_model(), 80), subject, day)
        wrong_day()
        for each in (FOLLOW_UPS, WAIVERS, SIGNED):  # recorded in a form, while another snapshot was loaded
            show_answer(each)
        not_assessable(store, why, day)
        return
    replace_previous(found)
    with st.container(horizontal=True, vertical_alignment="bottom", key="heading"):
        _heading(store, plain(title(found.review.subject), 120), found.review.subject, day)
        _open_button(found, day)
        pack_menu(found.pack)
        compare_menu(found)
        take_away(found)
    wrong_day()
    first = verdict(found, SignOffs(Settings.from_environment()).signed(found.review.model.arn))
    if wanted_other() or wanted_other_snapshot():
        report_blocks([first], key="report")
        compare_view(store, found)
        return

    def choose(check: str, part: str) -> None:
        (choose_to_waive if part == WAIVERS else choose_to_follow_up)(found, check)

    report_blocks([first, *_blocks(found, day, _answers(found, actor))], key="report", on_answer=choose)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(_PICTURE, anchor=False)
        _impact_button(found, day)
    reviewed_picture(store, found, day)
    follow_up_view(found, actor)
    waiver_view(found, actor)
    sign_off_view(found, actor)


def _answers(found: Report, actor: Actor) -> list[dict[str, str]]:
    """The ways from a finding to the forms that this visitor has."""
    settings, signed_in = Settings.from_environment(), sign_in_is_configured()
    try:
        check_may_record(actor, found.review, settings, "answer a finding", signed_in=signed_in)
    except (AccessRefused, SignOffRefused):
        return []
    follow_up = {"words": "Follow up", "part": FOLLOW_UPS, "form": FOLLOW_UP_FORM}
    waive = {"words": "Waive", "part": WAIVERS, "form": WAIVER_FORM}
    return [follow_up] if found.review.as_of else [follow_up, waive]


def _blocks(found: Report, day: date | None, answers: list[dict[str, str]]) -> list[Block]:
    linked = Linked(found.review.subgraph.entities, day)
    parts = [
        check_list(found, linked, answers),
        *requirement_list(found),
        *section_list(found, linked),
        event_list(found, linked),
    ]
    names = [*(str(each["heading"]) for each in parts), _PICTURE, FOLLOW_UPS, WAIVERS, SIGN_OFF]
    return [{"is": "contents", "words": "Parts of this page", "lines": names}, *parts]


def _heading(store: Store, name: str, subject: Entity | None, day: date | None) -> None:
    st.title(literal(f"Audit of {name}"), anchor=False)
    st.button("All models", icon=":material/list:", on_click=back_to_all)
    day_choice(store, subject, day)


def _subject(store: Store) -> Entity | None:
    """The endpoint or model that the URL names, of which a review of this day is not possible."""
    try:
        return find_subject(store, wanted_model())
    except NotAssessable:
        return None


def _open_button(found: Report, day: date | None) -> None:
    if st.button("Open in the explorer", icon=":material/account_tree:"):
        _explore(found, day)


def _impact_button(found: Report, day: date | None) -> None:
    if st.button(
        "Impact",
        key="impact of the review",
        icon=":material/call_split:",
        help="Everything downstream, in the explorer",
    ):
        open_impact()
        _explore(found, day)


def _explore(found: Report, day: date | None) -> None:
    query = {"focus": found.review.subject.arn, **({"asof": day.isoformat()} if day else {})}
    st.switch_page("pages/explore.py", query_params=query)
