"""The metrics and parameters by which a search found an entity: `train:auc 0.93`, beside its key metric."""

from collections.abc import Iterator
from itertools import chain, islice

from lineage_viz.model import Entity
from lineage_viz.recorded_text import CODED, Kind, fold, recorded
from lineage_viz.store.filter import Filter
from lineage_viz.store.recorded import Recorded
from lineage_viz.words import plain

_NUMBERED = (Kind.METRIC, Kind.PARAMETER)
_MOST = 3
"""Metrics and parameters in one row."""


def matched(entity: Entity, filter_: Filter) -> tuple[str, ...]:
    """Return the recorded metrics and parameters that pass a filter, but not the key metric, which each row has."""
    conditions = list(_conditions(filter_))
    if not conditions:
        return ()
    fields, names = recorded(entity)
    told = dict(chain(*(_told(each, fields) for each in conditions)))
    key = fold(entity.text("metricname"))
    typed = {fold(each[1:]): each[1:] for each in names if each[0] in _NUMBERED}
    found = (f"{typed.get(name, name)} {_number(value)}" for name, value in told.items() if name != key)
    return tuple(plain(each, 60) for each in islice(found, _MOST))


def _conditions(filter_: Filter) -> Iterator[Recorded]:
    """Yield the conditions about named numbers; a condition with "or" stands within two exclusions."""
    metric = filter_.recorded_metric
    if metric and metric.has_bounds:
        yield metric
    if filter_.recorded and filter_.recorded.names and filter_.recorded.kind in _NUMBERED:
        yield filter_.recorded
    for each in (*filter_.also, *(one for other in filter_.without for one in other.without)):
        yield from _conditions(each)


def _told(condition: Recorded, fields: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield the name and the value of each field that passes; a number passes by its code, without its text."""
    texts = [each for each in fields if each[0] == condition.kind and "=" in each and CODED not in each]
    for field, passes in zip(fields, condition.passing(fields), strict=True):
        if not passes:
            continue
        name, coded, _ = field.partition(CODED)
        found = (each for each in texts if each.startswith(f"{name}=")) if coded else iter([field])
        yield from ((each[1:].partition("=")[0], each.partition("=")[2]) for each in found)


def _number(value: str) -> str:
    """Write a number with the digits that a person compares; a text as it is."""
    try:
        return f"{float(value):.4g}"
    except ValueError:
        return value
