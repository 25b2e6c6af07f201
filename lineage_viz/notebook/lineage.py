"""Lineage that answers questions: everything starts here."""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from lineage_viz.errors import LineageVizError
from lineage_viz.given_values import check_whole, given_text
from lineage_viz.model import TypeKey
from lineage_viz.notebook.answer import Ask
from lineage_viz.notebook.asked import Asked
from lineage_viz.notebook.drawing import LineageDrawn
from lineage_viz.notebook.hits import Hits
from lineage_viz.notebook.markup import page_of
from lineage_viz.notebook.on_day import LineageOnDay
from lineage_viz.notebook.unchanging import ReadOnly
from lineage_viz.store.base import Store
from lineage_viz.words import how_much, plain, type_words

if TYPE_CHECKING:
    import pandas as pd
    from torch_geometric.data import HeteroData

    from lineage_viz.learning import LearningExport
    from lineage_viz.store.heterograph import Heterograph
    from lineage_viz.store.local import LocalStore


class Lineage(Asked):
    """Loaded lineage. `store` answers everything below; `ask` has the prepared questions.

    >>> import lineage_viz as lv
    >>> g = lv.demo()
    >>> m = g.find("ticket-routing-models/10")
    >>> len(m.upstream(type="DataSet"))
    4
    """

    _instead = "Open it again, with `lv.open` or `lv.demo`."

    def __init__(self, store: Store) -> None:
        super().__init__(LineageDrawn(store))
        self.ask = Ask(self._drawn)

    def as_of(self, day: date | str) -> LineageOnDay:
        """Return the lineage as it was at the end of a day, in UTC: `g.as_of("2026-01-15").trace(m)`.

        Its answers are those of the app as of this day: without all that came later, and with the decisions and the
        versions in force then. Raises LineageVizError for a text that is no day, and a day after the snapshot.
        """
        return LineageOnDay.of(self.store, day)

    def search(self, text: str, *, most: int = 50) -> Hits:
        """Return the entities that words and terms find, best first: `type:model live:yes -decision:approved`.

        At most `most`; `extent` of the answer says if there are more, and `notes` how the text was understood. Raises
        LineageVizError for a value that a term cannot have.
        """
        check_whole(1, most=most)
        given_text("The search", text, "Give words and terms, such as type:model live:yes.")
        return Hits(self._drawn, text, most)

    def overview(self) -> Mapping[TypeKey, int]:
        """Return the number of entities of each type, the most first; a type is a label and SageMaker's own type."""
        found = self.store.schema().types.items()
        return ReadOnly(sorted(found, key=lambda each: (-each[1], each[0])))

    def to_networkx(self) -> "Heterograph":
        """Return the whole heterograph as a networkx MultiDiGraph of its own, which may be changed.

        A node is an ARN; its attributes are the recorded properties and `~label`. The key of an edge is the type of
        the association. Raises LineageVizError for a cluster: open a snapshot, or take the graph of a part.
        """
        graph = _loaded(self.store).heterograph().copy()
        graph.graph["extent"] = self.extent
        return graph

    def to_pandas(self, text: str = "", *, most: int = 1_000_000) -> "pd.DataFrame":
        """Return a row for each entity that a search finds, of all without a text; needs pandas.

        Columns as in `Part.to_pandas`, without `steps`.
        """
        return self.search(text, most=most).to_pandas()

    def to_learning(
        self,
        out: str | os.PathLike[str],
        *,
        fold_rare: int = 0,
        cut: date | str | None = None,
        texts: bool = False,
        people: bool = False,
    ) -> "LearningExport":
        """Write the heterograph as parquet for graph learning into a new folder, split by time; needs pyarrow.

        Types with fewer than `fold_rare` entities share one table by label. `cut` is the first day that is not in
        training; without it, training has the first 70 % of the entities by time. `texts` adds names, sources and
        other recorded texts, without secrets; `people` adds the people.
        Raises LineageVizError: the folder has something in it; the store is a cluster; a value is none.
        """
        from lineage_viz.learning import to_learning

        return to_learning(
            _loaded(self.store), Path(out), fold_rare=fold_rare, cut=cut, texts=texts, people=people
        )

    def to_hetero(self, *, fold_rare: int = 0, cut: date | str | None = None) -> "HeteroData":
        """Return PyTorch Geometric's HeteroData of the same tables; needs torch and torch_geometric.

        `lineage_viz.learning.to_hetero` describes its attributes. Raises LineageVizError.
        """
        from lineage_viz.learning import to_hetero

        return to_hetero(_loaded(self.store), fold_rare=fold_rare, cut=cut)

    def _line(self) -> str:
        counts = self.store.counts()
        return f"{how_much(counts.entities, counts.associations)}: {self.extent}"

    def __repr__(self) -> str:
        return f"<Lineage of {plain(self.source, 120)}: {plain(self._line(), 200)}>"

    def _repr_html_(self) -> str:
        rows = [
            (type_words(type_ or label), f"{number:,}") for (label, type_), number in self.overview().items()
        ]
        return page_of(f"Lineage of {self.source}", self._line(), ("Type", "Entities"), rows)


def _loaded(store: Store) -> "LocalStore":
    """Return a store that has its whole graph in memory. Raises LineageVizError for a cluster."""
    from lineage_viz.store.local import LocalStore

    if not isinstance(store, LocalStore):
        raise LineageVizError(
            "A Neptune cluster hands out no whole graph. Open a snapshot, or take `trace(...).to_networkx()`."
        )
    return store
