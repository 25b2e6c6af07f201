"""The trend below the list of all models: the numbers at each kept snapshot, with the change since the one before."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from lineage_viz.audit.pack import Pack
from lineage_viz.audit.trend import Point, trend_of
from lineage_viz.audit.trend_report import MOST, Line, lines_of, notes
from lineage_viz.component.report import Block, report_blocks
from lineage_viz.model import SnapshotInfo
from lineage_viz.words import moment, plain

_TONES = {True: "good", False: "bad", None: ""}
_HEADING = "Trend over the kept snapshots"


def trend_view(snapshots: Sequence[SnapshotInfo], pack: Pack) -> None:
    """Show the trend of the account and region of each loaded snapshot; nothing for one that is not kept."""
    for info in snapshots:
        trend = trend_of(Path(info.path), pack)
        if trend is None:
            continue
        origin = f" of {plain(info.account, 40)} in {plain(info.region, 40)}" if len(snapshots) > 1 else ""
        words: Block = {"is": "words", "heading": f"{_HEADING}{origin}", "lines": [*notes(trend)]}
        points = trend.points[-MOST:]
        table = [_table(points, pack, Path(info.path).resolve())] if len(points) > 1 else []
        report_blocks([words, *table], key=f"trend {info.path}")


def _table(points: tuple[Point, ...], pack: Pack, shown: Path) -> Block:
    head = [{"words": ""}, *(_taken(each, is_shown=each.path == shown) for each in points)]
    return {
        "is": "table",
        "words": _HEADING,
        "head": head,
        "rows": [[*_cells(line)] for line in lines_of(points, pack)],
    }


def _taken(point: Point, *, is_shown: bool) -> dict[str, object]:
    return {"words": moment(point.taken), "more": "shown" if is_shown else "", "number": True}


def _cells(line: Line) -> Iterator[dict[str, object]]:
    yield {"words": line.words}
    for words, change, turn in zip(line.cells, line.changes, line.turns, strict=True):
        yield {"words": words, "more": change, "tone": _TONES[turn], "number": True}
