"""Layers by time, from left to right: columns for each stretch of time with entities. Empty stretches are short.

Entities of one stretch stand in the order of the lineage, so that associations run to the right there too.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from itertools import pairwise

from lineage_viz.layout.arrangement import PITCH, Arrangement
from lineage_viz.layout.layers import Link, layers_of
from lineage_viz.layout.position import ROW_PITCH
from lineage_viz.model import Entity, Subgraph

BREAK = 46
"""Extra room between two consecutive stretches."""

_LONG_BREAK = 84
"""Extra room between two stretches with an empty one in between."""

_ALWAYS = 20
"""A picture with up to this many columns is never too wide."""

_ASPECT = 4
"""The largest width divided by height of a picture with more columns: wider than a window, but not a line."""

_FEW_DAYS = 3
"""With entities of fewer days than this, columns stand for hours or minutes."""

Unit = Callable[[datetime], int]
"""A function that numbers stretches of one length. Two times with the same number belong to one stretch."""

DAY: Unit = datetime.toordinal
UNITS: tuple[Unit, ...] = (
    lambda at: int(at.timestamp() // 60),
    lambda at: int(at.timestamp() // 3_600),
    DAY,
    lambda at: (at.toordinal() - 1) // 7,
    lambda at: at.year * 12 + at.month - 1,
    lambda at: (at.year * 12 + at.month - 1) // 3,
    lambda at: at.year,
)
"""Minute, hour, day, week, month, quarter, year."""

_COLUMN = PITCH[Arrangement.TIME].layer
_UNDATED = -(10**12)


def made(entity: Entity) -> datetime | None:
    """The creation time of an entity in UTC; None when it has none."""
    return entity.created.astimezone(UTC) if entity.created else None


def time_layers(subgraph: Subgraph, links: Sequence[Link]) -> tuple[list[int], list[int]]:
    """Return the layer of each card, and the extra room before each layer."""
    times = [made(entity) for entity in subgraph.entities]
    few = len({DAY(time) for time in times if time}) < _FEW_DAYS
    units = UNITS if few else UNITS[UNITS.index(DAY) :]
    for unit in units:
        keys = _keys(times, links, unit)
        if _fit(keys):
            break
    columns = sorted(set(keys))
    number = {column: layer for layer, column in enumerate(columns)}
    return [number[key] for key in keys], [0, *(_room(a[0], b[0]) for a, b in pairwise(columns))]


def _keys(times: Sequence[datetime | None], links: Sequence[Link], unit: Unit) -> list[tuple[int, int]]:
    """Return the stretch of each card, and its layer within the stretch."""
    stretches = [unit(time) if time else _UNDATED for time in times]
    inner = layers_of(len(times), [(a, b) for a, b in links if stretches[a] == stretches[b] != _UNDATED])
    return list(zip(stretches, inner, strict=True))


def _fit(keys: Iterable[tuple[int, int]]) -> bool:
    """True when the columns make a picture that is not too wide for its height."""
    sizes = Counter(keys)
    return len(sizes) <= _ALWAYS or len(sizes) * _COLUMN <= _ASPECT * max(sizes.values()) * ROW_PITCH


def _room(before: int, after: int) -> int:
    if before == after:
        return 0
    return BREAK if after - before == 1 or before == _UNDATED else _LONG_BREAK
