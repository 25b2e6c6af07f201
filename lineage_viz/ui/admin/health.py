"""The health line, and below it each problem with its next step."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import streamlit as st

from lineage_viz.health import Examination, Finding, Verdict, Watch
from lineage_viz.settings import Settings
from lineage_viz.ui.admin.admins_only import still_an_admin
from lineage_viz.ui.admin.checks import finding_words
from lineage_viz.ui.admin.health_watch import EVERY, mark, watched
from lineage_viz.ui.admin.open_dialog import run_page_again
from lineage_viz.ui.admin.sections import HEALTH
from lineage_viz.ui.session import is_admin
from lineage_viz.ui.text import literal
from lineage_viz.ui.trouble import LoadedInfo, loaded_now
from lineage_viz.words import age, count

_SHOWN = 5
"""Problems that the page shows above its sections."""

_SHORT = 120
"""Characters up to which a sentence is shown whole; the message of a service is longer."""

_INSIDE = r"\((?:[^()]|\([^()]*\))*\)"
_ASIDE = re.compile(f" {_INSIDE}")
_FIRST = re.compile(rf"^((?:{_INSIDE}|[^(])*?\.) .*$")
"""The first sentence; a full stop inside parentheses ends none."""
_WORST = (Verdict.FAILING, Verdict.WARNING, Verdict.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding that several checks may share, such as a cluster that does not answer."""

    verdict: Verdict
    names: tuple[str, ...]
    words: str

    @property
    def name(self) -> str:
        """The name of the first check and the number of the others; the Health section lists them all."""
        first, *others = self.names
        return f"{first} and {len(others)} more" if others else first


@st.fragment(run_every=EVERY)
def health(settings: Settings, drawn: LoadedInfo) -> None:
    """Show the last examination, and start another one when it is due. The page starts the first one.

    An examination is not shown once the store or a job has changed something. The whole page runs again when the
    store holds other snapshots than those that the page was `drawn` with, stops answering, or answers again.
    """
    still_an_admin()
    loaded, watch = loaded_now(), watched(settings)
    watch.note("store", loaded)
    if loaded != drawn:
        run_page_again()
    if watch.last and watch.is_due:
        watch.look()
    last = watch.last if watch.is_current else None
    problems = _problems(last.findings if last else ())
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(_headline(last, problems, cut_off=loaded is None), width="content")
        _check_again(watch)
    for problem in problems[:_SHOWN]:
        st.markdown(f"{mark(problem.verdict)} **{literal(problem.name)}** · {problem.words}")
    if len(problems) > _SHOWN:
        st.caption(
            f"{count(len(problems) - _SHOWN, 'more is', 'more are')} listed below, in the section {HEALTH}."
        )


def _check_again(watch: Watch) -> None:
    st.button(
        "Checking …" if watch.is_looking and watch.last else "Check again",
        icon=":material/refresh:",
        type="tertiary",
        disabled=watch.is_looking or watch.last is None,
        on_click=lambda: watch.look() if is_admin() else None,
    )


def _headline(last: Examination | None, problems: Sequence[Problem], *, cut_off: bool) -> str:
    """A store that does not answer is reported at once, before the checks end."""
    if not last and not cut_off:
        return ":gray[:material/pending: Checking health …]"
    summary = (
        f"{_passed(last.findings)} · checked {age(last.begun, datetime.now(UTC))}" if last else "checking …"
    )
    if cut_off:
        return f"{mark(Verdict.FAILING)} **Neptune does not answer** :gray[· {summary}]"
    verdict, words = _in_a_word(problems, last.findings if last else ())
    return f"{mark(verdict)} **{words}** :gray[· {summary}]"


def _in_a_word(problems: Sequence[Problem], findings: Sequence[Finding]) -> tuple[Verdict, str]:
    """The worst verdict with its words. Checks that a person could make possible are not good ones."""
    verdicts = [problem.verdict for problem in problems]
    failing, warnings = verdicts.count(Verdict.FAILING), verdicts.count(Verdict.WARNING)
    words = (count(failing, "problem") if failing else "", count(warnings, "warning") if warnings else "")
    if any(words):
        return problems[0].verdict, ", ".join(filter(None, words))
    if problems:
        unknown = sum(finding.verdict is Verdict.UNKNOWN for finding in findings)
        return Verdict.UNKNOWN, f"{unknown} of {count(len(findings), 'check')} could not be made"
    return Verdict.OK, "Healthy"


def _passed(findings: Sequence[Finding]) -> str:
    verdicts = [finding.verdict for finding in findings]
    passed, unknown = verdicts.count(Verdict.OK), verdicts.count(Verdict.UNKNOWN)
    if passed == len(findings):
        return f"{count(passed, 'check')}, all ok"
    return f"{passed} of {count(len(findings), 'check')} ok" + (f", {unknown} unknown" if unknown else "")


def _problems(findings: Iterable[Finding]) -> list[Problem]:
    """The worst first. A check without an outcome is a problem only when there is a next step.

    Long findings that differ only in parentheses are one problem: each names its own call there.
    """
    alike: dict[tuple[Verdict, str, str], list[Finding]] = {}
    for each in findings:
        if each.verdict in (Verdict.FAILING, Verdict.WARNING) or (
            each.verdict is Verdict.UNKNOWN and each.next_step
        ):
            is_long = len(each.sentence) > _SHORT
            key = each.verdict, _ASIDE.sub("", each.sentence) if is_long else each.sentence, each.next_step
            alike.setdefault(key, []).append(each)
    problems = [
        Problem(verdict, tuple(each.name for each in group), _in_short(group))
        for (verdict, *_), group in alike.items()
    ]
    return sorted(problems, key=lambda problem: _WORST.index(problem.verdict))


def _in_short(alike: Sequence[Finding]) -> str:
    """The findings in short with their next step. What all of them say in parentheses is their cause."""
    first = alike[0]

    def shared(aside: re.Match[str]) -> str:
        return aside[0] if all(aside[0] in each.sentence for each in alike) else ""

    sentence = _ASIDE.sub(shared, first.sentence)
    if first.next_step and len(sentence) > _SHORT:
        sentence = _FIRST.sub(r"\1", sentence)
    return finding_words(sentence, first.next_step)
