"""The forms of the addresses of files in S3 and of images in ECR."""

import re
from dataclasses import dataclass

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
    if found is None or len((found[2] or "").encode("utf-8", "surrogatepass")) > _LONGEST_KEY:
        return None
    return found[1], found[2] or ""


def image_parts(uri: str) -> ImageName | None:
    """The parts of an image's address; None if it is not in ECR."""
    found = _IMAGE.fullmatch(uri)
    if found is None:
        return None
    registry, region, repository, tag, digest = found.groups()
    return ImageName(registry, region, repository, tag or ("" if digest else "latest"), digest or "")
