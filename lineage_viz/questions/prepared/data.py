"""Questions about data sets: which went into something, which came out of something, who reads them."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from lineage_viz.approval import is_package
from lineage_viz.json_text import json_of
from lineage_viz.model import Direction, Entity, EntityLabel
from lineage_viz.questions.endpoint_states import ENDPOINT, EndpointState, endpoint_states, unread_words
from lineage_viz.questions.prepared.question import NOW, Found, Row
from lineage_viz.questions.prepared.starts import Starts, starts_of
from lineage_viz.questions.prepared.walked import CAP, DATA, JOBS, Walked, downstream
from lineage_viz.store.base import UNLIMITED, Store
from lineage_viz.store.filter import Filter
from lineage_viz.view.filters import type_key
from lineage_viz.view.folding import newest_first
from lineage_viz.words import count

_NAMED = 3
"""Versions in one cell."""
_LARGE = 2_000_000
"""Packages times entities of a walk that is too large to tell the versions of each data set."""

_HASHES = ("MD5Hash", "S3ETag")
"""The ids of a source that depend on its bytes alone; a version of S3 does not."""
_BY_S3 = re.compile(r"SHA256 [A-Za-z0-9+/]{43}=|ETag ([0-9a-f]{32})")


def data_sets_of(store: Store, entity: str, when: str = NOW) -> Found:
    """Return all data sets upstream, with their roles for the jobs that read them. Raises EntityNotFound."""
    return data_upstream(store, starts_of(store, entity, when))


def data_upstream(store: Store, starts: Starts) -> Found:
    """Return the data sets of a walk upstream, nearest first, with steps, roles, and the versions that they made."""
    walked = starts.walk(store)
    hops, versions = walked.subgraph.hops, _versions(walked)
    data = [each for each in walked.subgraph.entities if each.type in DATA and each.arn not in starts.arns]
    data.sort(key=lambda each: (abs(hops[each.arn]), newest_first(each)))
    rows = [
        Row(each, (starts.steps(hops[each.arn]), walked.roles(each), _few(versions.get(each.arn, ()))))
        for each in data
    ]
    return starts.found(walked, rows)


def _versions(walked: Walked) -> Mapping[str, tuple[str, ...]]:
    """Return the model packages of the walk to which each entity leads, newest first; none for a very large walk."""
    packages = sorted(filter(is_package, walked.subgraph.entities), key=newest_first)
    is_large = len(packages) * len(walked.subgraph.entities) > _LARGE
    return {} if is_large else walked.led_to(packages)


def _few(versions: Sequence[str]) -> str:
    more = len(versions) - _NAMED
    return ", ".join((*versions[:_NAMED], *([f"and {more:,} more"] if more > 0 else [])))


def data_sets_from(store: Store, entity: str) -> Found:
    """Return all data sets downstream, with their roles for the jobs that made them. Raises EntityNotFound."""
    walked = downstream(store, [entity])
    hops = walked.subgraph.hops
    data = [each for each in walked.subgraph.entities if each.type in DATA and each.arn != entity]
    rows = tuple(Row(each, (str(hops[each.arn]), walked.roles(each, Direction.UPSTREAM))) for each in data)
    lineage = walked.between(row.entity.arn for row in rows)
    return Found(rows, (entity,), lineage, walked.subgraph.truncated)


def data_sets_with_image(store: Store, image: str) -> Found:
    """Return the data sets that the jobs of an image read, by ARN. Raises EntityNotFound."""
    ran = store.trace([image], up=0, down=1, filter_=_contributed(JOBS), cap=CAP)
    jobs = [each.arn for each in ran.entities if each.arn != image]
    if not jobs:
        return Found((), (image,), ran, ran.truncated)
    read = Walked(store.trace(jobs, up=1, down=0, filter_=_contributed(Filter(types=DATA)), cap=UNLIMITED))
    data = sorted((each for each in read.entities.values() if each.type in DATA), key=lambda each: each.arn)
    rows = tuple(Row(each, (read.roles(each), str(len(read.after(each.arn))))) for each in data)
    return Found(rows, (image,), read.subgraph, ran.truncated)


def readers_of(store: Store, prefix: str) -> Found:
    """Return the entities whose address begins with a prefix, and everything downstream of them."""
    under = [
        each.arn for each in store.search(prefix, limit=UNLIMITED).entities if each.source.startswith(prefix)
    ]
    if not under:
        return Found((), notes=(f"No recorded address begins with {prefix}.",))
    under.sort()
    found = downstream(store, under).subgraph
    endpoints = [each for each in found.entities if type_key(each) == ENDPOINT]
    states = endpoint_states(store, endpoints, found.hops)
    order = (EndpointState.LIVE, *(each for each in EndpointState if each is not EndpointState.LIVE))
    rank = {arn: order.index(state) for arn, state in states.items()}
    first = sorted(found.entities, key=lambda each: rank.get(each.arn, len(order)))
    rows = tuple(Row(each, (str(found.hops[each.arn]), str(states.get(each.arn, "")))) for each in first)
    below = f"{count(len(under), 'entity has', 'entities have')} an address below the prefix, at 0 steps."
    notes = (_endpoints(states.values()), below, unread_words(endpoints))
    return Found(rows, tuple(under), found, found.truncated, tuple(filter(None, notes)))


def _endpoints(states: Iterable[str]) -> str:
    """Return the number of endpoints by their state: they matter first to whoever deletes something."""
    counted = Counter(map(str, states))
    if not counted:
        return "No endpoint is downstream."
    told = ", ".join(f"{number:,} {state}" for state, number in counted.most_common())
    return f"{count(counted.total(), 'endpoint is', 'endpoints are')} downstream: {told}."


def artifacts_at(store: Store, address: str) -> Found:
    """Return the artifacts with exactly this address, newest first."""
    wanted = Filter(labels=frozenset({EntityLabel.ARTIFACT}))
    hits = store.search(address, filter_=wanted, limit=UNLIMITED).entities
    rows = tuple(Row(each) for each in hits if each.source == address)
    return Found(rows, tuple(row.entity.arn for row in rows))


def same_bytes(store: Store) -> Found:
    """Return the artifacts with an equal hash at different addresses, by SageMaker or by S3."""
    artifacts = store.search(
        filter_=Filter(labels=frozenset({EntityLabel.ARTIFACT})), limit=UNLIMITED
    ).entities
    hashes = {each.arn: hashes_of(each) for each in artifacts}
    groups = (
        (hash_, group)
        for hash_, group in _alike(artifacts, hashes)
        if len({each.source for each in group}) > 1
    )
    rows = tuple(
        Row(each, (hash_, str(len({other.source for other in group}))))
        for hash_, group in sorted(groups, key=lambda found: found[0])
        for each in sorted(group, key=lambda one: one.arn)
    )
    without = sum(not each for each in hashes.values())
    note = f"Nothing tells about {count(without, 'artifact')} without a hash by SageMaker or S3."
    missing = f"not recorded for {count(without, 'artifact')}" if without else ""
    return Found(rows, notes=(note,) if without else (), missing=missing)


def hashes_of(artifact: Entity) -> tuple[str, ...]:
    """Return the hashes of the bytes of a file that SageMaker or S3 recorded.

    An ETag of 32 digits is the MD5 of the bytes, or with a key of KMS a number that no other file has. That of an
    upload in parts, and a checksum of parts, also depend on the size of the parts, and tell nothing about other places.
    """
    ids = json_of(artifact.text("sourceids"), dict) or {}
    by_sagemaker = (str(ids[name]) for name in _HASHES if ids.get(name))
    by_s3 = (
        found[1] or found[0]
        for part in artifact.text("fileversion").split(", ")
        if (found := _BY_S3.fullmatch(part))
    )
    return tuple(dict.fromkeys((*by_sagemaker, *by_s3)))


def _alike(
    artifacts: Iterable[Entity], hashes: Mapping[str, Sequence[str]]
) -> Iterable[tuple[str, Sequence[Entity]]]:
    """Return the groups of artifacts that a chain of equal hashes joins, each with its first hash."""
    first_of: dict[str, str] = {}

    def root(hash_: str) -> str:
        while (above := first_of.setdefault(hash_, hash_)) != hash_:
            hash_ = above
        return hash_

    for each in hashes.values():
        for other in each[1:]:
            first_of[root(other)] = root(each[0])
    groups: dict[str, list[Entity]] = {}
    for artifact in artifacts:
        if found := hashes[artifact.arn]:
            groups.setdefault(root(found[0]), []).append(artifact)
    return groups.items()


def _contributed(filter_: Filter) -> Filter:
    return Filter(filter_.labels, filter_.types, frozenset({"ContributedTo"}))
