"""The knowledge that S3, ECR and CloudTrail would have of the files, images and decisions in an account's records."""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b

from lineage_viz.demo import DEMO_TAKEN, Account, Record

_KEPT = timedelta(days=90)
"""CloudTrail's event history reaches so far back."""
_OWN_REGISTRY = "123456789012"


@dataclass(frozen=True)
class AccountEvidence:
    """The evidence of an account, consistent with its records except where a story says otherwise."""

    account: Account
    objects: Mapping[str, tuple[Record, ...]] = field(init=False)
    versioned: frozenset[str] = field(init=False)
    images: tuple[Record, ...] = field(init=False)
    events: tuple[Record, ...] = field(init=False)

    def __post_init__(self) -> None:
        objects = dict(_objects(self.account))
        found = {
            "objects": objects,
            "versioned": frozenset(
                uri.split("/")[2] for uri, each in objects.items() if any("VersionId" in one for one in each)
            ),
            "images": tuple(_images(self.account)),
            "events": tuple(sorted(_events(self.account), key=lambda each: each["EventTime"], reverse=True)),
        }
        for name, value in found.items():
            object.__setattr__(self, name, value)


def _digest(*parts: str, size: int = 16) -> bytes:
    return blake2b("\n".join(parts).encode(), digest_size=size).digest()


def _objects(account: Account) -> Iterator[tuple[str, tuple[Record, ...]]]:
    """All files that artifacts name, and the evaluation reports of packages; folders hold one file."""
    versions: dict[str, list[Record]] = {}
    etags, digests = _recorded_etags(account), _recorded_digests(account)
    replaced = _replaced(account)
    for artifact in account.artifacts:
        uri: str = artifact["Source"]["SourceUri"]
        if not uri.startswith("s3://"):
            continue
        key = f"{uri}part-0000.parquet" if uri.endswith("/") else uri
        versions.setdefault(key, []).append(_object(artifact, key, etags.get(uri), digests.get(uri)))
    for uri, at in replaced.items():
        versions[uri].append(
            {**versions[uri][-1], "ETag": f'"{_digest("replaced", uri).hex()}"', "LastModified": at}
        )
    for uri, digest in digests.items():
        if uri not in versions:
            versions[uri] = [_file(uri, _digest("etag", uri).hex(), DEMO_TAKEN - timedelta(days=800), digest)]
    for uri, each in versions.items():
        yield uri, tuple(each)


def _object(artifact: Record, key: str, etag: str | None, digest: str | None) -> Record:
    marks = {mark["SourceIdType"]: mark["Value"] for mark in artifact["Source"]["SourceTypes"]}
    etag = marks.get("S3ETag") or marks.get("MD5Hash") or etag or _digest("etag", key).hex()
    version = {"VersionId": marks["S3Version"]} if "S3Version" in marks else {}
    return {**_file(key, etag, artifact["CreationTime"] - timedelta(seconds=90), digest), **version}


def _file(uri: str, etag: str, at: datetime, digest: str | None) -> Record:
    sha256 = bytes.fromhex(digest.partition(":")[2]) if digest else _digest("content", uri, size=32)
    return {
        "ETag": f'"{etag}"',
        "LastModified": at.replace(microsecond=0),
        "ContentLength": 1_000 + len(uri) * 37,
        "ChecksumSHA256": b64encode(sha256).decode(),
        "ChecksumType": "FULL_OBJECT",
        "ContentType": "application/json" if uri.endswith(".json") else "binary/octet-stream",
    }


def _recorded_etags(account: Account) -> dict[str, str]:
    """The ETag that a package recorded for its model file."""
    containers = (
        container
        for package in account.records["ModelPackage"]
        for container in package["InferenceSpecification"]["Containers"]
    )
    return {each["ModelDataUrl"]: each["ModelDataETag"] for each in containers if "ModelDataETag" in each}


def _recorded_digests(account: Account) -> dict[str, str]:
    """The digest that a package recorded for each of its reports."""
    return {
        source["S3Uri"]: source["ContentDigest"]
        for package in account.records["ModelPackage"]
        for kind in package.get("ModelMetrics", {}).values()
        for source in kind.values()
    }


