"""The checks of a report, grouped by outcome, the worst first."""

from collections.abc import Iterator, Mapping, Sequence

from lineage_viz.audit.advice import advice
from lineage_viz.audit.check import GOOD, Result
from lineage_viz.audit.follow_up_words import recorded_words
from lineage_viz.audit.outcome import Observation, Outcome
from lineage_viz.audit.report import Report
from lineage_viz.audit.verdict import UNKNOWN, by_place
from lineage_viz.component.report import Block
from lineage_viz.ui.audit.links import Linked
from lineage_viz.words import count, plain

TONES = {
    Outcome.FAIL: "bad",
    Outcome.ERROR: "bad",
    Outcome.WARN: "warn",
    Outcome.NOT_READ: "unknown",
    Outcome.NOT_RECORDED: "unknown",
    Outcome.PASS: "good",
    Outcome.NOT_APPLICABLE: "none",
}
"""The tone of each outcome, the worst outcome first."""

_HEADINGS = {
    Outcome.FAIL: "Failed",
    Outcome.ERROR: "Could not be judged, because the check has an error",
    Outcome.WARN: "Look at these",
    Outcome.NOT_READ: "Not read: the snapshot has no answer of AWS about it",
    Outcome.NOT_RECORDED: "Not recorded: AWS was asked, and its answer has nothing about it",
    Outcome.PASS: "Passed",
    Outcome.NOT_APPLICABLE: "Do not apply to this model",
}
_FOLDED = frozenset({Outcome.PASS, Outcome.NOT_APPLICABLE})
_MOST, _FEW = 12, 3
"""Observations that one check shows: a model may have a thousand data sets. Without evidence they all say the same."""


def check_list(found: Report, linked: Linked, answers: Sequence[Mapping[str, str]] = ()) -> Block:
    """Return the block of all checks. Groups without a finding are folded.

    `answers` are the ways from a check that asks for something to the forms of the page.
    """
    placed = by_place(found.results)
    groups = [
        {
            "words": f"{heading} ({len(results):,})",
            "tone": TONES[outcome],
            "folded": outcome in _FOLDED,
            "checks": [
                _check(each, linked, found) | ({} if outcome in GOOD else {"answers": [*answers]})
                for each in results
            ],
        }
        for outcome, heading in _HEADINGS.items()
        if (results := placed.get(outcome))
    ]
    if found.waived:
        checks = [_check(each, linked, found) for each in found.waived]
        words = f"Waived: somebody answers for these until a day ({len(checks):,})"
        groups.append({"words": words, "tone": "warn", "folded": False, "checks": checks})
    return {"is": "checks", "heading": "Checks", "groups": groups}


def _check(result: Result, linked: Linked, found: Report) -> dict[str, object]:
    check, tones = result.check, list(TONES)
    ordered = sorted(result.observations, key=lambda each: tones.index(each.outcome))
    most = _FEW if result.outcome in UNKNOWN else _MOST
    return {
        "id": check.id,
        "rule": check.rule,
        "severity": str(check.severity),
        "tone": TONES[result.outcome],
        "said": [*(_said(each, linked) for each in ordered[:most]), *_rest(len(ordered) - most)],
        "about": [*_about(result), *_recorded(result, found)],
    }


def _said(observation: Observation, linked: Linked) -> dict[str, object]:
    return {
        "tone": TONES[observation.outcome],
        "words": plain(observation.sentence, 600),
        "source": plain(observation.source),
        "links": [linked.link(arn) for arn in dict.fromkeys(observation.entities[:_MOST])],
    }


def _rest(rest: int) -> Iterator[dict[str, object]]:
    if rest > 0:
        yield {"tone": "none", "words": f"And {count(rest, 'more sentence')} of this check.", "links": []}


def _recorded(result: Result, found: Report) -> Iterator[tuple[str, str]]:
    """The waivers and the follow-up of a check."""
    waivers = found.pack.rules.waivers
    for each in dict.fromkeys(each.waiver for each in result.observations if each.waiver):
        yield f"Waiver, {waivers.state(each)}", plain(each.words, 1_500)
    if follow_up := found.follow_up(result):
        words = f"{follow_up.words(found.follow_ups.on)} ({recorded_words(follow_up)})"
        yield "Follow-up", plain(words, 1_500)


def _about(result: Result) -> Iterator[tuple[str, str]]:
    check = result.check
    heading, words = advice(result.outcome, result.step, check.effort, check.needs)
    if heading:
        yield "Why it matters", check.motivation
        yield heading, words
