"""Whether all is well: a line, and what is wrong with what to do about it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import streamlit as st

from lineage_viz.health import Examination, Finding, Verdict, Watch
from lineage_viz.settings import Settings
from lineage_viz.ui.admin.admins_only import still_an_admin
from lineage_viz.ui.admin.checks import said
from lineage_viz.ui.admin.health_watch import EVERY, mark, watched
from lineage_viz.ui.session import is_admin
from lineage_viz.ui.text import literal
from lineage_viz.ui.trouble import LoadedInfo, held_now
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

    @property
    def name(self) -> str:
        """The first, and how many more: all of them are with all the checks."""
        first, *others = self.names
        return f"{first} and {len(others)} more" if others else first


@st.fragment(run_every=EVERY)
def health(settings: Settings, drawn: LoadedInfo) -> None:
    """How it was at the last look. The page begins the first one when all of it is drawn, this all others.

    What was found before something has changed is not shown. When the store holds something else than when the page
    was `drawn`, or does no longer answer, or does again, all of the page is drawn again.
    """
    still_an_admin()
    held, watch = held_now(), watched(settings)
    watch.note("store", held)
    if held != drawn:
        st.rerun()
    if watch.last and watch.is_due:
        watch.look()
    last = watch.last if watch.is_current else None
    troubles = _troubles(last.findings if last else ())
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(_headline(last, troubles, cut_off=held is None), width="content")
        _again(watch)
    for trouble in troubles[:_IN_SIGHT]:
        st.markdown(f"{mark(trouble.verdict)} **{literal(trouble.name)}** · {trouble.words}")
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


def _headline(last: Examination | None, troubles: Sequence[Trouble], *, cut_off: bool) -> str:
    """What is known already does not wait for the checks."""
    if not last and not cut_off:
        return ":gray[:material/pending: Checking whether all is well …]"
    found = (
        f"{_fine(last.findings)} · looked at {age(last.begun, datetime.now(UTC))}" if last else "checking …"
    )
    if cut_off:
        return f"{mark(Verdict.FAILING)} **Neptune does not answer** :gray[· {found}]"
    icon = mark(troubles[0].verdict if troubles else Verdict.OK)
    return f"{icon} **{_in_a_word(troubles)}** :gray[· {found}]"


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
