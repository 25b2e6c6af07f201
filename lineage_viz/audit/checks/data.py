"""Rules about the data that a model comes from."""

import re
from collections.abc import Iterator

from lineage_viz.arn import UNRESOLVED_REASON
from lineage_viz.audit.outcome import (
    Observation,
    Outcome,
    failed,
    not_applicable,
    not_asked_for,
    not_read,
    not_recorded,
    passed,
    warned,
)
from lineage_viz.audit.review import Review, of_type
from lineage_viz.evidence.addresses import file_parts
from lineage_viz.evidence.fact import FactState
from lineage_viz.evidence.record import at, listed
from lineage_viz.evidence.services import FILES, MEMBERS, Service, not_asked
from lineage_viz.json_text import json_of
from lineage_viz.model import AssociationType, Entity
from lineage_viz.title import title
from lineage_viz.words import count

_VERSIONS = ("S3Version", "S3ETag", "ETag", "MD5Hash", "CRC32Hash")
"""Types of source ids that name one version of an object (SageMaker's ArtifactSourceIdType has hashes and ETags)."""

_FOLDER = re.compile(r"[\d,]+ files?,")
"""The beginning of the version of a folder, in words."""

_IN_ASSOCIATIONS = frozenset({"arn", "type", "name", "account", "region", UNRESOLVED_REASON})
"""The properties that an association tells of its ends (AssociationSummary); anything else is of an own record."""


def data_pinned(review: Review) -> Iterator[Observation]:
    """The version of each data set that the training or an evaluation read is recorded."""
    data = list(_data(review))
    if not data:
        yield not_recorded("No data set is recorded.", review.model.arn)
    for each in data:
        found = _version(each)
        if found:
            yield passed(f"{each.source}: {found}.", each.arn, source="the artifact")
        else:
            words = f"The lineage has no version or hash of {each.source}."
            now = review.fact(each, "fileversion")
            later = f" {now.source}, has one of that time." if now.state is FactState.KNOWN else ""
            yield failed(words + later, each.arn)


def one_writer(review: Review) -> Iterator[Observation]:
    """At most one job wrote a data set before it was used."""
    data = list(_data(review))
    if not data:
        yield not_recorded("No data set is recorded.", review.model.arn)
    for each in data:
        writers = review.makers(each)
        if len(writers) > 1:
            names = ", ".join(title(job) for job in writers)
            yield failed(
                f"Several jobs wrote {each.source}: {names}.", each.arn, *(job.arn for job in writers)
            )
        else:
            yield passed(f"{each.source} has {'one writer' if writers else 'no recorded writer'}.", each.arn)


def prefix_input(review: Review) -> Iterator[Observation]:
    """The contents of each folder that a job on the way to the model read are listed."""
    data = list(_data(review))
    further = [
        each for each in of_type(review.upstream(), "DataSet") if _may_be_folder(each) and each not in data
    ]
    if not (data or further):
        yield not_recorded("No data set is recorded.", review.model.arn)
    found = [_listed(review, each) for each in (*data, *further)]
    folders = [each for each in found if each.outcome is not Outcome.NOT_APPLICABLE]
    yield from folders or found[: len(data) or None]


def _may_be_folder(data: Entity) -> bool:
    """True for a folder, by its version or its name; the record of each file further upstream need not be read."""
    return "." not in data.source.rpartition("/")[2] or bool(_FOLDER.match(data.text("fileversion")))


def _listed(review: Review, data: Entity) -> Observation:
    uri = data.source
    if not file_parts(uri):
        return not_applicable(f"{uri or title(data)} is not in S3.")
    files = listed(review.record(data), MEMBERS[FILES])
    found = next((each for each in files if at(each, "Uri") == uri), None)
    if found is None:
        # Without a dot in its last part, only S3 can tell a folder from a file.
        is_file = "." in uri.rpartition("/")[2]
        if is_file:
            return not_applicable(f"{uri} is one file.")
        return not_asked_for(f"The contents of {uri} are not known.", not_asked(Service.S3), data.arn)
    if reason := at(found, "NotRead"):
        return not_read(f"The contents of {uri} are not known.", str(reason), data.arn)
    if at(found, "Absent"):
        return failed(f"{uri} is empty, or does not exist any more.", data.arn, source=Service.S3.words)
    number = at(found, "Files")
    if not isinstance(number, int):
        return not_applicable(f"{uri} is one file.")
    words = f"{uri}: {count(number, 'file')}"
    if not at(found, "Complete") or not at(found, "Digest"):
        return warned(f"{words}, and perhaps more: the list may be cut.", data.arn, source=Service.S3.words)
    return passed(f"{words}, with one digest.", data.arn, source=Service.S3.words)


def feature_store_gap(review: Review) -> Iterator[Observation]:
    """The lineage leads to the feature groups, if the account has any."""
    if not review.feature_groups:
        yield not_applicable("The snapshot has no feature group.")
    elif groups := of_type(review.upstream(), "FeatureGroup"):
        yield passed("The lineage leads to a feature group.", *(each.arn for each in groups))
    else:
        yield warned(
            "The account has feature groups, and no path leads from one to the model. SageMaker records no such "
            "path by itself, so data may be missing here.",
            review.model.arn,
        )


def lineage_sound(review: Review) -> Iterator[Observation]:
    """The path to the model has no circle and no end without a record."""
    links = [each for each in review.subgraph.associations if each.type != AssociationType.SAME_AS]
    up = {each.arn for each in review.upstream()} | set(review.subgraph.focus)
    pairs = [
        (each.source, each.destination) for each in links if each.source in up and each.destination in up
    ]
    circle = _in_circles(pairs)
    ends = {each.source for each in links if each.destination in up}
    lost = [each for each in review.upstream() if each.unresolved and each.arn in ends]
    bare = [each for each in review.upstream() if _is_bare(each) and each.arn in ends and each not in lost]
    if circle:
        yield failed("The lineage runs in a circle; somebody linked it by hand.", *sorted(circle))
    for each in lost:
        yield failed(f"{title(each)} has no record: it was deleted, or belongs to another account.", each.arn)
    for each in bare:
        yield not_recorded(f"Nothing is recorded of {title(each)} but its name in an association.", each.arn)
    if not (circle or lost or bare):
        yield passed("Every path to the model has an origin with a record.", review.model.arn)


def _is_bare(entity: Entity) -> bool:
    """True for an entity without anything that its own record tells."""
    return entity.properties.keys() <= _IN_ASSOCIATIONS


def _in_circles(pairs: list[tuple[str, str]]) -> set[str]:
    """Return the ARNs that remain when ends are taken away again and again: circles, and what lies between them."""
    left = set(pairs)
    while True:
        sources, destinations = {a for a, _ in left}, {b for _, b in left}
        kept = {(a, b) for a, b in left if a in destinations and b in sources}
        if kept == left:
            return {arn for pair in left for arn in pair}
        left = kept


def _data(review: Review) -> Iterator[Entity]:
    jobs = (*review.producers, *review.evaluations)
    found = {each.arn: each for job in jobs for each, _ in review.data_of(job) if each.type == "DataSet"}
    return iter(found.values())


def _version(data: Entity) -> str:
    ids = json_of(data.text("sourceids"), dict) or {}
    return next((f"{name} {ids[name]}" for name in _VERSIONS if ids.get(name)), "")
