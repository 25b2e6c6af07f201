"""The times of a sentence as terms: "since October" is `created>=2025-10`, "in the last month" is `created:30d`."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from lineage_viz.search.period import period
from lineage_viz.search.sentence_dates import MONTH, MONTHS, rewritten
from lineage_viz.search.sentence_deciders import BY, DEED
from lineage_viz.search.unread_times import UnreadTime, vague_times

_DAYS = {"hour": 1, "day": 1, "week": 7, "month": 30, "quarter": 90, "year": 365}
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: number for number, word in enumerate(_WORDS, 1)} | {"few": 3, "couple of": 2}
_LETTERS = {each[0]: days for each, days in _DAYS.items() if each[0] in "hdwy"}
"""The units as letters, such as `30d`; `m` and `q` have other meanings."""
_UNIT = rf"(?:{'|'.join(_DAYS)})s?"
_LENGTH = rf"(\d{{1,3}}|{'|'.join(_NUMBERS)})[ -]?({_UNIT}|[{''.join(_LETTERS)}])"
_LAST = re.compile(
    r"(?:\b(?:in|within|during|of|over|from|for|since) )?(?:\bthe )?\b(?:last|past|previous) "
    rf"(?:{_LENGTH}|({_UNIT}))\b"
)
_ALONE = r"(?![\w/:-]|[.,]\w| ?[<>=]| (?:ago|old|before|after|later)\b)"
_AGE = r"(?:ago|old)\b"
_WITHIN = re.compile(
    rf"\b(?:(?:within|in|during|for|since) (?:the )?{_LENGTH}{_ALONE}"
    rf"|(?:newer|younger) than {_LENGTH}\b(?: {_AGE})?|less than {_LENGTH} {_AGE})"
)
_OLDER = re.compile(rf"\b(?:(?:older|earlier) than {_LENGTH}\b(?: {_AGE})?|more than {_LENGTH} {_AGE})")
_FOR = re.compile(rf"(?<![\w/.:,<>=-])(?<![<>=] ){_LENGTH}{_ALONE}")
"""A length of time alone: "failed jobs 30d" is about the last 30 days."""
_RECENT = re.compile(r"\b(?:recently|lately)\b")
_DATE = (
    rf"(?:\d{{4}}(?:-\d\d?(?:-\d\d?)?)?|(?:\d\d?(?:st|nd|rd|th)? (?:of )?)?\b(?:{MONTH})\b(?:,? \d{{4}}\b)?"
    r"|today|yesterday|this (?:week|month|quarter|year))"
)
_SIGNS = {
    **dict.fromkeys(("since", "starting", "from"), ">="),
    **dict.fromkeys(("after", "newer than", "later than", "younger than"), ">"),
    **dict.fromkeys(("before", "older than", "earlier than", "prior to"), "<"),
    **dict.fromkeys(("until", "till", "to", "up to"), "<="),
    **dict.fromkeys(("in", "during", "of", "on"), ":"),
}
_WITH_SIGN = re.compile(rf"\b({'|'.join(_SIGNS)}) ({_DATE})(?![\w/-])")
_WITHOUT = re.compile(
    rf"\b((?:\d\d?(?:st|nd|rd|th)? (?:of )?)?(?:{MONTH}),? \d{{4}}"
    r"|today|yesterday|this (?:week|month|quarter|year))(?![\w/-])"
)
_BARE = re.compile(
    r"(?<![\w/.:,<>=-])(?<![<>=] )(20\d\d(?:-\d\d?(?:-\d\d?)?)?"
    rf"|(?:\d\d?(?:st|nd|rd|th)? (?:of )?)?\b(?:{MONTH})(?: 20\d\d)?)(?![\w/:-]|[.,]\w| ?[<>=])"
)
_VERB = "may"
"""A month, too: at the end of a text."""
_A_NUMBER = re.compile(r"(?:above|over|below|under|than|least|most|exactly|equals?|size|seed|top) $")
_YEAR = re.compile(r"\b20\d\d\b")
_BETWEEN = re.compile(
    rf"\b(?:between|from) ({_DATE}) (?:and|to|till|until|up to) ({_DATE})(?![\w/,.-])"
    rf"|(?<![\w/.:,-])({_DATE}) ?(?:to|till|until|up to|-|–|\.\.) ?({_DATE})(?![\w/,.-])"
)
_UNTIL = re.compile(rf" (?:until|till|to|up to) {_DATE}")


_AGO = re.compile(
    r"(?:\b(?P<sign>since|after|before|until|till|from) )?(?:\b(?:about|around|some|in|on) )?"
    rf"\b(?:(?P<number>\d{{1,3}}|{'|'.join(_NUMBERS)}|an?)[ -]?(?P<unit>{_UNIT}|[{''.join(_LETTERS)}])) ago\b"
)
"""A day, week, month, quarter or year of the calendar, counted back."""


_OF_DECISION = re.compile(rf"(?:{DEED}|\bdecisions?)(?:{BY})? *$")
_ASKED_DECISION = re.compile(
    rf"^(?:who|when|did|has|have|what did|which (?:models? )?did)\b.* {DEED}"
    r"(?!.*\b(?:created|made|trained|built|deployed)\b)"
)
"""A question about a decision, with words between it and the time: "who approved models in March"."""
_BEFORE_DEED = re.compile(rf" *{DEED}")
_OF_DEPLOYMENT = re.compile(r"\b(?:deploy(?:ed|s)?|went live) *$")
_ENDPOINTS = re.compile(r"\bendpoints?\b")
_TERM = re.compile(r"(?:created|decided)[:<>=]")


def is_time(term: str) -> bool:
    """True for a term about a time."""
    return bool(_TERM.match(term))


@dataclass(slots=True)
class Times:
    """A folded text without its times, and the terms that they mean."""

    text: str
    terms: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """Sentences about dates with two meanings."""
    bare: list[str] = field(default_factory=list)
    """The terms of the dates without a word such as "in" or "since": a name may have them, too."""
    unread: tuple[UnreadTime, ...] = ()
    """The times that are not understood."""
    of_deployment: bool = False
    """True when a time is that of a deployment: "models deployed in March"."""

    def take(self, found: re.Match[str], value: str) -> str:
        """Leave a time out of the text, and return its term: that of a decision right before it, or of the creation."""
        before, after = self.text[: found.start()], self.text[found.end() :]
        is_recent = found.re is _RECENT and _BEFORE_DEED.match(after)
        is_asked = _OF_DECISION.search(before) or _ASKED_DECISION.search(before)
        is_decided = (is_asked or is_recent) and not _ENDPOINTS.search(self.text)
        self.of_deployment = self.of_deployment or bool(_OF_DEPLOYMENT.search(before))
        self.text = f"{before} {after}"
        return f"{'decided' if is_decided else 'created'}{value}"


def times(text: str, now: datetime, *, is_bare: bool) -> Times:
    """Read the times of a folded text. `now` is the time of the snapshot; `is_bare`: dates alone are times, too."""
    found = Times(text)
    if is_bare:
        dates = rewritten(text, now)
        found.text, found.notes = dates.text, dates.notes
    found.text, found.unread = vague_times(found.text)
    _read_last(found, now)
    found.text = _AGO.sub(lambda each: _ago(each, now), found.text)
    found.text = _BETWEEN.sub(lambda each: _from_to(each, now), found.text)
    _read_signed(found, now)
    if each := _WITHOUT.search(found.text):
        found.terms.append(found.take(each, f":{_date(each[1], now)}"))
    if is_bare:
        _read_bare(found, now)
    return found


def _read_last(found: Times, now: datetime) -> None:
    if last := _LAST.search(found.text) or _WITHIN.search(found.text):
        found.terms.append(found.take(last, f":{_days(last)}d"))
    elif older := _OLDER.search(found.text):
        found.terms.append(found.take(older, f"<{now - timedelta(days=_days(older)):%Y-%m-%d}"))
    elif recent := _RECENT.search(found.text):
        found.terms.append(found.take(recent, ":30d"))


def _days(found: re.Match[str]) -> int:
    """Return the days of a length such as "two weeks", "30d" or "month"; an hour is in a day."""
    *number, unit = filter(None, found.groups())
    many = _NUMBERS.get(number[0]) or int(number[0]) if number else 1
    days = (_DAYS | _LETTERS)[unit.removesuffix("s")]
    return max(1, many // 24) if unit.startswith("h") else many * days


def _ago(found: re.Match[str], now: datetime) -> str:
    """Write "two weeks ago" as the first and the last day of that week; after "since" and its like, as one day."""
    letter = found["unit"][0]
    number = _NUMBERS.get(found["number"]) or (int(found["number"]) if found["number"].isdigit() else 1)
    first, last = _calendar(number, letter, now)
    sign = found["sign"]
    if sign in ("since", "from", "before"):
        return f"{'since' if sign == 'from' else sign} {first:%Y-%m-%d}"
    return f"{sign} {last:%Y-%m-%d}" if sign else f"from {first:%Y-%m-%d} to {last:%Y-%m-%d}"


def _calendar(number: int, letter: str, now: datetime) -> tuple[datetime, datetime]:
    """Return the first and the last day of the calendar's unit so many units before now."""
    months = {"m": 1, "q": 3, "y": 12}.get(letter)
    if not months:
        day = now - (
            timedelta(hours=number) if letter == "h" else timedelta(days=number * (7 if letter == "w" else 1))
        )
        first = day - timedelta(days=day.weekday()) if letter == "w" else day
        return first, first + timedelta(days=6) if letter == "w" else first
    begun = (now.year * 12 + now.month - 1) // months * months - number * months
    return _month(begun), _month(begun + months) - timedelta(days=1)


