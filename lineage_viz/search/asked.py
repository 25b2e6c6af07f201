"""A search as a question to a store: the words, the filter of the terms, and notes about what is not understood."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache, partial

from lineage_viz.recorded_text import fold
from lineage_viz.search.corrected import corrected
from lineage_viz.search.fields import FIELDS, NotUnderstood, expected, filter_of, is_known
from lineage_viz.search.offers import Offer
from lineage_viz.search.sentence import as_terms
from lineage_viz.search.term import Term, parts
from lineage_viz.search.vocabulary import Vocabulary
from lineage_viz.search.vocabulary import vocabulary as vocabulary_of
from lineage_viz.search_text import search_words
from lineage_viz.store.base import Page, Store
from lineage_viz.store.filter import NO_FILTER, Filter
from lineage_viz.store.order import Order
from lineage_viz.words import day

NOTHING = "Nothing has all of this. Leave out a term or a word."

_OTHER_NAMES = {
    **dict.fromkeys(("owner", "person", "user", "who"), "by"),
    **dict.fromkeys(("parameter", "params", "hyperparameter", "hp"), "param"),
    **dict.fromkeys(("date", "time", "since"), "created"),
    **dict.fromkeys(("kind", "entity"), "type"),
    "approval": "decision",
    "state": "status",
}
"""Names that people give to fields."""

_EXCLUDED = re.compile(r"-[^\W_]")
"""The beginning of a word that a person excludes."""

_LAST_DAYS = re.compile(r"created[:=]\d+d\b")

NO_TEXTS = (
    "Another tool loaded this graph, without the texts that a search reads. Load a snapshot: "
    "python -m lineage_viz adopt makes one of a folder of Neptune CSV."
)

_NEAR = 0.75
"""The likeness of a name with a field from which a slip of the pen is probable (difflib's ratio)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as a store can answer it."""

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

    def answer(
        self, store: Store, *, order: Order | None = None, limit: int = 50, offset: int = 0
    ) -> "Answer":
        """Ask a store. A word that nothing has may have one typing mistake. Raises StoreUnavailable."""
        if self.refusals:
            return Answer((), 0)
        page = self._page(store, order, limit, offset)
        if page.total:
            return Answer(page.entities, page.total)
        for other, words in self._others(store):
            found = other.answer(store, order=order, limit=limit, offset=offset)
            if found.total or found.note:
                return Answer(found.entities, found.total, f"{words} {found.note}".strip())
        no_texts = self.words and not store.snapshots and store.counts().entities
        return Answer((), 0, " ".join(filter(None, (self._nothing(), NO_TEXTS if no_texts else ""))))

    def meant(self, store: Store) -> "Asked":
        """Return the search that is answered in place of this one: without a mistake, or as terms.

        Raises StoreUnavailable.
        """
        if self.refusals or not self.words or self._page(store, None, 1, 0).total:
            return self
        return next((other for other, _ in self._others(store) if other._page(store, None, 1, 0).total), self)

    def as_terms(self) -> list[Offer]:
        """Return the terms that a sentence means, as an offer: its words alone may be found in other facts."""
        meant = self._sentence()
        return [Offer(f"{meant.text} ", meant.text, "your words as terms")] if meant else []

    def _page(self, store: Store, order: Order | None, limit: int, offset: int) -> Page:
        return store.search(self.words, filter_=self.filter_, order=order, limit=limit, offset=offset)

    def _others(self, store: Store) -> "Iterator[tuple[Asked, str]]":
        """Yield other readings of a text that finds nothing, each with the sentence that says so."""
        if self.words and (better := corrected(store, self.words, is_missing=self.filter_ == NO_FILTER)):
            yield replace(self, words=better.text, known=None), better.sentence
        if meant := self._sentence():
            yield meant, f"Understood as {meant.text}."

    def _sentence(self) -> "Asked | None":
        """The same search with the terms that a sentence means; None for a text that has terms already, or is none."""
        terms = as_terms(self.words, self.known) if self.known and not self.has_terms else ""
        return asked(terms, self.known, self.filter_) if terms and self.known else None

    def _nothing(self) -> str:
        """The sentence about terms that found nothing together."""
        if not self.has_terms:
            return ""
        if self.known and _LAST_DAYS.search(self.text):
            return f"{NOTHING} Days count back from {day(self.known().now)}, the time of the snapshot."
        return NOTHING

    def note(self, answer: "Answer") -> str:
        """Return the sentences about the text and about an answer to it as one text."""
        return " ".join(filter(None, (*self.notes, answer.note)))


@dataclass(frozen=True, slots=True)
class Answer(Page):
    """A slice of a ranked answer, with a sentence if it answers a better text, or if terms found nothing together."""

    note: str = ""


def asked(text: str, vocabulary: Callable[[], Vocabulary], filter_: Filter = NO_FILTER) -> Asked:
    """Read a text that a person typed. Its terms narrow `filter_`; `vocabulary` is called only when there are any.

    A term without a value does not count. One with an unknown value finds nothing, like a word that nothing has.
    """
    vocabulary = cache(vocabulary)
    words, also, without = list[str](), list[Filter](), list[Filter]()
    refusals, hints = list[str](), list[str]()
    for part in parts(text):
        if not isinstance(part, Term) or not is_known(part):
            word = part if isinstance(part, str) else part.text
            if _EXCLUDED.match(word):
                without.append(Filter(words=frozenset(search_words(fold(word[1:].replace('"', " "))))))
            else:
                words.append(word)
            if isinstance(part, Term) and (hint := _slip(part)):
                hints.append(hint)
        elif not part.values:
            hints.append(expected(part.field, vocabulary()))
        else:
            try:
                (without if part.excluded else also).append(filter_of(part, vocabulary()))
            except NotUnderstood as error:
                refusals.append(str(error))
    narrowed = replace(filter_, also=(*filter_.also, *also), without=(*filter_.without, *without))
    return Asked(text, " ".join(words), narrowed, tuple(refusals), tuple(hints), vocabulary)


def asked_of(store: Store, text: str, filter_: Filter = NO_FILTER) -> Asked:
    """Read a text with the values that a store has. Raises StoreUnavailable."""
    return asked(text, partial(vocabulary_of, store), filter_)


def _slip(term: Term) -> str:
    """Return a sentence about a name that is nearly a field; an ARN, a URI and a tag of an image are none."""
    near = [_OTHER_NAMES[term.field]] if term.field in _OTHER_NAMES else []
    near = near or get_close_matches(term.field, FIELDS, n=1, cutoff=_NEAR)
    if not near or term.field in FIELDS or not term.values or term.values[0].startswith("//"):
        return ""
    return f"There is no field {term.field}. Did you mean {near[0]}:?"
