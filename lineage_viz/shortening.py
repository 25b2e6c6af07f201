"""Names that are too long for their room: without their random parts, then without words from the middle.

The canvas does the same in `picture/canvas/fitting.js`; `tests/takeaway/test_two_renderers.py` compares them.
"""

import re
from collections.abc import Callable, Sequence

from lineage_viz.characters import characters
from lineage_viz.words import ELLIPSIS

ENDS = (
    r"(?<=[-_/:, ])(?!(?<=\d[-_:])\d)(?!·)"  # after a separator, but not inside a date or a number, nor before a dot
    r"|(?<=\.)(?!(?<=\d\.)\d)(?![A-Za-z0-9]{1,8}(?:\.[A-Za-z0-9]{1,4})?$)"  # after a dot, but not before an extension
    r"|(?<=[a-z0-9])(?=[A-Z])"  # before a capital inside a word
    r"|(?<=.…)(?=.)"  # after a part that is left out
)
"""The places at which a name may break. Python and JavaScript read this expression in the same way."""

SMALLER = (1, 0.92, 0.85)
"""The sizes of the letters that a name may have: smaller letters are better than fewer words."""

_TRIMMED = f"-_./:, ·{ELLIPSIS}"
_LEAST_END = 3
"""Fewer letters of the last word tell nothing."""

_SEPARATOR = re.compile(r"([-_./:, ]+)")
_ENDS = re.compile(ENDS)
_LONG_PARTS = re.compile(
    r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"  # UUID
    r"|\d{4}-\d{2}-\d{2}-\d{2}-\d{2}-\d{2}(?:-\d{3})?",  # the time in the names of SageMaker's SDK
    re.IGNORECASE,
)
_PIPELINE = re.compile(r"^pipelines-[a-z0-9]{12}-(?:(.+)-[a-z0-9]{10}$)?", re.IGNORECASE)
"""SageMaker names the jobs of a pipeline after the run, the step and a random text."""

_DAY = re.compile(r"^(-\d{4}-\d{2}-\d{2})-\d{2}-\d{2}-\d{2}(-\d{3})?$")
"""The time at the end of the names of SageMaker's SDK."""

_NUMBER = re.compile(r"\d{12}|1\d{9}|1\d{12}")
"""An account, or a time in seconds or milliseconds."""

_HEX = re.compile(r"(?=.*\d)(?=.*[a-f])[0-9a-f]{8,}")
_CHANGES = re.compile(r"(?<=\d)(?=[a-z])|(?<=[a-z])(?=\d)")
_LONGEST_RUN = 2.2
"""Letters or digits in a row, on average, in a random part that mixes them."""

_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxyz]{4}")


def ended(text: str, fits: Callable[[str], bool]) -> str:
    """Return the start of a text in whole words, with "…" after it; it must not fit as a whole."""
    words = pieces(text)
    head = 0
    while head + 1 < len(words) and fits(_cut_off("".join(words[: head + 1]))):
        head += 1
    if head:
        return _cut_off("".join(words[:head]))
    seen = characters(text)
    return _most(seen, fits, lambda keep: _cut_off("".join(seen[:keep])))


def pieces(text: str) -> list[str]:
    """Return the words of a name, each with the separator after it; joined, they are the name."""
    return [piece for piece in _ENDS.split(text) if piece]


def telling(name: str) -> str:
    """Return a name without the parts that tell a person nothing: random ids, hashes, accounts, times as numbers.

    "…" stands for them: `pipelines-d84ewltjmxhe-Preprocess-3KYZVpyX11` becomes "…Preprocess…". A name of such parts
    alone stays.
    """
    in_run = _PIPELINE.sub(lambda found: f"{ELLIPSIS}{found[1]}{ELLIPSIS}" if found[1] else ELLIPSIS, name)
    parts = _SEPARATOR.split(_LONG_PARTS.sub(ELLIPSIS, in_run))
    kept = [part if number % 2 or not _is_random(part) else ELLIPSIS for number, part in enumerate(parts)]
    short = re.sub(rf"[-_./:, ]*{ELLIPSIS}(?:[-_./:, ]*{ELLIPSIS})*[-_/:, ]*", ELLIPSIS, "".join(kept))
    return short if re.search(r"[^\W\d_]{2}", re.sub(r"\.\w+$", "", short)) else name


