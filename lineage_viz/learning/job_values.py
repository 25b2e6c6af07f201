"""The parameters and metrics of a job: numbers, and texts that may be categories."""

import math
from collections.abc import Iterator, Mapping
from functools import lru_cache

from lineage_viz.evidence.record import RECORD, last_parsed, listed, members, number, text
from lineage_viz.json_text import json_of, json_text
from lineage_viz.learning.column import ColumnKey, Kind, Role, column_key
from lineage_viz.model import Entity
from lineage_viz.secrecy import without_secrets
from lineage_viz.secret_forms import HIDDEN
from lineage_viz.secret_name import is_secret

NAMED = frozenset({"parameters", "metrics"})
"""The properties with the parameters and the metrics of a job, as JSON."""

PARAMETER, METRIC = "param.", "metric."
"""The beginnings of the names of their columns."""

_STARTED = frozenset({"SageMakerTrainingJob", "SageMakerProcessingJob", "SageMakerTransformJob"})
"""The jobs that SageMaker starts with their parameters. Code may add those of any other trial component at its end."""

_HYPERPARAMETERS = ("Job", "SourceDetail", "TrainingJob", "HyperParameters")
_FINAL_METRICS = ("Job", "SourceDetail", "TrainingJob", "FinalMetricDataList")


def job_values(job: Entity) -> Iterator[tuple[ColumnKey, float | str]]:
    """Yield the parameters and metrics of a job: those of its trial component, else of its record.

    A parameter that is no number is a text: its column is a category, or none where its texts differ too much.
    """
    role = Role.FEATURE if job.type in _STARTED else Role.OUTCOME
    for name, recorded in _parameters(job).items():
        found = _number(name, recorded)
        if found is not None:
            if key := _key(PARAMETER, name, role):
                yield key, found
        elif (said := _text(name, recorded)) and (key := _key(PARAMETER, name, role, Kind.CATEGORY)):
            yield key, said
    for each in _metrics(job):
        value = _value(each)
        if value is not None and (key := _key(METRIC, text(each, "MetricName"), Role.OUTCOME)):
            yield key, value


def exact_metric(job: Entity, rounded: float) -> float:
    """Return the key metric of a job as it is recorded: the fact has the three digits on screen."""
    name = job.text("metricname")
    values = (_value(each) for each in _metrics(job) if text(each, "MetricName") == name)
    return next((each for each in values if each is not None and float(f"{each:.3g}") == rounded), rounded)


def _parameters(job: Entity) -> Mapping[str, object]:
    recorded = json_of(job.properties.get("parameters"), dict)
    return recorded or members(_record(job, "HyperParameters"), *_HYPERPARAMETERS)


def _metrics(job: Entity) -> list[object]:
    recorded = json_of(job.properties.get("metrics"), list)
    return recorded or listed(_record(job, "FinalMetricDataList"), *_FINAL_METRICS)


def _record(job: Entity, member: str) -> Mapping[str, object]:
    """Return the record of a job that has a member of this name; most are not worth parsing."""
    recorded = job.properties.get(RECORD)
    return last_parsed(recorded) if isinstance(recorded, str) and f'"{member}"' in recorded else {}


@lru_cache(maxsize=4_096)
def _key(prefix: str, name: str, role: Role, kind: Kind = Kind.NUMBER) -> ColumnKey | None:
    """Return the column of a parameter or metric; None for one without a name, or with a secret in its name."""
    return column_key(prefix + name, kind, role) if name and without_secrets(name, {}) == name else None


def _value(metric: object) -> float | None:
    last = number(metric, "Last")
    return number(metric, "Value") if last is None else last


def _text(name: str, value: object) -> str:
    """Return the text of a parameter; empty for a number that is none, and for a secret."""
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return ""
    said = value if isinstance(value, str) else json_text(value)
    return "" if HIDDEN in said or is_secret(name, said) or without_secrets(said, {}) != said else said


@lru_cache(maxsize=4_096)
def _number_in(text: str) -> float | None:
    """Return the number that a text is: SageMaker keeps the parameters of a training job as texts."""
    try:
        value = float(text) if "_" not in text else math.nan
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _number(name: str, value: object) -> float | None:
    """Return the number of a parameter; None for another value, and for a secret."""
    if isinstance(value, str):
        return None if is_secret(name, value) else _number_in(value)
    return None if is_secret(name, str(value)) else number({"": value}, "")
