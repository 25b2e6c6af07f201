"""The words about the changes that a new snapshot would make to what is served."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lineage_viz.cli.neptune import change_lines, counts_words
from lineage_viz.settings import Settings
from lineage_viz.words import association_words, inside, plain, typed

if TYPE_CHECKING:
    from lineage_viz.difference.difference import Difference


def compared(settings: Settings, path: Path) -> tuple[list[str], list[str]]:
    """Compare a snapshot with the served ones. Returns lines with the totals, and lines with samples by type.

    Raises SnapshotError, LoadFailed, StoreUnavailable.
    """
    from lineage_viz.reload import dry_run, open_place

    with open_place(settings) as place:
        changes = dry_run(place, path)
        totals = [
            f"{place.name} would serve {path}: {counts_words(changes.counts)}.",
            *change_lines(changes),
        ]
    return totals, list(_by_type(changes))


def _by_type(changes: "Difference") -> Iterator[str]:
    from lineage_viz.difference.comparison import Change

    for change in (Change.ADDED, Change.CHANGED, Change.REMOVED):
        for (label, type_), tally in changes.entities.by_key(change).items():
            names = [each.name or each.arn for each in tally.samples]
            yield f"  {change}: {inside(typed(tally.count, label, type_))} ({_sampled(names, tally.count)})"
        for type_, links in changes.associations.by_key(change).items():
            ends = [f"{_end(each.source)} → {_end(each.destination)}" for each in links.samples]
            yield f"  {change}: {links.count:,} {association_words(type_)} ({_sampled(ends, links.count)})"


def _sampled(names: list[str], total: int) -> str:
    more = total - len(names)
    return ", ".join(plain(name, 80) for name in names) + (f" and {more:,} more" if more else "")


def _end(arn: str) -> str:
    return arn.rpartition("/")[2] or arn
