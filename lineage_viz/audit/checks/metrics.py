"""The rule about the reports that a package names as its metrics. S3 tells, where it was asked."""

import binascii
from base64 import b64decode
from collections.abc import Iterator
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
from lineage_viz.evidence.record import at, listed, members, text, time
from lineage_viz.evidence.services import FILES, MEMBERS, Service, not_asked
from lineage_viz.model import Entity
from lineage_viz.words import moment

_FORM = "sha256:"
_WHOLE = "FULL_OBJECT"
"""The ChecksumType of a checksum of the whole file; others are of its parts (S3's API reference)."""


def metrics_unchanged(review: Review) -> Iterator[Observation]:
    """The reports of the package are those that were registered."""
    package = review.package
    if package is None:
        yield not_applicable("The model is in no model package.")
        return
    record = review.record(package)
    if reason := review.unread(package):
        yield not_read("The reports of the package are not known.", reason, package.arn)
        return
    if not record:
        yield not_recorded("The model registry has no record of this package.", package.arn)
        return
    reports = [
        each
        for kind in members(record, "ModelPackage", "ModelMetrics").values()
        for each in members(kind).values()
        if text(each, "S3Uri")
    ]
    if not reports:
        yield not_recorded("The package names no report.", package.arn)
    files = {text(each, "Uri"): each for each in listed(record, MEMBERS[FILES])}
    for each in reports:
        yield _compared(package, each, files.get(text(each, "S3Uri")))


def _compared(package: Entity, report: Any, file: Any) -> Observation:
    uri, arn = text(report, "S3Uri"), package.arn
    if file is None:
        return not_asked_for(f"The report {uri} of now is not known.", not_asked(Service.S3), arn)
    if at(file, "NotRead"):
        return not_read(f"The report {uri} of now is not known.", text(file, "NotRead"), arn)
    if at(file, "Absent"):
        return failed(f"The report {uri} is missing.", arn, source=Service.S3.words)
    wanted, found = text(report, "ContentDigest").casefold(), _sha256(file)
    if wanted.startswith(_FORM) and found:
        if wanted == found:
            return passed(
                f"The report {uri} has the digest of its registration.", arn, source=Service.S3.words
            )
        return failed(
            f"The report {uri} has another digest than at its registration.", arn, source=Service.S3.words
        )
    changed = time(file, "LastModified")
    if changed and package.created and changed > package.created:
        sentence = f"The report {uri} was written on {moment(changed)}, after the registration."
        return warned(f"{sentence} No digest tells if it is the same.", arn, source=Service.S3.words)
    return not_recorded(f"The digest of the report {uri} is not recorded in both the package and S3.", arn)


def _sha256(file: Any) -> str:
    """The SHA-256 of a whole file, in the form of the registry; empty without one."""
    if text(file, "ChecksumType") != _WHOLE:
        return ""
    try:
        digest = b64decode(text(file, "ChecksumSHA256"), validate=True)
    except (binascii.Error, ValueError):
        return ""
    return _FORM + digest.hex() if len(digest) == 32 else ""
