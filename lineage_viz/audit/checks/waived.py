"""The rule about the waivers of a model."""

from collections.abc import Iterator

from lineage_viz.audit.outcome import Observation, failed, not_applicable, passed, warned
from lineage_viz.audit.review import Review
from lineage_viz.audit.waiver import Waiver, WaiverState
from lineage_viz.words import count, day

_OUTSIDE = frozenset({WaiverState.LATER, WaiverState.UNDATED})
"""The states of waivers that do not count on the reviewed day, so that they can be neither in date nor over."""


def waivers_in_date(review: Review) -> Iterator[Observation]:
    """No waiver about the model has expired, or will soon."""
    waivers = review.rules.waivers
    found = list(waivers.about(review.subgraph.entities))
    later = [each for each in found if waivers.state(each) in _OUTSIDE]
    if len(found) == len(later):
        words = f"{count(len(later), 'waiver does', 'waivers do')} not count on the reviewed day."
        yield not_applicable(words if later else "No waiver is about this model.")
    for each in (each for each in found if each not in later):
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
