"""Rules about the documents of a model, its secrets and the evidence itself."""

from collections.abc import Iterator

from lineage_viz.audit.outcome import (
    Observation,
    absent,
    failed,
    not_applicable,
    not_read,
    not_recorded,
    passed,
)
from lineage_viz.audit.review import Review
from lineage_viz.evidence.fact import FactState
from lineage_viz.evidence.record import RECORD, at, listed, time
from lineage_viz.model import Entity
from lineage_viz.secret_forms import HIDDEN
from lineage_viz.title import title

_PARAMETERS = (
    ("TrainingJob", "HyperParameters"),
    ("ProcessingJob", "AppSpecification"),
    ("TransformJob", "TransformJobName"),
)
"""The places of a job's parameters in its record. SageMaker leaves out arguments that a processing job does not have;
a transform job has none."""


def card(review: Review) -> Iterator[Observation]:
    """The model has an approved model card with a risk rating, not older than the package."""
    package = review.package
    if package is None:
        yield not_applicable("The model is in no model package.")
        return
    fact = review.fact(package, "modelcard")
    if reason := fact.source if fact.state is FactState.NOT_READ else review.unread(package):
        yield not_read("The model card is not known.", reason, package.arn)
        return
    cards = listed(review.record(package), "ModelCards")
    if not cards:
        yield failed("The model has no model card.", package.arn)
    for each in cards:
        yield _card(each, package)


def _card(found: object, package: Entity) -> Observation:
    name, status = at(found, "ModelCardName"), at(found, "ModelCardStatus")
    changed = time(found, "LastModifiedTime")
    if status != "Approved":
        return failed(f"The card {name} has the status {status or 'not recorded'}.", package.arn)
    if at(found, "RiskRating") in (None, "", "Unknown"):
        return failed(f"The card {name} has no risk rating.", package.arn)
    if changed is None or package.created is None:
        return not_recorded(f"The time of the card {name} is not recorded.", package.arn)
    if changed < package.created:
        return failed(f"The card {name} is older than the package.", package.arn)
    return passed(f"The card {name} is approved. Its risk rating: {at(found, 'RiskRating')}.", package.arn)


def secrets(review: Review) -> Iterator[Observation]:
    """The parameters of the jobs have no secrets."""
    if not review.jobs:
        yield not_recorded("No job is recorded.", review.model.arn)
    for job in review.jobs:
        yield _secrets(review, job)


def _secrets(review: Review, job: Entity) -> Observation:
    name, detail = title(job), at(review.record(job), "Job", "SourceDetail")
    if HIDDEN in job.text("parameters") or HIDDEN in job.text(RECORD):
        return failed(f"The parameters of {name} had a secret, which the export hid.", job.arn)
    if reason := review.unread(job):
        return not_read(f"The parameters of {name} are not known.", reason, job.arn)
    if not any(at(detail, *path) for path in _PARAMETERS):
        return not_recorded(f"{name} has no recorded parameters.", job.arn)
    return passed(f"The parameters of {name} have no recognised secret.", job.arn)


def job_hardening(review: Review) -> Iterator[Observation]:
    """The training job ran without network access, and its output is encrypted with a key of one's own."""
    if not review.producers:
        yield not_applicable("No training job is recorded.")
    for job in review.producers:
        training = at(review.record(job), "Job", "SourceDetail", "TrainingJob")
        if not training:
            reason, sentence = review.unread(job), f"The settings of {title(job)} are not known."
            yield absent(sentence, reason, job.arn)
            continue
        missing = [
            words
            for words, there in (
                ("network isolation", at(training, "EnableNetworkIsolation")),
                ("a KMS key for its output", at(training, "OutputDataConfig", "KmsKeyId")),
            )
            if not there
        ]
        if missing:
            yield failed(f"{title(job)} ran without {' and without '.join(missing)}.", job.arn)
        else:
            yield passed(f"{title(job)} ran with network isolation and a KMS key.", job.arn)


def evidence_complete(review: Review) -> Iterator[Observation]:
    """The review saw everything: the snapshot has no gaps, records were read, and no trace was cut."""
    subjects = [review.model, *review.producers, *(each.endpoint for each in review.deployments)]
    for gap in (*review.gaps, *([review.caveat] if review.caveat else [])):
        yield failed(f"The snapshot has a gap: {gap}.")
    if review.truncated:
        yield failed(f"The lineage was {review.truncated.reason}.")
    for reason in dict.fromkeys(found for each in subjects if (found := review.unread(each))):
        yield not_read("Records of the model are missing.", reason, review.model.arn)
    if not (review.gaps or review.caveat or review.truncated or any(map(review.unread, subjects))):
        yield passed("The snapshot has no gaps, and the records of the model were read.", review.model.arn)
