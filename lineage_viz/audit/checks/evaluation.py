"""Rules about the evaluation of a model."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import pairwise

from lineage_viz.audit.checks.approval import in_force, unclear
from lineage_viz.audit.outcome import (
    Observation,
    Outcome,
    absent,
    failed,
    not_applicable,
    not_read,
    not_recorded,
    passed,
    warned,
)
from lineage_viz.audit.review import Review
from lineage_viz.evidence.record import at
from lineage_viz.evidence.words import APPROVED
from lineage_viz.model import Entity
from lineage_viz.title import title
from lineage_viz.words import moment

_TRAIN, _VALIDATION = frozenset({"train", "training"}), frozenset({"validation", "valid", "eval"})
"""Names of the channels of a training job (the built-in algorithms of SageMaker use the first of each)."""

_NOT_TRAINED = _VALIDATION | {"test", "testing"}


def evaluated_before_approval(review: Review) -> Iterator[Observation]:
    """The model was evaluated before its approval in force."""
    reports = _reports(at(review.record(review.package), "ModelPackage", "ModelMetrics"))
    if reports and review.package:
        words = f"The package has reports: {', '.join(reports)}."
        yield passed(words, review.package.arn, source="the model registry")
    evaluated = [_evaluated(review, job) for job in review.evaluations if job.status == "Completed"]
    done = [each for each in evaluated if each.outcome is Outcome.PASS]
    yield from done
    if reports or done:
        return
    yield from evaluated
    if evaluated:
        return
    if review.package is None:
        yield not_recorded("No evaluation is recorded.", review.model.arn)
    elif reason := review.unread(review.package):
        yield not_read("No evaluation is in the lineage.", reason, review.package.arn)
    else:
        yield failed("No evaluation report and no evaluation job is recorded.", review.model.arn)


def _reports(metrics: object) -> list[str]:
    """The kinds of the reports that have a place in S3."""
    kinds = metrics.items() if isinstance(metrics, Mapping) else ()
    return sorted(
        str(kind)
        for kind, reports in kinds
        if isinstance(reports, Mapping) and any(at(each, "S3Uri") for each in reports.values())
    )


def _evaluated(review: Review, job: Entity) -> Observation:
    end = job.properties.get("endtime") or job.created
    decision = in_force(review, None)
    approved = decision.when if decision and decision.words == APPROVED else None
    if not isinstance(end, datetime):
        return not_recorded(f"The time of {title(job)} is not recorded.", job.arn)
    if approved and end > approved:
        return failed(f"{title(job)} ended on {moment(end)}, after the approval.", job.arn)
    then = "before its approval" if approved else f"on {moment(end)}; it has no approval in force"
    return passed(f"{title(job)} read the model and ended {then}.", job.arn, source="the lineage")


def tested_on_training(review: Review) -> Iterator[Observation]:
    """No evaluation read the data of the training."""
    if not review.evaluations:
        yield not_applicable("No evaluation job is recorded.")
        return
    if not review.producers:
        yield not_recorded("No training job is recorded.", review.model.arn)
        return
    tested = [(job, each) for job in review.evaluations for each, _ in review.data_of(job)]
    trained = list(_training_data(review))
    if not tested:
        yield not_recorded("No input of an evaluation is recorded.", *(job.arn for job in review.evaluations))
        return
    if not trained:
        yield from _without_roles(review)
        return
    for job, each in tested:
        yield _tested(job, each, trained)


def _without_roles(review: Review) -> Iterator[Observation]:
    for job in review.producers:
        sentence = f"The training data of {title(job)} is not known."
        reason = review.unread(job)
        yield absent(sentence, reason, job.arn)


def _tested(job: Entity, data: Entity, trained: list[Entity]) -> Observation:
    uri = data.source.rstrip("/")
    for each in trained:
        other = each.source.rstrip("/")
        if each.arn == data.arn or (uri and uri == other):
            return failed(f"{title(job)} evaluated the model on its training data: {uri}.", job.arn, data.arn)
        if _contain(uri, other):
            sentence = f"{title(job)} read {uri}, and the training read {other}: one contains the other."
            return warned(sentence, job.arn, data.arn, each.arn)
    return passed(f"{title(job)} read {uri}. Rows that are in both are not visible here.", job.arn, data.arn)


def validation_is_train(review: Review) -> Iterator[Observation]:
    """The training job reads different data for training and for validation."""
    if not review.producers:
        yield not_applicable("No training job is recorded.")
    for job in review.producers:
        roles = [(each, _roles(role)) for each, role in review.data_of(job)]
        if not any(names for _, names in roles):
            sentence = f"The channels of {title(job)} are not known."
            reason = review.unread(job)
            yield absent(sentence, reason, job.arn)
            continue
        trained = {each.source.rstrip("/") for each, names in roles if names & _TRAIN}
        validated = {each.source.rstrip("/") for each, names in roles if names & _VALIDATION}
        if not validated or not trained:
            yield not_applicable(f"{title(job)} has no channels for both training and validation.")
        elif shared := trained & validated:
            yield failed(
                f"{title(job)} validates on its training data: {', '.join(sorted(shared))}.", job.arn
            )
        elif inside := sorted(one for one in trained for other in validated if _contain(one, other)):
            words = f"{', '.join(inside)} of the training contains validation data, or lies inside of it."
            yield warned(words, job.arn)
        else:
            yield passed(f"{title(job)} validates on other data than it trains on.", job.arn)


def times_in_order(review: Review) -> Iterator[Observation]:
    """Training, registration, approval and deployment follow each other."""
    yield from unclear(review)
    steps = list(_steps(review))
    for words, when, arn in steps:
        if when is None:
            yield not_recorded(f"The time is not recorded when {words}.", arn)
    known = [(words, when, arn) for words, when, arn in steps if when]
    if len(known) < 2:
        yield not_recorded("Fewer than two of these times are recorded.", review.model.arn)
    for (before, then, one), (after, now, other) in pairwise(known):
        if then > now + review.rules.tolerance:
            words = f"{after} on {moment(now)}, before {before} on {moment(then)}"
            yield failed(f"{_opening(words)}.", one, other)
        else:
            yield passed(f"{_opening(before)} before {after}.", one, other)


def _opening(words: str) -> str:
    """Words at the opening of a sentence. The name of a job keeps its spelling: another one is another job."""
    return f"{words[0].upper()}{words[1:]}" if words.startswith(("the ", "it ")) else words


def _steps(review: Review) -> Iterator[tuple[str, datetime | None, str]]:
    """The steps in the order that they should have, with their times."""
    for job in review.producers:
        end = job.properties.get("endtime")
        yield f"{title(job)} ended", end if isinstance(end, datetime) else None, job.arn
    if review.package:
        yield "the model was registered", review.package.created, review.package.arn
        approved = next((each for each in review.decisions if each.words == APPROVED), None)
        if approved and not approved.is_latest:
            yield "it was approved", approved.when, review.package.arn
    if review.completed:
        first = review.completed[0].action
        yield "it was deployed", first.created, first.arn


def _training_data(review: Review) -> Iterator[Entity]:
    """The inputs of the training with a role, except those that only validated or tested the model, and code."""
    for job in review.producers:
        yield from (each for each, role in review.data_of(job) if _roles(role) - _NOT_TRAINED)


def _contain(one: str, other: str) -> bool:
    """True when one folder contains the other."""
    return bool(one and other) and (one.startswith(other + "/") or other.startswith(one + "/"))


def _roles(role: str) -> frozenset[str]:
    return frozenset(each.strip().casefold() for each in role.split(",") if each.strip())
