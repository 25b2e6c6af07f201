"""The trend: how many models had each result, at each kept snapshot whose outcomes were kept beside it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from lineage_viz.approval import is_package
from lineage_viz.audit.kept_rows import code_digest, read_rows, rows_file
from lineage_viz.audit.pack import Pack
from lineage_viz.audit.row import result_of
from lineage_viz.model import Origin
from lineage_viz.snapshot.beside import Dated, beside, by_origin
from lineage_viz.snapshot.manifest import Manifest, manifest_digest


@dataclass(frozen=True, slots=True)
class Point:
    """One snapshot of a trend. The numbers are of model packages: an endpoint would count its model twice."""

    path: Path
    taken: datetime
    models: int
    results: Mapping[str, int] = field(hash=False)
    """By the result of a model: the worst severity with a finding, or the words of `result_of`."""
    failing: Mapping[str, int] = field(hash=False)
    """By the id of a check the number of models that fail it."""
    made_by: str
    is_of_now: bool
    """False if other code than that of now made the outcomes: a rule may have been another one."""


@dataclass(frozen=True, slots=True)
class Trend:
    """The points of one account and region, oldest first, and the kept snapshots without outcomes by the pack."""

    origin: Origin
    points: tuple[Point, ...]
    without: tuple[Path, ...]


def trends(parent: Path, pack: Pack) -> tuple[Trend, ...]:
    """Return the trend of each account and region of the kept snapshots in a folder."""
    return tuple(_trend(origin, kept, pack) for (origin, _), kept in by_origin(parent).items())


def trend_of(snapshot: Path, pack: Pack) -> Trend | None:
    """Return the trend of the account and region of a kept snapshot; None if it is no kept snapshot."""
    kept = beside(snapshot)
    return _trend(Manifest.read(snapshot).origin, kept, pack) if kept else None


def _trend(origin: Origin, kept: Sequence[Dated], pack: Pack) -> Trend:
    points = [(path, _point(path, taken, pack)) for taken, path in kept]
    return Trend(
        origin,
        tuple(point for _, point in points if point),
        tuple(path for path, point in points if not point),
    )


def _point(path: Path, taken: datetime, pack: Pack) -> Point | None:
    try:
        file = rows_file(path, pack).stat()
    except OSError:
        return None
    return _counted(path, taken, pack, file.st_mtime_ns)


@lru_cache(maxsize=256)
def _counted(path: Path, taken: datetime, pack: Pack, _changed: int) -> Point | None:
    """The numbers of a file, which is read again when it changes."""
    kept = read_rows(path, pack)
    if kept is None or kept.snapshot != manifest_digest(path):
        return None
    models = [row for row in kept.rows if is_package(row.subject)]
    return Point(
        path,
        taken,
        len(models),
        Counter(map(result_of, models)),
        Counter(id_ for row in models for id_ in row.found),
        kept.made_by,
        kept.code == code_digest(),
    )
