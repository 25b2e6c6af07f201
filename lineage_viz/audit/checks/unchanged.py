"""Rules about files and images that may have changed since they were used. S3 and ECR tell, where they were asked."""

from collections.abc import Iterator
from datetime import datetime

from lineage_viz.audit.outcome import (
    Observation,
    failed,
    not_applicable,
    not_asked_for,
    not_read,
    not_recorded,
    passed,
    warned,
)
from lineage_viz.audit.review import Review
from lineage_viz.evidence.fact import Fact, FactState, facts_of
from lineage_viz.evidence.record import at, listed, record_of, text
from lineage_viz.evidence.services import FILES, MEMBERS, Service, not_asked
from lineage_viz.json_text import json_of
from lineage_viz.model import Entity
from lineage_viz.title import title
from lineage_viz.words import moment


def model_file_unchanged(review: Review) -> Iterator[Observation]:
    """The model file is the one that was registered."""
    package = review.package
    if package is None:
        yield not_applicable("The model is in no model package.")
        return
    fact = _fact(package, "modelfile")
    if absent := _absent(fact, Service.S3, "The model file of now is not known.", package):
        yield absent
    elif str(fact.value).startswith("unchanged"):
        yield passed(f"The model file is {fact.value}.", package.arn, source=fact.source)
    else:
        yield failed(f"The model file is {fact.value}.", package.arn, source=fact.source)


def data_unchanged(review: Review) -> Iterator[Observation]:
    """No data set changed after the job that read it had begun."""
    used = [
        (job, each)
        for job in (*review.producers, *review.evaluations)
        for each, _ in review.data_of(job)
        if each.type == "DataSet"
    ]
    if not used:
        yield not_recorded("No data set is recorded.", review.model.arn)
    for job, data in used:
        yield _data_unchanged(job, data)


def _data_unchanged(job: Entity, data: Entity) -> Observation:
    fact, began = _fact(data, "filechanged"), job.properties.get("starttime")
    if absent := _absent(fact, Service.S3, f"The last change of {data.source} is not known.", data):
        return absent
    if not isinstance(began, datetime) or not isinstance(fact.value, datetime):
        return not_recorded(f"The start of {title(job)} is not recorded.", job.arn)
    words = f"{data.source} last changed on {moment(fact.value)}"
    files = listed(record_of(data), MEMBERS[FILES])
    if fact.value <= began and any(at(each, "Files") and not at(each, "Complete") for each in files):
        sentence = f"{words}, as far as its files were read: the folder has more."
        return warned(sentence, data.arn, source=fact.source)
    if fact.value > began and (version := _kept_version(data)):
        sentence = f"{words}, after {title(job)} began, but S3 keeps the version {version} that it read."
        return passed(sentence, data.arn, job.arn, source=fact.source)
    if fact.value > began:
        sentence = f"{words}, after {title(job)} began on {moment(began)}."
        return failed(sentence, data.arn, job.arn, source=fact.source)
    return passed(f"{words}, before {title(job)} began.", data.arn, job.arn, source=fact.source)


def _kept_version(data: Entity) -> str:
    """The version of a file that the lineage recorded, if its bucket keeps all versions; empty otherwise."""
    files = [each for each in listed(record_of(data), "Files") if at(each, "Uri") == data.source]
    is_kept = any(at(each, "Versioning") == "Enabled" for each in files)
    version = text(json_of(data.text("sourceids"), dict), "S3Version")
    return version if is_kept else ""


def image_moved(review: Review) -> Iterator[Observation]:
    """The images of the training job and of the package are still those that were used."""
    users = [*review.producers, *([review.package] if review.package else [])]
    if not users:
        yield not_applicable("No job and no package name an image.")
    for each in users:
        fact, name = _fact(each, "imagemoved"), title(each)
        if absent := _absent(
            fact, Service.ECR, f"It is not known which image the tag of {name} has now.", each
        ):
            yield absent
        elif str(fact.value).startswith("yes:"):
            yield failed(f"The tag of the image of {name} moved: {fact.value}.", each.arn, source=fact.source)
        elif str(fact.value).startswith("no:"):
            yield passed(f"The image of {name} did not move: {fact.value}.", each.arn, source=fact.source)
        else:
            yield warned(f"The image of {name} may have moved: {fact.value}.", each.arn, source=fact.source)


def _fact(entity: Entity, name: str) -> Fact:
    return facts_of(entity, (name,))[name]


def _absent(fact: Fact, service: Service, sentence: str, entity: Entity) -> Observation | None:
    """The observation in place of one whose fact is absent; None if it is known."""
    if fact.state is FactState.NOT_RECORDED:
        return not_recorded(sentence, entity.arn)
    if fact.state is FactState.NOT_READ:
        asked = fact.source != not_asked(service)
        return (not_read if asked else not_asked_for)(sentence, fact.source, entity.arn)
    return None
