"""The nodes of the graph: ARNs with the attributes of their rows."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from lineage_viz.store.columns.attributes import RowAttributes
from lineage_viz.store.columns.sheet import Sheet


class Nodes(Mapping[str, RowAttributes]):
    """The attributes by ARN; the rows of all sheets are numbered one after the other."""

    __slots__ = ("_firsts", "_sheets", "rows")

    def __init__(self, rows: Mapping[str, int], sheets: Sequence[Sheet], firsts: Sequence[int]) -> None:
        self.rows, self._sheets, self._firsts = rows, sheets, firsts

    def __getitem__(self, arn: str) -> RowAttributes:
        row = self.rows[arn]
        number = bisect_right(self._firsts, row) - 1
        return RowAttributes(self._sheets[number], row - self._firsts[number])

    def __contains__(self, arn: object) -> bool:
        return arn in self.rows

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)
