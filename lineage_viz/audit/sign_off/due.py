"""The day on which a model must be reviewed again: some months after its last sign-off, by its risk rating.

It is said beside the sign-offs and is no check: a sign-off would change the outcome of the report that it signs.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from lineage_viz.audit.rules import UNRATED, ReviewMonths
from lineage_viz.evidence.record import listed, record_of, text
from lineage_viz.model import Entity
from lineage_viz.words import count, day

if TYPE_CHECKING:
    from lineage_viz.audit.sign_off.log import SignOff

_HEAVIEST_FIRST = ("high", "medium", "low")


def risk_rating(model: Entity) -> str:
    """Return the heaviest rating of the cards of a package: high, medium, low, or UNRATED."""
    cards = listed(record_of(model), "ModelCards")
    found = {text(each, "RiskRating").casefold() for each in cards}
    return next((each for each in _HEAVIEST_FIRST if each in found), UNRATED)


def next_review(last: "SignOff", model: Entity, months: ReviewMonths) -> date:
    """Return the last day on which the next review is in time."""
    return _later(last.at.date(), months.of(risk_rating(model)))


def due_words(last: "SignOff", model: Entity, months: ReviewMonths, on: date | None) -> Iterator[str]:
    """Yield the day of the next review, and on a day (None: without looking at it) whether it is over."""
    rating, due = risk_rating(model), next_review(last, model, months)
    why = f"{count(months.of(rating), 'month')} after the last sign-off, as its risk rating is {rating}"
    if on and due < on:
        yield f"OVERDUE: the next review was due on {day(due)}, {why}."
    else:
        yield f"The next review is due on {day(due)}, {why}."


def _later(start: date, months: int) -> date:
    """The day some months later; the last day of a month that is too short for it."""
    years, month = divmod(start.month - 1 + months, 12)
    year = min(start.year + years, date.max.year)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
