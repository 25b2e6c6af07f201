"""The services other than SageMaker that know more about files, images and decisions, each asked only on request."""

from collections.abc import Mapping
from enum import StrEnum


class Service(StrEnum):
    """A service that an export may ask."""

    S3 = "s3"
    ECR = "ecr"
    CLOUDTRAIL = "cloudtrail"

    @property
    def words(self) -> str:
        """Its name for people."""
        return {"s3": "S3", "ecr": "ECR", "cloudtrail": "CloudTrail"}[self.value]


FILES, BUCKETS, IMAGES, DECISIONS = "S3 file", "S3 bucket", "ECR image", "CloudTrail decision"

KINDS: Mapping[Service, tuple[str, ...]] = {
    Service.S3: (FILES, BUCKETS),
    Service.ECR: (IMAGES,),
    Service.CLOUDTRAIL: (DECISIONS,),
}
"""The kinds of evidence of each service, as the manifest names them."""

MEMBERS: Mapping[str, str] = {FILES: "Files", IMAGES: "Images", DECISIONS: "Decisions"}
"""The member of an entity's record with each kind; that of a bucket is in its files."""


def not_asked(service: Service) -> str:
    """The reason why evidence is missing when nobody asked for it."""
    return f"{service.words} was not asked (--evidence {service})"


def never_asked(service: Service) -> str:
    """The reason why evidence about an address is missing that a service cannot be asked about."""
    return f"{service.words} is not asked about an address of this form"
