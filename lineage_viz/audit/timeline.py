"""The timeline of a review: everything that happened to the model and to what it came from, oldest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lineage_viz.approval import is_approval
from lineage_viz.audit.review import Review
from lineage_viz.evidence.decided import Decided
from lineage_viz.evidence.record import at, listed, time
from lineage_viz.model import Entity, EntityLabel
from lineage_viz.title import title
from lineage_viz.words import inside, moment, type_words

_LINEAGE, _REGISTRY = "the lineage", "the model registry"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at a time (UTC), in words; `entity` is an ARN, and `source` names the evidence."""

    at: datetime
    words: str
    entity: str
    source: str


def timeline(review: Review) -> tuple[Event, ...]:
    """Return the dated events of a review until the reviewed day, oldest first."""
    found = {each: None for each in _events(review) if not (review.as_of and each.at > review.as_of)}
    return tuple(sorted(found, key=lambda each: (each.at, each.words, each.entity)))


def _events(review: Review) -> Iterator[Event]:
    for entity in review.subgraph.entities:
        if entity.label == EntityLabel.TRIAL_COMPONENT:
            yield from _job(entity)
        elif entity.type == "DataSet" and entity.created:
            yield Event(
                entity.created, f"{entity.source or title(entity)} was first seen", entity.arn, _LINEAGE
            )
    if package := review.package:
        if package.created:
            yield Event(package.created, f"{title(package)} was registered", package.arn, _LINEAGE)
        for each in review.decisions:
            yield from _decision(review, package, each)
        yield from _cards(review, package)
    for deployed in review.deployments:
        yield from _deployment(review, deployed.action, title(deployed.endpoint), deployed.replaced)


def _job(job: Entity) -> Iterator[Event]:
    name = f"{title(job)} ({inside(type_words(job.type or job.label))})"
    begin, end = (job.properties.get(each) for each in ("starttime", "endtime"))
    if isinstance(begin, datetime):
        yield Event(begin, f"{name} began", job.arn, _LINEAGE)
    if isinstance(end, datetime):
        state = f", {job.status}" if job.status else ""
        yield Event(end, f"{name} ended{state}", job.arn, _LINEAGE)


def _decision(review: Review, package: Entity, decision: Decided) -> Iterator[Event]:
    if decision.when is None:
        return
    by = f" by {decision.by}" if decision.by else ", person not recorded"
    latest = ", or earlier" if decision.is_latest else ""
    if decision.after:
        latest = f", after {moment(decision.after)}"
    action = next(
        (each for each in review.subgraph.entities if is_approval(each) and each.created == decision.when),
        package,
    )
    yield Event(decision.when, f"{title(package)}: {decision.words}{by}{latest}", action.arn, decision.source)


def _cards(review: Review, package: Entity) -> Iterator[Event]:
    for card in listed(review.record(package), "ModelCards"):
        changed = time(card, "LastModifiedTime")
        if changed:
            words = f"The model card {at(card, 'ModelCardName')} last changed, {at(card, 'ModelCardStatus')}"
            yield Event(changed, words, package.arn, "the model card")


def _deployment(review: Review, action: Entity, where: str, replaced: datetime | None) -> Iterator[Event]:
    name = title(review.model)
    if action.created:
        state = "" if action.status == "Completed" else f" ({action.status or 'end not recorded'})"
        yield Event(action.created, f"{name} was deployed to {where}{state}", action.arn, _LINEAGE)
    if replaced:
        yield Event(replaced, f"Another deployment replaced {name} on {where}", action.arn, _LINEAGE)
