"""Versions, checksums and times of files in S3; of a folder, those of its present files in one digest.

HeadObject, ListObjectVersions and GetBucketVersioning of the S3 API reference. A refused HEAD has no words, only a
status: without s3:ListBucket, a missing file is refused like a forbidden one.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from lineage_viz.aws_evidence.answers import Answer, Keep, answer, refused
from lineage_viz.aws_evidence.kept import answer_of_file, answer_of_folder
from lineage_viz.errors import AccessDenied, RequestRefused, SourceError
from lineage_viz.evidence.addresses import file_parts
from lineage_viz.sagemaker_lineage.failures import is_unaskable, status_of_refusal
from lineage_viz.sagemaker_lineage.parallel import for_each

if TYPE_CHECKING:
    from lineage_viz.sagemaker_lineage.api import LineageApi

MOST_VERSIONS = 1_000
"""A folder with more versions than one answer has is read up to here."""

_READ, _LIST, _VERSIONING = "s3:GetObject", "s3:ListBucketVersions", "s3:GetBucketVersioning"
_DENIED, _TOO_MANY = 403, 429
_OR_MISSING = (
    "S3 refused it: allow s3:GetObject. Without s3:ListBucket, S3 refuses a missing file in the same way"
)
_OF_A_FOLDER = "S3 refused the list of the folder: allow s3:ListBucketVersions"
_OF_A_BUCKET = "S3 refused it: allow s3:GetBucketVersioning"


def read_files(api: "LineageApi", uris: Iterable[str], keep: Keep) -> None:
    """Read each file or folder. Raises SourceError when S3 cannot be reached or fails on every attempt."""

    def read(uri: str) -> None:
        bucket, key = file_parts(uri) or ("", "")
        keep(uri, _file(api, bucket, key) if key and not key.endswith("/") else _folder(api, bucket, key))

    for_each(read, uris)


def read_buckets(api: "LineageApi", buckets: Iterable[str], keep: Keep) -> None:
    """Read if each bucket keeps versions: `Enabled`, `Suspended`, or `Never`."""

    def read(bucket: str) -> None:
        try:
            found = _ask(api, "get_bucket_versioning", _VERSIONING, Bucket=bucket)
            keep(bucket, answer(Status=found.get("Status", "Never")))
        except (AccessDenied, RequestRefused) as error:
            keep(bucket, _words(error, _OF_A_BUCKET, _VERSIONING))

    for_each(read, buckets)


def _file(api: "LineageApi", bucket: str, key: str) -> Answer:
    try:
        try:
            found = _ask(api, "head_object", _READ, Bucket=bucket, Key=key, ChecksumMode="ENABLED")
        except SourceError as error:
            if status_of_refusal(error) != _DENIED:
                raise
            # The checksum of a file that is encrypted with a KMS key also needs kms:Decrypt.
            found = _ask(api, "head_object", _READ, Bucket=bucket, Key=key)
    except SourceError as error:
        match status_of_refusal(error):
            case 404:
                return _folder(api, bucket, f"{key}/")
            case 403:
                return refused(_OR_MISSING, _READ)
            case status if 300 <= status < 500 and status != _TOO_MANY:
                return refused(f"S3 refused the request (HTTP {status})")
            case _ if is_unaskable(error):
                return refused("S3 cannot have a file with this address")
        raise
    return answer_of_file(found)


def _folder(api: "LineageApi", bucket: str, prefix: str) -> Answer:
    try:
        found = _ask(api, "list_object_versions", _LIST, Bucket=bucket, Prefix=prefix, MaxKeys=MOST_VERSIONS)
    except (AccessDenied, RequestRefused) as error:
        return _words(error, _OF_A_FOLDER, _LIST)
    return answer_of_folder(found)


def _words(error: SourceError, denied: str, action: str) -> Answer:
    return refused(denied, action) if isinstance(error, AccessDenied) else refused(str(error))


def _ask(api: "LineageApi", operation: str, action: str, **parameters: Any) -> Any:
    return api.ask("s3", operation, "asking S3", action, **parameters)