def _replaced(account: Account) -> dict[str, datetime]:
    """The model file of the story `replaced-file`: overwritten a day after the last decision."""
    arn = account.findings.get("replaced-file", "")
    source = next(
        (each["Source"]["SourceUri"] for each in account.artifacts if each["ArtifactArn"] == arn), ""
    )
    return {
        package["InferenceSpecification"]["Containers"][0]["ModelDataUrl"]:
        (package["LastModifiedTime"] + timedelta(days=1)).replace(microsecond=0)
        for package in account.records["ModelPackage"]
        if package["ModelPackageArn"] == source
    }  # fmt: skip


def _images(account: Account) -> Iterator[Record]:
    """The images of the account's own registry, each pushed a month before its first use; others refuse to tell."""
    first: dict[str, datetime] = {}
    for artifact in account.artifacts:
        uri = artifact["Source"]["SourceUri"]
        if artifact.get("ArtifactType") == "Image" and uri.startswith(f"{_OWN_REGISTRY}."):
            first[uri] = min(first.get(uri, artifact["CreationTime"]), artifact["CreationTime"])
    digests = {
        each["Image"]: each["ImageDigest"]
        for package in account.records["ModelPackage"]
        for each in package["InferenceSpecification"]["Containers"]
        if "ImageDigest" in each
    }
    for uri, at in first.items():
        name, _, pinned = uri.partition("/")[2].partition("@")
        repository, _, tag = name.partition(":")
        yield {
            "registryId": _OWN_REGISTRY,
            "repositoryName": repository,
            "imageDigest": pinned or digests.get(uri) or f"sha256:{_digest(uri, size=32).hex()}",
            **({"imageTags": [tag]} if tag else {}),
            "imageSizeInBytes": 1_400_000_000,
            "imagePushedAt": (at - timedelta(days=30)).replace(microsecond=0),
        }


def _events(account: Account) -> Iterator[Record]:
    """An UpdateModelPackage for each decision after the registration, by the action or by the registry's record."""
    packages = {each["ModelPackageArn"]: each for each in account.records["ModelPackage"]}
    for action in account.actions:
        package = packages.get(action["Source"]["SourceUri"])
        if (
            action["ActionType"] == "Approval"
            and package
            and action["CreationTime"] > package["CreationTime"]
        ):
            status = action["ActionName"].split("-")[-5]
            yield from _event(account, package, status, action["CreatedBy"], action["CreationTime"])
    arn = account.findings.get("status-differs", "")
    source = next(
        (each["Source"]["SourceUri"] for each in account.artifacts if each["ArtifactArn"] == arn), ""
    )
    if source:
        one = packages[source]
        yield from _event(
            account, one, one["ModelApprovalStatus"], one["LastModifiedBy"], one["LastModifiedTime"]
        )


def _event(account: Account, package: Record, status: str, by: Record, at: datetime) -> Iterator[Record]:
    if at < DEMO_TAKEN - _KEPT:
        return
    identity = by["IamIdentity"]
    arn = package["ModelPackageArn"]
    last = package["ModelApprovalStatus"] == status and "ApprovalDescription" in package
    told = {"approvalDescription": package["ApprovalDescription"]} if last else {}
    event_id = _digest(arn, status, str(at)).hex()
    named = {"sourceIdentity": identity["SourceIdentity"]} if "SourceIdentity" in identity else {}
    event = {
        "eventVersion": "1.11",
        "userIdentity": {
            "type": "AssumedRole", "principalId": identity["PrincipalId"], "arn": identity["Arn"],
            "accountId": account.account_id, "sessionContext": named,
        },
        "eventTime": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "eventSource": "sagemaker.amazonaws.com",
        "eventName": "UpdateModelPackage",
        "awsRegion": account.region,
        "requestParameters": {"modelPackageArn": arn, "modelApprovalStatus": status, **told},
        "responseElements": {"modelPackageArn": arn},
        "eventID": event_id,
        "readOnly": False,
        "recipientAccountId": account.account_id,
    }  # fmt: skip
    yield {
        "EventId": event_id,
        "EventName": "UpdateModelPackage",
        "ReadOnly": "false",
        "EventTime": at.replace(microsecond=0),
        "EventSource": "sagemaker.amazonaws.com",
        "Username": identity["Arn"].rpartition("/")[2],
        "Resources": [],
        "CloudTrailEvent": json.dumps(event),
    }
