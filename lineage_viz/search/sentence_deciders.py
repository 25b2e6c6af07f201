"""The person who decided in a sentence: "approved by helen", "what did helen approve"."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from lineage_viz.search.sentence_words import DECISIONS

_NO_DEEDS = {"pending"}
_NOUNS = {"approver", "approvers"}
_DEEDS = [word for word, means in DECISIONS.items() if means not in _NO_DEEDS and word not in _NOUNS]
DEED = rf"(?<![\w-])(?:{'|'.join((*_DEEDS, 'decide[ds]?'))})(?![\w-])"
"""A word that tells of a decision that somebody has made."""

BY = r" by \S+(?: (?:and|or) \S+)*"
_PASSIVE = re.compile(rf"(?<!not )(?<!never )(?:{DEED}|\bdecisions?)(?P<people>{BY})")
_HELPS = r"(?: (?:has|have|had|did|ever|already|also))*"
_ASKED = re.compile(rf"\b(?:did|does|do|has|have|had) (?P<people>\S+)(?: (?:ever|already|also))* {DEED}")
_ACTIVE = re.compile(rf"(?<!\bof )(?<!\bby )(?<!\bfrom )(?<!\bfor )(?<!\S)(?P<people>\S+){_HELPS} {DEED}")
_ALONE = re.compile(r"(?:approved|rejected) by \S+")
_DECIDED = re.compile(r"\bdecide[ds]?\b")


@dataclass(frozen=True, slots=True)
class Deciders:
    """A text without the persons who decided, and the terms that these mean."""

    text: str
    terms: tuple[str, ...]


def deciders(
    text: str, is_person: Callable[[str], bool], owns: Callable[[str], bool], *, is_timed: bool
) -> Deciders:
    """Read the persons who decided in a folded text; `of helen approved` and `by:` may mean the owner, too.

    `owns` tells if a person owns anything: the one who "did approve" something, or in "approved by helen" alone, and
    owns nothing is a plain `by:`, which finds the same.
    """
    for pattern in (_PASSIVE, _ASKED, _ACTIVE):
        for found in pattern.finditer(text):
            people = list(takewhile(is_person, _people(found["people"])))
            if not people:
                continue
            is_plain = (
                pattern is _ASKED or (not is_timed and _ALONE.fullmatch(text) is not None)
            ) and not any(map(owns, people))
            if is_plain and pattern is not _ASKED:  # its words are terms one by one
                return Deciders(text, ())
            return Deciders(
                _without(text, found, people), (f"{'by' if is_plain else 'decidedby'}:{','.join(people)}",)
            )
    return Deciders(text, ())


def without_deed(text: str) -> str:
    """Leave out "decided", which says no more than the terms of a decision."""
    return _DECIDED.sub(" ", text)


def _people(words: str) -> Iterator[str]:
    return (each for each in words.split() if each not in ("by", "and", "or"))


def _without(text: str, found: re.Match[str], people: list[str]) -> str:
    """Leave the persons out, and the words that join them."""
    start = found.start("people")
    joined = r"(?: (?:and|or))? ".join(map(re.escape, people))
    rest = re.sub(rf"^(?: by)? ?{joined}(?!\S)", " ", text[start:])
    return f"{text[:start]}{rest}"
