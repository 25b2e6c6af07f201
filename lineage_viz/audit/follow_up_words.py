"""The follow-ups of a report in sentences."""

from collections.abc import Iterator, Mapping

from lineage_viz.audit.check import GOOD, Result
from lineage_viz.audit.follow_up import FollowUp, FollowUpState
from lineage_viz.audit.report import Report
from lineage_viz.words import day, plain


def follow_up_lines(report: Report) -> Iterator[str]:
    """Yield what an auditor must know about the follow-ups: overdue ones, those that disagree with the checks."""
    found = report.follow_ups
    if found.problem:
        yield f"The log of follow-ups was changed, so no follow-up proves anything: {plain(found.problem)}"
    if found.last:
        numbers = (f"{sum(each.state is state for each in found.last)} {state}" for state in FollowUpState)
        yield f"Follow-ups: {', '.join(each for each in numbers if not each.startswith('0 '))}."
    for each in found.overdue:
        if each.due:
            yield f"OVERDUE: {each.check} was due on {day(each.due)}, owner {plain(each.owner)}."
    yield from _disagreements(report)


def since_line(report: Report) -> Iterator[str]:
    """Yield the day since which the states of waivers and follow-ups hold; nothing where time changed none."""
    if report.states_since:
        yield f"No waiver and no due date has changed its state since {day(report.states_since)}."


def _disagreements(report: Report) -> Iterator[str]:
    """Follow-ups say how things are now, so they are compared only with checks of now."""
    for result in report.results if report.review.as_of is None else ():
        found = report.follow_up(result)
        is_good = result.outcome in GOOD or result.is_waived
        if found and found.state is FollowUpState.CLOSED and not is_good:
            yield f"{result.check.id} is closed, but its outcome is still {result.outcome}."
        elif found and found in report.follow_ups.open and result.outcome in GOOD:
            yield f"{result.check.id} is {found.state}, but its outcome is now {result.outcome}: close it."


def follow_up_fields(report: Report, result: Result) -> Mapping[str, str]:
    """Return the follow-up of a result as named texts for formats of others; empty without one."""
    found = report.follow_up(result)
    if found is None:
        return {}
    texts = {
        "state": str(found.state),
        "owner": found.owner,
        "due": found.due.isoformat() if found.due else "",
        "overdue": "yes" if found.is_overdue(report.follow_ups.on) else "",
        "comment": found.comment,
        "by": found.by if found.signed_in else f"{found.by}, not authenticated",
    }
    return {f"follow-up {name}": text for name, text in texts.items() if text}


def recorded_words(found: FollowUp) -> str:
    """Return the auditor who recorded a follow-up, and the day."""
    by = plain(found.by, 120) if found.signed_in else f"{plain(found.by, 120)}, not authenticated"
    return f"recorded by {by}, {day(found.at)}"
