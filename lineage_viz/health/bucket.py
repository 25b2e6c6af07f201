"""The bucket from which Neptune loads: where it is, and what an upload may do there."""

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
    """An action of S3's and the call that tries it; `always`: no upload can do without."""

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
"""All that an upload needs of S3 itself; a KMS key is tried by putting and reading with it."""


def reached(settings: BulkLoad, neptune: Neptune | None) -> Finding:
    """Whether it is there, may be listed, and is where the cluster is. Raises BucketError."""
    region = Bucket(settings, _ATTEMPTS).region
    said = f"{settings.bucket} can be listed; its region is {region or 'not told'}."
    cluster = Endpoint(neptune.writer).region if neptune else ""
    if cluster and region and cluster != region:
        return failing(
            REACHED, f"{said} The cluster is in {cluster}.", "Neptune loads only from its own region."
        )
    return ok(REACHED, said)


def try_permission(trial: OpenedOnce[BucketTrial], permission: Permission) -> Finding:
    """Whether the caller may do this."""
    action = permission.action
    try:
        permission.call(trial.get())
    except BucketError as error:
        if not is_denied(error):
            return unknown(action, f"It could not be tried. {error}")
        step = f"Allow {action} on the bucket of {BUCKET} to the role of these credentials."
        if permission.always:
            return failing(action, f"No snapshot can be uploaded without it. {error}", step)
        return warning(action, f"Uploads that were broken off stay and have to be paid for. {error}", step)
    return ok(action, "Allowed.")


def encryption(trial: OpenedOnce[BucketTrial]) -> Finding:
    """How S3 says that it encrypts what is put there. Raises BucketError when KMS refuses the key."""
    try:
        tried = trial.get()
        answer = tried.put()
    except BucketError as error:
        if is_denied(error):
            return unknown(ENCRYPTION, "It shows only on what is put there, and putting is denied.")
        raise
    how = " ".join(filter(None, (answer.get("ServerSideEncryption"), answer.get("SSEKMSKeyId"))))
    said = f"S3 encrypts what is put there with {how}." if how else "S3 does not say that it encrypts."
    if not tried.is_encrypted(answer):
        return failing(ENCRYPTION, said, f"{SETTING} asks for another way: correct it, or the bucket.")
    return ok(ENCRYPTION, said)
