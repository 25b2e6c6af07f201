"""The answers of ECR and CloudTrail that belong to the models of an account."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from tests.fake_sagemaker.account import Record
from tests.fake_sagemaker.faults import Faults
from tests.fake_sagemaker.paging import Pager
from tests.fake_sagemaker.requests import check
from tests.fake_sagemaker.wire import ApiError, encode


class Evidence(Protocol):
    """The knowledge of S3, ECR and CloudTrail; any object of this shape will do."""

    @property
    def objects(self) -> Mapping[str, tuple[Record, ...]]:
        """The versions of each object by URI, oldest first, as HeadObject answers."""

    @property
    def versioned(self) -> frozenset[str]:
        """The buckets that keep versions."""

    @property
    def images(self) -> tuple[Record, ...]:
        """As DescribeImages answers, of the registries that the caller may read."""

    @property
    def events(self) -> tuple[Record, ...]:
        """As LookupEvents answers, newest first."""


class NoEvidence:
    """Nothing is known."""

    objects: Mapping[str, tuple[Record, ...]] = {}
    versioned: frozenset[str] = frozenset()
    images: tuple[Record, ...] = ()
    events: tuple[Record, ...] = ()


class EvidenceApi:
    """ECR's DescribeImages and CloudTrail's LookupEvents."""

    def __init__(self, evidence: Evidence, pager: Pager) -> None:
        self.evidence, self._pager = evidence, pager
        self._events = [encode(event) for event in evidence.events]

    def answer(self, service: str, operation: str, parameters: Mapping[str, Any], faults: Faults) -> bytes:
        """The body of the answer. Raises ApiError."""
        check(operation, parameters, service)
        if operation == "DescribeImages":
            return self._images(parameters)
        if operation == "LookupEvents":
            return self._look_up(parameters, faults)
        raise ApiError("UnknownOperationException", f"This fake does not support {operation}")

    def _images(self, parameters: Mapping[str, Any]) -> bytes:
        """All images that are named, or an error: ECR answers no part of them."""
        registry, repository = parameters.get("registryId", ""), parameters["repositoryName"]
        of_registry = [each for each in self.evidence.images if registry in ("", each["registryId"])]
        if registry and not of_registry:
            raise ApiError(
                "AccessDeniedException", f"No identity-based policy allows ecr:DescribeImages on {registry}"
            )
        found = [each for each in of_registry if each["repositoryName"] == repository]
        if not found:
            raise ApiError(
                "RepositoryNotFoundException", f"The repository with name '{repository}' does not exist"
            )
        wanted = parameters.get("imageIds")
        named = found if wanted is None else [_image(found, image) for image in wanted]
        return encode({"imageDetails": named})

    def _look_up(self, parameters: Mapping[str, Any], faults: Faults) -> bytes:
        attributes = parameters.get("LookupAttributes", ())
        if len(attributes) > 1:
            raise ApiError("InvalidLookupAttributesException", "You can specify only one lookup attribute")
        found = [
            position for position, event in enumerate(self.evidence.events) if _matches(event, parameters)
        ]
        rows, token = self._pager.page(
            "LookupEvents", {"MaxResults": 50, **parameters}, found, self._events.__getitem__, faults, 50
        )
        end = f'],"NextToken":"{token}"}}' if token else "]}"
        return b'{"Events":[' + b",".join(rows) + end.encode()


def _image(found: Sequence[Record], wanted: Mapping[str, str]) -> Record:
    for image in found:
        if wanted.get("imageDigest", image["imageDigest"]) != image["imageDigest"]:
            continue
        if "imageTag" not in wanted or wanted["imageTag"] in image.get("imageTags", ()):
            return image
    raise ApiError(
        "ImageNotFoundException", f"The image with imageId {dict(wanted)} does not exist in the repository"
    )


def _matches(event: Record, parameters: Mapping[str, Any]) -> bool:
    for attribute in parameters.get("LookupAttributes", ()):
        if str(event.get(attribute["AttributeKey"], "")) != attribute["AttributeValue"]:
            return False
    at = event["EventTime"].timestamp()
    return bool(parameters.get("StartTime", at) <= at <= parameters.get("EndTime", at))
