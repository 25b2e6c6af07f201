"""The model in a report: its versions, weights and runtime."""

from collections.abc import Collection, Iterator, Sequence

from lineage_viz.audit.field import Field, FieldValue, fact_field, field, record_field
from lineage_viz.audit.review import Review
from lineage_viz.evidence.record import containers, listed, text, variants
from lineage_viz.model import Entity
from lineage_viz.title import title
from lineage_viz.words import enumerated, moment

_REGISTRY = "the model registry"
_SPANS = 20
"""Gaps in the numbers of versions that a report names."""
_NO_PACKAGE = "the model is in no model package"


def model(review: Review) -> Iterator[Field]:
    """Yield the fields about the model and its versions."""
    package, group = review.package, review.group
    yield field("Model", [FieldValue(title(review.model), review.model.arn, "the lineage")])
    yield field("ARN or address", [FieldValue(review.model.source, review.model.arn, "the lineage")])
    names = [FieldValue(_group(group), group.arn, "the lineage")] if group else []
    yield field("Group", names, "the lineage has no group of the model" if package else _NO_PACKAGE)
    yield field(
        "Version", [FieldValue(title(package), package.arn, "the lineage")] if package else [], _NO_PACKAGE
    )
    yield _versions(review)
    if package is None:
        return
    yield from _missing(review, package)
    made = [FieldValue(moment(package.created), package.arn, "the lineage")] if package.created else []
    yield field("Registered", made)
    record, later = review.record(package), review.changed_later
    described = text(record, "ModelPackage", "ModelPackageDescription")
    stage = text(record, "ModelPackage", "ModelLifeCycle", "Stage")
    base = (text(each, "BaseModel", "HubContentName") for each in containers(record))
    yield record_field("Description", review, package, [described], _REGISTRY)
    yield record_field("Stage of its life cycle", review, package, [] if later else [stage], _REGISTRY, later)
    yield record_field("Base model", review, package, base, _REGISTRY)
    yield fact_field("Served by", review, package, "servedby")


def weights(review: Review) -> Iterator[Field]:
    """Yield the fields about the model files."""
    yield field("Model file", [FieldValue(each.source, each.arn, "the lineage") for each in review.files])
    for each in review.files:
        yield fact_field("Version or checksum of the file", review, each, "fileversion")
        yield fact_field("Last change of the file", review, each, "filechanged")
    if package := review.package:
        found = containers(review.record(package))
        etags = (text(each, "ModelDataETag") for each in found)
        yield record_field("ETag at the registration", review, package, etags, _REGISTRY)
        yield fact_field("Compared with the registration", review, package, "modelfile")


def runtime(review: Review) -> Iterator[Field]:
    """Yield the fields about the images that serve the model."""
    package = review.package
    if package is None:
        yield field("Image", [], _NO_PACKAGE)
    else:
        found = containers(review.record(package))
        yield record_field("Image", review, package, (text(each, "Image") for each in found), _REGISTRY)
        digests = (text(each, "ImageDigest") for each in found)
        yield record_field("Digest at the registration", review, package, digests, _REGISTRY)
        yield fact_field("Digest of the image", review, package, "imagedigest")
        yield fact_field("Image tag moved", review, package, "imagemoved")
        frameworks = (f"{text(each, 'Framework')} {text(each, 'FrameworkVersion')}".strip() for each in found)
        yield record_field("Framework", review, package, frameworks, _REGISTRY)
    for endpoint in review.live:
        yield _resolved(review, endpoint)


def _resolved(review: Review, endpoint: Entity) -> Field:
    """The images that an endpoint runs, each with the name by which it was specified."""
    images = [
        image
        for variant, _ in variants(review.record(endpoint))
        for image in listed(variant, "DeployedImages")
    ]
    words = [
        " as ".join(filter(None, (text(each, "ResolvedImage"), text(each, "SpecifiedImage"))))
        for each in images
    ]
    return record_field(f"Image that {title(endpoint)} runs", review, endpoint, words, "the endpoint")


def _group(group: Entity) -> str:
    return group.source.rpartition("/")[2] or title(group)


def _others(review: Review) -> Iterator[Entity]:
    return (each for each in review.versions if each.arn != review.model.arn)


def _versions(review: Review) -> Field:
    others: list[FieldValue | str] = [_version(review, each) for each in _others(review)]
    if review.package and not others and [each.arn for each in review.versions] == [review.package.arn]:
        others = [FieldValue("none: it is the only version of its group", review.package.arn, "the lineage")]
    return field("Other versions", others, "no other version is recorded" if review.package else _NO_PACKAGE)


def _missing(review: Review, package: Entity) -> Iterator[Field]:
    """The numbers below the highest one of the group of which the snapshot has no version: deleted, or not read."""
    numbers = {number for each in (package, *review.versions) if (number := _number(each))}
    if not numbers or not review.group:
        return
    words = _absent(list(_spans(numbers))) or f"none: each version up to {max(numbers)} is in this snapshot"
    yield field("Missing versions", [FieldValue(words, review.group.arn, "the numbers of the versions")])


def _absent(spans: Sequence[tuple[int, int]]) -> str:
    """The absent versions in words; empty without any."""
    if not spans:
        return ""
    named = [str(first) if first == last else f"{first} to {last}" for first, last in spans[:_SPANS]]
    more = " and more" if len(spans) > _SPANS else ""
    if spans[0][0] == spans[-1][1]:
        return f"version {named[0]} is not in this snapshot"
    return f"versions {enumerated(named)}{more} are not in this snapshot"


def _number(package: Entity) -> int:
    """The number of a version in its group; 0 without one."""
    text_ = package.source.rpartition("/")[2]
    return int(text_) if text_.isascii() and text_.isdigit() and len(text_) <= 9 else 0


def _spans(numbers: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield the numbers between 1 and the highest that are absent: the first and the last of those in a row."""
    before = 0
    for each in sorted(numbers):
        if each - before > 1:
            yield before + 1, each - 1
        before = each


def _version(review: Review, package: Entity) -> FieldValue:
    state = review.fact(package, "approval")
    words = str(state.value) if state.value else f"approval {state.state}"
    made = f", {moment(package.created)}" if package.created else ""
    return FieldValue(
        f"{title(package)}{made}, {words}", package.arn, state.source if state.value else "the lineage"
    )
