"""A sentence as terms: "which training jobs failed in the last month" is `type:training-job status:failed created:30d`.

Only words with one clear meaning become terms; words without any are left out, and all others stay words.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lineage_viz.recorded_text import fold
from lineage_viz.search.sentence_gaps import no_gap
from lineage_viz.search.sentence_numbers import Beside
from lineage_viz.search.sentence_reading import SentenceReading, Unread
from lineage_viz.search.sentence_times import is_time
from lineage_viz.search.sentence_words import (
    PHRASES,
    QUESTION,
    REQUEST,
)
from lineage_viz.search.vocabulary import Vocabulary

_MOST = 40
"""Words of the longest text that is read: nobody asks a longer question, and a pasted text has many."""

_ABOUT_ONE = re.compile(
    r"^(?:is|are|was|were|has|have|did|does|who|whom|when|by whom)\b|\bapprover\b|\bby whom\b"
    r"|^\S.* (?:approved|rejected|signed-off)$"  # as in `churn-models/18 approved?`, "promo uplift model approved?"
)
"""A question about something that it names: its state is the answer, also when it is another than the asked one."""
_OF_NEWEST = re.compile(
    r"\b(?:newest|latest|most recent)\b(?! (?:approved|rejected|pending|live|deployed|signed-off)\b)"
    r"(?=.*\b(?:approved|rejected|pending|live|deployed|signed-off|approver)\b)"
    r"|(?:approved|rejected|signed-off|approver)\b.*\b(?:newest|latest|most recent)\b"
    r"(?! (?:approved|rejected|pending|live|deployed)\b)"
)
"""A question about the newest of the things that it names: its state is the answer, and no older one's."""
_ANSWERS = ("decidedby:", "decision:", "-decision:", "live:", "status:", "-status:")
_MERGED = ("type:", "status:", "decision:", "by:", "decidedby:")
"""Fields of which an entity has one value: two of them mean either."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text as terms and words."""

    text: str
    is_clear: bool
    """True when the words that were left out, or the terms themselves, make another meaning improbable."""
    wider: str = ""
    """The text for the things that a question names, in whatever state they are."""
    note: str = ""
    rest: tuple[str, ...] = ()
    """The words at the end of the text, which are no terms."""
    read: str = ""
    """The text that was read, in small letters."""
    bare: tuple[str, ...] = ()
    """The times among the terms that may be parts of names instead: `2026-02` alone."""
    terms: tuple[str, ...] = ()
    """The terms that the words mean."""
    beside: tuple[Beside, ...] = ()
    """The words beside numbers that name no metric and no parameter."""
    lengths: tuple[Unread, ...] = ()
    """The comparisons, times and findings that are not understood: nothing is found with them."""

    @property
    def no_gap(self) -> str:
        """The word after a "without" that means nothing here; empty without one."""
        return no_gap(" ".join(self.rest))

    @property
    def is_dated(self) -> bool:
        """True when a time stands beside other terms: the words alone would find other things."""
        times_ = [each for each in self.terms if is_time(each)]
        return 0 < len(times_) < len(self.terms)

    @property
    def is_narrow(self) -> bool:
        """True when a term has a meaning beside others that its words alone have not: a time, and who decided."""
        return self.is_dated or any(each.startswith("decidedby:") for each in self.terms)

    @property
    def is_about_one(self) -> bool:
        """True for a question about something that it names."""
        return bool(_ABOUT_ONE.search(self.read))

    @property
    def readings(self) -> tuple[str, ...]:
        """The texts to search for, the first one that finds something counts."""
        both = (self.wider, self.text) if _OF_NEWEST.search(self.read) else (self.text, self.wider)
        return tuple(filter(None, both))


def sentence(
    text: str, kept: Sequence[str], known: Callable[[], Vocabulary], *, is_bare: bool = True
) -> Sentence | None:
    """Return the meaning of the words of a text; None if it is none. `kept` has the terms that it has already.

    `is_bare`: a date alone is a time, and not a word.
    """
    words = _phrases(re.sub(r"[?!;]+|[.,:](?=\s|$)|(?<!\S)\(|\)(?!\S)", " ", fold(text)))
    if not 0 < len(words.split()) <= _MOST:
        return None
    read = SentenceReading(words, known(), is_bare=is_bare)
    rest, terms = read.rest, _merged(read.terms)
    told = " ".join((*kept, *terms, *rest))
    begins_question = bool((QUESTION | REQUEST) & set(words.split()[:1]))
    if not told or not (terms or read.note or read.beside or read.lengths or (begins_question and rest)):
        return None
    wider = _wider(words, kept, terms, rest)
    is_clear = bool(read.has_number or read.note or read.bare or wider or (terms and read.left_out))
    is_clear = is_clear or (not rest and len(text.split()) + len(kept) > 1)
    note = f"{read.note} {read.passed}".strip()
    return Sentence(
        told, is_clear, wider, note, tuple(rest), words, read.bare, tuple(terms), read.beside, read.lengths
    )


def _phrases(text: str) -> str:
    for phrase, word in PHRASES:
        text = re.sub(phrase, word, text)
    return " ".join(text.split())


def _wider(words: str, kept: Sequence[str], terms: Sequence[str], rest: Sequence[str]) -> str:
    """Return the text without the terms that the named things may answer with "no"."""
    others = [each for each in terms if not each.startswith(_ANSWERS)]
    is_about_one = _ABOUT_ONE.search(words) or _OF_NEWEST.search(words)
    if not rest or len(others) == len(terms) or not is_about_one:
        return ""
    is_decision = any("decision:" in each for each in terms)
    model = ["type:model"] if is_decision and not any(each.startswith("type:") for each in others) else []
    return " ".join((*kept, *model, *others, *rest))


def _merged(terms: Sequence[str]) -> list[str]:
    """Return each term once, and the values of one field in one term."""
    found: dict[str, list[str]] = {}
    for term in terms:
        field = next((each for each in _MERGED if term.startswith(each)), "")
        found.setdefault(field or term, []).append(term.removeprefix(field) if field else "")
    return [field + ",".join(dict.fromkeys(values)) for field, values in found.items()]
