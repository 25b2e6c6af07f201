"""The IAM actions for evidence, tried if the newest export asked for it, or before the first one on request.

The newest export is read while the checks run, because it may be in S3. Only its manifest is read there.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
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
from lineage_viz.snapshot import open_folder
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


@dataclass(frozen=True, slots=True)
class _Newest:
    """The newest export that is kept. Its folder may be missing here, or damaged."""

    path: Path
    manifest: Manifest


Newest = OpenedOnce[_Newest | None]


def evidence_checks(
    settings: Settings, client: Client, wanted: frozenset[Service] = frozenset(), source: Source | None = None
) -> list[Check]:
    """The checks of the services that the newest export of a source asked, and of those that are `wanted`."""
    newest = Newest(partial(_newest, settings, source))
    file = OpenedOnce(partial(_some_file, newest, client))
    tries = {each: partial(_try, client, file, each) for each in PERMISSIONS}
    return [
        Check(_name(each), ask if each.service in wanted else partial(_if_asked, newest, each, ask))
        for each, ask in tries.items()
    ]


def _if_asked(newest: Newest, permission: Permission, ask: Callable[[], Finding]) -> Finding | None:
    try:
        known = newest.get()
    except SnapshotError:
        return None  # the check of the kept snapshots reports this error
    return ask() if known and permission.service in _asked(known.manifest) else None


def _asked(manifest: Manifest) -> frozenset[Service]:
    kinds = manifest.records.keys()
    return frozenset(service for service in Service if kinds & set(KINDS[service]))


def _name(permission: Permission) -> str:
    return f"{permission.action} (evidence)"


def _newest(settings: Settings, source: Source | None) -> _Newest | None:
    """The newest export that is kept: of a source, if one is given. Raises HomeError."""
    home = home_of(settings, brief=True)
    kept = ((each.path, each.manifest) for each in home.snapshots()[0]) if home else _kept_here(settings)
    every = [_Newest(path, manifest) for path, manifest in kept if _is_export(manifest, source)]
    return max(every, key=lambda each: (each.manifest.taken, each.path), default=None)


def _kept_here(settings: Settings) -> Iterator[tuple[Path, Manifest]]:
    for file in settings.kept.glob(f"[!.]*/{FILE_NAME}"):
        with suppress(SnapshotError):
            yield file.parent, Manifest.read(file.parent)


def _is_export(manifest: Manifest, source: Source | None) -> bool:
    return manifest.mode in EXPORTED and (source is None or manifest.origin == source.origin)


def _some_file(newest: Newest, client: Client) -> str:
    """Return a file in S3 that the newest export names, or SageMaker without one here; empty without any."""
    with suppress(SnapshotError):  # it is missing here, or damaged
        if known := newest.get():
            return next((uri for each in open_folder(known.path).entities() for uri in files_of(each)), "")
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
