"""The addresses of files and images in an entity and its record."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lineage_viz.evidence.record import at, containers, listed, record_of, scripts, variants
from lineage_viz.model import Entity

_FILE = re.compile(
    r"s3[an]?://(?!.*\.\.[^/]*(?:/|$))([a-z0-9][a-z0-9._-]{1,61}[a-z0-9])(?:/(.*))?", re.DOTALL
)
_LONGEST_KEY = 1024
_IMAGE = re.compile(
    r"(\d{12})\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?"
    r"/([a-z0-9](?:[a-z0-9._/-]{0,254}[a-z0-9])?)(?::([\w][\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class ImageName:
    """The parts of an image's address in ECR. Without a digest, the tag names the image."""

    registry: str
    region: str
    repository: str
    tag: str
    digest: str


def file_parts(uri: str) -> tuple[str, str] | None:
    """The bucket and the key of an address; None if S3 cannot have it."""
    found = _FILE.fullmatch(uri)
    if found is None or len((found[2] or "").encode()) > _LONGEST_KEY:
        return None
    return found[1], found[2] or ""


def image_parts(uri: str) -> ImageName | None:
    """The parts of an image's address; None if it is not in ECR."""
    found = _IMAGE.fullmatch(uri)
    if found is None:
        return None
    registry, region, repository, tag, digest = found.groups()
    return ImageName(registry, region, repository, tag or ("" if digest else "latest"), digest or "")


def files_of(entity: Entity) -> tuple[str, ...]:
    """The addresses of the files and folders that an entity is, or that its record names."""
    found = (entity.source, *_files_in(record_of(entity)))
    return tuple(dict.fromkeys(str(uri) for uri in found if uri and file_parts(str(uri))))


def images_of(entity: Entity) -> tuple[str, ...]:
    """The addresses of the images that an entity is, or that its record names."""
    found = (entity.source, *_images_in(record_of(entity)))
    return tuple(dict.fromkeys(str(uri) for uri in found if uri and image_parts(str(uri))))


def _files_in(record: Mapping[str, Any]) -> Iterator[object]:
    for each in containers(record):
        yield at(each, "ModelDataUrl") or at(each, "ModelDataSource", "S3DataSource", "S3Uri")
    for kinds in (at(record, "ModelPackage", "ModelMetrics") or {}).values():
        for source in (kinds or {}).values():
            yield at(source, "S3Uri")
    yield scripts(record)


def _images_in(record: Mapping[str, Any]) -> Iterator[object]:
    for each in containers(record):
        yield at(each, "Image")
    for variant, _ in variants(record):
        for image in listed(variant, "DeployedImages"):
            yield at(image, "SpecifiedImage")
    detail = at(record, "Job", "SourceDetail")
    yield at(detail, "TrainingJob", "AlgorithmSpecification", "TrainingImage")
    yield at(detail, "ProcessingJob", "AppSpecification", "ImageUri")
