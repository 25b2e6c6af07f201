"""A trend as lines for a terminal, as a table, and as plain data for JSON."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from lineage_viz.audit.json_report import pack_data
from lineage_viz.audit.outcome import Severity
from lineage_viz.audit.pack import Pack
from lineage_viz.audit.parts.about import MADE_BY
from lineage_viz.audit.row import NOTHING, UNCLEAR
from lineage_viz.audit.trend import Point, Trend
from lineage_viz.plain_text import plain_text
from lineage_viz.snapshot.manifest import manifest_digest
from lineage_viz.words import count, origin_words, plain

FORMAT = "lineage_viz trend 1"
"""The name and the version of the form of the data."""

MOST = 8
"""The newest snapshots that a table has room for."""

_WIDE = 25
"""Characters of a column: `1,012 of 5,656 (+1,000)`, and blanks before it."""

_RESULTS = (*map(str, Severity), UNCLEAR, NOTHING)
_WORDS = {UNCLEAR: "Not clear: evidence is missing", NOTHING: "No finding"}


@dataclass(frozen=True, slots=True)
class Line:
    """One number over time: its words, and a value for each point."""

    words: str
    values: tuple[int, ...]
    is_better: bool | None = None
    """True for a number that should be high, False for one that should be low, None for neither."""
    of: tuple[int, ...] = ()
    """The number of models at each point, of which the value is a share; empty where it is none."""

    @property
    def changes(self) -> tuple[str, ...]:
        """The difference of each value from the value before, such as `+3`; empty without one."""
        pairs = zip(self.values, self.values[1:], strict=False)
        return ("", *(f"{now - before:+,}" if now != before else "" for before, now in pairs))

    @property
    def cells(self) -> tuple[str, ...]:
        """Each value in words: `12 of 240`, or `127`."""
        if not self.of:
            return tuple(f"{value:,}" for value in self.values)
        return tuple(f"{value:,} of {of:,}" for value, of in zip(self.values, self.of, strict=True))

    @property
    def turns(self) -> tuple[bool | None, ...]:
        """True where a value is better than the one before, False where it is worse, None where it is neither.

        The share decides: a number that rises only because there are more models is no worse.
        """
        return (None, *(self._turn(before, now) for before, now in pairwise(self._shares)))

    @property
    def _shares(self) -> tuple[Fraction, ...]:
        of = self.of or (1,) * len(self.values)
        return tuple(Fraction(value, models or 1) for value, models in zip(self.values, of, strict=True))

    def _turn(self, before: Fraction, now: Fraction) -> bool | None:
        return None if self.is_better is None or now == before else (now > before) == self.is_better


def lines_of(points: tuple[Point, ...], pack: Pack) -> Iterator[Line]:
    """Yield the models, those with each result, and those that fail each check, heaviest first, without lines of 0."""
    of = tuple(each.models for each in points)
    yield Line("Model packages", of)
    for result in _RESULTS:
        words = _WORDS.get(result, f"Worst finding: {result}")
        numbers = tuple(each.results.get(result, 0) for each in points)
        yield from _unless_zero(Line(words, numbers, is_better=result == NOTHING, of=of))
    for check in pack.heaviest_first:
        values = tuple(each.failing.get(check.id, 0) for each in points)
        yield from _unless_zero(Line(f"{check.id} fails", values, is_better=False, of=of))


def _unless_zero(line: Line) -> Iterator[Line]:
    if any(line.values):
        yield line


def notes(trend: Trend) -> Iterator[str]:
    """Yield the sentences about what a trend does not have, or has from elsewhere."""
    if len(trend.points) < 2:
        yield "A trend needs the outcomes of two kept snapshots: reload again, on another day."
    if older := len(trend.points) - MOST if len(trend.points) > MOST else 0:
        yield f"{count(older, 'older snapshot is', 'older snapshots are')} left out here; the JSON has all."
    if others := [each for each in trend.points if not each.is_of_now]:
        made = ", ".join(dict.fromkeys(plain(each.made_by, 40) for each in others))
        kept = count(len(others), "snapshot was", "snapshots were")
        yield f"{kept} audited by other code ({made}), so a rule may have been another one."
    if trend.without:
        missing = count(len(trend.without), "kept snapshot has", "kept snapshots have")
        yield (
            f"{missing} no outcomes by this pack: {', '.join(each.name for each in trend.without[:3])}"
            f"{' …' if len(trend.without) > 3 else ''}. To add one: audit --all --snapshot PATH."
        )


def trend_lines(trends: Iterable[Trend], pack: Pack) -> Iterator[str]:
    """Yield the lines: for each account and region a table with a column for each snapshot, oldest first."""
    yield from map(plain_text, _lines(trends, pack))


def _lines(trends: Iterable[Trend], pack: Pack) -> Iterator[str]:
    for trend in trends:
        points = trend.points[-MOST:]
        origin = origin_words(*trend.origin, "")
        yield f"Trend of {origin} by the pack {plain(pack.title)}, version {plain(pack.version)}"
        yield "".join(
            [f"{'Snapshot':<40}", *(f"{f'{each.taken:%Y-%m-%d %H:%M}':>{_WIDE}}" for each in points)]
        )
        for line in lines_of(points, pack):
            cells = (
                f"{f'{words} ({change})' if change else words:>{_WIDE}}"
                for words, change in zip(line.cells, line.changes, strict=True)
            )
            yield f"{line.words:<40}{''.join(cells)}"
        yield from notes(trend)
        yield ""


def trend_data(trends: Iterable[Trend], pack: Pack) -> dict[str, object]:
    """Return all points. Times are ISO 8601, in UTC."""
    return {
        "format": FORMAT,
        "made_by": MADE_BY,
        "pack": pack_data(pack),
        "trends": [
            {
                "origin": origin_words(*each.origin, ""),
                "points": [_point(point) for point in each.points],
                "without_outcomes": [path.name for path in each.without],
            }
            for each in trends
        ],
    }


def _point(point: Point) -> dict[str, object]:
    return {
        "snapshot": point.path.name,
        "taken": point.taken.isoformat().replace("+00:00", "Z"),
        "manifest_sha256": manifest_digest(point.path),
        "made_by": point.made_by,
        "by_this_code": point.is_of_now,
        "model_packages": point.models,
        "results": dict(sorted(point.results.items())),
        "failing": dict(sorted(point.failing.items())),
    }
