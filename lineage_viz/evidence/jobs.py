"""Facts about a job: its owner, duration, key metric, and the step and execution of its pipeline."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from lineage_viz.arn import person
from lineage_viz.evidence.fact import NOT_RECORDED, Fact, facts_of, known, not_read
from lineage_viz.evidence.record import EXECUTION_TAG, at, number, tag, text, user
from lineage_viz.json_text import json_of
from lineage_viz.model import Entity

JOB, EXECUTION = "the trial component", "the tags of the job"
EXECUTION_LAGS = (
    "SageMaker's search does not have the record of the pipeline execution that the tags of the job name: export again "
    "in a few minutes, unless the pipeline was deleted"
)
"""The reason for an execution that started so shortly before the export that only the tags of its jobs name it."""
_UNREAD = "; its record was not read: "
_STEP_TAG = "sagemaker:pipeline-step-name"

_QUALITY = (
    "accuracy",
    "auc",
    "f1",
    "map",
    "ndcg",
    "precision",
    "recall",
    "r2",
    "rmse",
    "mape",
    "mae",
    "mse",
    "loss",
)
"""Words in the names of metrics that tell how good a model is, best known first."""
_PHASES = ("test", "valid", "eval", "", "train")
"""Words in the names of metrics for the data that they are about; the first tells most about new data."""


def job_facts(
    job: Entity, record: Mapping[str, Any], why_not: str, no_executions: str = ""
) -> dict[str, Fact]:
    """The facts about a job with these members of its record.

    `why_not` says why the records of jobs were not read, and `no_executions` those of pipeline executions.
    """
    tags = at(record, "Job", "Tags")
    execution = tag(tags, EXECUTION_TAG)
    is_lacking = execution and not at(record, "PipelineExecution")
    no_execution = (no_executions or EXECUTION_LAGS) if is_lacking else ""
    return {
        "owner": _owner(job, record, why_not or no_execution),
        "duration": _duration(job),
        **metric_facts(key_metric(job, why_not)),
        "step": _tagged(tag(tags, _STEP_TAG), why_not),
        "execution": _tagged(execution.rpartition("/")[2], why_not, no_execution),
    }


def why_no_execution(job: Entity) -> str:
    """The reason why the record of the pipeline execution that a job's tags name was not read; empty if it was."""
    return facts_of(job, ("execution",))["execution"].source.partition(_UNREAD)[2]


def _tagged(value: str, why_not: str, no_record: str = "") -> Fact:
    source = f"{EXECUTION}{_UNREAD}{no_record}" if no_record else EXECUTION
    return not_read(why_not) if why_not and not value else known(value, source)


def _owner(job: Entity, record: Mapping[str, Any], why_not: str) -> Fact:
    if by := person(job.text("createdby")):
        return known(by, JOB)
    by = user(record, "PipelineExecution", "CreatedBy")
    return not_read(why_not) if why_not and not by else known(by, "the pipeline execution")


def _duration(job: Entity) -> Fact:
    """The seconds from the start to the end."""
    start, end = (job.properties.get(name) for name in ("starttime", "endtime"))
    try:
        return known((end - start).total_seconds(), JOB)  # type: ignore[operator, union-attr]
    except (TypeError, AttributeError):
        return NOT_RECORDED


def key_metric(job: Entity, why_not: str) -> Fact:
    """The last value of the metric that tells most about the model, such as `validation:accuracy 0.908`."""
    metrics = json_of(job.text("metrics"), list)
    if not metrics:
        return not_read(why_not) if why_not else NOT_RECORDED
    return known(most_telling((text(each, "MetricName"), number(each, "Last")) for each in metrics), JOB)


def metric_facts(metric: Fact) -> dict[str, Fact]:
    """The key metric, with its name and its number for searches."""
    if metric.value is None:
        return dict.fromkeys(("keymetric", "metricname", "metricvalue"), metric)
    name, _, number_ = str(metric.value).rpartition(" ")
    parts = {"metricname": replace(metric, value=name), "metricvalue": replace(metric, value=float(number_))}
    return {"keymetric": metric, **parts}


def most_telling(metrics: Iterable[tuple[str, float | None]]) -> str:
    """The metric that tells most about a model, with its value; empty if none has a name and a value."""
    rated = [(name, value) for name, value in dict(metrics).items() if name and value is not None]
    if not rated:
        return ""
    name, value = min(rated, key=lambda metric: (*_rank(metric[0]), metric[0]))
    return f"{name} {value:.3g}"


@lru_cache(maxsize=1_024)
def _rank(name: str) -> tuple[int, int]:
    words = name.casefold()
    quality = next(
        (i for i, word in enumerate(_QUALITY) if re.search(rf"(?:^|[^a-z]){word}", words)), len(_QUALITY)
    )
    phase = next(i for i, word in enumerate(_PHASES) if word in words)
    return quality, phase
