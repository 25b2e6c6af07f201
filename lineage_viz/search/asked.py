"""A search as a question to a store, and its answer with the sentences about it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from lineage_viz.search.nothing import NOTHING, Answer, nothing
from lineage_viz.search.offers import Offer
from lineage_viz.search.readings import UNDERSTOOD, readings
from lineage_viz.search.typed import Typed
from lineage_viz.search.vocabulary import Vocabulary
from lineage_viz.search.vocabulary import vocabulary as vocabulary_of
from lineage_viz.store.base import Store
from lineage_viz.store.filter import NO_FILTER, Filter
from lineage_viz.store.order import Order
from lineage_viz.typed_command import typed_command

__all__ = ["NOTHING", "UNDERSTOOD", "Answer", "Asked", "asked", "asked_of"]

NO_TEXTS = (
    "Another tool loaded this graph, without the texts that a search reads. Load a snapshot: "
    f"{typed_command()} adopt makes one of a folder of Neptune CSV."
)


@dataclass(frozen=True, slots=True)
class Asked(Typed):
    """A search as a store can answer it."""

    def answer(
        self, store: Store, *, order: Order | None = None, limit: int = 50, offset: int = 0
    ) -> "Answer":
        """Ask a store for the first reading of the text that finds something. Raises StoreUnavailable."""
        if self.refusals:
            return Answer((), 0)
        for other, words in readings(self, store):
            page = other.page(store, order, limit, offset)
            if page.total:
                note = " ".join(filter(None, (words, other.counted_from())))
                compares = other.is_comparison and page.total == len(other.ranked)
                return Answer(page.entities, page.total, note, filter_=other.filter_, is_comparison=compares)
        no_texts = self.words and not store.snapshots and store.counts().entities
        none = nothing(self, store)
        return replace(none, note=f"{none.note} {NO_TEXTS}".strip()) if no_texts else none

    def first(self, store: Store) -> "Asked":
        """Return the most probable reading, which may find nothing. Raises StoreUnavailable."""
        if self.refusals or not self.words:
            return self
        return next((other for other, _ in readings(self, store)), self)

    def meant(self, store: Store) -> "Asked":
        """Return the search that is answered in place of this one: without a mistake, or as terms.

        Raises StoreUnavailable.
        """
        if self.refusals or not self.words:
            return self
        found = (other for other, _ in readings(self, store))
        return next((other for other in found if other.page(store, None, 1, 0).total), self)

    def as_terms(self) -> list[Offer]:
        """Return the terms that a sentence means, as an offer: its words alone may be found in other facts.

        A sentence that is read as terms before its words are looked for is also offered as its words.
        """
        meant = self.sentence()
        if not meant or meant.lengths:
            return []
        offer = Offer(f"{meant.text} ", meant.text, "your words as terms")
        quoted = " ".join((*self.kept, f'"{self.words}"'))
        as_words = [Offer(f"{quoted} ", quoted, "your words as they are")] if meant.is_clear else []
        return [offer, *as_words]

    def note(self, answer: "Answer") -> str:
        """Return the sentences about the text and about an answer to it as one text."""
        return " ".join(filter(None, (*self.notes, answer.note)))


def asked(text: str, vocabulary: Callable[[], Vocabulary], filter_: Filter = NO_FILTER) -> Asked:
    """Read a text that a person typed, as `Typed.read` does."""
    return Asked.read(text, vocabulary, filter_)


def asked_of(store: Store, text: str, filter_: Filter = NO_FILTER) -> Asked:
    """Read a text with the values that a store has. Raises StoreUnavailable."""
    return asked(text, partial(vocabulary_of, store), filter_)
