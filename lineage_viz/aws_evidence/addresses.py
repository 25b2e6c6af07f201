"""The addresses of files and images in an entity and its record."""

from collections.abc import Iterator, Mapping
from typing import Any

from lineage_viz.evidence.addresses import file_parts, image_parts
from lineage_viz.evidence.record import at, containers, listed, members, record_of, scripts, variants
from lineage_viz.model import Entity


def files_of(entity: Entity) -> tuple[str, ...]:
    """The addresses of the files and folders that an entity is, or that its record names."""
    found = (entity.source, *_files_in(record_of(entity)))
    return tuple(dict.fromkeys(uri for uri in found if isinstance(uri, str) and file_parts(uri)))


def images_of(entity: Entity) -> tuple[str, ...]:
    """The addresses of the images that an entity is, or that its record names."""
    found = (entity.source, *_images_in(record_of(entity)))
    return tuple(dict.fromkeys(uri for uri in found if isinstance(uri, str) and image_parts(uri)))


def _files_in(record: Mapping[str, Any]) -> Iterator[object]:
    for each in containers(record):
        yield at(each, "ModelDataUrl") or at(each, "ModelDataSource", "S3DataSource", "S3Uri")
    for kind in members(record, "ModelPackage", "ModelMetrics").values():
        for source in members(kind).values():
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
