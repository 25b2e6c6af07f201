"""The bucket from which Neptune loads: its region, its encryption, and the permissions that an upload needs."""

from collections.abc import Callable
from dataclasses import dataclass

from lineage_viz.errors import BucketError
from lineage_viz.health.finding import Finding, failing, ok, unknown, warning
from lineage_viz.neptune_admin.bucket import Bucket
from lineage_viz.neptune_admin.bucket_failures import is_denied
from lineage_viz.neptune_admin.bucket_trial import BucketTrial
from lineage_viz.settings import BUCKET, BulkLoad, Neptune
from lineage_viz.settings import ENCRYPTION as SETTING
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.system.opened_once import OpenedOnce

REACHED, ENCRYPTION = "S3 bucket", "S3 encryption"

_ATTEMPTS = 2


@dataclass(frozen=True, slots=True)
class Permission:
    """An S3 action and the call that tries it. `always` is True when every upload needs the action."""

    action: str
    call: Callable[[BucketTrial], object]
    always: bool = True


PERMISSIONS = (
    Permission("s3:ListBucket", BucketTrial.list),
    Permission("s3:PutObject", BucketTrial.put),
    Permission("s3:GetObject", BucketTrial.get),
    Permission("s3:AbortMultipartUpload", BucketTrial.abort, False),
    Permission("s3:ListBucketMultipartUploads", BucketTrial.list_unfinished, False),
)
"""All S3 actions of an upload. Putting and reading an object also tries the KMS key."""


def reached(settings: BulkLoad, neptune: Neptune | None) -> Finding:
    """Check that the bucket exists, can be listed, and lies in the cluster's region. Raises BucketError."""
    region = Bucket(settings, _ATTEMPTS, brief=True).region
    sentence = f"{settings.bucket} can be listed. Its region is {region or 'unknown'}."
    cluster = Endpoint(neptune.writer).region if neptune else ""
    if cluster and region and cluster != region:
        return failing(
            REACHED,
            f"{sentence} The cluster is in {cluster}.",
            "Use a bucket in the cluster's region: Neptune loads only from there.",
        )
    return ok(REACHED, sentence)


def try_permission(trial: OpenedOnce[BucketTrial], permission: Permission) -> Finding:
    """Check that these credentials allow the action."""
    action = permission.action
    try:
        permission.call(trial.get())
    except BucketError as error:
        if not is_denied(error):
            return unknown(action, f"The check could not try this action. {error}")
        step = f"Allow {action} on the bucket of {BUCKET} to the role of these credentials."
        if permission.always:
            return failing(action, f"Every upload needs this action. {error}", step)
        return warning(
            action, f"Parts of interrupted uploads stay in the bucket and cost money. {error}", step
        )
    return ok(action, "Allowed.")


def encryption(trial: OpenedOnce[BucketTrial]) -> Finding:
    """Report the encryption that S3 uses for new objects. Raises BucketError when KMS refuses the key."""
    try:
        tried = trial.get()
        answer = tried.put()
    except BucketError as error:
        if is_denied(error):
            return unknown(
                ENCRYPTION, "The encryption is visible only on a new object, and s3:PutObject is denied."
            )
        raise
    used = " ".join(filter(None, (answer.get("ServerSideEncryption"), answer.get("SSEKMSKeyId"))))
    sentence = f"S3 encrypts new objects with {used}." if used else "S3 reports no encryption of new objects."
    if not tried.is_encrypted(answer):
        return failing(
            ENCRYPTION, sentence, f"{SETTING} sets another encryption. Correct the setting or the bucket."
        )
    return ok(ENCRYPTION, sentence)
