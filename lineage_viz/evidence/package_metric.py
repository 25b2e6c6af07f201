"""The key metric of a model package: that of the job that trained its file, or else one of its model cards.

A package that the managed MLflow registered has its metrics in its own card (AWS's page on automatic registration;
the schema of model cards names them `evaluation_details` and `training_details`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from lineage_viz.evidence.fact import NOT_RECORDED, Fact, known, not_read
from lineage_viz.evidence.jobs import key_metric, most_telling
from lineage_viz.evidence.record import listed, number, text
from lineage_viz.json_text import json_of
from lineage_viz.model import Entity
from lineage_viz.title import title


def package_metric(
    record: Mapping[str, Any], trainings: Iterable[Entity], why_not: str, why_no_job: Callable[[Entity], str]
) -> Fact:
    """The key metric of a package with these members of its record, whose files these jobs made.

    `why_not` is the reason why a record that may have it was not read; empty when all were. `why_no_job` has that of a
    job: the metric of an older one is not that of the package while nothing tells if the newer one has another.
    """
    jobs = sorted(trainings, key=lambda each: (each.created is not None, each.created), reverse=True)
    unread = [(each, why) for each in jobs if (why := why_no_job(each)) and not key_metric(each, "").value]
    for job in jobs:
        if value := key_metric(job, "").value:
            later = (why for each, why in unread if _may_follow(each, job))
            if why := next(later, ""):
                return not_read(why)
            return known(value, of_training(job))
    if value := most_telling(_of_cards(record)):
        return known(value, "the model card")
    return not_read(why_not) if why_not else NOT_RECORDED


def of_training(job: Entity) -> str:
    """The source of the key metric of a package whose file this job made."""
    return f"the trial component {title(job)}, which made the model file"


def _may_follow(job: Entity, other: Entity) -> bool:
    return job.created is None or other.created is None or job.created >= other.created


def cards_of(record: Mapping[str, Any]) -> str:
    """The model cards about a package, each with its status: `fraud-card (Approved)`; empty without any."""
    cards = (
        (text(each, "ModelCardName"), text(each, "ModelCardStatus")) for each in listed(record, "ModelCards")
    )
    return ", ".join(f"{name} ({state or 'status not recorded'})" for name, state in sorted(cards) if name)


def _of_cards(record: Mapping[str, Any]) -> Iterator[tuple[str, float | None]]:
    """The metrics in the card inside the package, and in those about it."""
    own = text(record, "ModelPackage", "ModelCard", "ModelCardContent")
    for content in (own, *(text(card, "Content") for card in listed(record, "ModelCards"))):
        card = json_of(content, dict)
        evaluated = (
            group for each in listed(card, "evaluation_details") for group in listed(each, "metric_groups")
        )
        trained = listed(card, "training_details", "training_job_details", "training_metrics")
        for metric in (*(each for group in evaluated for each in listed(group, "metric_data")), *trained):
            yield text(metric, "name"), number(metric, "value")
