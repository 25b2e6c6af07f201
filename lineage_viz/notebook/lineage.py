"""Lineage that answers questions: everything starts here."""

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lineage_viz.audit.pack import DEFAULT_PACK
from lineage_viz.errors import LineageVizError
from lineage_viz.model import TypeKey
from lineage_viz.notebook.answer import Ask, name_of
from lineage_viz.notebook.audit import Audit, Comparison
from lineage_viz.notebook.drawing import LineageDrawn, check_limits
from lineage_viz.notebook.hits import Hits
from lineage_viz.notebook.markup import page_of
from lineage_viz.notebook.part import LineageEntity, Part
from lineage_viz.notebook.unchanging import Unchanging
from lineage_viz.picture.address import DOWN, MOST_FOCUSED, UP, Address
from lineage_viz.search.named import arn_of
from lineage_viz.snapshot.manifest import DEMO
from lineage_viz.store.base import DEFAULT_CAP, Store
from lineage_viz.takeaway.view_caption import snapshot_words
from lineage_viz.words import complete_words, how_much, plain, type_words

if TYPE_CHECKING:
    import pandas as pd
    from torch_geometric.data import HeteroData

    from lineage_viz.learning import LearningExport
    from lineage_viz.store.heterograph import Heterograph
    from lineage_viz.store.local import LocalStore


class Lineage(Unchanging):
    """Loaded lineage. `store` answers everything below; `ask` has the prepared questions.

    >>> import lineage_viz as lv
    >>> g = lv.demo()
    >>> m = g.find("ticket-routing-models/10")
    >>> len(m.upstream(type="DataSet"))
    4
    """

    _instead = "Open it again, with `lv.open` or `lv.demo`."

    def __init__(self, store: Store) -> None:
        self.store = store
        self._drawn = LineageDrawn(store)
        self.ask = Ask(self._drawn)

    def find(self, name: str | LineageEntity) -> LineageEntity:
        """Return the one entity that a name, an ARN or an S3 URI means.

        Raises LineageVizError, which lists the entities, when several have the name; when none has it, it names the
        nearest one.
        """
        return LineageEntity(self._drawn, self.store.get(self._arn(name)))

    def search(self, text: str, *, most: int = 50) -> Hits:
        """Return the entities that words and terms find, best first: `type:model live:yes -decision:approved`.

        At most `most`; `extent` of the answer says if there are more, and `notes` how the text was understood. Raises
        LineageVizError for a value that a term cannot have.
        """
        check_limits(most=most)
        return Hits(self._drawn, text, most)

    def trace(
        self,
        of: str | LineageEntity | Sequence[str | LineageEntity],
        *,
        up: int = UP,
        down: int = DOWN,
        most: int = DEFAULT_CAP,
    ) -> Part:
        """Return the lineage of one entity, or of up to 20, within `up` and `down` steps; the same as in the app.

        At most `most` entities, nearest first; `extent` of the answer says if it was cut. Of an endpoint it is the
        lineage of what it serves now; a model has its evaluations. Raises LineageVizError.
        """
        check_limits(most=most, steps=max(up, down))
        several = [of] if isinstance(of, str | LineageEntity) else list(of)
        arns = list(dict.fromkeys(map(self._arn, several)))
        if not 0 < len(arns) <= MOST_FOCUSED:
            raise LineageVizError(f"A trace needs 1 to {MOST_FOCUSED} entities, and {len(arns)} were given.")
        return self._drawn.part(Address(arns[0], up, down, most, beside=tuple(arns[1:])))

    def paths(self, first: str | LineageEntity, second: str | LineageEntity) -> Part:
        """Return all paths between two entities, in either direction. Raises LineageVizError."""
        ends = self._arn(first), self._arn(second)
        return self._drawn.paths(*ends)

    def overview(self) -> Mapping[TypeKey, int]:
        """Return the number of entities of each type, the most first; a type is a label and SageMaker's own type."""
        found = self.store.schema().types.items()
        return dict(sorted(found, key=lambda each: (-each[1], each[0])))

    def audit(self, model: str | LineageEntity, *, pack: str = DEFAULT_PACK.name) -> Audit:
        """Judge a model package, a model file or an endpoint by the checks of a pack, as the page Audit does.

        Without a pack, by every check that runs by default, as the command does. The waivers of the page count.
        Raises LineageVizError for a pack or a model that does not exist.
        """
        return Audit.of(self.store, name_of(model), pack)

    def compare(self, before: str | LineageEntity, now: str | LineageEntity) -> Comparison:
        """Return the differences between two models or versions: data, code, image, parameters, metrics, checks.

        Raises LineageVizError.
        """
        return Comparison.of(self.store, name_of(before), name_of(now))

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

    def to_learning(self, out: str | os.PathLike[str], **options: Any) -> "LearningExport":
        """Write the heterograph as parquet for graph learning into a new folder, split by time; needs pyarrow.

        The options are those of `lineage_viz.learning.to_learning`: `fold_rare`, `cut`, `texts`, `people`.
        Raises LineageVizError: the folder has something in it; the store is a cluster.
        """
        from lineage_viz.learning import to_learning

        return to_learning(_loaded(self.store), Path(out), **options)

    def to_hetero(self, *, fold_rare: int = 0, cut: date | None = None) -> "HeteroData":
        """Return PyTorch Geometric's HeteroData of the same tables; needs torch and torch_geometric.

        `lineage_viz.learning.to_hetero` describes its attributes, with their shapes and units. Raises LineageVizError.
        """
        from lineage_viz.learning import to_hetero

        return to_hetero(_loaded(self.store), fold_rare=fold_rare, cut=cut)

    @property
    def extent(self) -> str:
        """`complete`, or what the loaded snapshots lack, in words."""
        return complete_words(self.store.gaps, caveat=self.store.caveat)

    def _arn(self, name: str | LineageEntity) -> str:
        if isinstance(name, LineageEntity):
            return name.arn
        if not isinstance(name, str) or not name.strip():
            raise LineageVizError(f"{name!r} names no entity. Give a name, an ARN or an S3 URI as text.")
        return arn_of(self.store, name)

    def _line(self) -> str:
        counts = self.store.counts()
        return f"{how_much(counts.entities, counts.associations)}: {self.extent}"

    @property
    def source(self) -> str:
        """The account, the region and the time of what is loaded, in words; the demo account is named."""
        is_demo = any(each.path == DEMO for each in self.store.snapshots)
        return f"{'the demo account, ' if is_demo else ''}{snapshot_words(self.store) or 'no snapshot'}"

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
