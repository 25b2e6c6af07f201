"""The versions of files, images and code: facts from S3 and ECR where they were asked, and from the records.

A tag may be moved to another image, and a file may be replaced under its name, so each fact says where it is from.
A package and an endpoint may have several files and images: the worst of them is the fact.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from lineage_viz.approval import is_package
from lineage_viz.evidence.addresses import file_parts, image_parts
from lineage_viz.evidence.fact import NOT_RECORDED, Fact, FactState, known, known_or, not_read
from lineage_viz.evidence.record import at, containers, listed, number, scripts, text, time, variants
from lineage_viz.evidence.services import FILES, IMAGES, MEMBERS, Service, never_asked, not_asked
from lineage_viz.json_text import json_of
from lineage_viz.model import Entity
from lineage_viz.words import count, moment

_ADDRESS = "the address of the image"
_LINEAGE = "the lineage, as it was first seen there"
_RECORDED = (("S3Version", "version"), ("S3ETag", "ETag"), ("MD5Hash", "MD5"))
_CHECKSUMS = ("SHA256", "CRC64NVME", "SHA1", "CRC32C", "CRC32")
_BAD = ("replaced", "missing", "yes", "no such")
"""The first words of values that one file or image is enough for."""
_OF_IMAGES = ("imagedigest", "imagemoved")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")

Facts = dict[str, Fact]
About = tuple[str, Facts]
"""The name of a file or image, and the facts about it."""


def version_facts(entity: Entity, record: Mapping[str, Any], why_not: str) -> Facts:
    """The facts about the file, the image or the code of an artifact or a job; none if it has no such thing.

    `why_not` is the reason why the records of its kind were not read; empty when they were.
    """
    if is_package(entity):
        return _of_package(entity, record, why_not)
    if entity.label == "trial_component":
        return _of_job(entity, record, why_not)
    if entity.label == "context":
        return _of_endpoint(record, why_not)
    if entity.source.startswith("s3://"):
        return _of_file(entity.source, record, entity.text("sourceids"))
    return _of_image(entity.source, record) if ".dkr.ecr" in entity.source else {}


def change_of_file(uri: str, record: Mapping[str, Any]) -> Fact:
    """The fact about the last change of a file; `record` is that of the entity that names it."""
    found = _about(record, FILES, uri)
    if missing := _missing(found, Service.S3, uri):
        return missing
    changed = time(found, "LastModified")
    return known(changed, _source(found, Service.S3)) if changed else NOT_RECORDED


def _of_file(uri: str, record: Mapping[str, Any], recorded: str = "") -> Facts:
    found = _about(record, FILES, uri)
    if found is None and (words := _recorded(recorded)):
        return {"fileversion": known(words, _LINEAGE)}
    if missing := _missing(found, Service.S3, uri):
        return dict.fromkeys(("fileversion", "filechanged", "filesize"), missing)
    source, size = _source(found, Service.S3), number(found, "ContentLength")
    return {
        "fileversion": known(_version(found), source),
        "filechanged": change_of_file(uri, record),
        "filesize": NOT_RECORDED if size is None else known(float(size), source),
    }


def _of_image(uri: str, record: Mapping[str, Any]) -> Facts:
    found = _about(record, IMAGES, uri)
    if found is None and (pinned := _DIGEST.search(uri)):
        return {"imagedigest": known(pinned[0], _ADDRESS)}
    if missing := _missing(found, Service.ECR, uri):
        return {"imagedigest": missing, "imagepushed": missing}
    source = _source(found, Service.ECR)
    pushed = time(found, "PushedAt")
    return {
        "imagedigest": known(text(found, "Digest") or "no such image", source),
        "imagepushed": known(pushed, source) if pushed else NOT_RECORDED,
    }


def _of_package(package: Entity, record: Mapping[str, Any], why_not: str) -> Facts:
    commit = text(record, "ModelPackage", "MetadataProperties", "CommitId")
    about = [found for container in containers(record) for found in _of_container(container, record)]
    unread = dict.fromkeys(("modelfile", *_OF_IMAGES), not_read(why_not)) if why_not and not about else {}
    return {
        "commit": known_or(commit, "the model registry", why_not),
        "packageversion": _number_of(package),
        **unread,
        **_together(about),
    }


def _number_of(package: Entity) -> Fact:
    """The number of a package in its group. A package without a group has none."""
    number = package.source.rpartition("/")[2]
    in_group = number.isascii() and number.isdigit() and len(number) <= 9 and package.source.count("/") == 2
    return known(int(number), "the source of the artifact") if in_group else NOT_RECORDED


def _of_container(container: object, record: Mapping[str, Any]) -> Iterator[About]:
    """Yield the facts about the model file and about the image of a package's container."""
    uri = text(container, "ModelDataUrl") or text(container, "ModelDataSource", "S3DataSource", "S3Uri")
    if uri:
        compared = _compared_file(uri, record, text(container, "ModelDataETag"))
        yield _name(uri), {**_of_file(uri, record), "modelfile": compared}
    if image := text(container, "Image"):
        yield _name(image), _image_of(image, record, text(container, "ImageDigest"), "the model registry")


