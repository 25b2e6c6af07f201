"""Words that tell a time which no search understands: "early 2026", "at Christmas", "in week 50"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lineage_viz.search.sentence_dates import MONTH
from lineage_viz.words import plain

_VAGUE = re.compile(
    rf"\b(?:(?:in|at|during|of|from|since|before|after|until|around|about|by) )?(?:the )?"
    rf"(?:(?:early|late|mid|middle of|end of|beginning of|start of|first days of|last days of)[ -](?:the )?"
    rf"(?:(?:{MONTH})(?: \d{{4}})?|20\d\d|(?:last|this|next) (?:year|month|quarter))"
    r"|(?:calendar )?(?:week|kw|cw) ?\d{1,2}(?: (?:of )?20\d\d)?|fy ?(?:20)?\d\d|fiscal (?:year )?(?:20)?\d\d"
    r"|next (?:week|month|year|quarter|spring|summer|autumn|fall|winter))(?![\w/:-])"
)
_WORDS = re.compile(
    r"(?:spring|summer|autumn|fall|winter|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|week-?ends?|weeks?|months?"
    r"|quarters?|years?|christmas|xmas|easter|thanksgiving|holidays?|vacations?|ramadan|(?:nough|twen|thir|for|fif|six|seven|eigh|nine)ties|decades?"
    r"|century|millennium|mornings?|afternoons?|evenings?|nights?|noon|midnight|tonight|tomorrow|fiscal|fy\d*|nowadays)"
)


@dataclass(frozen=True, slots=True)
class UnreadTime:
    """Words that tell a time, and are not understood."""

    words: str

    @property
    def said(self) -> str:
        """The sentence about it, with the next step."""
        return (
            f"Not understood as a time: “{plain(self.words, 80)}”. Write days, months or years in place of it, such as "
            "2026-03, from 2025-11 to 2026-02, or last 30 days."
        )


def vague_times(text: str) -> tuple[str, tuple[UnreadTime, ...]]:
    """Return a folded text without the times in it that have no clear days, and these."""
    found = tuple(UnreadTime(each[0].strip()) for each in _VAGUE.finditer(text))
    return (_VAGUE.sub(" ", text), found) if found else (text, ())


def unread_time(words: Iterable[str]) -> UnreadTime | None:
    """Return the words among these that tell a time: nothing may be found as if it were of that time."""
    found = [each for each in words if _WORDS.fullmatch(each)]
    return UnreadTime(" ".join(dict.fromkeys(found))) if found else None
