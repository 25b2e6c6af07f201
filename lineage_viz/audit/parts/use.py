"""The use of a model over time in a report: its deployments and endpoints."""

from collections.abc import Iterator
from datetime import datetime

from lineage_viz.audit.field import Field, FieldValue, fact_field, field
from lineage_viz.audit.review import Review, ReviewedDeployment
from lineage_viz.title import title
from lineage_viz.words import day, moment


def use(review: Review) -> Iterator[Field]:
    """Yield the fields about the deployments, and about the endpoints that serve the model."""
    made = [
        FieldValue(_deployed(each, review.as_of), each.action.arn, "the lineage")
        for each in review.deployments
    ]
    yield field("Deployment", made, "no deployment is recorded")
    serving = [FieldValue(title(each), each.arn, "the endpoints") for each in review.live]
    yield field("Endpoint that serves the model", serving, "no endpoint is known that serves it")
    for endpoint in review.live:
        where = title(endpoint)
        yield fact_field(f"Status of {where}", review, endpoint, "endpointstatus")
        yield fact_field(f"{where} serves", review, endpoint, "serves")
        yield fact_field(f"{where} serves it since", review, endpoint, "servessince")


def _deployed(each: ReviewedDeployment, as_of: datetime | None) -> str:
    since = moment(each.action.created) if each.action.created else "a time that is not recorded"
    if not each.completed:
        return f"{title(each.endpoint)}: {each.action.status or 'end not recorded'}, {since}"
    # As of an earlier day the review does not know the later deployments, which the record may have.
    limit = f" until {day(as_of)}" if as_of else ""
    until = f"until {moment(each.replaced)}" if each.replaced else f"no later deployment is recorded{limit}"
    return f"{title(each.endpoint)}: from {since}, {until}"
