"""A text that a person typed into a search: its words, the filter of its terms, and notes about the rest."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache
from typing import Self

from lineage_viz.recorded_text import fold
from lineage_viz.search.colons import without_colon
from lineage_viz.search.corrected import corrected
from lineage_viz.search.fields import FIELDS, NotUnderstood, about_endpoints, expected, filter_of, is_known
from lineage_viz.search.sentence import Sentence, sentence
from lineage_viz.search.term import Term, parts
from lineage_viz.search.unquoted import unquoted
from lineage_viz.search.vocabulary import Vocabulary
from lineage_viz.search_text import search_words
from lineage_viz.store.base import Page, Store
from lineage_viz.store.filter import NO_FILTER, Filter
from lineage_viz.store.order import Order
from lineage_viz.words import day, plain

_OTHER_NAMES = {
    **dict.fromkeys(("owner", "person", "user", "who"), "by"),
    **dict.fromkeys(("parameter", "params", "hyperparameter", "hp"), "param"),
    **dict.fromkeys(("date", "time", "since"), "created"),
    **dict.fromkeys(("kind", "entity"), "type"),
    **dict.fromkeys(("approvedby", "approver", "decider", "rejectedby"), "decidedby"),
    **dict.fromkeys(("approved", "decidedat"), "decided"),
    "approval": "decision",
    "state": "status",
}
"""Names that people give to fields."""

_EXCLUDED = re.compile(r"-[^\W_]")
"""The beginning of a word that a person excludes."""

_LONGEST, _LONGEST_WORD = 4_000, 1_100
"""Characters of a text, and of one of its words, that may be a question: an S3 URI has up to 1,093."""
_LAST_DAYS = re.compile(r"-?(?:created|decided)[:=]\d+d\b", re.IGNORECASE)

_NEAR = 0.75
"""The likeness of a name with a field from which a slip of the pen is probable (difflib's ratio)."""


@dataclass(frozen=True, slots=True)
class Typed:
    """The parts of a typed text."""

    text: str
    """The text as it was typed."""
    words: str
    """The text without its terms."""
    filter_: Filter
    refusals: tuple[str, ...] = ()
    """Sentences about terms that mean nothing here: nothing is found with them."""
    hints: tuple[str, ...] = ()
    """Sentences about terms without a value, which do not count yet, and about words that are nearly a field."""
    known: Callable[[], Vocabulary] | None = field(default=None, compare=False)
    """The values of the store, asked for when a sentence is read as terms."""
    kept: tuple[str, ...] = field(default=(), compare=False)
    """The terms as they were typed."""
    is_quoted: bool = field(default=False, compare=False)
    """True when words are in quotes, or longer than anybody asks: they are no sentence."""
    within: Filter = field(default=NO_FILTER, compare=False)
    """The filter that the terms narrow."""
    ranked: tuple[str, ...] = field(default=(), compare=False)
    """The rows of a prepared question in their order."""
    is_comparison: bool = field(default=False, compare=False)
    """True when the differences of these rows are asked for."""

    @classmethod
    def read(cls, text: str, vocabulary: Callable[[], Vocabulary], filter_: Filter = NO_FILTER) -> Self:
        """Read a text that a person typed. Its terms narrow `filter_`; `vocabulary` is called only when there are any.

        A term without a value does not count. One with an unknown value finds nothing, like a word that nothing has.
        """
        vocabulary = cache(vocabulary)
        words, kept, also, without = list[str](), list[str](), list[Filter](), list[Filter]()
        refusals, hints = list[str](), list[str]()
        is_long = _is_long(text)
        for part in parts(text if is_long else without_colon(unquoted(text))):
            if not isinstance(part, Term) or not is_known(part):
                word = part if isinstance(part, str) else part.text
                if _EXCLUDED.match(word):
                    without.append(Filter(words=frozenset(search_words(fold(word[1:].replace('"', " "))))))
                    kept.append(word)
                else:
                    words.append(word)
                if isinstance(part, Term) and (hint := _slip(part)):
                    hints.append(hint)
            elif not part.values:
                hints.append(expected(part.field, vocabulary()))
            else:
                kept.append(part.text)
                try:
                    (without if part.excluded else also).append(filter_of(part, vocabulary()))
                except NotUnderstood as error:
                    refusals.append(str(error))
        if not kept and any(words) and not search_words(fold(" ".join(words))):
            refusals.append(
                f"There is nothing between the quotes of {plain(text.strip(), 80)} yet. Type a word."
            )
        also, without = about_endpoints(also, also), about_endpoints(without, also)
        narrowed = replace(filter_, also=(*filter_.also, *also), without=(*filter_.without, *without))
        quoted = is_long or any(" " in word or '"' in word for word in words)
        return cls(
            text,
            " ".join(words),
            narrowed,
            tuple(refusals),
            tuple(hints),
            vocabulary,
            tuple(kept),
            quoted,
            filter_,
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """All sentences about the text; they repeat parts of it."""
        return (*self.refusals, *self.hints)

    @property
    def has_terms(self) -> bool:
        """True when a term narrows the answer."""
        return bool(self.refusals or self.filter_.also or self.filter_.without)

    @property
    def is_unfinished(self) -> bool:
        """True for a text of a term without a value, and nothing else."""
        return bool(self.hints) and not self.words and not self.has_terms

    def page(self, store: Store, order: Order | None, limit: int, offset: int) -> Page:
        """Ask a store; a condition that means nothing here is never dropped. Raises StoreUnavailable."""
        if self.refusals:
            return Page((), 0)
        if self.ranked and not order:
            page = store.search(filter_=self.filter_, limit=len(self.ranked))
            place = {arn: number for number, arn in enumerate(self.ranked)}
            rows = sorted(page.entities, key=lambda each: place[each.arn])
            return replace(page, entities=tuple(rows[offset : offset + limit]))
        return store.search(self.words, filter_=self.filter_, order=order, limit=limit, offset=offset)

    def of(self, arns: tuple[str, ...]) -> Self:
        """The search for these entities in this order, within the terms."""
        also = (*self.filter_.also, Filter(arns=frozenset(arns)))
        return replace(self, words="", filter_=replace(self.filter_, also=also), ranked=arns)

    def without_mistakes(self, store: Store) -> tuple[Self, str] | None:
        """Return the same search without its typing mistakes, and the sentence that says so."""
        better = self.words and corrected(store, self.words, is_missing=self.filter_ == NO_FILTER)
        return (replace(self, words=better.text), better.sentence) if better else None

    def sentence(self, *, is_bare: bool = True) -> Sentence | None:
        """The terms that the words mean; None for words without any, and for words in quotes."""
        if not self.known or not self.words or self.is_quoted or self.refusals:
            return None
        return sentence(self.words, self.kept, self.known, is_bare=is_bare)

    def again(self, text: str) -> Self:
        """The search for another reading of this text; it is not read again."""
        return type(self).read(text, self.known, self.within) if self.known else self

    def counted_from(self) -> str:
        """The sentence about the last days in a term: they end with the snapshot, which may be old."""
        if not self.known or not any(map(_LAST_DAYS.match, self.kept)):
            return ""
        return f"Days count back from {day(self.known().now)}, the time of the snapshot."


def _is_long(text: str) -> bool:
    """True for a text that nobody asks, such as a pasted file: to read it as a question would take seconds."""
    return len(text) > _LONGEST or any(len(each) > _LONGEST_WORD for each in text.split())


def _slip(term: Term) -> str:
    """Return a sentence about a name that is nearly a field; an ARN, a URI and a tag of an image are none."""
    near = [_OTHER_NAMES[term.field]] if term.field in _OTHER_NAMES else []
    near = near or get_close_matches(term.field, FIELDS, n=1, cutoff=_NEAR)
    if not near or term.field in FIELDS or not term.values or term.values[0].startswith("//"):
        return ""
    return f"There is no field {term.field}. Did you mean {near[0]}:?"
