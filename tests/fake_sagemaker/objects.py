"""The answers of S3 about objects and their versions."""

from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

from tests.fake_sagemaker.account import Record
from tests.fake_sagemaker.evidence import Evidence
from tests.fake_sagemaker.wire import Answer

_XML = "application/xml"
_PAGE = 1000
_CHECKSUMS = {"ChecksumSHA256": "x-amz-checksum-sha256", "ChecksumType": "x-amz-checksum-type"}
_HEADERS = {
    "ETag": "ETag", "VersionId": "x-amz-version-id", "ContentType": "Content-Type",
    "ObjectLockMode": "x-amz-object-lock-mode",
}  # fmt: skip


def named(method: str, path: str) -> tuple[str, dict[str, str]]:
    """The operation of a request and its parameters; an empty operation: this fake does not know it."""
    address = urlsplit(path)
    bucket, _, key = unquote(address.path).lstrip("/").partition("/")
    query = {name: values[0] for name, values in parse_qs(address.query, keep_blank_values=True).items()}
    if method == "HEAD":
        version = {"VersionId": query["versionId"]} if "versionId" in query else {}
        return ("HeadObject" if key else ""), {"Bucket": bucket, "Key": key, **version}
    if "versioning" in query:
        return "GetBucketVersioning", {"Bucket": bucket}
    if "versions" in query:
        page = {
            "KeyMarker": query.get("key-marker", ""),
            "VersionIdMarker": query.get("version-id-marker", ""),
        }
        size = query.get("max-keys", str(_PAGE))
        return "ListObjectVersions", {
            "Bucket": bucket,
            "Prefix": query.get("prefix", ""),
            "MaxKeys": size,
            **page,
        }
    return "", {"Bucket": bucket, "Key": key}


def answer(evidence: Evidence, operation: str, parameters: Mapping[str, str], *, checksums: bool) -> Answer:
    """The answer; `checksums`: the caller sent ChecksumMode=ENABLED."""
    if operation == "HeadObject":
        return _head(evidence, parameters, checksums=checksums)
    if operation == "GetBucketVersioning":
        status = "<Status>Enabled</Status>" if parameters["Bucket"] in evidence.versioned else ""
        return _xml(f"<VersioningConfiguration>{status}</VersioningConfiguration>")
    return _versions(evidence, parameters)


def refusal(code: str, status: int) -> Answer:
    """An error; a HEAD has no body, so its caller sees the status alone."""
    return Answer(f"<Error><Code>{code}</Code><Message>{code}</Message></Error>".encode(), status, _XML)


def _head(evidence: Evidence, parameters: Mapping[str, str], *, checksums: bool) -> Answer:
    versions = evidence.objects.get(f"s3://{parameters['Bucket']}/{parameters['Key']}", ())
    wanted = parameters.get("VersionId")
    found = [each for each in versions if wanted in (None, each.get("VersionId"))]
    if not found:
        return refusal("NoSuchKey", 404)
    record = found[-1]
    names = {**_HEADERS, **(_CHECKSUMS if checksums else {})}
    headers = {header: str(record[name]) for name, header in names.items() if name in record}
    headers["Last-Modified"] = format_datetime(record["LastModified"], usegmt=True)
    return Answer(b"", headers=headers, length=record["ContentLength"])


def _versions(evidence: Evidence, parameters: Mapping[str, str]) -> Answer:
    """One page of the versions below a prefix, by key, newest first."""
    place = f"s3://{parameters['Bucket']}/"
    rows = [
        (uri.removeprefix(place), record, record is versions[-1])
        for uri, versions in sorted(evidence.objects.items())
        if uri.startswith(place + parameters["Prefix"])
        for record in reversed(versions)
    ]
    ids = [(key, record.get("VersionId", "null")) for key, record, _ in rows]
    marker = (parameters["KeyMarker"], parameters["VersionIdMarker"])
    start = ids.index(marker) + 1 if marker in ids else 0
    end = start + min(int(parameters["MaxKeys"]), _PAGE)
    more = ""
    if end < len(rows):
        key, version = ids[end - 1]
        more = f"<NextKeyMarker>{escape(key)}</NextKeyMarker><NextVersionIdMarker>{version}</NextVersionIdMarker>"
    body = "".join(_version(*row) for row in rows[start:end])
    cut = "true" if more else "false"
    return _xml(f"<ListVersionsResult><IsTruncated>{cut}</IsTruncated>{more}{body}</ListVersionsResult>")


def _version(key: str, record: Record, latest: bool) -> str:
    return (
        f"<Version><Key>{escape(key)}</Key><VersionId>{record.get('VersionId', 'null')}</VersionId>"
        f"<IsLatest>{str(latest).lower()}</IsLatest><LastModified>{_iso(record['LastModified'])}</LastModified>"
        f"<ETag>{escape(record['ETag'])}</ETag><Size>{record['ContentLength']}</Size></Version>"
    )


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _xml(body: str) -> Answer:
    return Answer(f'<?xml version="1.0" encoding="UTF-8"?>{body}'.encode(), content_type=_XML)