def telling_apart(names: Sequence[str]) -> list[str]:
    """Return the short forms of names that have the same one, with the part after it that differs.

    That is the last random part, or the day in a time: `…Preprocess-3KYZVpyX11`, `tensorflow-training-2026-03-10`.
    Names that differ elsewhere stay whole.
    """
    kept = telling(names[0]).removesuffix(ELLIPSIS)
    word = kept.rpartition(ELLIPSIS)[2]
    if not word or kept == telling(names[0]):
        return list(names)
    ends = [name[name.rindex(word) + len(word) :] for name in names]
    days = [_DAY.sub(r"\1", end) for end in ends]
    shortest = days if len(set(days)) == len(set(ends)) else ends
    return [kept + end for end in shortest]


def shortened(text: str, fits: Callable[[str], bool]) -> str:
    """Return the start and the end of a name, in whole words, with "…" between; it must not fit as a whole.

    The first word stays: an image is known by it. If the last word has too little room, its last letters stay.
    """
    words = pieces(text)
    start = _cut_off(words[0])
    if len(words) < 2 or not fits(_without(words, 1, 1)):
        seen = characters(text)
        if len(words) > 1 and fits(start + "".join(seen[-_LEAST_END:])):
            return _most(seen, fits, lambda keep: start + "".join(seen[-keep:]))
        return _most(seen, fits, lambda keep: _middle_out(seen, keep))
    head = tail = 1
    while head + tail < len(words):
        if fits(_without(words, head + 1, tail)):
            head += 1
        elif fits(_without(words, head, tail + 1)):
            tail += 1
        else:
            break
    return _without(words, head, tail)


def _without(words: list[str], head: int, tail: int) -> str:
    """Return the first and the last words, without the separator before the gap."""
    start, end = "".join(words[:head]), "".join(words[len(words) - tail :])
    return _cut_off(start) + end.lstrip(ELLIPSIS)


def _cut_off(start: str) -> str:
    return start.rstrip(_TRIMMED) + ELLIPSIS


def _most(seen: list[str], fits: Callable[[str], bool], cut: Callable[[int], str]) -> str:
    """Return the longest cut of a single long word that fits; at least one character."""
    low, high = 1, len(seen)
    while low < high:
        keep = (low + high + 1) // 2
        low, high = (keep, high) if fits(cut(keep)) else (low, keep - 1)
    return cut(low)


def _middle_out(seen: list[str], keep: int) -> str:
    tail = keep // 2
    return "".join((*seen[: keep - tail], ELLIPSIS, *(seen[-tail:] if tail else ())))


def _is_random(part: str) -> bool:
    """Return True for a part that only a machine reads.

    Letters and digits in turn, or digits and letters that nobody can pronounce, are random; `resnet50` is not.
    """
    low = part.lower()
    if _NUMBER.fullmatch(part) or _HEX.fullmatch(low):
        return True
    if len(part) < 8 or not low.isascii() or not low.isalnum():
        return False
    changes = len(_CHANGES.findall(low))
    unpronounceable = _CONSONANTS.search(low) is not None
    mixed = changes > 3 and len(low) <= _LONGEST_RUN * (changes + 1)
    return mixed or (changes > 1 and unpronounceable) or (not changes and _all_consonants(low))


def _all_consonants(low: str) -> bool:
    """Return True for ten or more letters with next to no vowel."""
    return low.isalpha() and len(low) > 9 and 5 * sum(low.count(vowel) for vowel in "aeiou") < len(low)
