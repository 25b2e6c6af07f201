"""Rules about the deployments of a model."""

import re
from collections.abc import Iterator
from typing import Any

from lineage_viz.audit.outcome import Observation, failed, not_applicable, not_read, not_recorded, passed
from lineage_viz.audit.review import Review
from lineage_viz.evidence.fact import FactState
from lineage_viz.evidence.hosted import package_arns
from lineage_viz.evidence.record import at, listed
from lineage_viz.evidence.serving import serves_nothing
from lineage_viz.model import Entity
from lineage_viz.title import title
from lineage_viz.words import count, plain

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


def deployed_from_registry(review: Review) -> Iterator[Observation]:
    """Each deployed model comes from the model registry."""
    if not review.completed:
        yield not_applicable("No completed deployment is recorded.")
    for each in review.completed:
        where = title(each.endpoint)
        if review.package:
            yield passed(
                f"{where} got the version {title(review.package)}.", each.action.arn, review.package.arn
            )
        elif tag := review.rules.exempting(_tags(review, each.endpoint)):
            yield not_applicable(f"{where} got a model file, and the pack exempts the tag {plain(tag, 200)}.")
        else:
            yield failed(
                f"{where} got a model file that is in no model package.", each.action.arn, review.model.arn
            )


def _tags(review: Review, endpoint: Entity) -> Iterator[tuple[str, str]]:
    for each in listed(review.record(endpoint), "Endpoint", "Tags"):
        yield str(at(each, "Key") or ""), str(at(each, "Value") or "")


def deployed_image_is_approved(review: Review) -> Iterator[Observation]:
    """A live endpoint runs exactly the image of the model package."""
    live = list(_live(review))
    if not live or review.package is None:
        yield not_applicable("No endpoint serves a model package.")
        return
    for endpoint in live:
        yield _image(review, review.package, endpoint)


def _live(review: Review) -> Iterator[Entity]:
    """The endpoints that serve the model, without those that are known not to serve."""
    for endpoint in review.live:
        status = "" if review.as_of else endpoint.text("endpointstatus")
        if not serves_nothing(status):
            yield endpoint


def _image(review: Review, package: Entity, endpoint: Entity) -> Observation:
    where = title(endpoint)
    if reason := review.unread(package) or review.unread(endpoint):
        return not_read(f"The image that {where} runs is not known.", reason, endpoint.arn)
    containers = listed(review.record(package), "ModelPackage", "InferenceSpecification", "Containers")
    wanted = [str(at(each, "ImageDigest") or "") for each in containers]
    running = [
        _digest(image) for variant in _variants(review, package, endpoint) for image in _images(variant)
    ]
    if not wanted or not all(wanted):
        return not_recorded(
            "The digest of each image of the package is not recorded.", package.arn, endpoint.arn
        )
    if not running or not all(running):
        return not_recorded(f"The digest of each image that {where} runs is not recorded.", endpoint.arn)
    if set(running) <= set(wanted):
        return passed(
            f"{where} runs the image of the package.", package.arn, endpoint.arn, source="the endpoint"
        )
    return failed(
        f"{where} runs another image than the package names.",
        package.arn,
        endpoint.arn,
        source="the endpoint",
    )


def _variants(review: Review, package: Entity, endpoint: Entity) -> list[Any]:
    """The variants of an endpoint that serve the package; all, where the configuration does not tell."""
    record = review.record(endpoint)
    variants = listed(record, "Endpoint", "ProductionVariants")
    models = {
        str(at(each, "Model", "ModelName"))
        for each in listed(record, "Models")
        if package.source.casefold()
        in map(str.casefold, package_arns({"Endpoint": at(record, "Endpoint"), "Models": [each]}))
    }
    ours = {
        str(at(each, "VariantName"))
        for each in listed(record, "EndpointConfig", "ProductionVariants")
        if str(at(each, "ModelName")) in models
    }
    return [each for each in variants if str(at(each, "VariantName")) in ours] if ours else variants


def _images(variant: object) -> list[Any]:
    """The images of a variant; one without a digest stands for a variant that names none."""
    return listed(variant, "DeployedImages") or [{}]


def _digest(image: object) -> str:
    found = _DIGEST.search(str(at(image, "ResolvedImage") or ""))
    return found[0] if found else ""


def monitored(review: Review) -> Iterator[Observation]:
    """A live endpoint has a monitoring schedule and no open alert."""
    live = list(_live(review))
    if not live:
        yield not_applicable("No endpoint serves the model.")
    for endpoint in live:
        where = title(endpoint)
        if reason := review.unread(endpoint):
            yield not_read(f"The monitoring of {where} is not known.", reason, endpoint.arn)
            continue
        yield _monitoring(review, endpoint)


def _monitoring(review: Review, endpoint: Entity) -> Observation:
    where, record = title(endpoint), review.record(endpoint)
    number = len(listed(record, "Endpoint", "MonitoringSchedules"))
    if not number:
        return failed(f"{where} has no monitoring schedule.", endpoint.arn)
    alerts = [
        alert
        for model in listed(record, "Models")
        for schedule in listed(model, "MonitoringSchedules")
        for alert in listed(schedule, "MonitoringAlertSummaries")
    ]
    names = sorted(
        {str(at(each, "MonitoringAlertName")) for each in alerts if at(each, "AlertStatus") == "InAlert"}
    )
    if names:
        return failed(
            f"{where} has an open alert: {', '.join(names)}.",
            endpoint.arn,
            source="the models that it serves",
        )
    serves = review.fact(endpoint, "serves")
    if not alerts and serves.state is FactState.NOT_READ:
        return not_read(f"The alerts of {where} are not known.", serves.source, endpoint.arn)
    if not alerts or not all(at(each, "AlertStatus") for each in alerts):
        return not_recorded(f"The alerts of {where} are not recorded.", endpoint.arn)
    return passed(f"{where} has {count(number, 'monitoring schedule')} and no open alert.", endpoint.arn)
