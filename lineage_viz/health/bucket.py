"""The bucket from which Neptune loads: its region, its encryption, and the permissions that an upload needs."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from lineage_viz.errors import BucketError
from lineage_viz.health.finding import Finding, failing, ok, unknown, warning
from lineage_viz.neptune_admin.bucket import Bucket
from lineage_viz.neptune_admin.bucket_failures import is_denied
from lineage_viz.neptune_admin.bucket_trial import BucketTrial
from lineage_viz.settings import BUCKET, READ_ONLY, Neptune, S3Folder
from lineage_viz.settings import ENCRYPTION as SETTING
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.system.opened_once import OpenedOnce

REACHED, ENCRYPTION = "S3 bucket", "S3 encryption"

_ATTEMPTS = 2


@dataclass(frozen=True, slots=True)
class Permission:
    """An S3 action and the call that tries it. `always` is True when every upload needs the action.

    `reads`: also an app that changes nothing needs it.
    """

    action: str
    call: Callable[[BucketTrial], object]
    always: bool = True
    reads: bool = False


PERMISSIONS = (
    Permission("s3:ListBucket", BucketTrial.list, reads=True),
    Permission("s3:PutObject", BucketTrial.put),
    Permission("s3:GetObject", BucketTrial.get, reads=True),
    Permission("s3:AbortMultipartUpload", BucketTrial.abort, False),
    Permission("s3:ListBucketMultipartUploads", BucketTrial.list_unfinished, False),
)
"""All S3 actions of an upload. Putting and reading an object also tries the KMS key."""


DELETING = Permission("s3:DeleteObject", BucketTrial.delete, False)
"""The action that deletes old snapshots from a folder in S3."""

_WITHOUT = {DELETING.action: "A reload cannot delete old snapshots, so their number grows."}
_PARTS_STAY = "Parts of interrupted uploads stay in the bucket and cost money."
_ONLY_SHOWS = "An app that only shows snapshots does not need this action; a reload, a restore and a pin do."


@dataclass(frozen=True, slots=True)
class Use:
    """The use of a folder in S3. `name` is the end of the names of its checks.

    `shows`: only the actions that read are needed on every machine. `read_only`: the settings allow no other here.
    """

    name: str
    permissions: tuple[Permission, ...]
    shows: bool = False
    read_only: bool = False


_SNAPSHOTS = " (snapshots)"
LOADING = Use("", PERMISSIONS)
KEEPING = Use(_SNAPSHOTS, (*PERMISSIONS, DELETING), shows=True)
SHOWING = replace(KEEPING, read_only=True)
"""The folder from which Neptune loads; that of kept snapshots, of which only old ones are deleted; the same for an app
that only reads."""


def reached(settings: S3Folder, neptune: Neptune | None, of: str = "") -> Finding:
    """Check that the bucket exists, can be listed, and lies in the cluster's region. Raises BucketError."""
    region = Bucket(settings, _ATTEMPTS, brief=True).region
    sentence = f"{settings.bucket} can be listed. Its region is {region or 'unknown'}."
    cluster = Endpoint(neptune.writer).region if neptune else ""
    if cluster and region and cluster != region:
        return failing(
            REACHED + of,
            f"{sentence} The cluster is in {cluster}.",
            "Use a bucket in the cluster's region: Neptune loads only from there.",
        )
    return ok(REACHED + of, sentence)


def try_permission(
    trial: OpenedOnce[BucketTrial],
    permission: Permission,
    setting: str = BUCKET,
    use: Use = LOADING,
    reloads_here: Callable[[], bool] = lambda: False,
) -> Finding:
    """Check that these credentials allow the action on the bucket of a setting.

    `reloads_here` is True where a reload has run: what it needs is needed here.
    """
    action, name = permission.action, permission.action + use.name
    try:
        permission.call(trial.get())
    except BucketError as error:
        if not is_denied(error):
            return unknown(name, f"The check could not try this action. {error}")
        step = f"Allow {action} on the bucket of {setting} to the role of these credentials."
        if permission.reads and use.shows:
            return failing(name, f"Every machine needs this action. {error}", step)
        if use.read_only:
            return unknown(name, f"Denied, and not needed here, because {READ_ONLY} is on. {_ONLY_SHOWS}")
        if permission.always and use.shows and not reloads_here():
            return warning(name, f"{_ONLY_SHOWS} {error}", step)
        if permission.always:
            return failing(name, f"Every upload needs this action. {error}", step)
        return warning(name, f"{_WITHOUT.get(action, _PARTS_STAY)} {error}", step)
    return ok(name, "Allowed.")


def encryption(trial: OpenedOnce[BucketTrial], of: str = "") -> Finding:
    """Report the encryption that S3 uses for new objects. Raises BucketError when KMS refuses the key."""
    try:
        tried = trial.get()
        answer = tried.put()
    except BucketError as error:
        if is_denied(error):
            return unknown(
                ENCRYPTION + of, "The encryption is visible only on a new object, and s3:PutObject is denied."
            )
        raise
    used = " ".join(filter(None, (answer.get("ServerSideEncryption"), answer.get("SSEKMSKeyId"))))
    sentence = f"S3 encrypts new objects with {used}." if used else "S3 reports no encryption of new objects."
    if not tried.is_encrypted(answer):
        return failing(
            ENCRYPTION + of,
            sentence,
            f"{SETTING} sets another encryption. Correct the setting or the bucket.",
        )
    return ok(ENCRYPTION + of, sentence)
