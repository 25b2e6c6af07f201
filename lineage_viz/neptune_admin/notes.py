"""Small objects directly in a folder of S3, each read and written as a whole: manifests, pins, records."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from botocore.exceptions import ClientError

from lineage_viz.aws.refusals import error_code
from lineage_viz.neptune_admin.bucket_failures import CHANGED, translated
from lineage_viz.neptune_admin.objects import ABSENT, encryption_headers, read_small


@dataclass(frozen=True, slots=True)
class Noted:
    """An object in the list of a folder. `version` changes with its content."""

    version: str
    written: datetime


class Notes:
    """The small objects of one folder. Raises BucketError."""

    def __init__(self, client: Any, bucket: str, prefix: str, encryption: str, setting: str) -> None:
        self._client, self._bucket, self._prefix = client, bucket, prefix
        self._encryption = encryption_headers(encryption)
        self._translated = partial(translated, bucket=bucket, setting=setting)

    def all(self) -> dict[str, Noted]:
        """All of them, by their name in the folder."""
        return {name: noted for name, noted in self._below("", "/").items() if "/" not in name}

    def everything(self) -> dict[str, Noted]:
        """All objects, also those of subfolders."""
        return self._below("")

    def read(self, name: str) -> tuple[bytes, str] | None:
        """The content of one, and its version; None if there is none."""
        with self._translated(f"reading {self._uri(name)}"):
            try:
                return read_small(self._client, self._bucket, f"{self._prefix}{name}")
            except ClientError as error:
                if error_code(error) in ABSENT:
                    return None
                raise

    def write(self, name: str, content: bytes = b"") -> None:
        """Write one, whatever is there."""
        with self._translated(f"writing {self._uri(name)}"):
            self._put(name, content)

    def write_instead(self, name: str, content: bytes, version: str) -> bool:
        """Write one in place of this version, or where there is none without one; False if another has come."""
        wanted = {"IfMatch": version} if version else {"IfNoneMatch": "*"}
        with self._translated(f"writing {self._uri(name)}"):
            try:
                self._put(name, content, **wanted)
            except ClientError as error:
                if error_code(error) in CHANGED | ABSENT:
                    return False
                raise
        return True

    def delete(self, name: str) -> None:
        """Delete one, if it is there."""
        with self._translated(f"deleting {self._uri(name)}"):
            self._client.delete_object(Bucket=self._bucket, Key=f"{self._prefix}{name}")

    def delete_below(self, start: str) -> None:
        """Delete all objects of the folder and of its subfolders whose name starts so."""
        for name in self._below(start):
            self.delete(name)

    def _below(self, start: str, delimiter: str = "") -> dict[str, Noted]:
        more = {"Delimiter": delimiter} if delimiter else {}
        with self._translated(f"listing {self._uri(start)}"):
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=f"{self._prefix}{start}", **more
            )
            found = [each for page in pages for each in page.get("Contents", ())]
        return {each["Key"][len(self._prefix) :]: Noted(each["ETag"], each["LastModified"]) for each in found}

    def _put(self, name: str, content: bytes, **wanted: str) -> None:
        self._client.put_object(
            Bucket=self._bucket, Key=f"{self._prefix}{name}", Body=content, **self._encryption, **wanted
        )

    def _uri(self, name: str) -> str:
        return f"s3://{self._bucket}/{self._prefix}{name}"
