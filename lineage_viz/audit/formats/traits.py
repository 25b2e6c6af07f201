"""Parts of entities that several formats have fields for: digests, versions, commits, executions and roles."""

import base64
import hashlib
import re
from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from lineage_viz.evidence.addresses import image_parts
from lineage_viz.evidence.record import EXECUTION_TAG, at, members, tag, text
from lineage_viz.model import Entity, EntityLabel

_KINDS = ("TrainingJob", "ProcessingJob", "TransformJob")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_SHA256 = re.compile(r"\bSHA256 ([A-Za-z0-9+/]{43}=)(?=,|$)")
"""The checksum of a whole file; that of one in parts ends with a number of parts."""


def is_job(entity: Entity) -> bool:
    """True for a trial component."""
    return entity.label == EntityLabel.TRIAL_COMPONENT


def is_file(entity: Entity) -> bool:
    """True for an artifact that is no container image: a data set, a model file, a model package."""
    return entity.label == EntityLabel.ARTIFACT and entity.type != "Image"


def commit(entity: Entity) -> str:
    """The full commit of the code that is recorded on an entity; empty without one."""
    found = entity.text("commit") or entity.text("commitid")
    return found if _COMMIT.fullmatch(found) else ""


def version(entity: Entity) -> str:
    """The version or checksum of a file, in words; empty without one."""
    return entity.text("fileversion")


def sha256(entity: Entity) -> str:
    """The SHA-256 of a file or an image, in hexadecimal; empty where none is recorded. An ETag is none."""
    if image := image_parts(entity.source):
        return image.digest.removeprefix("sha256:")
    found = _SHA256.search(version(entity))
    return base64.b64decode(found[1]).hex() if found else ""


def execution(record: Mapping[str, Any]) -> str:
    """The ARN of the pipeline execution of a job; empty without one."""
    return tag(at(record, "Job", "Tags"), EXECUTION_TAG)


def job_detail(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """The members of the record of a training, processing or transform job."""
    detail = at(record, "Job", "SourceDetail")
    return next((found for kind in _KINDS if (found := members(detail, kind))), {})


def role(record: Mapping[str, Any]) -> str:
    """The ARN of the role with which a job ran; empty without one."""
    return text(job_detail(record), "RoleArn")


def stable_id(text: str) -> UUID:
    """Return the UUID of an ARN or another text: the same in each bundle."""
    return uuid5(NAMESPACE_URL, text.encode("utf-8", "replace").decode())


def short_digest(text: str) -> str:
    """Return 32 hexadecimal digits for a text that a format does not accept as an id."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
