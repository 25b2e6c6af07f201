"""Parts of a year in a sentence as months: `Q1 2026`, "third quarter of 2025", `H2 2025`, "last winter"."""

import re
from datetime import datetime, timedelta

_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""The first month of each season: three whole months, as weather services count them."""
_SEASON = "|".join(_SEASONS)
_ORDINALS = {
    **dict.fromkeys(("first", "1st"), 1),
    **dict.fromkeys(("second", "2nd"), 2),
    **dict.fromkeys(("third", "3rd"), 3),
    **dict.fromkeys(("fourth", "4th"), 4),
}
_ORDINAL = re.compile(
    rf"\b(?P<which>{'|'.join(_ORDINALS)}|last|final) (?P<unit>quarter|half)"
    r"(?P<year>(?: of)? (?:20\d\d|(?:last|this|the) year))?\b"
)
_FIRST, _END = r"(?<![\w/.:,-])", r"(?![\w/:-]|[.,]\w)"
_SIGN = r"(?:\b(in|during|over|of|from|for|since|before|after|until|till) )?(?:the )?"
_PART = (
    rf"(?:(q[1-4]|h[12](?=(?: of)?[ /-]?20))(?: of)?(?:[ /-]?(20\d\d))?|(20\d\d)[ /-]?(q[1-4]|h[12])"
    rf"|(?:(last|past|previous|this) )?({_SEASON})(?:(?: of| in)? (20\d\d)(?:[/-](?:20)?(\d\d))?)?"
    rf"|(20\d\d) ({_SEASON}))"
)
_GROUPS = 10
_ONE = re.compile(rf"{_SIGN}{_FIRST}{_PART}{_END}")
_TWO = re.compile(rf"\b(?:from|between) (?:the )?{_PART} (?:to|and|until|till) (?:the )?{_PART}{_END}")
_OF_YEAR = re.compile(rf"\b(q[1-4]|h[12]|{_SEASON})(?: of)? (last|this) year{_END}")
_DAYS_OF_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = re.compile(
    rf"\b(?P<sign>on|since|before|after|until|till|from)? ?\b(?:(?P<last>last|past|this) )?"
    rf"(?P<day>{'|'.join(_DAYS_OF_WEEK)}){_END}"
)
_WEEKEND = re.compile(
    r"\b(?:(?:on|at|over|during|in|of|from) )?(?:the )?(?:last|past|this|previous) week-?end\b"
)
_WHOLE = re.compile(
    r"\b(?:(?P<until>until|till|up to|by) the end|(?:since|from) the (?:start|beginning)) of "
    r"(?P<year>20\d\d|(?:last|this|the) year)\b"
)

Months = tuple[int, int]
"""The first and the last month, counted from the year 0."""


def months_of_parts(text: str, now: datetime) -> tuple[str, list[str]]:
    """Write the parts of years in a folded text as their months, and return sentences about those that need one.

    `now` is the time of the snapshot.
    """
    notes = list[str]()
    text = _WHOLE.sub(
        lambda found: f"{'until' if found['until'] else 'since'} {_year(found['year'], now)}", text
    )
    text = _ORDINAL.sub(lambda found: _ordinal(found, now), text)
    text = _OF_YEAR.sub(lambda found: f"{found[1]} {now.year - (found[2] == 'last')}", text)
    text = _TWO.sub(lambda found: _from_to(found, now), text)
    text = _ONE.sub(lambda found: _written(found, now, notes), text)
    text = _WEEKEND.sub(lambda _: _weekend(now), text)
    return _DAY.sub(lambda found: _day(found, now), text), notes


def _ordinal(found: re.Match[str], now: datetime) -> str:
    """Write "third quarter of 2025" as `q3 2025`; "last quarter" alone is a length of time."""
    is_half, year = found["unit"] == "half", found["year"]
    if not year and (found["which"] in ("last", "final") or is_half):
        return found[0]
    number = _ORDINALS.get(found["which"], 2 if is_half else 4)
    if is_half and number > 2:
        return found[0]
    return f"{'h' if is_half else 'q'}{number} {_year(year, now) if year else ''}".strip()


def _year(words: str, now: datetime) -> str:
    """Return the number of a year: "of 2025", "last year"."""
    digits = re.search(r"\d{4}", words)
    return digits[0] if digits else str(now.year - ("last" in words))


def _from_to(found: re.Match[str], now: datetime) -> str:
    groups = found.groups()
    first, last = _months(groups[:_GROUPS], now), _months(groups[_GROUPS:], now)
    if first and last and first > last:  # the year stands after the second one
        years = (first[0] - last[0] + 11) // 12
        first = first[0] - 12 * years, first[1] - 12 * years
    return f"from {_month(first[0])} to {_month(last[1])}" if first and last else found[0]


def _written(found: re.Match[str], now: datetime, notes: list[str]) -> str:
    """Write a part of a year with its first and last month; without a year it is the last one that has begun."""
    sign, *part = found.groups()
    months = _months(part, now)
    season = part[5] or part[9]
    if not months or (season and not (sign or part[4] or part[6] or part[9])):
        return found[0]
    begin, end = map(_month, months)
    if season:
        notes.append(f"“{season.capitalize()}” is read as {begin} to {end}.")
    if sign in ("since", "before"):
        return f"{sign} {begin}"
    return f"{sign} {end}" if sign in ("after", "until", "till") else f"from {begin} to {end}"


def _months(part: list[str | None] | tuple[str | None, ...], now: datetime) -> Months | None:
    """Return the first and the last month of a quarter, a half or a season."""
    short, year, year_before, short_after, which, season, of, ends_in, of_before, season_after = part
    if name := season or season_after:
        return _season(name, which or "", of or of_before or "", ends_in or "", now)
    name = short or short_after
    if not name:
        return None
    length = 3 if name[0] == "q" else 6
    first = length * (int(name[1]) - 1)
    begun = int(year or year_before or now.year - (first + 1 > now.month)) * 12 + first
    return begun, begun + length - 1


def _season(name: str, which: str, year: str, ends_in: str, now: datetime) -> Months | None:
    first, today = _SEASONS[name] - 1, now.year * 12 + now.month - 1
    if year:
        begun = int(year) * 12 + first
        fits = not ends_in or int(ends_in) == (int(year) + 1) % 100 == (begun + 2) // 12 % 100
        return (begun, begun + 2) if fits else None
    begun = now.year * 12 + first
    begun -= 12 * (begun > today)
    is_over = begun + 2 < today
    begun -= 12 * (which in ("last", "past", "previous") and not is_over)
    return begun, begun + 2


def _month(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"


def _day(found: re.Match[str], now: datetime) -> str:
    """Write "on Monday" as the last Monday; a day without such a word may be a name."""
    if not (found["sign"] or found["last"]):
        return found[0]
    back = (now.weekday() - _DAYS_OF_WEEK.index(found["day"])) % 7
    back += 7 * (back == 0 and found["last"] in ("last", "past"))
    return f"{found['sign'] or 'on'} {now - timedelta(days=back):%Y-%m-%d}"


def _weekend(now: datetime) -> str:
    sunday = now - timedelta(days=(now.weekday() + 1) % 7)
    return f"from {sunday - timedelta(days=1):%Y-%m-%d} to {sunday:%Y-%m-%d}"
