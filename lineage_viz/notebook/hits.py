"""The answer to a search in a notebook."""

from typing import TYPE_CHECKING

from lineage_viz.errors import LineageVizError
from lineage_viz.evidence.brief import brief
from lineage_viz.evidence.state import state_of
from lineage_viz.notebook.markup import page_of
from lineage_viz.notebook.part import Draws, Entities
from lineage_viz.search.asked import asked_of
from lineage_viz.title import title
from lineage_viz.words import complete_words, count, plain, type_words

if TYPE_CHECKING:
    import pandas as pd

_ROWS = 20


class Hits(Entities):
    """The entities that a search finds, best first. It is a sequence.

    >>> import lineage_viz as lv
    >>> hits = lv.demo().search("type:endpoint live:yes", most=3)
    >>> len(hits), hits.total > 3, "the first 3 of" in hits.extent
    (3, True, True)
    """

    _instead = "Keep a data frame by to_pandas(), or search again."

    def __init__(self, drawn: Draws, text: str, most: int) -> None:
        store = drawn.store
        wanted = asked_of(store, text)
        if wanted.refusals:
            raise LineageVizError(" ".join(wanted.refusals))
        found = wanted.answer(store, limit=most)
        self.text = text
        """The search as it was given."""
        self.total: int = found.total
        """The number of all hits."""
        self.notes: tuple[str, ...] = tuple(filter(None, (*wanted.hints, found.note)))
        """Sentences about the search, such as a typing mistake that was forgiven, or a word without a meaning."""
        super().__init__(drawn, found.entities)

    @property
    def extent(self) -> str:
        """The number of hits and `complete`, or the number of those that are here, in words."""
        every = count(self.total, "entity", "entities")
        if len(self) < self.total:
            return f"the first {len(self):,} of {every}; `most=` gives more"
        store = self._drawn.store
        return f"{every}: {complete_words(store.gaps, caveat=store.caveat)}"

    def to_pandas(self) -> "pd.DataFrame":
        """Return a row for each entity, with the columns of `Part.to_pandas` but `steps`; needs pandas."""
        from lineage_viz.notebook.frames import entity_frame

        return entity_frame(self._entities, extent=self.extent)

    def __repr__(self) -> str:
        told = " ".join((self.extent, *self.notes))
        return f"<{plain(self.text, 80)}: {plain(told, 240)}>"

    def _repr_html_(self) -> str:
        rows = [
            (title(each), type_words(each.type or each.label), state_of(each), " · ".join(brief(each)))
            for each in self._entities[:_ROWS]
        ]
        more = len(self) - len(rows)
        below = f"and {count(more, 'more entity', 'more entities')}: to_pandas() has all" if more > 0 else ""
        told = " ".join((f"{self.extent}.", *self.notes))
        return page_of(f"Search: {self.text}", told, ("Name", "Type", "State", "Known"), rows, below)
