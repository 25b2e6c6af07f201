"""The addresses of files and images in an entity and its record."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from lineage_viz.evidence.addresses import file_parts, image_parts
from lineage_viz.evidence.record import RECORD, at, containers, listed, members, scripts, variants
from lineage_viz.json_text import json_of
from lineage_viz.model import Entity


def files_of(entity: Entity) -> tuple[str, ...]:
    """The addresses of the files and folders that an entity is, or that its record names."""
    found = (entity.source, *_files_in(_record(entity.text(RECORD))))
    return tuple(dict.fromkeys(uri for uri in found if isinstance(uri, str) and file_parts(uri)))


def images_of(entity: Entity) -> tuple[str, ...]:
    """The addresses of the images that an entity is, or that its record names."""
    found = (entity.source, *_images_in(_record(entity.text(RECORD))))
    return tuple(dict.fromkeys(uri for uri in found if isinstance(uri, str) and image_parts(uri)))


@lru_cache(maxsize=1)  # the files and the images of an entity are asked for one after the other
def _record(text: str) -> Mapping[str, Any]:
    return json_of(text, dict) or {}


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
