"""Lengths of time and sizes in a sentence, which no term compares: "jobs longer than 3 h", "files over 2 GB"."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lineage_viz.words import plain

_TIME = r"(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|weeks?|months?|years?)"
_SIZE = r"(?:[kmgtp]i?b|(?:kilo|mega|giga|tera)?bytes?)"
_THAN = r"(?:\w+er|more|less) than|over|under|above|below|beyond|exceeding|at least|at most|up to|[<>]=?"
_LENGTH = re.compile(
    r"(?:\b(?:ran|run|runs|running|took|take|takes|taking|lasted|last|lasting) )?(?:\bfor )?"
    rf"(?<!\w)(?:{_THAN}) ?\d+(?:[.,]\d+)? ?(?:{_TIME}|(?P<size>{_SIZE}))(?![\w/-])(?: (?:old|ago|long)\b)?"
)

_AGE = re.compile(r"\b(?:old|ago|(?:old|new|young|earli|lat)er)\b")
_YOUNG = re.compile(r"^(?:newer|younger|later|less|under|below|at most|up to|<)")


@dataclass(frozen=True, slots=True)
class Length:
    """A comparison that is not understood."""

    words: str
    is_size: bool

    @property
    def said(self) -> str:
        """The sentence about it, with the next step."""
        if _AGE.search(self.words):
            sign = ">" if _YOUNG.search(self.words) else "<"
            next_ = f"Write the day in place of these words, such as created{sign}2026-03-12"
        else:
            noun, column = ("size", "Size") if self.is_size else ("length of time", "Duration")
            next_ = (
                f"A search compares no {noun}: leave these words out, and sort the page Entities by {column}"
            )
        return f"Not understood: “{plain(self.words, 80)}”. {next_}."


def lengths(text: str, is_named: Callable[[Sequence[str]], bool]) -> tuple[str, tuple[Length, ...]]:
    """Return a folded text without its lengths, and these. `is_named`: the words before one end with a known name."""
    found = list[Length]()

    def without(each: re.Match[str]) -> str:
        if is_named(text[: each.start()].split()):
            return each[0]
        found.append(Length(each[0].strip(), bool(each["size"])))
        return " "

    return _LENGTH.sub(without, text), tuple(found)
