"""The key metric over the versions of a model or the runs of a job, as data for a small plot and its table."""

from collections.abc import Sequence
from dataclasses import dataclass

from lineage_viz.approval import is_package
from lineage_viz.evidence.fact import facts_of
from lineage_viz.model import Entity
from lineage_viz.questions.series import Series, version_of
from lineage_viz.store.filter import metric_of
from lineage_viz.words import count, moment, plain

_LEAST = 2
"""Fewer values show no course."""


@dataclass(frozen=True, slots=True)
class _Point:
    entity: Entity
    value: float


def plot(series: Series) -> dict[str, object] | None:
    """Return the plot of a series: its words, its points in order and a note; None where nothing has a key metric."""
    here = series.members[series.here] if series.here is not None else None
    name = _metric_name(series, here)
    if not name:
        return None
    points = [_Point(each, value) for each in series.members if (value := _value(each, name)) is not None]
    drawn = points if len(points) >= _LEAST else []
    return {
        "words": _words(series, name, points, here),
        "points": [_point(point, here) for point in drawn],
        "noun": series.key.noun.capitalize(),
        "values": f"Values of {count(len(drawn), series.key.noun)}",
        "note": _note(series, name, points),
    }


def member_name(member: Entity) -> str:
    """Return the short name of a member of a series: `v14` of a package, of a job the time of its creation."""
    if is_package(member):
        return f"v{version_of(member)}"
    return moment(member.created) if member.created else "no date"


def _metric_name(series: Series, here: Entity | None) -> str:
    """Return the name of the key metric; of an entity without one, that of the newest member that has one."""
    names = (metric_of(each)[0] for each in (*((here,) if here else ()), *reversed(series.members)))
    return next(filter(None, names), "")


def _value(member: Entity, name: str) -> float | None:
    own, value = metric_of(member)
    return value if own == name else None


def _words(series: Series, name: str, points: Sequence[_Point], here: Entity | None) -> str:
    """Return the plot in words: `validation:auc of 10 versions: 0.71 to 0.74; this one 0.738`."""
    values = {point.entity.arn: point.value for point in points}
    this = f"this one {_shown(values.get(here.arn), here, name)}" if here else f"newest {_newest(points)}"
    if not values:
        return f"{plain(name, 80)}: {this}"
    least, most = min(values.values()), max(values.values())
    extent = f"{least:.3g} to {most:.3g}" if least != most else f"{least:.3g}"
    newest = "newest " if series.cut else ""
    number = (
        f"the {newest}{count(len(values), series.key.noun)}"
        if newest
        else count(len(values), series.key.noun)
    )
    return f"{plain(name, 80)} of {number}: {extent}; {this}"


def _shown(value: float | None, member: Entity, name: str) -> str:
    return f"{value:.3g}" if value is not None else _absence(member, name)


def _newest(points: Sequence[_Point]) -> str:
    return f"{points[-1].value:.3g} ({member_name(points[-1].entity)})" if points else ""


def _absence(member: Entity, name: str) -> str:
    """Return the reason why a member has no value of this metric: `not recorded`, `not read`, or another metric."""
    own, _ = metric_of(member)
    if own and own != name:
        return f"has {plain(own, 80)}"
    return str(facts_of(member, ("keymetric",))["keymetric"].state)


def _note(series: Series, name: str, points: list[_Point]) -> str:
    """Return the members without a value, by the reason: `Without it: v3 not recorded, v7 not read`."""
    with_value = {point.entity.arn for point in points}
    lacking: dict[str, list[str]] = {}
    for each in series.members:
        if each.arn not in with_value:
            lacking.setdefault(_absence(each, name), []).append(member_name(each))
    reasons = (f"{_listed(names, series.key.noun)} {reason}" for reason, names in lacking.items())
    parts = [f"Not in the plot: {', '.join(reasons)}." if lacking and len(points) >= _LEAST else ""]
    if len(points) < _LEAST:
        parts.append(f"No other {series.key.noun} has a value to compare with.")
    if series.cut:
        parts.append(f"Older {series.key.noun}s are left out.")
    parts.append(series.key.doubt)
    return " ".join(filter(None, parts))


def _listed(names: list[str], noun: str) -> str:
    return ", ".join(names) if len(names) < 4 and noun == "version" else count(len(names), noun)


def _point(point: _Point, here: Entity | None) -> dict[str, object]:
    at = point.entity.created
    return {
        "name": member_name(point.entity),
        "value": point.value,
        "shown": f"{point.value:.3g}",
        "when": moment(at) if at and is_package(point.entity) else "",
        "arn": point.entity.arn,
        "here": here is not None and point.entity.arn == here.arn,
    }
