"""Digests and ETags of made-up files and images: the same content has the same digest wherever a record names it."""

from collections.abc import Mapping
from datetime import datetime

from lineage_viz.demo.account import Record
from lineage_viz.demo.builder import Builder, digest

Tags = list[dict[str, str]]


def etag(artifact: Record) -> str:
    """The ETag of an artifact's file, as S3 told it when the file was registered."""
    source = artifact["Source"]
    marks = {mark["SourceIdType"]: mark["Value"] for mark in source["SourceTypes"]}
    # A large file is uploaded in parts; its ETag is no digest of its content and ends with the number of parts.
    small = marks.get("S3ETag") or marks.get("MD5Hash")
    return small or f"{digest('etag', source['SourceUri'])}-{len(source['SourceUri']) % 29 + 2}"


def sha256(*parts: str) -> str:
    """A digest of a content in the form of SageMaker and ECR."""
    return f"sha256:{digest(*parts, size=32)}"


def image_digest(builder: Builder, image: str, at: datetime) -> str:
    """The digest of an image at a time; a tag can be pushed again, with another content."""
    pinned = image.partition("@")[2]
    moved = builder.history.moved_images.get(image)
    return pinned or sha256(image, "pushed again" if moved and at >= moved else "")


def resolved(builder: Builder, image: str, at: datetime) -> str:
    """The image by digest alone, as SageMaker resolves it at a deployment."""
    registry, _, name = image.partition("@")[0].rpartition("/")
    return f"{registry}/{name.partition(':')[0]}@{image_digest(builder, image, at)}"


def tags(values: Mapping[str, str]) -> Tags:
    """Tags as the API describes them."""
    return [{"Key": key, "Value": value} for key, value in values.items()]
