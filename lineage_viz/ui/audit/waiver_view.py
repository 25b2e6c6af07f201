"""The waivers about a model, the form for a new one, and the file with all of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from lineage_viz.access import Actor
from lineage_viz.audit.catalogue import CHECKS
from lineage_viz.audit.check import GOOD
from lineage_viz.audit.outcome import Outcome
from lineage_viz.audit.report import Report
from lineage_viz.audit.sign_off.rules import check_may_record
from lineage_viz.audit.sign_off.waiver_log import WaiverBook
from lineage_viz.audit.waiver import Recorded, Waiver, WaiverState, WaiverType, read_waivers, waivers_text
from lineage_viz.component.report import Block, report_blocks
from lineage_viz.errors import AccessRefused, LineageVizError, SignOffRefused
from lineage_viz.sealed_log import LONGEST_TEXT
from lineage_viz.settings import Settings
from lineage_viz.title import title
from lineage_viz.typed_day import day_of, no_day
from lineage_viz.ui.audit.answer import keep_answer, show_answer
from lineage_viz.ui.audit.packs import today
from lineage_viz.ui.session import current_actor, sign_in_is_configured
from lineage_viz.ui.text import distinct, literal
from lineage_viz.words import count, day, enumerated, moment, plain, plain_id

WAIVERS = "Waivers"
"""The heading of this part of the page."""
WAIVER_FORM = "Waive a finding until a day"

_HEAD = ("Check", "Entity", "Type", "Reason", "Answers for it", "Until", "State", "Recorded by")
_TONES = {WaiverState.ACTIVE: "good", WaiverState.EXPIRING: "warn", WaiverState.EXPIRED: "bad"}
_OTHER_DAY = (
    "This is the review of an earlier day. A waiver counts from the moment it is recorded: give and withdraw waivers "
    "in the review of now."
)
_MOST = 300
"""Findings that the form offers."""
_FIELDS = ("finding", "type", "by", "until", "reason")
_NEEDED = {
    "by": "the name of the person who answers for it",
    "until": "its last day, as 2026-12-31",
    "reason": "a reason",
}


@dataclass(frozen=True, slots=True)
class _Finding:
    """A check and an entity that a waiver may name."""

    check: str
    entity: str
    words: str


def waiver_view(found: Report, actor: Actor) -> None:
    """Show the waivers of this model and, for an auditor, the ways to give and withdraw one."""
    st.header(WAIVERS, anchor=False)
    show_answer(WAIVERS)
    book = WaiverBook(Settings.from_environment())
    if problem := book.problem():
        st.error(
            f"The log of waivers was changed, so no waiver in it counts. {literal(problem, 1_000)}",
            icon=":material/gpp_bad:",
        )
    own = [each for each in found.all_waivers if each in found.pack.rules.waivers.every]
    report_blocks(list(_tables(found)), key="waivers")
    if own:
        st.download_button(
            "Download the waivers (TOML)",
            waivers_text(own),
            "waivers.toml",
            "application/toml",
            icon=":material/download:",
            on_click="ignore",
            help="The form that `audit MODEL --waivers FILE` reads.",
        )
    if found.review.as_of:
        st.caption(f":material/history: {_OTHER_DAY}")
        return
    try:
        check_may_record(
            actor, found.review, book.settings, "waive a check", signed_in=sign_in_is_configured()
        )
    except (AccessRefused, SignOffRefused) as why:
        st.caption(f":material/lock: {literal(str(why), 1_000)}")
        return
    _forms(book, found, own)


def choose_to_waive(found: Report, check: str) -> None:
    """Choose the first finding of a check in the form, before the page runs again."""
    if words := next((each.words for each in _findings(found) if each.check == check), ""):
        st.session_state[f"waiver finding {found.review.model.arn}"] = words


def _tables(found: Report) -> Iterator[Block]:
    """The waivers about the model, then those that were withdrawn or replaced."""
    every = found.pack.rules.waivers.every
    own = [each for each in found.all_waivers if each in every]
    ended = [each for each in found.all_waivers if each not in every]
    if not own:
        yield {"is": "words", "lines": ["No waiver is about this model."]}
    for name, waivers in ((WAIVERS, own), ("Withdrawn or replaced", ended)):
        if waivers:
            head = [{"words": each} for each in _HEAD]
            heading = {} if waivers is own else {"heading": name}
            rows = [_cells(each, found) for each in waivers]
            yield {"is": "table", "words": name, **heading, "head": head, "rows": rows}


def _cells(each: Waiver, found: Report) -> list[dict[str, str]]:
    waivers = found.pack.rules.waivers
    state = waivers.state(each) if each in waivers.every else None
    entity = next((one for one in found.review.subgraph.entities if each.is_about(one)), None)
    return [
        {"words": plain(each.check, 80)},
        {"words": plain(title(entity), 120) if entity else plain_id(each.entity, 120)},
        {"words": str(each.type)},
        {"words": plain(each.reason, 1_000)},
        {"words": plain(each.by, 200)},
        {"words": day(each.until)},
        _state(each, state),
        _person(each.recorded) if each.recorded else {"words": "a file: nobody recorded it here"},
    ]


def _state(each: Waiver, state: WaiverState | None) -> dict[str, str]:
    """The cell of the state; that of an ended waiver names the person who ended it."""
    if state or not each.ended:
        return {"words": str(state or ""), "tone": _TONES.get(state, "warn") if state else ""}
    return {
        "words": each.ended.how,
        "more": plain(each.ended.words.removeprefix(f"{each.ended.how} "), 1_200),
    }


def _person(found: Recorded) -> dict[str, str]:
    words = "signed in" if found.signed_in else "not authenticated"
    return {"words": plain(found.by, 120), "more": f"{words}, {moment(found.at)}"}


def _forms(book: WaiverBook, found: Report, own: Sequence[Waiver]) -> None:
    with st.expander(WAIVER_FORM, icon=":material/event_available:"):
        findings = {each.words: each for each in _findings(found)}
        if findings:
            _form(book, found, findings)
        else:
            st.caption("No check asks for anything, so there is nothing to waive.")
        _upload(book, found)
    if own:
        with st.expander("Withdraw a waiver", icon=":material/event_busy:"):
            _withdrawal(book, found, own)


def _findings(found: Report) -> Iterator[_Finding]:
    """The findings that a waiver may be about: those of an entity, or of the model where they name none."""
    pairs: dict[tuple[str, str], str] = {}
    for result in found.results:
        for each in result.observations:
            if each.outcome not in GOOD and each.outcome is not Outcome.ERROR and not each.is_waived:
                for arn in each.entities or (found.review.model.arn,):
                    pairs.setdefault((result.check.id, arn), str(each.outcome))
    listed = list(pairs.items())[:_MOST]
    names = (
        f"{check}: {plain(title(found.review.by_arn[arn]) if arn in found.review.by_arn else arn, 80)} ({outcome})"
        for (check, arn), outcome in listed
    )
    for ((check, arn), _), words in zip(listed, distinct(names), strict=True):
        yield _Finding(check, arn, words)


def _form(book: WaiverBook, found: Report, findings: Mapping[str, _Finding]) -> None:
    arn = found.review.model.arn
    keys = {name: f"waiver {name} {arn}" for name in _FIELDS}

    def give() -> None:
        values = {name: st.session_state[key] for name, key in keys.items()}
        error, made = _given(book, found, findings[values["finding"]], values)
        keep_answer(WAIVERS, error, made)
        if made:
            for name in ("until", "reason"):
                st.session_state[keys[name]] = ""

    with st.form(f"waive {arn}", border=False, enter_to_submit=False):
        st.selectbox("Finding to waive", list(findings), key=keys["finding"])
        with st.container(horizontal=True):
            st.selectbox("Type", list(WaiverType), key=keys["type"], format_func=_type, width=220)
            st.text_input("Who answers for it", key=keys["by"], max_chars=200, width=260)
            st.text_input("Until", key=keys["until"], placeholder="YYYY-MM-DD", max_chars=20, width=150)
        st.text_area("Reason of the waiver", max_chars=LONGEST_TEXT, key=keys["reason"], height=80)
        st.form_submit_button("Waive", type="primary", on_click=give, icon=":material/event_available:")


def _type(each: WaiverType) -> str:
    return each.capitalize()


def _given(book: WaiverBook, found: Report, finding: _Finding, values: Mapping[str, str]) -> tuple[str, str]:
    """Give the waiver of the form. Return the error and the words about the entry; one is empty."""
    by, reason = values["by"].strip(), values["reason"].strip()
    if missing := [words for name, words in _NEEDED.items() if not values[name].strip()]:
        return f"A waiver needs {enumerated(missing)}.", ""
    until = day_of(values["until"])
    if until is None:
        return no_day(plain(values["until"], 40)), ""
    if until < today():
        return f"{day(until)} is over. A waiver needs a day from today on.", ""
    waiver = Waiver(finding.check, finding.entity, WaiverType(values["type"]), reason, by, until)
    return _recorded(book, found, [waiver])


def _upload(book: WaiverBook, found: Report) -> None:
    key = f"waivers file {found.review.model.arn}"

    def take() -> None:
        file = st.session_state[key]
        if file:
            keep_answer(WAIVERS, *_taken(book, found, file.getvalue()))

    st.file_uploader(
        "Or upload a file of waivers (TOML)",
        "toml",
        key=key,
        on_change=take,
        max_upload_size=1,
        help="The form that `audit MODEL --waivers FILE` reads. Only its waivers about this model are taken.",
    )


def _taken(book: WaiverBook, found: Report, content: bytes) -> tuple[str, str]:
    """Give the waivers of a file that are about this model."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "waivers.toml"
        path.write_bytes(content)
        try:
            waivers = read_waivers(path, today(), tuple(each.id for each in CHECKS)).every
        except LineageVizError as error:
            return str(error).replace(str(path), "The file"), ""
    return _recorded(book, found, waivers)


