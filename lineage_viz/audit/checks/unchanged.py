"""Rules about files and images that may have changed since they were used. S3 and ECR tell, where they were asked."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

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
from lineage_viz.evidence.fact import Fact, FactState
from lineage_viz.evidence.record import at, listed, record_of, scripts, text
from lineage_viz.evidence.services import FILES, MEMBERS, Service, not_asked
from lineage_viz.evidence.versions import change_of_file
from lineage_viz.json_text import json_of
from lineage_viz.model import Entity
from lineage_viz.title import title
from lineage_viz.words import enumerated, moment


def model_file_unchanged(review: Review) -> Iterator[Observation]:
    """The model file is the one that was registered."""
    package = review.package
    if package is None:
        yield not_applicable("The model is in no model package.")
        return
    fact = review.fact(package, "modelfile")
    when = "of that day" if review.as_of else "of now"
    if absent := _absent(fact, Service.S3, f"The model file {when} is not known.", package):
        yield absent
    elif str(fact.value).startswith("unchanged"):
        yield passed(f"The model file is {fact.value}.", package.arn, source=fact.source)
    else:
        yield failed(f"The model file is {fact.value}.", package.arn, source=fact.source)


def data_unchanged(review: Review) -> Iterator[Observation]:
    """No data set changed after the job that read it had begun."""
    used = [(job, each) for job in _jobs(review) for each, _ in review.data_of(job) if each.type == "DataSet"]
    if not used:
        yield not_recorded("No data set is recorded.", review.model.arn)
    for job, data in used:
        yield _unchanged(job, data, data.source)


def code_unchanged(review: Review) -> Iterator[Observation]:
    """No script of a training or an evaluation changed after the job that ran it had begun."""
    used = [(job, each, each.source) for job in _jobs(review) for each in review.code_of(job)]
    # The SDK's archive of scripts is a parameter of its job and no artifact: the record of the job has its evidence.
    used += [(job, job, uri) for job in _jobs(review) if (uri := scripts(record_of(job)))]
    for job, holder, uri in used:
        yield _unchanged(job, holder, uri)
    if used:
        return
    if reason := next((found for each in review.producers if (found := review.unread(each))), ""):
        yield not_read("The scripts of the jobs are not known.", reason, review.model.arn)
    elif not _jobs(review):
        yield not_recorded("No training and no evaluation is recorded.", review.model.arn)
    else:
        further = {each.source for job in review.jobs for each in review.code_of(job)}
        others = f" Jobs before have scripts, which this check does not judge: {enumerated(sorted(further))}."
        yield not_applicable(f"No training and no evaluation names a script.{others if further else ''}")


def _jobs(review: Review) -> tuple[Entity, ...]:
    return (*review.producers, *review.evaluations)


def _unchanged(job: Entity, holder: Entity, uri: str) -> Observation:
    """The observation about a file that a job used; `holder` is the entity whose record has the evidence of S3."""
    fact, began = change_of_file(uri, record_of(holder)), job.properties.get("starttime")
    about = tuple(dict.fromkeys((holder.arn, job.arn)))
    if absent := _absent(fact, Service.S3, f"The last change of {uri} is not known.", holder):
        return absent
    if not isinstance(began, datetime) or not isinstance(fact.value, datetime):
        return not_recorded(f"The start of {title(job)} is not recorded.", job.arn)
    words = f"{uri} last changed on {moment(fact.value)}"
    if fact.value > began:
        if kept := _kept(holder, uri):
            return passed(f"{words}, after {title(job)} began, but {kept}.", *about, source=fact.source)
        sentence = f"{words}, after {title(job)} began on {moment(began)}."
        return failed(sentence, *about, source=fact.source)
    if any(at(each, "Files") and not at(each, "Complete") for each in _evidence(holder, uri)):
        sentence = f"{words}, as far as its files were read: the folder has more."
        return warned(sentence, holder.arn, source=fact.source)
    return passed(f"{words}, before {title(job)} began.", *about, source=fact.source)


def _kept(holder: Entity, uri: str) -> str:
    """The reason why a file that was written again is still the one that was read; empty without one."""
    recorded, found = json_of(holder.text("sourceids"), dict), _evidence(holder, uri)
    version, etag = text(recorded, "S3Version"), text(recorded, "S3ETag").strip('"')
    if version and any(at(each, "Versioning") == "Enabled" for each in found):
        return f"S3 keeps the version {version} that it read"
    if etag and any(text(each, "ETag").strip('"') == etag for each in found):
        return f"it has the ETag {etag} of the file that it read"
    return ""


def _evidence(holder: Entity, uri: str) -> list[Any]:
    """The answers of S3 about a file or folder."""
    return [each for each in listed(record_of(holder), MEMBERS[FILES]) if at(each, "Uri") == uri]


def image_moved(review: Review) -> Iterator[Observation]:
    """The images of the training job and of the package are still those that were used."""
    users = [*review.producers, *([review.package] if review.package else [])]
    if not users:
        yield not_applicable("No job and no package name an image.")
    has = "had on that day" if review.as_of else "has now"
    for each in users:
        fact, name = review.fact(each, "imagemoved"), title(each)
        why = re.sub(r"^(?:yes|no|not seen): ", "", str(fact.value))  # the sentence says it already
        if absent := _absent(
            fact, Service.ECR, f"It is not known which image the tag of {name} {has}.", each
        ):
            yield absent
        elif str(fact.value).startswith("yes:"):
            yield failed(f"The tag of the image of {name} moved: {why}.", each.arn, source=fact.source)
        elif str(fact.value).startswith("no:"):
            yield passed(f"The image of {name} did not move: {why}.", each.arn, source=fact.source)
        else:
            yield warned(f"The image of {name} may have moved: {why}.", each.arn, source=fact.source)


def _absent(fact: Fact, service: Service, sentence: str, entity: Entity) -> Observation | None:
    """The observation in place of one whose fact is absent; None if it is known."""
    if fact.state is FactState.NOT_RECORDED:
        return not_recorded(sentence, entity.arn)
    if fact.state is FactState.NOT_READ:
        asked = fact.source != not_asked(service)
        return (not_read if asked else not_asked_for)(sentence, fact.source, entity.arn)
    return None
