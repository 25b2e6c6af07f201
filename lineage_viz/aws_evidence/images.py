"""Digests of images in ECR, and the times of their last push.

DescribeImages of the ECR API reference takes 100 images of one repository, and answers none if one is missing; a
registry of AWS or of another account may refuse.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from lineage_viz.aws_evidence.answers import Keep, absent, refused
from lineage_viz.aws_evidence.kept import answer_of_image
from lineage_viz.errors import AccessDenied, RequestRefused, SourceError
from lineage_viz.evidence.addresses import ImageName, image_parts
from lineage_viz.sagemaker_lineage.failures import is_unreachable, refused_as
from lineage_viz.sagemaker_lineage.parallel import for_each

if TYPE_CHECKING:
    from lineage_viz.sagemaker_lineage.api import LineageApi

_ACTION = "ecr:DescribeImages"
_REFUSED = "ECR refused it: allow ecr:DescribeImages, here and in the policy of the repository"
_MISSING_IMAGE = "ImageNotFoundException"
_MISSING = frozenset({_MISSING_IMAGE, "RepositoryNotFoundException"})
_PAGE = 100

Named = tuple[str, ImageName]
"""An address and its parts."""


def read_images(api: "LineageApi", uris: Iterable[str], keep: Keep) -> None:
    """Read each image. Raises SourceError when ECR fails on every attempt."""
    by_repository: defaultdict[tuple[str, str, str], list[Named]] = defaultdict(list)
    for uri in uris:
        if parts := image_parts(uri):
            by_repository[parts.registry, parts.region, parts.repository].append((uri, parts))
    pages = [
        each[start : start + _PAGE] for each in by_repository.values() for start in range(0, len(each), _PAGE)
    ]
    unreachable: dict[
        str, str
    ] = {}  # an account may have disabled a region, or this network may not reach it

    def read(page: Sequence[Named]) -> None:
        region = page[0][1].region
        try:
            if region not in unreachable:
                _read(api, page, keep)
                return
        except SourceError as error:
            if not is_unreachable(error):
                raise
            unreachable[region] = str(error)
        for uri, _ in page:
            keep(uri, refused(unreachable[region]))

    for_each(read, pages)


def _read(api: "LineageApi", page: Sequence[Named], keep: Keep) -> None:
    """Read images of one repository; a page with a missing image is halved until only the missing one is left."""
    try:
        found = _describe(api, page)
    except (AccessDenied, RequestRefused) as error:
        code = refused_as(error)
        if code == _MISSING_IMAGE and len(page) > 1:
            middle = len(page) // 2
            _read(api, page[:middle], keep)
            _read(api, page[middle:], keep)
            return
        denied = refused(_REFUSED, _ACTION) if isinstance(error, AccessDenied) else refused(str(error))
        for uri, _ in page:
            keep(uri, absent() if code in _MISSING else denied)
        return
    for uri, parts in page:
        keep(uri, answer_of_image(parts, found))


def _describe(api: "LineageApi", page: Sequence[Named]) -> Sequence[Any]:
    first = page[0][1]
    ids = {
        (("imageDigest", each.digest) if each.digest else ("imageTag", each.tag)): None for _, each in page
    }
    found: Sequence[Any] = api.ask(
        "ecr", "describe_images", "asking ECR", _ACTION, first.region,
        registryId=first.registry, repositoryName=first.repository, imageIds=[dict([each]) for each in ids],
    ).get("imageDetails", ())  # fmt: skip
    return found
