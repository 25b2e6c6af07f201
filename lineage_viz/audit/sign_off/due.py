"""The days that follow from the last sign-off of a model: the next review, by its risk rating, and the retention date.

They are said beside the sign-offs and are no check: a sign-off would change the outcome of the report that it signs.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from lineage_viz.audit.rules import UNRATED, ReviewMonths, Rules
from lineage_viz.audit.sign_off.log import Decision, SignOff
from lineage_viz.evidence.record import listed, record_of, text
from lineage_viz.model import Entity
from lineage_viz.words import count, day

_HEAVIEST_FIRST = ("high", "medium", "low")


def risk_rating(model: Entity) -> str:
    """Return the heaviest rating of the cards of a package: high, medium, low, or UNRATED."""
    cards = listed(record_of(model), "ModelCards")
    found = {text(each, "RiskRating").casefold() for each in cards}
    return next((each for each in _HEAVIEST_FIRST if each in found), UNRATED)


def last_approval(made: Iterable[SignOff]) -> SignOff | None:
    """Return the last approval of a review: only an approval begins the time until the next one."""
    return next((each for each in reversed([*made]) if each.decision == Decision.APPROVE), None)


def next_review(approved: SignOff, model: Entity, months: ReviewMonths) -> date:
    """Return the last day on which the next review after an approval is in time."""
    return _later(approved.at.date(), months.of(risk_rating(model)))


def due_words(made: Sequence[SignOff], model: Entity, rules: Rules, on: date | None) -> Iterator[str]:
    """Yield the day of the next review, on a day (None: on no day) whether it is over, and the retention date.

    `made` are all sign-offs of the model, oldest first.
    """
    if approved := last_approval(made):
        yield _due(approved, model, rules.review_months, on)
    if made and (years := rules.retention_years):
        until = _later(made[-1].at.date(), 12 * years)
        yield (
            f"Keep this review and its snapshot at least until {day(until)}, {count(years, 'year')} after the last "
            "sign-off, as the pack asks."
        )


def _due(approved: SignOff, model: Entity, months: ReviewMonths, on: date | None) -> str:
    rating, due = risk_rating(model), next_review(approved, model, months)
    why = f"{count(months.of(rating), 'month')} after the last approval of a review, as its risk rating is {rating}"
    if on and due < on:
        return f"OVERDUE: the next review was due on {day(due)}, {why}."
    return f"The next review is due on {day(due)}, {why}."


def _later(start: date, months: int) -> date:
    """The day some months later; the last day of a month that is too short for it."""
    years, month = divmod(start.month - 1 + months, 12)
    year = min(start.year + years, date.max.year)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