def _of_job(job: Entity, record: Mapping[str, Any], why_not: str) -> Facts:
    facts = {"commit": known_or(job.text("commitid"), "the trial component", why_not)}
    detail = at(record, "Job", "SourceDetail")
    image = text(detail, "TrainingJob", "AlgorithmSpecification", "TrainingImage") or text(
        detail, "ProcessingJob", "AppSpecification", "ImageUri"
    )
    if image:
        began = job.properties.get("starttime")
        facts |= _image_of(image, record, "", "", began if isinstance(began, datetime) else None)
    elif why_not:
        facts |= dict.fromkeys(_OF_IMAGES, not_read(why_not))
    if uri := scripts(record):
        facts["codeversion"] = _of_file(uri, record)["fileversion"]
    return facts


def _of_endpoint(record: Mapping[str, Any], why_not: str) -> Facts:
    if why_not and not record:
        return dict.fromkeys(_OF_IMAGES, not_read(why_not))
    about = [
        found for variant, is_shadow in variants(record) for found in _of_variant(variant, record, is_shadow)
    ]
    has_any = any(at(each, "DeployedImages") for each, _ in variants(record))
    return _together(about) if has_any else {}


def _of_variant(variant: object, record: Mapping[str, Any], is_shadow: bool) -> Iterator[About]:
    """Yield the facts about each image that a variant of an endpoint runs; absent ones if it names no image."""
    deployed = [each for each in listed(variant, "DeployedImages") if text(each, "SpecifiedImage")]
    if not deployed:
        yield "", {"imagedigest": NOT_RECORDED, "imagemoved": NOT_RECORDED}
    for each in deployed:
        uri = text(each, "SpecifiedImage")
        resolved = _DIGEST.search(text(each, "ResolvedImage"))
        digest = resolved[0] if resolved else ""
        yield f"{_name(uri)}{', shadow' if is_shadow else ''}", _image_of(uri, record, digest, "the endpoint")


def _together(about: Sequence[About]) -> Facts:
    """The facts about several files and images; each is the worst one."""
    names = dict.fromkeys(name for _, facts in about for name in facts)
    return {name: _worst([(of, facts[name]) for of, facts in about if name in facts]) for name in names}


def _worst(found: Sequence[tuple[str, Fact]]) -> Fact:
    if bad := [each for each in found if str(each[1].value).startswith(_BAD)]:
        return _joined(bad, is_one=len(found) == 1)
    for state in (FactState.NOT_READ, FactState.NOT_RECORDED):
        if absent := next((fact for _, fact in found if fact.state is state), None):
            return absent
    return _joined(found, is_one=len({fact.value for _, fact in found}) == 1)


def _joined(found: Sequence[tuple[str, Fact]], *, is_one: bool) -> Fact:
    """One fact of several known ones: the latest time, the sum of sizes, or each value with its name."""
    source = "; ".join(dict.fromkeys(fact.source for _, fact in found))
    times = [fact.value for _, fact in found if isinstance(fact.value, datetime)]
    if times:
        return known(max(times), source)
    sizes = [fact.value for _, fact in found if isinstance(fact.value, float)]
    if sizes:
        return known(sum(sizes), source)
    if is_one:
        return known(str(found[0][1].value), source)
    return known(", ".join(dict.fromkeys(f"{fact.value} ({of})" for of, fact in found)), source)


