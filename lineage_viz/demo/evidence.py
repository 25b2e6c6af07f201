"""The evidence of S3 and ECR in the demo: the answers about its files and images at the time of its snapshot."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lineage_viz.aws_evidence.addresses import files_of, images_of
from lineage_viz.aws_evidence.answers import Answer, answer
from lineage_viz.aws_evidence.found import Found, with_evidence
from lineage_viz.aws_evidence.kept import answer_of_file, answer_of_folder, answer_of_image
from lineage_viz.demo.account import DEMO_ACCOUNT, DEMO_TAKEN, Account, Record
from lineage_viz.demo.stored import pushed_images, stored_files
from lineage_viz.evidence.addresses import file_parts, image_parts
from lineage_viz.model import Entity


def with_demo_evidence(entities: Iterable[Entity], account: Account) -> list[Entity]:
    """The entities with the evidence of S3 and of the company's own registry in ECR. Nobody asked CloudTrail."""
    known = list(entities)
    stored, pushed = stored_files(account), list(pushed_images(account))
    addresses = [(files_of(each), images_of(each)) for each in known]
    files = {uri: _dated(_file(uri, stored)) for uri in _distinct(each for each, _ in addresses)}
    images = {
        uri: _dated(_image(uri, pushed)) for uri in _distinct(each for _, each in addresses) if _is_own(uri)
    }
    versioned = {_bucket(uri) for uri, each in stored.items() if any("VersionId" in one for one in each)}
    buckets = {
        bucket: _dated(answer(Status="Enabled" if bucket in versioned else "Never"))
        for bucket in map(_bucket, files)
    }
    return with_evidence(known, Found(files, buckets, images))


def _distinct(addresses: Iterable[Iterable[str]]) -> Iterable[str]:
    return dict.fromkeys(uri for each in addresses for uri in each)


def _dated(found: Answer) -> Answer:
    return {**found, "ReadAt": DEMO_TAKEN} if "ReadAt" in found else found


def _bucket(uri: str) -> str:
    return (file_parts(uri) or ("", ""))[0]


def _file(uri: str, stored: Mapping[str, tuple[Record, ...]]) -> Answer:
    if uri in stored:
        return answer_of_file(stored[uri][-1])
    folder = uri if uri.endswith("/") else f"{uri}/"
    return answer_of_folder({"Versions": list(_below(folder, stored))})


def _below(folder: str, stored: Mapping[str, tuple[Record, ...]]) -> Iterator[Mapping[str, Any]]:
    """The present files below a folder, as ListObjectVersions answers."""
    place = f"s3://{_bucket(folder)}/"
    for uri, versions in stored.items():
        if uri.startswith(folder):
            now = versions[-1]
            yield {
                "Key": uri.removeprefix(place),
                "VersionId": now.get("VersionId", "null"),
                "ETag": now["ETag"],
                "LastModified": now["LastModified"],
                "Size": now["ContentLength"],
                "IsLatest": True,
            }


def _is_own(image: str) -> bool:
    parts = image_parts(image)
    return parts is not None and parts.registry == DEMO_ACCOUNT


def _image(uri: str, pushed: Iterable[Record]) -> Answer:
    parts = image_parts(uri)
    assert parts is not None
    return answer_of_image(parts, [each for each in pushed if each["repositoryName"] == parts.repository])
