"""The times of a sentence as terms: "since October" is `created>=2025-10`, "in the last month" is `created:30d`."""

import re
from datetime import datetime, timedelta

from lineage_viz.search.period import period

_DAYS = {"hour": 1, "day": 1, "week": 7, "month": 30, "quarter": 90, "year": 365}
_LAST = re.compile(
    r"(?:\b(?:in|within|during|of|over|from|for|since) )?(?:\bthe )?\b(?:last|past|previous) "
    r"(?:(\d{1,3}|few|couple of) )?(hour|day|week|month|quarter|year)s?\b"
)
_FEW = {"few": 3, "couple of": 2}
_RECENT = re.compile(r"\b(?:recently|lately)\b")
_NAMES = "january february march april may june july august september october november december"
_MONTHS = _NAMES.split()
_MONTH = "|".join(f"{each[:3]}(?:{each[3:]})?" if len(each) > 3 else each for each in _MONTHS)
_DATE = (
    rf"(?:\d{{4}}(?:-\d\d?(?:-\d\d?)?)?|(?:\d\d?(?:st|nd|rd|th)? (?:of )?)?\b(?:{_MONTH})\b(?:,? \d{{4}}\b)?"
    r"|today|yesterday|this (?:week|month|quarter|year))"
)
_SIGNS = {
    **dict.fromkeys(("since", "starting", "from"), ">="),
    "after": ">",
    "before": "<",
    **dict.fromkeys(("until", "till", "to", "up to"), "<="),
    **dict.fromkeys(("in", "during", "of", "on"), ":"),
}
_WITH_SIGN = re.compile(rf"\b({'|'.join(_SIGNS)}) ({_DATE})(?![\w/-])")
_WITHOUT = re.compile(rf"\b((?:{_MONTH}) \d{{4}}|today|yesterday|this (?:week|month|quarter|year))(?![\w/-])")
_YEAR = re.compile(r"\b20\d\d\b")
_BETWEEN = re.compile(rf"\b(?:between|from) ({_DATE}) (?:and|to|till|until|up to) ({_DATE})(?![\w/,.-])")
_UNTIL = re.compile(rf" (?:until|till|to|up to) {_DATE}")


def with_times(text: str, now: datetime, terms: list[str]) -> str:
    """Add the terms of the times in a folded text, and return the rest. `now` is the time of the snapshot."""
    if found := _LAST.search(text):
        number = _FEW.get(found[1]) or int(found[1] or 1)
        days = max(1, number // 24) if found[2] == "hour" else number * _DAYS[found[2]]
        terms.append(f"created:{days}d")
        text = _without(text, found)
    elif found := _RECENT.search(text):
        terms.append("created:30d")
        text = _without(text, found)
    text = _BETWEEN.sub(lambda found: _from_to(found, now), text)
    while found := _WITH_SIGN.search(text):
        is_range = found[1] == "from" and _UNTIL.match(text, found.end())
        sign = ":" if found[1] == "from" and not is_range else _SIGNS[found[1]]
        date = _date(found[2], now)
        if not date:
            return text
        terms.append(f"created{sign if period(date, now) and not date.endswith('d') else ':'}{date}")
        text = _without(text, found)
    if found := _WITHOUT.search(text):
        terms.append(f"created:{_date(found[1], now)}")
        text = _without(text, found)
    return text


def _from_to(found: re.Match[str], now: datetime) -> str:
    """Write "between February and March 2026" with both years; two numbers that are no years stay."""
    first, last = found[1], found[2]
    if not all(_YEAR.search(each) for each in (first, last) if each.isdigit()):
        return found[0]
    if (year := _YEAR.search(last)) and re.search(rf"\b(?:{_MONTH})\b", first) and not _YEAR.search(first):
        same = f"{first} {year[0]}"
        first = same if _date(same, now) <= _date(last, now) else f"{first} {int(year[0]) - 1}"
    return f"from {first} to {last}"


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def _date(words: str, now: datetime) -> str:
    """Return a date as a term has it; empty for none, such as the 31st of February."""
    if words in ("today", "yesterday"):
        return f"{now - timedelta(days=words == 'yesterday'):%Y-%m-%d}"
    if words.startswith("this "):
        return {"month": f"{now:%Y-%m}", "year": f"{now:%Y}"}.get(words[5:], f"{_DAYS[words[5:]]}d")
    name = re.search(rf"\b({_MONTH})\b", words)
    date = _of_month(words, name[1], now) if name else words
    return date if period(date, now) else ""


def _of_month(words: str, name: str, now: datetime) -> str:
    """Return a month, or a day in it; without a year it is the last one that has begun."""
    month = next(number for number, each in enumerate(_MONTHS, 1) if each.startswith(name[:3]))
    year = re.search(r"\d{4}", words)
    day = re.match(r"\d\d?(?!\d)", words)
    which = int(year[0]) if year else now.year - (month > now.month)
    return f"{which}-{month:02}" + (f"-{int(day[0]):02}" if day else "")
