"""Whether all is well: a line, and what is wrong with what to do about it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import streamlit as st

from lineage_viz.health import Finding, Look, Verdict, Watch
from lineage_viz.settings import Settings
from lineage_viz.ui.admin.checks import said
from lineage_viz.ui.admin.door import still_an_admin
from lineage_viz.ui.admin.looking import EVERY, mark, watched
from lineage_viz.ui.session import is_admin
from lineage_viz.ui.text import literal
from lineage_viz.words import age, count

SECTION = "Health"
"""Where on the page every check is."""

_IN_SIGHT = 5
"""Troubles."""

_SHORT = 120
"""Characters of a sentence that stands here whole; what a service has said is longer."""

_ASIDE = re.compile(r" \((?:[^()]|\([^()]*\))*\)")
_FIRST = re.compile(r"^(.*?\.) .*$")
_WORST = (Verdict.FAILING, Verdict.WARNING, Verdict.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What several checks may have found alike, such as a cluster that does not answer."""

    verdict: Verdict
    names: tuple[str, ...]
    words: str


@st.fragment(run_every=EVERY)
def health(settings: Settings) -> None:
    """How it was at the last look. The page begins the first one when all of it is drawn, this all others."""
    still_an_admin()
    watch = watched(settings)
    if watch.last and watch.is_due():
        watch.look()
    troubles = _troubles(watch.last.findings if watch.last else ())
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            _headline(watch.last, troubles)
            if watch.last
            else ":gray[:material/pending: Checking whether all is well …]",
            width="content",
        )
        _again(watch)
    for trouble in troubles[:_IN_SIGHT]:
        names = literal(", ".join(trouble.names), 300)
        st.markdown(f"{mark(trouble.verdict)} **{names}** · {trouble.words}")
    if len(troubles) > _IN_SIGHT:
        st.caption(f"{len(troubles) - _IN_SIGHT} more are below, in {SECTION}.")


def _again(watch: Watch) -> None:
    st.button(
        "Checking …" if watch.is_looking and watch.last else "Check again",
        icon=":material/refresh:",
        type="tertiary",
        disabled=watch.is_looking or watch.last is None,
        on_click=lambda: watch.look() if is_admin() else None,
    )


def _headline(last: Look, troubles: Sequence[Trouble]) -> str:
    icon = mark(troubles[0].verdict if troubles else Verdict.OK)
    when = age(last.begun, datetime.now(UTC))
    return f"{icon} **{_in_a_word(troubles)}** :gray[· {_fine(last.findings)} · looked at {when}]"


def _in_a_word(troubles: Sequence[Trouble]) -> str:
    if not troubles:
        return "Healthy"
    found = [trouble.verdict for trouble in troubles]
    failing, warnings = found.count(Verdict.FAILING), found.count(Verdict.WARNING)
    words = (count(failing, "problem") if failing else "", count(warnings, "warning") if warnings else "")
    return ", ".join(filter(None, words)) or "Nothing fails"


def _fine(findings: Sequence[Finding]) -> str:
    found = [finding.verdict for finding in findings]
    fine, untold = found.count(Verdict.OK), found.count(Verdict.UNKNOWN)
    if fine == len(findings):
        return f"{count(fine, 'check')}, all fine"
    return f"{fine} of {count(len(findings), 'check')} fine" + (
        f", {untold} cannot be told" if untold else ""
    )


def _troubles(findings: Iterable[Finding]) -> list[Trouble]:
    """The worst first; what cannot be told is one where there is something to do about it."""
    alike: dict[tuple[Verdict, str], list[str]] = {}
    for each in findings:
        if each.verdict in (Verdict.FAILING, Verdict.WARNING) or (
            each.verdict is Verdict.UNKNOWN and each.next_step
        ):
            alike.setdefault((each.verdict, _in_short(each)), []).append(each.name)
    found = [Trouble(verdict, tuple(names), words) for (verdict, words), names in alike.items()]
    return sorted(found, key=lambda trouble: _WORST.index(trouble.verdict))


def _in_short(finding: Finding) -> str:
    """What it means and what to do; a service's own words are with all the checks."""
    sentence = finding.sentence
    if len(sentence) > _SHORT:
        sentence = _ASIDE.sub("", sentence)
        if finding.next_step:
            sentence = _FIRST.sub(r"\1", sentence)
    return said(sentence, finding.next_step)
