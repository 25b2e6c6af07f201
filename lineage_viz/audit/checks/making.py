"""Rules about the making of a model: its jobs, code, images and origin."""

import re
from collections.abc import Iterator
from typing import Any

from lineage_viz.audit.outcome import (
    Observation,
    absent,
    failed,
    not_applicable,
    not_read,
    not_recorded,
    passed,
    warned,
)
from lineage_viz.audit.review import Review, of_type
from lineage_viz.evidence.fact import FactState, facts_of
from lineage_viz.evidence.record import at, listed
from lineage_viz.model import Entity
from lineage_viz.title import title
from lineage_viz.words import enumerated

_DIGEST = re.compile(r"@sha256:[0-9a-f]{64}$")
_AWS_IMAGE = re.compile(
    r"^\d{12}\.dkr\.ecr\.[^/]*/(?:sagemaker|autogluon|pytorch|tensorflow|huggingface|xgboost|djl)"
)
"""Names of the images that AWS itself offers for SageMaker (AWS's list of Docker registry paths)."""


def made_by_completed_job(review: Review) -> Iterator[Observation]:
    """A completed job made the model file."""
    if not review.files:
        yield not_recorded("No model file is recorded.", review.model.arn)
    for file in review.files:
        makers = review.makers(file)
        if not makers:
            yield not_recorded(f"No job is recorded that wrote {file.source}.", file.arn)
        for job in makers:
            yield _made_by(job, file)


def _made_by(job: Entity, file: Entity) -> Observation:
    name = title(job)
    if job.status == "Completed":
        return passed(f"{name} completed and wrote the model file.", job.arn, file.arn)
    if job.status == "Stopped":
        return warned(f"{name} was stopped; this may be early stopping.", job.arn, file.arn)
    if not job.status:
        return not_recorded(f"The status of {name} is not recorded.", job.arn)
    return failed(f"{name} wrote the model file, and its status is {job.status}.", job.arn, file.arn)


def failed_attempts(review: Review) -> Iterator[Observation]:
    """No attempt of the same step failed before the model was made."""
    known = [each for each in review.producers if each.text("execution") and each.text("step")]
    for job in review.attempts:
        yield warned(f"{title(job)} was an attempt of the same step. Its status: {job.status}.", job.arn)
    if review.attempts:
        return
    if known:
        yield passed("No other attempt of the same pipeline step is recorded.", *(each.arn for each in known))
    elif reasons := {review.unread(each) for each in review.producers} - {""}:
        yield not_read("The pipeline step is not known.", reasons.pop(), review.model.arn)
    else:
        yield not_applicable("No pipeline step is recorded.")


def code_recorded(review: Review) -> Iterator[Observation]:
    """The commit of the code is recorded on the training job or on the package."""
    commits = dict(_commits(review))
    if commits:
        for entity, commit in commits.items():
            yield passed(f"{title(entity)} names the commit {commit}.", entity.arn)
        return
    scripts = [each for job in review.producers for each, _ in review.inputs(job) if each.type == "Code"]
    for script in scripts:
        if script.properties.get("sourceids"):
            yield passed(f"The script {script.source} has a version.", script.arn)
            return
    if reason := review.unread(review.model):
        yield not_read("The lineage has no commit.", reason, review.model.arn)
    else:
        yield failed("No commit is recorded for the training or the package.", review.model.arn)


def commit_consistent(review: Review) -> Iterator[Observation]:
    """The package and the training job name the same commit."""
    commits = dict(_commits(review))
    ours = {each: commits[each] for each in review.producers if each in commits}
    package = commits.get(review.package) if review.package else None
    if not ours or not package or not review.package:
        reason = next(
            (found for each in (*review.producers, review.model) if (found := review.unread(each))), ""
        )
        sentence = "Fewer than two commits are recorded."
        yield (absent(sentence, reason, review.model.arn))
        return
    for job, commit in ours.items():
        if commit.startswith(package) or package.startswith(commit):
            yield passed(
                f"{title(job)} and the package name the commit {commit}.", job.arn, review.package.arn
            )
        else:
            yield failed(
                f"{title(job)} names the commit {commit}, the package {package}.", job.arn, review.package.arn
            )


