"""The times that a person writes in a search: a year, a month, a day, or the last days."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

FORMS = "2026, 2026-03, 2026-03-12, or 30d for the last 30 days"

_DATE = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?")
_LAST = re.compile(r"(\d{1,4})d")


@dataclass(frozen=True, slots=True)
class Period:
    """A time from its first to its last second in UTC, both inclusive."""

    first: datetime
    last: datetime
    is_last_days: bool = False


def period(text: str, now: datetime) -> Period | None:
    """Return the time that a text means; None when it means none. `now` is the end of the last days."""
    if last := _LAST.fullmatch(text.strip().casefold()):
        return Period(now - timedelta(days=int(last[1])), now, is_last_days=True)
    date = _DATE.fullmatch(text.strip())
    if date is None:
        return None
    year, month, day = (int(part or 0) for part in date.groups())
    try:
        first = datetime(year, month or 1, day or 1, tzinfo=UTC)
        return Period(first, _after(first, bool(month), bool(day)) - timedelta(seconds=1))
    except (ValueError, OverflowError):
        return None


def _after(first: datetime, has_month: bool, has_day: bool) -> datetime:
    """Return the first second after a year, month or day."""
    if has_day:
        return first + timedelta(days=1)
    if has_month:
        return (first + timedelta(days=31)).replace(day=1)
    return first.replace(year=first.year + 1)
