"""The knowledge that S3, ECR and CloudTrail would have of the files, images and decisions in an account's records."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b

from lineage_viz.demo import DEMO_TAKEN, Account, Record
from lineage_viz.demo.stored import pushed_images, stored_files

_KEPT = timedelta(days=90)
"""CloudTrail's event history reaches so far back."""


@dataclass(frozen=True)
class AccountEvidence:
    """The evidence of an account, consistent with its records except where a story says otherwise."""

    account: Account
    objects: Mapping[str, tuple[Record, ...]] = field(init=False)
    versioned: frozenset[str] = field(init=False)
    images: tuple[Record, ...] = field(init=False)
    events: tuple[Record, ...] = field(init=False)

    def __post_init__(self) -> None:
        objects = stored_files(self.account)
        found = {
            "objects": objects,
            "versioned": frozenset(
                uri.split("/")[2] for uri, each in objects.items() if any("VersionId" in one for one in each)
            ),
            "images": tuple(pushed_images(self.account)),
            "events": tuple(sorted(_events(self.account), key=lambda each: each["EventTime"], reverse=True)),
        }
        for name, value in found.items():
            object.__setattr__(self, name, value)


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
    event_id = blake2b("\n".join((arn, status, str(at))).encode(), digest_size=16).hexdigest()
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
