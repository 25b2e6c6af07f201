"""The part that is kept of an answer of S3 or ECR. It needs no connection: the demo account has such answers too."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from lineage_viz.aws_evidence.answers import Answer, absent, answer
from lineage_viz.evidence.addresses import ImageName

_KEPT = (
    "VersionId", "ETag", "LastModified", "ContentLength", "ChecksumType", "ChecksumSHA256", "ChecksumSHA1",
    "ChecksumCRC64NVME", "ChecksumCRC32C", "ChecksumCRC32", "ObjectLockMode", "ObjectLockRetainUntilDate",
    "ObjectLockLegalHoldStatus",
)  # fmt: skip
"""All that is kept of a HEAD: a file's own metadata may be anything, also a secret."""


def answer_of_file(head: Mapping[str, Any]) -> Answer:
    """The answer from that of HeadObject."""
    kept = {name: head[name] for name in _KEPT if name in head}
    return answer(**{**kept, "ETag": str(kept.get("ETag", "")).strip('"')})


def answer_of_folder(listed: Mapping[str, Any]) -> Answer:
    """The answer from that of ListObjectVersions: the present files as one digest of their keys, versions and ETags."""
    files = [each for each in listed.get("Versions", ()) if each.get("IsLatest")]
    if not files:
        return absent()
    rows = sorted(f"{each['Key']}\t{each.get('VersionId')}\t{each.get('ETag')}\n" for each in files)
    return answer(
        Files=len(files),
        LastModified=max(each["LastModified"] for each in files),
        Digest=f"sha256:{hashlib.sha256(''.join(rows).encode()).hexdigest()}",
        ContentLength=sum(each.get("Size", 0) for each in files),
        Cut=bool(listed.get("IsTruncated")),
        Complete=not listed.get("IsTruncated"),
    )


def answer_of_image(parts: ImageName, found: Sequence[Any]) -> Answer:
    """The answer from the details of the images of its repository."""
    for image in found:
        if parts.digest == image.get("imageDigest") or (
            not parts.digest and parts.tag in image.get("imageTags", ())
        ):
            return answer(Digest=image.get("imageDigest"), PushedAt=image.get("imagePushedAt"))
    return absent()
