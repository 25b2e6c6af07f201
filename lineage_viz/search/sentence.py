"""A sentence as terms: "which training jobs failed in the last month" is `type:training-job status:failed created:30d`.

Only words with one clear meaning become terms; words without any are left out, and all others stay words.
"""

import re
from collections.abc import Callable, Collection, Iterator

from lineage_viz.recorded_text import fold
from lineage_viz.search.fields import metrics
from lineage_viz.search.vocabulary import Vocabulary, matching

_LEAST = 3
"""Words of the shortest text that is a sentence."""

_EMPTY = frozenset(
    {
        *(
            "a",
            "all",
            "am",
            "an",
            "and",
            "any",
            "are",
            "at",
            "been",
            "can",
            "could",
            "decision",
            "decisions",
            "did",
        ),
        *(
            "do",
            "does",
            "ever",
            "every",
            "everything",
            "find",
            "for",
            "from",
            "had",
            "has",
            "have",
            "i",
            "in",
            "is",
            "it",
            "its",
        ),
        *(
            "list",
            "me",
            "my",
            "of",
            "on",
            "or",
            "our",
            "show",
            "that",
            "the",
            "their",
            "them",
            "there",
            "these",
        ),
        *(
            "they",
            "this",
            "those",
            "to",
            "was",
            "we",
            "were",
            "what",
            "when",
            "where",
            "which",
            "who",
            "whom",
        ),
        *("whose", "with", "you", "your", "by"),
    }
)
_DAYS = {"day": 1, "week": 7, "month": 30, "quarter": 90, "year": 365}
_LAST = re.compile(
    r"\b(?:in |within |during |of )?(?:the )?(?:last|past|previous) (?:(\d{1,3}) )?(day|week|month|quarter|year)s?\b"
)
_NUMBER = re.compile(
    r"\b(?:(above|over|more than|greater than|better than|at least)|(below|under|less than|worse than|at most)) "
    r"(\d+(?:\.\d+)?)(?!\S)"
)
_UNAPPROVED = re.compile(r"\b(?:without (?:an )?approval|not approved|unapproved)\b")
_DECISIONS = {"approved": "approved", "rejected": "rejected", "pending": "pending", "waiting": "pending"}
_LIVE = frozenset({"live", "serving", "served", "deployed", "production"})


def as_terms(text: str, known: Callable[[], Vocabulary]) -> str:
    """Return the text of terms and words that a sentence means; empty if it is none, or if no word becomes a term."""
    words = re.sub(r"[?!.,;](?=\s|$)", " ", fold(text))
    if len(words.split()) < _LEAST:
        return ""
    terms: list[str] = []
    rest = " ".join(_read(words, known(), terms).split())
    return " ".join(filter(None, (*dict.fromkeys(terms), rest))) if terms else ""


def _read(text: str, known: Vocabulary, terms: list[str]) -> str:
    """Add the terms in a text, and return the words that are left."""
    if found := _LAST.search(text):
        terms.append(f"created:{int(found[1] or 1) * _DAYS[found[2]]}d")
        text = text.replace(found[0], " ")
    if found := _UNAPPROVED.search(text):
        text = text.replace(found[0], " ")
        terms.append("live:unapproved" if _LIVE & set(text.split()) else "-decision:approved")
    if found := _NUMBER.search(text):
        text = _with_number(text, found, metrics(known), terms)
    return " ".join(_words(text.split(), known, terms))


def _with_number(text: str, found: re.Match[str], names: Collection[str], terms: list[str]) -> str:
    """Read "accuracy above 0.9": the word before is a metric, if one has this name."""
    before = text[: found.start()].split()
    if not before or not matching(before[-1], names):
        return text
    terms.append(f"metric.{before[-1]}{'>' if found[1] else '<'}{found[3]}")
    return f"{' '.join(before[:-1])} {text[found.end() :]}"


def _words(words: list[str], known: Vocabulary, terms: list[str]) -> Iterator[str]:
    at = 0
    while at < len(words):
        two, one = " ".join(words[at : at + 2]), words[at]
        if term := _type(two, known) if " " in two else "":
            terms.append(term)
            at += 1
        elif term := _term(one, known):
            terms.append(term)
        elif one not in _EMPTY:
            yield one
        at += 1


def _term(word: str, known: Vocabulary) -> str:
    if word in _LIVE:
        return "" if any(word == each for each in known.states) else "live:yes"
    if word in _DECISIONS:
        return f"decision:{_DECISIONS[word]}"
    if _equals(word, known.states):
        return f"status:{word}"
    named = (*known.people, *(part for each in known.people for part in each.split("-")))
    return f"by:{word}" if _equals(word, named) else _type(word, known)


def _type(words: str, known: Vocabulary) -> str:
    """Return the term of a type, or of all types that end with this word: `jobs`."""
    last = (each.rpartition(" ")[2] for each in known.types)
    return f"type:{words.replace(' ', '-')}" if _equals(words, (*known.types, *last)) else ""


def _equals(word: str, known: Collection[str]) -> bool:
    """True when a word means values that are equal to it, and not only values that contain it."""
    bare = word.replace(" ", "").replace("-", "").removesuffix("s")
    return any(bare == fold(each).replace(" ", "").replace("-", "").removesuffix("s") for each in known)
