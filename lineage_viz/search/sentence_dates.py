"""The dates that people type in other forms than 2026-03-12: `12/2025`, `Dec 30`, `Q1 2026`, "last summer"."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from lineage_viz.search.parts_of_year import months_of_parts

_NAMES = "january february march april may june july august september october november december"
MONTHS = _NAMES.split()
MONTH = "|".join(
    "sep(?:t(?:ember)?)?" if each == "september" else f"{each[:3]}(?:{each[3:]})?" if each[3:] else each
    for each in MONTHS
)
"""A month by its name or its first three letters."""

_FIRST, _END = r"(?<![\w/.:,-])", r"(?![\w/:-]|[.,]\w)"
"""A date is a whole word: it is no part of a name, an address or a version."""

_ISO = re.compile(rf"{_FIRST}(\d{{4}})[/.](\d\d?)(?:[/.](\d\d?))?{_END}")
_WITH_CLOCK = re.compile(rf"{_FIRST}(\d{{4}}-\d\d-\d\d)(?:t| )\d\d:\d\d\S*")
_MONTH_FIRST = re.compile(rf"{_FIRST}(\d\d?)[/.-](20\d\d){_END}")
_DAY_FIRST = re.compile(rf"{_FIRST}(\d\d?)([/.-])(\d\d?)\2(20\d\d){_END}")
_YEAR_FIRST = re.compile(rf"{_FIRST}(20\d\d)[ -]({MONTH}){_END}")
_JOINED = re.compile(rf"{_FIRST}((?:\d\d?-)?(?:{MONTH}))-(20\d\d){_END}")
_DAY_AFTER = re.compile(rf"{_FIRST}({MONTH})\.? (\d\d?)(?:st|nd|rd|th)?(?!\d)(,? 20\d\d\b)?{_END}")
_LAST_YEAR = re.compile(rf"{_FIRST}({MONTH})(?: of)? (last|this) year{_END}")


@dataclass(slots=True)
class Rewritten:
    """A folded text with all dates in one form, and the sentences about those that have two meanings."""

    text: str
    notes: list[str] = field(default_factory=list)


def rewritten(text: str, now: datetime) -> Rewritten:
    """Write each date and each part of a year in a folded text as `2026-03-12`, `2026-03` or `3 march 2026`.

    `now` is the time of the snapshot.
    """
    found = Rewritten(*months_of_parts(text, now))
    for pattern, write in (
        (_WITH_CLOCK, lambda date: date[1]),
        (_LAST_YEAR, lambda date: f"{date[1]} {now.year - (date[2] == 'last')}"),
        (_DAY_FIRST, lambda date: _day(date, found.notes)),
        (_MONTH_FIRST, lambda date: _iso(date[0], date[2], date[1])),
        (_ISO, lambda date: _iso(date[0], date[1], date[2], date[3] or "")),
        (_YEAR_FIRST, lambda date: f"{date[2]} {date[1]}"),
        (_JOINED, lambda date: f"{date[1].replace('-', ' ')} {date[2]}"),
        (_DAY_AFTER, lambda date: f"{date[2]} {date[1]}{(date[3] or '').replace(',', '')}"),
    ):
        found.text = _written(pattern, write, found.text)
    return found


def _written(pattern: re.Pattern[str], write: Callable[[re.Match[str]], str], text: str) -> str:
    return pattern.sub(write, text)


def _iso(typed: str, year: str, month: str, day: str = "") -> str:
    if not 1 <= int(month) <= len(MONTHS):
        return typed
    return f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")


def _day(date: re.Match[str], notes: list[str]) -> str:
    """Read `30.12.2025` and `12/30/2025`; of two numbers that may both be months, the first one is the day."""
    first, second, year = int(date[1]), int(date[3]), date[4]
    day, month = (second, first) if second > len(MONTHS) else (first, second)
    iso = _iso(date[0], year, str(month), str(day))
    if max(first, second) <= len(MONTHS) and first != second:
        notes.append(
            f"“{date[0]}” may be the {day} {MONTHS[month - 1].capitalize()} or the {month} "
            f"{MONTHS[day - 1].capitalize()}; the first one is taken."
        )
    return iso
