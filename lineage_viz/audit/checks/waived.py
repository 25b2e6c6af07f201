"""The rule about the waivers of a model."""

from collections.abc import Iterator

from lineage_viz.audit.outcome import Observation, failed, not_applicable, passed, warned
from lineage_viz.audit.review import Review
from lineage_viz.audit.waiver import Waiver, WaiverState
from lineage_viz.words import day


def waivers_in_date(review: Review) -> Iterator[Observation]:
    """No waiver about the model has expired, or will soon."""
    found = list(review.rules.waivers.about(review.subgraph.entities))
    if not found:
        yield not_applicable("No waiver is about this model.")
    for each in found:
        yield _dated(review, each)


def _dated(review: Review, waiver: Waiver) -> Observation:
    arns = [each.arn for each in review.subgraph.entities if waiver.is_about(each)]
    words = f"The waiver of {waiver.check} by {waiver.by} ({waiver.type})"
    match review.rules.waivers.state(waiver):
        case WaiverState.EXPIRED:
            return failed(f"{words} expired on {day(waiver.until)}.", *arns, source="the waivers")
        case WaiverState.EXPIRING:
            return warned(f"{words} expires on {day(waiver.until)}.", *arns, source="the waivers")
    return passed(f"{words} counts until {day(waiver.until)}.", *arns, source="the waivers")
