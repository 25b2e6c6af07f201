"""The calls that an upload consists of, each tried on one small object that no load takes."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from lineage_viz.errors import BucketError
from lineage_viz.neptune_admin.bucket import s3_client
from lineage_viz.neptune_admin.bucket_failures import GONE, passing_over, translated
from lineage_viz.neptune_admin.objects import encryption_headers, is_encrypted
from lineage_viz.settings import BulkLoad
from lineage_viz.system.opened_once import OpenedOnce

FILE_NAME = "lineage_viz-doctor.txt"
"""It stands beside the prefixes that Neptune is given to load, each of which ends with a slash."""

_WORDS = b"lineage_viz puts this here to see whether it may. Nothing reads it, and it may be deleted.\n"
_ATTEMPTS = 2
_ABSENT = frozenset({"NoSuchKey", "404"})
_NO_UPLOAD = "lineage-viz-doctor-began-none"


class BucketTrial:
    """Each method makes a call as an upload would and raises BucketError when it does not go through.

    The object is always the same and stays: whoever uploads need not have the right to delete.
    """

    def __init__(self, settings: BulkLoad) -> None:
        name, _, self._prefix = settings.bucket.removeprefix("s3://").partition("/")
        self._at: dict[str, Any] = {"Bucket": name, "Key": f"{self._prefix}{FILE_NAME}"}
        self._encryption = encryption_headers(settings.encryption)
        self._client = s3_client(name, _ATTEMPTS)
        # Where a bucket keeps versions, each time leaves one.
        self._answer = OpenedOnce(self._put)

    @property
    def uri(self) -> str:
        """The object's."""
        return f"s3://{self._at['Bucket']}/{self._at['Key']}"

    def put(self) -> Mapping[str, Any]:
        """The answer says how the object is encrypted. It is put only once, however often it is asked for."""
        return self._answer.get()

    def is_encrypted(self, answer: Mapping[str, Any]) -> bool:
        """Whether what was put is encrypted as set."""
        return is_encrypted(answer, self._encryption)

    def get(self) -> None:
        """Reads the object."""
        # Who may not list cannot tell one that is not there from one that may not be read.
        with suppress(BucketError):
            self.put()
        with self._translated(f"reading {self.uri}"), passing_over(_ABSENT):
            self._client.get_object(**self._at)["Body"].read()

    def list(self) -> None:
        """Asks for one of the prefix's objects."""
        with self._translated(f"listing s3://{self._at['Bucket']}/{self._prefix}"):
            self._client.list_objects_v2(Bucket=self._at["Bucket"], Prefix=self._prefix, MaxKeys=1)

    def list_unfinished(self) -> None:
        """Asks for one of the prefix's uploads that were never finished."""
        with self._translated(f"listing unfinished uploads to s3://{self._at['Bucket']}/{self._prefix}"):
            self._client.list_multipart_uploads(Bucket=self._at["Bucket"], Prefix=self._prefix, MaxUploads=1)

    def abort(self) -> None:
        """Ends an upload that nobody began."""
        with self._translated(f"ending an upload to {self.uri}"), passing_over(GONE):
            self._client.abort_multipart_upload(**self._at, UploadId=_NO_UPLOAD)

    def _put(self) -> Mapping[str, Any]:
        with self._translated(f"putting {self.uri}"):
            answer: Mapping[str, Any] = self._client.put_object(
                **self._at, Body=_WORDS, ChecksumAlgorithm="SHA256", **self._encryption
            )
        return answer

    def _translated(self, doing: str) -> Any:
        return translated(doing, self._at["Bucket"])
