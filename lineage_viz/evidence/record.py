"""Reading of the record that a snapshot keeps of an entity (`sagemaker_lineage/resource_records.py` writes it)."""

import math
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from lineage_viz.arn import person
from lineage_viz.json_text import json_of
from lineage_viz.model import Entity

RECORD = "record"
"""The property with the record."""

EXECUTION = "PipelineExecution"
"""The member of the record of a job with that of its pipeline execution."""

EXECUTION_TAG = "sagemaker:pipeline-execution-arn"
"""The tag of a job that a pipeline started."""

_RUN = re.compile(r":pipeline/([^/]+)/execution/([^/]+)$")
"""The end of the ARN of a pipeline's execution."""

_SCRIPTS = "sagemaker_submit_directory"
"""The parameter of a training job with the archive of its scripts (SageMaker Python SDK)."""

_ADDRESS = re.compile(r"[a-z0-9]+:/")


def record_of(entity: Entity) -> Mapping[str, Any]:
    """The members of an entity's record; empty without one."""
    return _parsed(entity.text(RECORD))


def record_of_many(entity: Entity) -> Mapping[str, Any]:
    """The same for one of thousands of entities, of which each is asked for a few times in a row."""
    return last_parsed(entity.text(RECORD))


@lru_cache(maxsize=2)
def last_parsed(text: str) -> Mapping[str, Any]:
    """The members in the text of a record; those of the last record are kept, as to keep them all takes longer."""
    own, execution = last_parts(text)
    return {**own, EXECUTION: execution_of(execution)} if execution else own


@lru_cache(maxsize=2)
def last_parts(text: str) -> tuple[Mapping[str, Any], str]:
    """The members in the text of a record, and the text of its last one, the pipeline execution, which others share.

    The text is empty, and the execution among the members, where it is not the last one.
    """
    own, found, execution = text.rpartition(f', "{EXECUTION}": ')
    if found and execution_of(execution := execution[:-1]) is not None and text[-1] == "}":
        members = json_of(f"{own}}}", dict)
        if members:  # otherwise it is a member of a member
            return members, execution
    return json_of(text, dict) or {}, ""


@lru_cache(maxsize=2_048)
def execution_of(text: str) -> Mapping[str, Any] | None:
    """The members of the record of a pipeline execution; None for another text."""
    return json_of(text, dict)


@lru_cache(maxsize=2_048)
def _parsed(text: str) -> Mapping[str, Any]:
    """The members in the text of a record. An audit asks for the same records many times."""
    return json_of(text, dict) or {}


def at(record: object, *path: str | int) -> Any:
    """The value at a path of names and positions; None where the path ends early."""
    value = record
    for step in path:
        if isinstance(value, dict):  # as nearly all are, and no name is a position
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and len(value) > step:
            value = value[step]
        else:
            return None
    return value


def listed(record: object, *path: str) -> list[Any]:
    """The list at a path; empty without one."""
    value = at(record, *path)
    return value if isinstance(value, list) else []


def members(record: object, *path: str | int) -> Mapping[str, Any]:
    """The members of the structure at a path; empty without one."""
    value = at(record, *path)
    return value if isinstance(value, dict) else {}


def text(record: object, *path: str | int) -> str:
    """The text at a path; empty without one."""
    value = at(record, *path)
    return value if isinstance(value, str) else ""


def number(record: object, *path: str | int) -> float | None:
    """The number at a path; None without one, and for one that is not finite."""
    value = at(record, *path)
    try:
        is_finite = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    except OverflowError:  # a whole number of hundreds of digits
        return None
    return value if is_finite else None


def tag(tags: object, key: str) -> str:
    """The value of a tag in SageMaker's list of tags; empty without it."""
    found = tags if isinstance(tags, list | tuple) else ()
    return next((text(each, "Value") for each in found if at(each, "Key") == key), "")


def pipeline_run(job: Entity) -> tuple[str, str]:
    """The name of the pipeline that started a job, and the id of its execution; both empty without the tag."""
    found = _RUN.search(tag(at(record_of(job), "Job", "Tags"), EXECUTION_TAG))
    return (found[1], found[2]) if found else ("", "")


def user(record: object, *path: str) -> str:
    """The name of a person in a UserContext of SageMaker's API; empty when it names nobody."""
    found = at(record, *path)
    arn = text(found, "UserProfileArn") or text(found, "IamIdentity", "Arn") or text(found, "UserProfileName")
    return person(arn)


def time(record: object, *path: str) -> datetime | None:
    """A time, in UTC and exact to the second; None without one."""
    try:
        return datetime.fromisoformat(text(record, *path)).astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):  # OverflowError: in UTC it is outside the calendar
        return None


def containers(record: object) -> list[Any]:
    """The containers of a package's record, with those of its additional inference specifications."""
    package = at(record, "ModelPackage")
    more = listed(package, "AdditionalInferenceSpecifications")
    specifications = (at(package, "InferenceSpecification"), *more)
    return [container for each in specifications for container in listed(each, "Containers")]


def variants(record: object) -> Iterator[tuple[Any, bool]]:
    """The variants of an endpoint's record; True for a shadow variant, which gets a copy of the requests."""
    for kind, is_shadow in (("ProductionVariants", False), ("ShadowProductionVariants", True)):
        for variant in listed(record, "Endpoint", kind):
            yield variant, is_shadow


def scripts(record: object) -> str:
    """The address of the archive with the scripts of a training job; empty if there is none."""
    written = text(record, "Job", "SourceDetail", "TrainingJob", "HyperParameters", _SCRIPTS)
    decoded = json_of(written, str)  # the SDK writes each parameter as JSON
    return decoded or (written if _ADDRESS.match(written) else "")
