"""The bucket from which Neptune loads."""

from lineage_viz.errors import BucketError
from lineage_viz.health.finding import Finding, failing, ok, unknown
from lineage_viz.neptune_admin.bucket import Bucket
from lineage_viz.settings import BulkLoad, Neptune
from lineage_viz.store.neptune.endpoint import Endpoint

REACHED, UPLOADS, ENCRYPTION = "S3 bucket", "S3 uploads", "S3 encryption"

_ATTEMPTS = 2


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


def uploads(_: BulkLoad) -> Finding:
    """Whether something may be put there: not tried."""
    return unknown(UPLOADS, "Whether files may be put is not tried: it would leave an object behind.")


def encryption(settings: BulkLoad) -> Finding:
    """How what is put there is encrypted."""
    if settings.encryption:
        return ok(ENCRYPTION, f"Uploads ask for {settings.encryption}.")
    try:
        return ok(ENCRYPTION, f"The bucket's own default: {Bucket(settings, _ATTEMPTS).encryption}.")
    except BucketError as error:
        return unknown(
            ENCRYPTION,
            f"The bucket's own default holds, and cannot be seen from here: {error}",
            "To see it, allow s3:GetEncryptionConfiguration; a load does not need it.",
        )