def _commits(review: Review) -> Iterator[tuple[Entity, str]]:
    for job in review.producers:
        if commit := job.text("commitid"):
            yield job, commit
    if review.package:
        recorded = at(review.record(review.package), "ModelPackage", "MetadataProperties", "CommitId")
        if commit := str(recorded or "") or review.package.text("commitid"):
            yield review.package, commit


def image_pinned(review: Review) -> Iterator[Observation]:
    """Each image is named by its digest."""
    images = of_type(review.upstream(), "Image")
    containers = listed(review.record(review.package), "ModelPackage", "InferenceSpecification", "Containers")
    digests = {str(at(each, "Image")): str(at(each, "ImageDigest") or "") for each in containers}
    if not images:
        yield not_recorded("No image is recorded.", review.model.arn)
    for image in images:
        if _DIGEST.search(image.source):
            yield passed(f"The address {image.source} has the digest.", image.arn)
            continue
        if digest := digests.get(image.source):
            yield _in_package(review, image, digest)
        yield from _by_tag(review, image, is_in_package=bool(digest))


def _in_package(review: Review, image: Entity, digest: str) -> Observation:
    if reason := review.changed_later:
        return not_read(
            f"The digest of {image.source} in the package of that day is not known.", reason, image.arn
        )
    return passed(
        f"The package names the digest {digest} of {image.source}.", image.arn, source="the model registry"
    )


def _by_tag(review: Review, image: Entity, *, is_in_package: bool) -> Iterator[Observation]:
    """An observation about an image that jobs ran by its tag; the digest in a package is not that of a job."""
    jobs = sorted(
        {title(job) for job in review.jobs if any(each.arn == image.arn for each, _ in review.inputs(job))}
    )
    if not jobs and is_in_package:
        return
    by = (
        f"{enumerated(jobs)} ran {image.source} by its tag" if jobs else f"{image.source} is named by its tag"
    )
    if _AWS_IMAGE.match(image.source):
        yield not_applicable(f"{by}, as AWS names its images; the digest of that time is not recorded.")
    else:
        yield failed(f"{by}, which can move.", image.arn)


def pipeline_known(review: Review) -> Iterator[Observation]:
    """The pipeline execution of the training job is recorded."""
    if not review.producers:
        yield not_applicable("No training job is recorded.")
    for job in review.producers:
        fact = facts_of(job, ("execution",))["execution"]
        if fact.state is FactState.KNOWN:
            yield passed(
                f"{title(job)} ran in the pipeline execution {fact.value}.", job.arn, source=fact.source
            )
        elif fact.state is FactState.NOT_READ:
            yield not_read(f"The pipeline of {title(job)} is not known.", fact.source, job.arn)
        else:
            yield not_recorded(f"{title(job)} names no pipeline execution.", job.arn)


def origin_known(review: Review) -> Iterator[Observation]:
    """The origin of the model, and of each model that it started from, is recorded."""
    foreign = [
        each
        for each in of_type((*review.files, *review.upstream()), "Model")
        if each.arn != (review.package.arn if review.package else "") and not review.makers(each)
    ]
    if not review.files and not foreign:
        yield not_recorded("No model file is recorded.", review.model.arn)
    elif not foreign:
        yield passed("Recorded jobs made the model.", *(each.arn for each in review.files))
    base = _base_models(review.record(review.package))
    for each in dict.fromkeys(foreign):
        if base and review.changed_later:
            sentence = f"The base model of {title(each)} on that day is not known."
            yield not_read(sentence, review.changed_later, each.arn)
        elif base:
            yield passed(f"{title(each)} comes from the base model {', '.join(base)}.", each.arn)
        else:
            yield failed(f"No job or base model is recorded that {title(each)} comes from.", each.arn)


def _base_models(record: Any) -> list[str]:
    containers = listed(record, "ModelPackage", "InferenceSpecification", "Containers")
    return [str(name) for each in containers if (name := at(each, "BaseModel", "HubContentName"))]