def _recorded(book: WaiverBook, found: Report, waivers: Sequence[Waiver]) -> tuple[str, str]:
    try:
        actor = current_actor()  # the role may have changed since the page was shown
        number = book.give(actor, found, waivers, signed_in=sign_in_is_configured())
    except LineageVizError as error:
        return str(error), ""
    if not number:
        return f"None of {count(len(waivers), 'waiver')} is new and about an entity of this review.", ""
    rest = len(waivers) - number
    left = f" Left out, as about other models or recorded already: {rest:,}." if rest else ""
    return "", f"Recorded: {count(number, 'waiver')}.{left}"


def _withdrawal(book: WaiverBook, found: Report, own: Sequence[Waiver]) -> None:
    key, reason = (f"{name} {found.review.model.arn}" for name in ("withdrawn waiver", "withdrawn because"))
    words = dict(zip(distinct(plain(f"{each.check}: {each.words}", 160) for each in own), own, strict=True))

    def withdraw() -> None:
        chosen = words[st.session_state[key]]
        try:
            actor = current_actor()
            book.withdraw(actor, found, chosen, st.session_state[reason], signed_in=sign_in_is_configured())
        except LineageVizError as error:
            keep_answer(WAIVERS, str(error), "")
        else:
            keep_answer(WAIVERS, "", f"Withdrawn: the waiver of {chosen.check}.")
            st.session_state[reason] = ""

    st.selectbox("Waiver", list(words), key=key)
    st.text_area("Reason of the withdrawal, if there is one", max_chars=LONGEST_TEXT, key=reason, height=80)
    st.button("Withdraw", key=f"withdraw {key}", on_click=withdraw, icon=":material/event_busy:")