def _month(number: int) -> datetime:
    """Return the first day of a month that is counted from the year 0; no earlier than the calendar begins."""
    number = max(number, 12)
    return datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC)


def _read_signed(found: Times, now: datetime) -> None:
    while each := _WITH_SIGN.search(found.text):
        is_range = each[1] == "from" and _UNTIL.match(found.text, each.end())
        sign = ":" if each[1] == "from" and not is_range else _SIGNS[each[1]]
        date = _date(each[2], now)
        if not date:
            return
        is_date = period(date, now) and not date.endswith("d")
        found.terms.append(found.take(each, f"{sign if is_date else ':'}{date}"))


def _read_bare(found: Times, now: datetime) -> None:
    at = 0
    if (length := _FOR.search(found.text)) and not _A_NUMBER.search(found.text[: length.start()]):
        found.bare.append(found.take(length, f":{_days(length)}d"))
    while each := _BARE.search(found.text, at):
        is_verb = each[0] == _VERB and not 0 < each.start() == len(found.text.rstrip()) - len(_VERB)
        date = "" if is_verb else _date(each[1], now)
        if not date or _A_NUMBER.search(found.text[: each.start()]):
            at = each.end()
            continue
        found.bare.append(found.take(each, f":{date}"))
    found.terms += found.bare


