"""The IAM actions for evidence, tried if the newest export asked for it, or before the first one on request."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from lineage_viz.aws_evidence.addresses import files_of
from lineage_viz.errors import AccessDenied, SnapshotError, SourceError
from lineage_viz.evidence.addresses import file_parts
from lineage_viz.evidence.services import KINDS, Service
from lineage_viz.health.finding import Finding, ok, unknown, warning
from lineage_viz.health.running import Check
from lineage_viz.health.source import NOT_CHECKED, Client
from lineage_viz.home import home_of
from lineage_viz.sagemaker_lineage.api import LineageApi
from lineage_viz.sagemaker_lineage.failures import status_of_refusal
from lineage_viz.settings import Settings
from lineage_viz.snapshot import Folder, open_folder
from lineage_viz.snapshot.manifest import EXPORTED, FILE_NAME, Manifest
from lineage_viz.sources import Source
from lineage_viz.system.opened_once import OpenedOnce

_NOBODY = "lineage-viz-doctor-asks-for-nothing"
_DENIED = 403
_ANSWERED = 400
_MOST = 100
"""The most that SageMaker lists in one answer (ListArtifacts)."""


@dataclass(frozen=True, slots=True)
class Permission:
    """An IAM action and the cheapest call of a service that tries it."""

    action: str
    service: Service
    operation: str


PERMISSIONS = (
    Permission("s3:GetObject", Service.S3, "head_object"),
    Permission("s3:ListBucketVersions", Service.S3, "list_object_versions"),
    Permission("s3:GetBucketVersioning", Service.S3, "get_bucket_versioning"),
    Permission("ecr:DescribeImages", Service.ECR, "describe_images"),
    Permission("cloudtrail:LookupEvents", Service.CLOUDTRAIL, "lookup_events"),
)


def evidence_checks(
    settings: Settings, client: Client, wanted: frozenset[Service] = frozenset(), source: Source | None = None
) -> list[Check]:
    """The checks of the services that the newest export of a source asked, and of those that are `wanted`."""
    newest = _newest(settings, source)
    asked = wanted | (_asked(newest.manifest) if newest and newest.manifest else frozenset())
    file = OpenedOnce(partial(_some_file, newest, client))
    return [
        Check(_name(each), partial(_try, client, file, each)) for each in PERMISSIONS if each.service in asked
    ]


def _asked(manifest: Manifest) -> frozenset[Service]:
    kinds = manifest.records.keys()
    return frozenset(service for service in Service if kinds & set(KINDS[service]))


def _name(permission: Permission) -> str:
    return f"{permission.action} (evidence)"


def _newest(settings: Settings, source: Source | None) -> Folder | None:
    """The newest export that is kept: of a source, if one is given."""
    if home := home_of(settings, brief=True):
        every = [each for each in home.snapshots()[0] if _is_export(each.manifest, source)]
        newest = max(every, key=lambda each: each.manifest.taken, default=None)
        return open_folder(home.bring(newest.path.name)) if newest else None
    found = []
    for file in settings.kept.glob(f"[!.]*/{FILE_NAME}"):
        with suppress(SnapshotError):
            manifest = Manifest.read(file.parent)
            if _is_export(manifest, source):
                found.append((manifest.taken, file.parent))
    return open_folder(max(found)[1]) if found else None


def _is_export(manifest: Manifest, source: Source | None) -> bool:
    return manifest.mode in EXPORTED and (source is None or manifest.origin == source.origin)


def _some_file(newest: Folder | None, client: Client) -> str:
    """Return a file in S3 that the newest export names, or SageMaker before the first one; empty without any."""
    if newest:
        return next((uri for each in newest.entities() for uri in files_of(each)), "")
    answer = client.get().call("list_artifacts", "looking for a file in S3", MaxResults=_MOST) or {}
    uris = (str(each.get("Source", {}).get("SourceUri", "")) for each in answer.get("ArtifactSummaries", ()))
    return next(filter(file_parts, uris), "")


def _try(client: Client, file: OpenedOnce[str], permission: Permission) -> Finding:
    name = _name(permission)
    if client.unusable():
        return unknown(name, NOT_CHECKED)
    try:
        parameters = _parameters(file, permission)
    except SourceError as error:
        return unknown(name, f"This could not be checked: no file in S3 is known yet. {error}")
    if parameters is None:
        return unknown(name, "This could not be checked: the lineage names no file in S3.")
    return _answer(client.get(), permission, parameters)


def _answer(api: LineageApi, permission: Permission, parameters: Mapping[str, Any]) -> Finding:
    name, action = _name(permission), permission.action
    without = f"An export will not read evidence from {permission.service.words}, and say so."
    step = f"Allow {action} to the role of these credentials."
    try:
        api.ask(permission.service, permission.operation, f"trying {action}", action, **parameters)
    except AccessDenied as error:
        return warning(name, f"{without} {error}", "" if error.by_a_policy else step)
    except SourceError as error:
        status = status_of_refusal(error)
        if status == _DENIED:
            also = "Without s3:ListBucket, S3 refuses a missing file in the same way."
            return warning(name, f"{without} S3 refused to tell about a file. {also}", step)
        if _ANSWERED <= status < 500:
            return ok(name, "Allowed: as expected, the tried file or image does not exist.")
        return unknown(name, f"The check could not try this action. {error}")
    return ok(name, "Allowed.")


def _parameters(file: OpenedOnce[str], permission: Permission) -> Mapping[str, Any] | None:
    if permission.service is Service.CLOUDTRAIL:
        return {"MaxResults": 1}
    if permission.service is Service.ECR:
        return {"repositoryName": _NOBODY}
    parts = file_parts(file.get())
    if parts is None:
        return None
    bucket, key = parts
    if permission.operation == "head_object":
        return {"Bucket": bucket, "Key": key or _NOBODY}
    if permission.operation == "list_object_versions":
        return {"Bucket": bucket, "Prefix": key, "MaxKeys": 1}
    return {"Bucket": bucket}
