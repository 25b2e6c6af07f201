"""A search as a question to a store: the words, the filter of the terms, and notes about what is not understood."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache, partial

from lineage_viz.recorded_text import fold
from lineage_viz.search.corrected import corrected
from lineage_viz.search.dated import is_named, said
from lineage_viz.search.fields import FIELDS, NotUnderstood, expected, filter_of, is_known
from lineage_viz.search.no_gap import no_gap_then, not_a_gap
from lineage_viz.search.no_hit_then import no_hit_then, timed
from lineage_viz.search.not_live import NotLive, asks_for_live, not_live
from lineage_viz.search.offers import Offer
from lineage_viz.search.question import Reading, needs_a_name, paths, reading
from lineage_viz.search.sentence import Sentence, sentence
from lineage_viz.search.served_then import ServedThen, served_then
from lineage_viz.search.term import Term, parts
from lineage_viz.search.unknown_words import no_such_name, unknown_words, without
from lineage_viz.search.unquoted import unquoted
from lineage_viz.search.vocabulary import Vocabulary
from lineage_viz.search.vocabulary import vocabulary as vocabulary_of
from lineage_viz.search_text import search_words
from lineage_viz.store.base import Page, Store
from lineage_viz.store.filter import NO_FILTER, Filter
from lineage_viz.store.order import Order, SortBy
from lineage_viz.words import HAS_GAPS, day

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

_LAST_DAYS = re.compile(r"-?created[:=]\d+d\b", re.IGNORECASE)
_A_TIME = re.compile(r"-?created[:=<>]", re.IGNORECASE)
_NEWEST = Order(SortBy.CREATED, descending=True)

NO_TEXTS = (
    "Another tool loaded this graph, without the texts that a search reads. Load a snapshot: "
    "python -m lineage_viz adopt makes one of a folder of Neptune CSV."
)

_NEAR = 0.75
"""The likeness of a name with a field from which a slip of the pen is probable (difflib's ratio)."""

UNDERSTOOD = "Understood as"
"""The beginning of the sentence about a text that was read as terms."""


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
    kept: tuple[str, ...] = field(default=(), compare=False)
    """The terms as they were typed."""
    is_quoted: bool = field(default=False, compare=False)
    """True when words are in quotes: they are no sentence."""
    within: Filter = field(default=NO_FILTER, compare=False)
    """The filter that the terms narrow."""
    ranked: tuple[str, ...] = field(default=(), compare=False)
    """The rows of a prepared question in their order."""

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
        """Ask a store for the first reading of the text that finds something. Raises StoreUnavailable."""
        if self.refusals:
            return Answer((), 0)
        for other, words in self._readings(store):
            page = other._page(store, order, limit, offset)
            if page.total:
                note = " ".join(filter(None, (words, other._counted_from())))
                return Answer(page.entities, page.total, note, filter_=other.filter_)
        no_texts = self.words and not store.snapshots and store.counts().entities
        nothing = self._nothing(store)
        return replace(nothing, note=f"{nothing.note} {NO_TEXTS}".strip()) if no_texts else nothing

    def meant(self, store: Store) -> "Asked":
        """Return the search that is answered in place of this one: without a mistake, or as terms.

        Raises StoreUnavailable.
        """
        if self.refusals or not self.words:
            return self
        readings = (other for other, _ in self._readings(store))
        return next((other for other in readings if other._page(store, None, 1, 0).total), self)

    def as_terms(self) -> list[Offer]:
        """Return the terms that a sentence means, as an offer: its words alone may be found in other facts.

        A sentence that is read as terms before its words are looked for is also offered as its words.
        """
        meant = self._sentence()
        if not meant:
            return []
        offer = Offer(f"{meant.text} ", meant.text, "your words as terms")
        quoted = " ".join((*self.kept, f'"{self.words}"'))
        as_words = [Offer(f"{quoted} ", quoted, "your words as they are")] if meant.is_clear else []
        return [offer, *as_words]

    def _page(self, store: Store, order: Order | None, limit: int, offset: int) -> Page:
        if self.ranked and not order:
            page = store.search(filter_=self.filter_, limit=len(self.ranked))
            place = {arn: number for number, arn in enumerate(self.ranked)}
            rows = sorted(page.entities, key=lambda each: place[each.arn])
            return replace(page, entities=tuple(rows[offset : offset + limit]))
        return store.search(self.words, filter_=self.filter_, order=order, limit=limit, offset=offset)

    def _readings(self, store: Store) -> "Iterator[tuple[Asked, str]]":
        """Yield the readings of a text, the most probable first, each with the sentence that says so."""
        if asks := self._question(store):
            yield asks
            return
        meant = self._sentence()
        if meant and meant.bare:
            yield from self._as_names(store, meant)
        if meant and meant.is_clear:
            yield from self._as_sentence(store, meant)
            if unknown_words(store, meant).names:  # no other reading finds it, unless it has a typing mistake
                yield from self._without_mistake(store, meant)
                return
        if not (meant and meant.is_dated):
            yield self, ""
        if not (meant and meant.is_clear and not meant.is_dated) and (better := self._corrected(store)):
            yield from better[0]._clear(store, better[1])
            yield better
        if meant and not meant.is_clear:
            yield from self._as_sentence(store, meant)
        if meant:
            yield from self._without_mistake(store, meant)
        if meant and not meant.no_gap and (less := without(meant, unknown_words(store, meant).others)):
            yield from self._as_sentence(store, less)

    def _without_mistake(self, store: Store, meant: Sentence) -> "Iterator[tuple[Asked, str]]":
        if better := self._asked(meant.text)._corrected(store):
            yield better[0], f"{UNDERSTOOD} {meant.text}. {better[1]}"

    def _as_sentence(self, store: Store, meant: Sentence) -> "Iterator[tuple[Asked, str]]":
        is_timed = any(each.startswith("created") for each in meant.terms)
        hint = "" if is_timed else needs_a_name(self.words)
        for text in filter(None, (meant.text, meant.wider)):
            yield self._asked(text), " ".join(filter(None, (f"{UNDERSTOOD} {text}.", meant.note, hint)))
        other = self._asked(meant.text)
        if (not_ := other._not_live(store)) and not self.kept:
            yield self._of(not_.arns), f"{UNDERSTOOD} {meant.text}. {not_.note}"

    def _question(self, store: Store) -> "tuple[Asked, str] | None":
        """The answer to the prepared question that the words ask, within the terms beside them."""
        if not self.words or not self.known or self.is_quoted or self.refusals:
            return None
        asks: Reading | ServedThen | None = reading(store, self.words) or paths(store, self.words)
        asks = asks or served_then(store, self.words, self._sentence(), self.known())
        if not asks:
            return None
        return self._of(asks.arns), asks.note

    def _of(self, arns: tuple[str, ...]) -> "Asked":
        """The search for these entities in this order, within the terms."""
        also = (*self.filter_.also, Filter(arns=frozenset(arns)))
        return replace(self, words="", filter_=replace(self.filter_, also=also), ranked=arns)

    def _not_live(self, store: Store) -> NotLive | None:
        """The endpoints that a question about the live model names, where they serve nothing."""
        is_asked = self.words and self.within == NO_FILTER and asks_for_live(self.kept)
        return not_live(store, self.words) if is_asked else None

    def _as_names(self, store: Store, meant: Sentence) -> "Iterator[tuple[Asked, str]]":
        """Yield the reading in which a date is a word, if something is named so."""
        names = self._sentence(is_bare=False)
        rest = names.rest if names else fold(self.words).split()
        dates = [each for each in rest if each not in meant.rest]
        other = self._asked(names.text) if names else self
        if is_named(store, other.words, other.filter_, dates):
            understood = f"{UNDERSTOOD} {names.text}. " if names else ""
            yield other, f"{understood}{said(dates, meant.text)}"

    def _clear(self, store: Store, words: str) -> "Iterator[tuple[Asked, str]]":
        if (meant := self._sentence()) and meant.is_clear:
            yield from ((other, f"{words} {told}") for other, told in self._as_sentence(store, meant))

    def _corrected(self, store: Store) -> "tuple[Asked, str] | None":
        """Return the same search without its typing mistakes, and the sentence that says so."""
        better = self.words and corrected(store, self.words, is_missing=self.filter_ == NO_FILTER)
        return (replace(self, words=better.text), better.sentence) if better else None

    def _sentence(self, *, is_bare: bool = True) -> Sentence | None:
        """The terms that the words mean; None for words without any, and for words in quotes."""
        if not self.known or not self.words or self.is_quoted or self.refusals:
            return None
        return sentence(self.words, self.kept, self.known, is_bare=is_bare)

    def _asked(self, text: str) -> "Asked":
        """The search for another reading of this text; it is not read again."""
        return asked(text, self.known, self.within) if self.known else self

    def _nothing(self, store: Store) -> "Answer":
        """The empty answer, with the sentences about a name or terms that found nothing together."""
        if asks := self._question(store):
            within = bool(self.kept) or self.within != NO_FILTER
            return Answer((), 0, f"{asks[1]} {NOTHING}" if within else asks[1], is_told=not within)
        if not (meant := self._sentence()):
            return self._no_hit(store)
        if meant.no_gap:
            return Answer((), 0, not_a_gap(meant.no_gap))
        unknown = unknown_words(store, meant)
        less = without(meant, unknown.others)
        read = less or meant
        if missing := no_such_name(unknown.names):
            answer = Answer((), 0, missing, is_told=True)
        else:
            answer = replace(self._asked(read.text), is_quoted=True)._no_hit(store)
        told = (f"{UNDERSTOOD} {read.text}.", read.note, answer.note)
        return replace(answer, note=" ".join(filter(None, told)))

    def _no_hit(self, store: Store) -> "Answer":
        if not self.has_terms:
            return Answer((), 0)
        if not self.words and self.within == NO_FILTER and (told := no_gap_then(store, self.kept)):
            return Answer((), 0, told, is_told=True)
        if told := self._no_hit_then(store):
            return Answer((), 0, told, is_told=True)
        if self._counted_from():
            return Answer((), 0, f"{NOTHING} {self._counted_from()}")
        if self.known and any(map(_A_TIME.match, self.kept)):
            return Answer((), 0, f"{NOTHING} The snapshot is of {day(self.known().now)}.")
        return Answer((), 0, NOTHING)

    def _no_hit_then(self, store: Store) -> str:
        """The sentences about a search with a time; empty when words, filters or missing times forbid a plain "no"."""
        search = timed(self.kept)
        if not search or not self.known or self.within != NO_FILTER:
            return ""
        at_any_time = asked(" ".join(each.text for each in search.others), self.known)
        page = partial(store.search, self.words, filter_=at_any_time.filter_, order=_NEWEST, limit=1)
        newest = page()
        oldest = page(offset=newest.total - 1) if newest.total else newest
        if (self.words and not newest.total) or any(each.created is None for each in oldest.entities):
            return ""
        gaps = f"The snapshot {HAS_GAPS}, so there may be others." if any(store.gaps) else ""
        return f"{no_hit_then(search, self.words, self.known(), newest)} {gaps}".strip()

    def _counted_from(self) -> str:
        """The sentence about the last days in a term: they end with the snapshot, which may be old."""
        if not self.known or not any(map(_LAST_DAYS.match, self.kept)):
            return ""
        return f"Days count back from {day(self.known().now)}, the time of the snapshot."

    def note(self, answer: "Answer") -> str:
        """Return the sentences about the text and about an answer to it as one text."""
        return " ".join(filter(None, (*self.notes, answer.note)))


@dataclass(frozen=True, slots=True)
class Answer(Page):
    """A slice of a ranked answer, with a sentence if it answers a better text, or if terms found nothing together."""

    note: str = ""
    is_told: bool = False
    """True when the note is the answer to a question, and not a failed search: it says that there is none."""
    filter_: Filter = field(default=NO_FILTER, compare=False)
    """The filter of the reading that found these."""


def asked(text: str, vocabulary: Callable[[], Vocabulary], filter_: Filter = NO_FILTER) -> Asked:
    """Read a text that a person typed. Its terms narrow `filter_`; `vocabulary` is called only when there are any.

    A term without a value does not count. One with an unknown value finds nothing, like a word that nothing has.
    """
    vocabulary = cache(vocabulary)
    words, kept, also, without = list[str](), list[str](), list[Filter](), list[Filter]()
    refusals, hints = list[str](), list[str]()
    for part in parts(unquoted(text)):
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
    narrowed = replace(filter_, also=(*filter_.also, *also), without=(*filter_.without, *without))
    quoted = any(" " in word or '"' in word for word in words)
    return Asked(
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
