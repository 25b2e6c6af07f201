"""The failure of a job, an endpoint or a deployment: the recorded reason, and the pipeline that it belongs to."""

import re
from collections.abc import Iterator

from lineage_viz.evidence.fact import FactState, facts_of
from lineage_viz.evidence.record import members, pipeline_run, record_of, text
from lineage_viz.evidence.state import state_of
from lineage_viz.json_text import json_of
from lineage_viz.model import Entity, EntityLabel

PIPELINE, REASON = "Pipeline", "Failure reason"
"""The words of both in lists and files."""

_FAILED = "Failed"
_IN_MESSAGE = "failure reason: "
"""The sign before the reason in the message of a trial component."""
_EXIT = re.compile(r"Status: \w+, exit message: (.+?), failure reason: ", re.DOTALL)


def has_failed(entity: Entity) -> bool:
    """True for an entity whose state is that it failed."""
    return state_of(entity) == _FAILED


def failure_reason(entity: Entity) -> str:
    """The recorded reason of a failure, or that it was not recorded or not read; empty for what did not fail."""
    if not has_failed(entity):
        return ""
    reason = next(filter(None, map(str.strip, _reasons(entity))), "")
    if exit_message := _exit_message(entity):
        return f"{reason.removesuffix('.')}. {exit_message}"
    return reason or str(FactState.NOT_RECORDED if _is_read(entity) else FactState.NOT_READ)


def pipeline_of(entity: Entity) -> str:
    """The name of the pipeline that started a job; "not read" when nobody knows of one, and empty without one."""
    name, _ = pipeline_run(entity)
    if name or entity.label != EntityLabel.TRIAL_COMPONENT:
        return name
    fact = facts_of(entity, ("execution",))["execution"]
    return str(fact.state) if fact.state is FactState.NOT_READ else ""


def _reasons(entity: Entity) -> Iterator[str]:
    """Yield the reasons in the record, in the message and in the properties of an entity, the most exact first."""
    record = record_of(entity)
    for job in members(record, "Job", "SourceDetail").values():
        yield text(job, "FailureReason")
    yield text(record, "Endpoint", "FailureReason")
    before, sign, reason = entity.text("message").partition(_IN_MESSAGE)
    yield reason if sign else "" if before.startswith("Status:") else before
    yield text(json_of(entity.text("properties"), dict), "FailureReason")


def _exit_message(entity: Entity) -> str:
    """The last words of a processing job itself, which its reason may only point to."""
    found = _EXIT.match(entity.text("message"))
    return f"Exit message: {found[1]}" if found and found[1] != "null" else ""


def _is_read(entity: Entity) -> bool:
    """True when the source of a reason was read: an action tells it itself, all others tell it in their record."""
    return entity.label == EntityLabel.ACTION or bool(record_of(entity))