def _name(uri: object) -> str:
    """The last part of an address."""
    return str(uri).rstrip("/").rpartition("/")[2]


def _image_of(
    uri: str, record: Mapping[str, Any], recorded: str, source: str, began: datetime | None = None
) -> Facts:
    """The digest that a package or job used, and if its tag has moved since; `began` is the start of a job."""
    found = _about(record, IMAGES, uri)
    pinned = _DIGEST.search(uri)
    used = recorded or (pinned[0] if pinned else "")
    by = source if recorded else _ADDRESS
    missing = _missing(found, Service.ECR, uri)
    now, pushed = text(found, "Digest"), time(found, "PushedAt")
    if not used:
        digest = missing or known(now, f"{_source(found, Service.ECR)}: the image of the tag then")
        return {"imagedigest": digest, "imagemoved": missing or _pushed_since(found, pushed, began)}
    digest = known(used, by)
    if pinned:
        return {"imagedigest": digest, "imagemoved": known("no: the address has the digest", _ADDRESS)}
    moved = "no: the tag has the same image" if now == used else f"yes: the tag has {now or 'no image'}"
    return {"imagedigest": digest, "imagemoved": missing or known(moved, _source(found, Service.ECR))}


def _pushed_since(found: object, pushed: datetime | None, began: datetime | None) -> Fact:
    if pushed is None or began is None:
        return NOT_RECORDED
    words = "yes: after the job began" if pushed > began else "not seen: its image is older than the job"
    return known(f"{words} (pushed {moment(pushed)})", _source(found, Service.ECR))


def _compared_file(uri: str, record: Mapping[str, Any], recorded: str) -> Fact:
    """The state of a package's model file: unchanged, or replaced since the registration."""
    found = _about(record, FILES, uri)
    if missing := _missing(found, Service.S3, uri):
        return missing
    if at(found, "Absent"):
        return known("missing", _source(found, Service.S3))
    if not recorded or at(found, "Files"):
        return NOT_RECORDED
    source = f"{_source(found, Service.S3)}; the ETag in the model registry"
    if recorded.strip('"') == at(found, "ETag"):
        return known("unchanged since the registration", source)
    changed = time(found, "LastModified")
    return known(f"replaced{f' {moment(changed)}' if changed else ''}: its ETag differs", source)


def _version(found: object) -> str:
    if at(found, "Absent"):
        return "no such file"
    if (files := at(found, "Files")) and isinstance(files, int):
        cut = ", and more" if at(found, "Cut") else ""
        return f"{count(files, 'file')}{cut}, {text(found, 'Digest')}"
    parts = [
        ("version", text(found, "VersionId")),
        *((name, text(found, f"Checksum{name}")) for name in _CHECKSUMS),
        ("ETag", text(found, "ETag")),
    ]
    return ", ".join(f"{name} {value}" for name, value in parts if value)


def _recorded(sourceids: str) -> str:
    ids = json_of(sourceids, dict)
    return ", ".join(f"{words} {value}" for name, words in _RECORDED if (value := text(ids, name)))


def _about(record: Mapping[str, Any], kind: str, uri: str) -> Any:
    """The evidence about an address; None where nobody asked."""
    return next((each for each in listed(record, MEMBERS[kind]) if at(each, "Uri") == uri), None)


def _missing(found: object, service: Service, uri: str) -> Fact | None:
    """The fact in place of one whose service was not asked about an address, or refused; None when it answered."""
    if found is None:
        can_ask = file_parts(uri) if service is Service.S3 else image_parts(uri)
        return not_read(not_asked(service) if can_ask else never_asked(service))
    reason = at(found, "NotRead")
    return not_read(str(reason)) if reason else None


def _source(found: object, service: Service) -> str:
    read = time(found, "ReadAt")
    return f"{service.words}, read {moment(read)}" if read else service.words
