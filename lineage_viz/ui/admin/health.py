"""Whether all is well: a line, what is wrong with what to do about it, and every check for who wants to know."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

import streamlit as st

from lineage_viz.errors import LineageVizError
from lineage_viz.health import Finding, Verdict, Watch, examine
from lineage_viz.jobs import JobBook
from lineage_viz.settings import Settings
from lineage_viz.ui.admin.door import still_an_admin
from lineage_viz.ui.session import is_admin
from lineage_viz.ui.text import literal
from lineage_viz.words import age, count

_EVERY = 2
"""Seconds between two looks at what was found; the checks are made less often."""

_IN_SIGHT = 5
"""Troubles; the others are in the list of all checks."""

_LONGEST = 1_000
_LOOKS = {
    Verdict.OK: ("green", "check_circle"),
    Verdict.WARNING: ("orange", "warning"),
    Verdict.FAILING: ("red", "error"),
    Verdict.UNKNOWN: ("gray", "help"),
}
_WORST = (Verdict.FAILING, Verdict.WARNING, Verdict.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What several checks may have found alike, such as a cluster that does not answer."""

    names: tuple[str, ...]
    like: Finding


def look_if_due(settings: Settings) -> None:
    """Begin to look anew where the last look is old, or a job has ended since. Keeps nobody waiting."""
    ends: list[datetime] = []
    with suppress(LineageVizError):
        ends = [job.ended for job in JobBook(settings.jobs).jobs(5) if job.ended]
    watch = _watch(repr(settings))
    if watch.is_due(max(ends, default=None)):
        watch.look()


@st.fragment(run_every=_EVERY)
def health(settings: Settings) -> None:
    """How it was at the last look. The page begins the first one when all of it is drawn, this all others."""
    still_an_admin()
    watch = _watch(repr(settings))
    last = watch.last
    if last is None:
        st.markdown(":gray[:material/pending:] Checking whether all is well …")
        return
    if watch.is_due():
        watch.look()
    troubles = _troubles(last.findings)
    _headline(watch, troubles, f"{_fine(last.findings)} · looked at {age(last.begun, datetime.now(UTC))}")
    for trouble in troubles[:_IN_SIGHT]:
        st.markdown(_in_words(trouble))
    if len(troubles) > _IN_SIGHT:
        st.caption(f"{len(troubles) - _IN_SIGHT} more are in the list of all checks.")
    with st.expander(f"All {count(len(last.findings), 'check')}", key="checks"):
        _all(last.findings)


@st.cache_resource(show_spinner=False)
def _watch(key: str) -> Watch:
    del key  # what the cache goes by: one for each settings, shared by all who look
    return Watch(examine)


def _headline(watch: Watch, troubles: Sequence[Trouble], more: str) -> None:
    colour, icon = _LOOKS[troubles[0].like.verdict if troubles else Verdict.OK]
    with st.container(horizontal=True, vertical_alignment="center", key="health"):
        st.markdown(
            f":{colour}[:material/{icon}:] **{_in_a_word(troubles)}** :gray[· {more}]", width="content"
        )
        st.button(
            "Checking …" if watch.is_looking else "Check again",
            icon=":material/refresh:",
            type="tertiary",
            disabled=watch.is_looking,
            on_click=_again,
            args=(watch,),
        )


def _again(watch: Watch) -> None:
    if is_admin():
        watch.look()


def _in_a_word(troubles: Sequence[Trouble]) -> str:
    if not troubles:
        return "Healthy"
    found = [trouble.like.verdict for trouble in troubles]
    failing, warnings = found.count(Verdict.FAILING), found.count(Verdict.WARNING)
    said = (count(failing, "problem") if failing else "", count(warnings, "warning") if warnings else "")
    return ", ".join(filter(None, said)) or "Nothing fails"


def _fine(findings: Sequence[Finding]) -> str:
    found = [finding.verdict for finding in findings]
    fine, untold = found.count(Verdict.OK), found.count(Verdict.UNKNOWN)
    if fine == len(findings):
        return f"{count(fine, 'check')}, all fine"
    return f"{fine} of {count(len(findings), 'check')} fine" + (
        f", {untold} cannot be told" if untold else ""
    )


def _troubles(findings: Iterable[Finding]) -> list[Trouble]:
    """The worst first. What cannot be told is one where there is something to do about it."""
    alike: dict[tuple[Verdict, str, str], list[Finding]] = {}
    for each in findings:
        if each.verdict in (Verdict.FAILING, Verdict.WARNING) or (
            each.verdict is Verdict.UNKNOWN and each.next_step
        ):
            alike.setdefault((each.verdict, each.sentence, each.next_step), []).append(each)
    found = [Trouble(tuple(each.name for each in same), same[0]) for same in alike.values()]
    return sorted(found, key=lambda trouble: _WORST.index(trouble.like.verdict))


def _in_words(trouble: Trouble) -> str:
    finding = trouble.like
    colour, icon = _LOOKS[finding.verdict]
    names = literal(", ".join(trouble.names), _LONGEST)
    return f":{colour}[:material/{icon}:] **{names}** · {_said(finding)}"


def _said(finding: Finding) -> str:
    sentence, step = literal(finding.sentence, _LONGEST), literal(finding.next_step, _LONGEST)
    return f"{sentence} **{step}**" if step else sentence


def _all(findings: Iterable[Finding]) -> None:
    rows = (f"| {literal(each.name)} | {_verdict(each.verdict)} | {_said(each)} |" for each in findings)
    st.markdown("\n".join(("| Check | | What was found |", "|---|---|---|", *rows)))


def _verdict(verdict: Verdict) -> str:
    colour, icon = _LOOKS[verdict]
    return f":{colour}[:material/{icon}:] {verdict}"
