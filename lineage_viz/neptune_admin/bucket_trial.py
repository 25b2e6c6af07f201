"""The S3 calls of an upload, each tried on one small object that no load reads."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from lineage_viz.errors import BucketError
from lineage_viz.neptune_admin.bucket import S3Clients
from lineage_viz.neptune_admin.bucket_failures import GONE, ignoring, translated
from lineage_viz.neptune_admin.objects import ABSENT, encryption_headers, is_encrypted
from lineage_viz.settings import S3Folder
from lineage_viz.system.opened_once import OpenedOnce

FILE_NAME = "lineage_viz-doctor.txt"
"""The name of the object. It lies beside the prefixes that Neptune loads, because each of them ends with a slash."""

_CONTENT = b"lineage_viz writes this file to check its permissions. You may delete it.\n"
_ATTEMPTS = 2
_NO_UPLOAD = "lineage-viz-doctor-began-none"


class BucketTrial:
    """Each method makes one call of an upload and raises BucketError when the call fails.

    The object has always the same name and is not deleted, because uploads need no permission to delete.
    """

    def __init__(self, settings: S3Folder) -> None:
        name, _, self._prefix = settings.bucket.removeprefix("s3://").partition("/")
        self._at: dict[str, Any] = {"Bucket": name, "Key": f"{self._prefix}{FILE_NAME}"}
        self.setting, self._encryption = settings.setting, encryption_headers(settings.encryption)
        self._client = S3Clients(name, brief=True).make(_ATTEMPTS)
        # Put the object only once: in a bucket with versions each call adds one.
        self._answer = OpenedOnce(self._put)

    @property
    def uri(self) -> str:
        """The object's URI."""
        return f"s3://{self._at['Bucket']}/{self._at['Key']}"

    def put(self) -> Mapping[str, Any]:
        """Put the object, at the first call only. The answer names its encryption."""
        return self._answer.get()

    def is_encrypted(self, answer: Mapping[str, Any]) -> bool:
        """True when the object is encrypted as set."""
        return is_encrypted(answer, self._encryption)

    def get(self) -> None:
        """Read the object."""
        # Without the permission to list, a missing object and a denied one give the same answer, so put it first.
        with suppress(BucketError):
            self.put()
        with self._translated(f"reading {self.uri}"), ignoring(ABSENT):
            self._client.get_object(**self._at)["Body"].read()

    def list(self) -> None:
        """List one object of the prefix."""
        with self._translated(f"listing s3://{self._at['Bucket']}/{self._prefix}"):
            self._client.list_objects_v2(Bucket=self._at["Bucket"], Prefix=self._prefix, MaxKeys=1)

    def list_unfinished(self) -> None:
        """List one unfinished upload of the prefix."""
        with self._translated(f"listing unfinished uploads to s3://{self._at['Bucket']}/{self._prefix}"):
            self._client.list_multipart_uploads(Bucket=self._at["Bucket"], Prefix=self._prefix, MaxUploads=1)

    def abort(self) -> None:
        """Abort an upload that does not exist."""
        with self._translated(f"ending an upload to {self.uri}"), ignoring(GONE):
            self._client.abort_multipart_upload(**self._at, UploadId=_NO_UPLOAD)

    def delete(self) -> None:
        """Delete an object that does not exist."""
        key = f"{self._at['Key']}-none"
        with self._translated(f"deleting {self.uri}-none"):
            self._client.delete_object(Bucket=self._at["Bucket"], Key=key)

    def _put(self) -> Mapping[str, Any]:
        with self._translated(f"putting {self.uri}"):
            answer: Mapping[str, Any] = self._client.put_object(
                **self._at, Body=_CONTENT, ChecksumAlgorithm="SHA256", **self._encryption
            )
        return answer

    def _translated(self, doing: str) -> Any:
        return translated(doing, self._at["Bucket"], self.setting)
