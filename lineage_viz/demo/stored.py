"""The files in S3 and the images in ECR that belong to an account's records, as these services answer about them."""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from hashlib import blake2b

from lineage_viz.demo.account import DEMO_ACCOUNT, DEMO_TAKEN, Account, Record


def stored_files(account: Account) -> Mapping[str, tuple[Record, ...]]:
    """The versions of each file by its address, oldest first, as HeadObject answers; folders hold one file.

    They are the files that artifacts name, and the reports of packages.
    """
    versions: dict[str, list[Record]] = {}
    etags, digests = _recorded_etags(account), _recorded_digests(account)
    replaced = _replaced(account)
    for artifact in account.artifacts:
        uri: str = artifact["Source"]["SourceUri"]
        if not uri.startswith("s3://"):
            continue
        key = f"{uri}part-0000.parquet" if uri.endswith("/") else uri
        versions.setdefault(key, []).append(_object(artifact, key, etags.get(uri), digests.get(uri)))
    for uri, at in replaced.items():
        versions[uri].append(
            {**versions[uri][-1], "ETag": f'"{_digest("replaced", uri).hex()}"', "LastModified": at}
        )
    for uri, digest in digests.items():
        if uri not in versions:
            versions[uri] = [_file(uri, _digest("etag", uri).hex(), DEMO_TAKEN - timedelta(days=800), digest)]
    return {uri: tuple(each) for uri, each in versions.items()}


def _object(artifact: Record, key: str, etag: str | None, digest: str | None) -> Record:
    marks = {mark["SourceIdType"]: mark["Value"] for mark in artifact["Source"]["SourceTypes"]}
    etag = marks.get("S3ETag") or marks.get("MD5Hash") or etag or _digest("etag", key).hex()
    version = {"VersionId": marks["S3Version"]} if "S3Version" in marks else {}
    return {**_file(key, etag, artifact["CreationTime"] - timedelta(seconds=90), digest), **version}


def _file(uri: str, etag: str, at: datetime, digest: str | None) -> Record:
    sha256 = bytes.fromhex(digest.partition(":")[2]) if digest else _digest("content", uri, size=32)
    return {
        "ETag": f'"{etag}"',
        "LastModified": at.replace(microsecond=0),
        "ContentLength": 1_000 + len(uri) * 37,
        "ChecksumSHA256": b64encode(sha256).decode(),
        "ChecksumType": "FULL_OBJECT",
        "ContentType": "application/json" if uri.endswith(".json") else "binary/octet-stream",
    }


def _recorded_etags(account: Account) -> dict[str, str]:
    """The ETag that a package recorded for its model file."""
    containers = (
        container
        for package in account.records["ModelPackage"]
        for container in package["InferenceSpecification"]["Containers"]
    )
    return {each["ModelDataUrl"]: each["ModelDataETag"] for each in containers if "ModelDataETag" in each}


def _recorded_digests(account: Account) -> dict[str, str]:
    """The digest that a package recorded for each of its reports."""
    return {
        source["S3Uri"]: source["ContentDigest"]
        for package in account.records["ModelPackage"]
        for kind in package.get("ModelMetrics", {}).values()
        for source in kind.values()
    }


def _replaced(account: Account) -> dict[str, datetime]:
    """The model file of the story `replaced-file`: overwritten a day after the last decision."""
    arn = account.findings.get("replaced-file", "")
    source = next(
        (each["Source"]["SourceUri"] for each in account.artifacts if each["ArtifactArn"] == arn), ""
    )
    return {
        package["InferenceSpecification"]["Containers"][0]["ModelDataUrl"]:
        (package["LastModifiedTime"] + timedelta(days=1)).replace(microsecond=0)
        for package in account.records["ModelPackage"]
        if package["ModelPackageArn"] == source
    }  # fmt: skip


def pushed_images(account: Account) -> Iterator[Record]:
    """The images of the account's own registry, as DescribeImages answers, each pushed a month before its first use."""
    first: dict[str, datetime] = {}
    for artifact in account.artifacts:
        uri = artifact["Source"]["SourceUri"]
        if artifact.get("ArtifactType") == "Image" and uri.startswith(f"{DEMO_ACCOUNT}."):
            first[uri] = min(first.get(uri, artifact["CreationTime"]), artifact["CreationTime"])
    digests = {
        each["Image"]: each["ImageDigest"]
        for package in account.records["ModelPackage"]
        for each in package["InferenceSpecification"]["Containers"]
        if "ImageDigest" in each
    }
    for uri, at in first.items():
        name, _, pinned = uri.partition("/")[2].partition("@")
        repository, _, tag = name.partition(":")
        yield {
            "registryId": DEMO_ACCOUNT,
            "repositoryName": repository,
            "imageDigest": pinned or digests.get(uri) or f"sha256:{_digest(uri, size=32).hex()}",
            **({"imageTags": [tag]} if tag else {}),
            "imageSizeInBytes": 1_400_000_000,
            "imagePushedAt": (at - timedelta(days=30)).replace(microsecond=0),
        }


def _digest(*parts: str, size: int = 16) -> bytes:
    return blake2b("\n".join(parts).encode(), digest_size=size).digest()
