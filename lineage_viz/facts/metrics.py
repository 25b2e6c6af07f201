"""The metrics of a job: the last, the least and the greatest value of each, as a trial component records them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from lineage_viz.evidence.record import listed, record_of
from lineage_viz.facts.shown import as_mapping, shown, structured
from lineage_viz.model import Entity
from lineage_viz.words import count, moment, plain

_STATISTICS = {"Last": "last", "Min": "min", "Max": "max", "Avg": "average"}
"""The statistics of a metric that its row shows, the first one without its word."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric as text; an absent statistic is empty. `more` has all that is recorded about it."""

    name: str
    last: str
    least: str
    most: str
    more: str = ""


def metrics(entity: Entity) -> tuple[Metric, ...]:
    """Return the metrics of a job, in the order of the trial component; else the final ones of its training job.

    `FinalMetricDataList` of DescribeTrainingJob has one value for each metric.
    """
    found = _named(structured(entity.text("metrics")))
    if not found:
        final = listed(record_of(entity), "Job", "SourceDetail", "TrainingJob", "FinalMetricDataList")
        found = {
            name: {**each, "Last": each.get("Value")} for name, each in _named(as_mapping(final)).items()
        }
    return tuple(_metric(name, each) for name, each in found.items())


def _named(recorded: Mapping[str, object] | None) -> dict[str, Mapping[str, object]]:
    """Return the metrics among recorded values."""
    items = (recorded or {}).items()
    return {name: each for name, each in items if isinstance(each, Mapping) and "MetricName" in each}


def metric_fact(name: str, metric: Mapping[str, object]) -> dict[str, str]:
    """Return a metric as one row: the last value, then the range. Its time and source are shown on request."""
    known = [(words, shown(metric[key])) for key, words in _STATISTICS.items() if metric.get(key) is not None]
    if metric.get("Count") == 1:  # all statistics of one value are this value
        known = known[:1]
    parts = [value if words == "last" else f"{words} {value}" for words, value in known]
    number = metric.get("Count")
    if isinstance(number, int | float) and number > 1:
        parts.append(count(int(number), "value"))
    return {"name": plain(name, 120), "value": ", ".join(parts) or "no value", "more": _all(metric)}


def _metric(name: str, metric: Mapping[str, object]) -> Metric:
    last, least, most = (_value(metric.get(key)) for key in ("Last", "Min", "Max"))
    return Metric(plain(name, 120), last, least, most, _all(metric))


def _value(value: object) -> str:
    return "" if value is None else plain(shown(value), 40)


def _all(metric: Mapping[str, object]) -> str:
    return plain(", ".join(_statistics(metric)), 2_000)


def _statistics(metric: Mapping[str, object]) -> Iterator[str]:
    yield from (f"{key}: {_statistic(value)}" for key, value in metric.items())


def _statistic(value: object) -> str:
    """Return a statistic; its time in the form of all dates."""
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
        return moment(at, seconds=True) if at and at.tzinfo else shown(value)
    except (ValueError, OverflowError):  # OverflowError: in UTC it is outside the calendar
        return shown(value)
