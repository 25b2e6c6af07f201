"""The questions that a lineage answers now, and on a day."""

from collections.abc import Iterable, Sequence

from lineage_viz.audit.pack import DEFAULT_PACK
from lineage_viz.errors import LineageVizError
from lineage_viz.given_values import check_whole
from lineage_viz.notebook.answer import name_of
from lineage_viz.notebook.audit import Audit, Comparison
from lineage_viz.notebook.drawing import LineageDrawn
from lineage_viz.notebook.part import LineageEntity, Part
from lineage_viz.notebook.unchanging import Unchanging
from lineage_viz.picture.address import DOWN, MOST_FOCUSED, UP, Address
from lineage_viz.search.named import arn_then
from lineage_viz.snapshot.manifest import DEMO
from lineage_viz.store.base import DEFAULT_CAP
from lineage_viz.takeaway.view_caption import snapshot_words
from lineage_viz.words import complete_words, plain


class Asked(Unchanging):
    """Loaded lineage that is asked about one time: now, or a day."""

    def __init__(self, drawn: LineageDrawn) -> None:
        self.store = drawn.store
        self._drawn = drawn

    def find(self, name: str | LineageEntity) -> LineageEntity:
        """Return the one entity that a name, an ARN or an S3 URI means.

        Raises LineageVizError, which lists the entities, when several have the name; when none has it, it names the
        nearest one.
        """
        return LineageEntity(self._drawn, self._drawn.entity(self._arn(name)))

    def trace(
        self,
        of: str | LineageEntity | Sequence[str | LineageEntity],
        *,
        up: int = UP,
        down: int = DOWN,
        most: int = DEFAULT_CAP,
    ) -> Part:
        """Return the lineage of one entity, or of up to 20, within `up` and `down` steps; the same as in the app.

        At most `most` entities are followed, nearest first; `extent` of the answer says if that cut it. Of an endpoint
        it is the lineage of what it serves at that time. A model has its evaluations with their data and reports,
        beside those `most`. Raises LineageVizError.
        """
        check_whole(0, up=up, down=down)
        check_whole(1, most=most)
        several = list(of) if isinstance(of, Iterable) and not isinstance(of, str | LineageEntity) else [of]
        arns = list(dict.fromkeys(map(self._arn, several)))
        if not 0 < len(arns) <= MOST_FOCUSED:
            raise LineageVizError(f"A trace needs 1 to {MOST_FOCUSED} entities, and {len(arns)} were given.")
        return self._drawn.part(Address(arns[0], up, down, most, beside=tuple(arns[1:])))

    def paths(self, first: str | LineageEntity, second: str | LineageEntity) -> Part:
        """Return all paths between two entities, in either direction. Raises LineageVizError."""
        ends = self._arn(first), self._arn(second)
        return self._drawn.paths(*ends)

    def audit(self, model: str | LineageEntity, *, pack: str = DEFAULT_PACK.name) -> Audit:
        """Judge a model package, a model file or an endpoint by the checks of a pack, as the page Audit does.

        Without a pack, by every check that runs by default, as the command does. The waivers of the page count.
        Raises LineageVizError for a pack or a model that does not exist.
        """
        return Audit.of(self.store, name_of(model), pack, self._drawn.end)

    def compare(self, before: str | LineageEntity, now: str | LineageEntity) -> Comparison:
        """Return the differences between two models or versions: data, code, image, parameters, metrics, checks.

        Raises LineageVizError.
        """
        return Comparison.of(self.store, name_of(before), name_of(now), self._drawn.end)

    @property
    def extent(self) -> str:
        """`complete`, or what the loaded snapshots lack, in words."""
        gaps = "; ".join(plain(each, 400) for each in self.store.gaps)
        return ": ".join(filter(None, (complete_words(self.store.gaps, caveat=self.store.caveat), gaps)))

    @property
    def source(self) -> str:
        """The account, the region and the time of what is loaded, in words; the demo account is named."""
        is_demo = any(each.path == DEMO for each in self.store.snapshots)
        return f"{'the demo account, ' if is_demo else ''}{snapshot_words(self.store) or 'no snapshot'}"

    def _arn(self, name: str | LineageEntity) -> str:
        return (
            name.arn
            if isinstance(name, LineageEntity)
            else arn_then(self.store, name_of(name), self._drawn.end)
        )
