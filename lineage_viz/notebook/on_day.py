"""Lineage as it was on a day, as the app shows it with "as of"."""

from datetime import date
from typing import NoReturn

from lineage_viz.errors import LineageVizError
from lineage_viz.given_values import given_day
from lineage_viz.notebook.asked import Asked
from lineage_viz.notebook.drawing import LineageDrawn
from lineage_viz.notebook.markup import page_of
from lineage_viz.questions.later_day import later_words
from lineage_viz.store.base import Store
from lineage_viz.words import plain


class LineageOnDay(Asked):
    """Lineage as it was at the end of a day: `find`, `trace`, `paths`, `audit` and `compare` answer about this day.

    >>> import lineage_viz as lv
    >>> then = lv.demo().as_of("2026-01-15")
    >>> then.find("ticket-routing-prod").facts["serves"].value
    'ticket-routing-models/7'
    """

    _instead = "Open the lineage again, and take `as_of`."

    @classmethod
    def of(cls, store: Store, day: date | str) -> "LineageOnDay":
        """Return the lineage of a store on a day. Raises LineageVizError."""
        found = given_day(day)
        if later := later_words(store.snapshots, found):
            raise LineageVizError(later)
        return cls(LineageDrawn(store, found))

    @property
    def day(self) -> date:
        """The day, in UTC."""
        assert self._drawn.day
        return self._drawn.day

    def __getattr__(self, name: str) -> NoReturn:
        raise AttributeError(
            f"Nothing answers {name!r} as of a day: find, trace, paths, audit and compare do. All else is about now: "
            "ask the lineage of which as_of was taken."
        )

    def __repr__(self) -> str:
        return f"<Lineage of {plain(self.source, 120)}{self._drawn.then}: {plain(self.extent, 200)}>"

    def _repr_html_(self) -> str:
        return page_of(f"Lineage of {self.source}{self._drawn.then}", self.extent, (), ())
