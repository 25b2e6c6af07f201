"""The verdict of several results: the findings, the worst severity, the share of known evidence, and the exit code."""

from collections.abc import Mapping, Sequence
from enum import IntEnum

from lineage_viz.audit.check import Result
from lineage_viz.audit.outcome import Outcome, Severity
from lineage_viz.words import count

OPEN = frozenset({Outcome.FAIL, Outcome.ERROR})
"""Outcomes that are findings. A warning asks for a look, and absent evidence is counted apart."""
UNKNOWN = frozenset({Outcome.NOT_READ, Outcome.NOT_RECORDED})
ABOUT_WAIVERS = "waivers-in-date"
"""The check that is about the waivers and not about the model."""
WAIVED = "waived"
"""The place of a result that waivers cover, whatever its outcome would be without them."""


class ExitCode(IntEnum):
    """The exit code of an audit."""

    CLEAR = 0
    FINDINGS = 1
    UNCLEAR = 2
    """Evidence is missing although it was asked for, or something could not be audited."""


def findings(results: Sequence[Result]) -> tuple[Result, ...]:
    """Return the results that are findings. A waived result is none."""
    return tuple(each for each in results if each.outcome in OPEN and not each.is_waived)


def worst_severity(results: Sequence[Result]) -> Severity | None:
    """Return the heaviest severity with a finding; None without any."""
    return min((each.check.severity for each in findings(results)), key=lambda each: each.rank, default=None)


def evidence_known(results: Sequence[Result]) -> tuple[int, int]:
    """Return the number of checks whose evidence is known, and the number of checks that apply.

    A check of the waivers asks for no evidence of the model: a waiver makes no evidence known.
    """
    applying = [
        each
        for each in results
        if each.outcome is not Outcome.NOT_APPLICABLE and each.check.id != ABOUT_WAIVERS
    ]
    return sum(each.outcome not in UNKNOWN for each in applying), len(applying)


def evidence_words(results: Sequence[Result]) -> str:
    """Return `The evidence of 31 of 33 checks is known.`, and how many would need evidence that nobody asked for."""
    known, applying = evidence_known(results)
    unasked = sum(not each.is_unclear for each in by_place(results).get(Outcome.NOT_READ, ()))
    asked = f" {count(unasked, 'check')} would need evidence that the export was not asked to read."
    return f"The evidence of {known} of {count(applying, 'check')} is known.{asked if unasked else ''}"


def exit_code(results: Sequence[Result], fail_on: Severity) -> ExitCode:
    """Return the exit code for results, of which those of `fail_on` and heavier ones count."""
    heavy = [each for each in results if each.check.severity.rank <= fail_on.rank]
    if findings(heavy):
        return ExitCode.FINDINGS
    return ExitCode.UNCLEAR if any(each.is_unclear for each in heavy) else ExitCode.CLEAR


def place_of(result: Result) -> str:
    """Return the one place of a result wherever results are counted or listed: its outcome, or that it is waived."""
    return WAIVED if result.is_waived else result.outcome


def by_place(results: Sequence[Result]) -> Mapping[str, Sequence[Result]]:
    """Return the results of each place that occurs, in the order of the outcomes; the waived ones come last."""
    found = {place: [each for each in results if place_of(each) == place] for place in (*Outcome, WAIVED)}
    return {place: those for place, those in found.items() if those}


def counts_words(results: Sequence[Result]) -> str:
    """Return `20 pass, 6 fail, 1 waived`: the number of checks in each place."""
    return ", ".join(f"{len(those)} {place}" for place, those in by_place(results).items())