def _from_to(found: re.Match[str], now: datetime) -> str:
    """Write "between February and March 2026" with both years; two numbers that are no years stay."""
    first, last = found[1] or found[3], found[2] or found[4]
    if not all(_YEAR.search(each) for each in (first, last) if each.isdigit()):
        return found[0]
    if (year := _YEAR.search(last)) and re.search(rf"\b(?:{MONTH})\b", first) and not _YEAR.search(first):
        same = f"{first} {year[0]}"
        first = same if _date(same, now) <= _date(last, now) else f"{first} {int(year[0]) - 1}"
    return f"from {first} to {last}"


def _date(words: str, now: datetime) -> str:
    """Return a date as a term has it; empty for none, such as the 31st of February."""
    if words in ("today", "yesterday"):
        return f"{now - timedelta(days=words == 'yesterday'):%Y-%m-%d}"
    if words.startswith("this "):
        return {"month": f"{now:%Y-%m}", "year": f"{now:%Y}"}.get(words[5:], f"{_DAYS[words[5:]]}d")
    name = re.search(rf"\b({MONTH})\b", words)
    date = _of_month(words, name[1], now) if name else words
    return date if period(date, now) else ""


def _of_month(words: str, name: str, now: datetime) -> str:
    """Return a month, or a day in it; without a year it is the last one that has begun."""
    month = next(number for number, each in enumerate(MONTHS, 1) if each.startswith(name[:3]))
    year = re.search(r"\d{4}", words)
    day = re.match(r"\d\d?(?!\d)", words)
    which = int(year[0]) if year else now.year - (month > now.month)
    return f"{which}-{month:02}" + (f"-{int(day[0]):02}" if day else "")
