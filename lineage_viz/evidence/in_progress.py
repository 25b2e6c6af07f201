"""A job at a time before its end: what only its end, or a later time, tells is not there yet."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from lineage_viz.evidence.fact import SOURCES, Fact, as_properties, facts_of, not_recorded
from lineage_viz.evidence.jobs import key_metric, metric_facts
from lineage_viz.evidence.record import EXECUTION, RECORD, at, members, record_of, text
from lineage_viz.evidence.record import time as stamp
from lineage_viz.json_text import json_of, json_text
from lineage_viz.model import Entity, EntityLabel, Properties, Value

RUNNING = ("InProgress", "Stopping")
"""The statuses of a job that has not ended."""

_NOT_ENDED = not_recorded("it had not ended at that time")
_OF_END = frozenset({"status", "message", "endtime"})
_OF_CHANGE = ("lastmodifiedtime", "lastmodifiedby")
_ENDINGS = ("Status", "EndTime", "LastModifiedTime", "LastModifiedBy")
"""The ends of the names of members of a record that an end or a change writes: `TrainingJobStatus`."""
_MEMBERS = frozenset({
    "BillableTimeInSeconds", "ExitMessage", "FailureReason", "FinalMetricDataList", "ModelArtifacts",
    "SecondaryStatusTransitions", "TrainingTimeInSeconds",
})  # fmt: skip
_MODEL_FILE = "SageMaker.ModelArtifact"
"""The output that a training job has at its end; the outputs of other jobs are named at their start."""


def before_end(entity: Entity, time: datetime) -> Entity:
    """Return a job without all that came after a time; any other entity, and a job that had ended, as it is.

    A job that had begun was in progress. Where no start is recorded, nobody knows its status at that time.
    """
    if entity.label != EntityLabel.TRIAL_COMPONENT or not _ends_later(entity, time):
        return entity
    began = entity.properties.get("starttime")
    has_begun = isinstance(began, datetime) and began <= time
    left_out = {*_OF_END, *(() if has_begun else ("starttime",)), "metrics", "outputs", RECORD}
    kept = {name: value for name, value in entity.properties.items() if name not in left_out}
    job = replace(entity, properties={**kept, **dict(_then(entity, time, has_begun=has_begun))})
    return without_later_change(_with_facts(job) if SOURCES in job.properties else job, time)


def without_later_change(entity: Entity, time: datetime) -> Entity:
    """Return an entity without the time and the person of a change that came later."""
    changed = entity.properties.get(_OF_CHANGE[0])
    if not isinstance(changed, datetime) or changed <= time:
        return entity
    kept = {name: value for name, value in entity.properties.items() if name not in _OF_CHANGE}
    return replace(entity, properties=kept)


def execution_then(job: Entity, time: datetime) -> Entity:
    """Return a job whose record has its pipeline execution as it began, if that changed after a time."""
    record = record_of(job)
    changed = stamp(record, EXECUTION, "LastModifiedTime")
    if changed is None or changed <= time:
        return job
    told = {**record, EXECUTION: _by_start(record[EXECUTION])}
    return replace(job, properties={**job.properties, RECORD: json_text(told, ensure_ascii=False)})


def _ends_later(job: Entity, time: datetime) -> bool:
    """True for a job that had not ended; without an end, its last change is the latest time at which it ended."""
    ended = job.properties.get("endtime")
    if not isinstance(ended, datetime):
        ended = None if job.status in ("", *RUNNING) else job.properties.get(_OF_CHANGE[0])
    return isinstance(ended, datetime) and ended > time


def _then(job: Entity, time: datetime, *, has_begun: bool) -> Iterator[tuple[str, Value]]:
    """Yield the properties that a job had at a time in another form than now."""
    if has_begun and "endtime" in job.properties:
        yield "status", RUNNING[0]
    outputs = json_of(job.text("outputs"), dict) or {}
    rest = {name: each for name, each in outputs.items() if name != _MODEL_FILE}
    if rest:
        yield "outputs", job.text("outputs") if rest == outputs else json_text(rest, ensure_ascii=False)
    if metrics := [each for each in json_of(job.text("metrics"), list) or () if _is_by(each, time)]:
        yield "metrics", json_text(metrics, ensure_ascii=False)
    if record := record_of(job):
        yield RECORD, json_text(_record(record), ensure_ascii=False)


def _with_facts(job: Entity) -> Entity:
    names = [*(json_of(job.text(SOURCES), dict) or ())]
    metric = key_metric(job, "")
    changed = {**metric_facts(_NOT_ENDED if metric.value is None else metric), "duration": _NOT_ENDED}
    facts: Mapping[str, Fact] = {**facts_of(job, names), **changed}
    kept: Properties = {name: value for name, value in job.properties.items() if name not in facts}
    return replace(job, properties={**kept, **as_properties(facts)})


def _is_by(metric: object, time: datetime) -> bool:
    try:
        stamped = datetime.fromisoformat(text(metric, "TimeStamp"))
        return (stamped if stamped.tzinfo else stamped.replace(tzinfo=UTC)) <= time
    except ValueError:
        return False


def _record(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members of a job's record without those that its end, or that of its pipeline execution, writes."""
    made = dict(record)
    if details := members(record, "Job", "SourceDetail"):
        told = {name: _by_start(each) for name, each in details.items()}
        made["Job"] = {**members(record, "Job"), "SourceDetail": told}
    if at(record, EXECUTION):
        made[EXECUTION] = _by_start(record[EXECUTION])
    return made


def _by_start(member: object) -> object:
    if not isinstance(member, dict):
        return member
    return {
        name: each for name, each in member.items() if name not in _MEMBERS and not name.endswith(_ENDINGS)
    }
