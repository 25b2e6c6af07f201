"""The report about itself: its id, its maker, the snapshots and the extent of the review."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from lineage_viz.audit.field import Field, FieldValue, field
from lineage_viz.audit.review import Review
from lineage_viz.errors import SnapshotError
from lineage_viz.json_text import json_text
from lineage_viz.model import SnapshotInfo
from lineage_viz.snapshot.manifest import Manifest, snapshot_digest
from lineage_viz.title import title
from lineage_viz.version import __version__
from lineage_viz.words import count, cut_words, day, how_much, moment, origin_words

MADE_BY = f"lineage_viz {__version__}"
"""The tool that makes reports, with its version."""


_NO_MANIFEST = (
    "no manifest is on this machine; the built-in demo has none, and an export writes one into its folder"
)


def about(review: Review, snapshots: Sequence[SnapshotInfo]) -> Iterator[Field]:
    """Yield the fields of the report about itself."""
    yield field("Report", [report_id(review, snapshots)])
    yield field("Made by", [MADE_BY])
    yield field("Subject", [FieldValue(title(review.subject), review.subject.arn)])
    if review.choice:
        yield field("Deployment", [f"{review.choice}: {title(review.model)}"])
    yield field("As of", [day(review.as_of) if review.as_of else "the time of the snapshot"])
    yield field("Snapshot", [_origin(each) for each in snapshots], "the store names no snapshot")
    yield field("Path of the snapshot", [each.path for each in snapshots], "the store names no snapshot")
    yield _digests(snapshots)
    yield _read(snapshots)
    graph = review.subgraph
    yield field("Scope", [how_much(len(graph.entities), len(graph.associations))])
    yield field("Extent", list(_extent(review)))


def report_id(review: Review, snapshots: Sequence[SnapshotInfo]) -> str:
    """Return the id of the report: the same for the same model, day and snapshots."""
    parts = [
        review.subject.arn, review.model.arn, str(review.as_of or ""),
        *(f"{each.account} {each.region} {each.folder} {each.taken}" for each in snapshots),
    ]  # fmt: skip
    return str(uuid5(NAMESPACE_URL, json_text(parts)))


def _origin(info: SnapshotInfo) -> str:
    taken = f", taken {moment(info.taken)}" if info.taken else ""
    return f"{origin_words(info.account, info.region, info.folder)}{taken}"


def _digests(snapshots: Sequence[SnapshotInfo]) -> Field:
    found = [f"SHA-256 of its manifest: {digest}" for each in snapshots if (digest := snapshot_digest(each))]
    return field("Digest of the snapshot", found, unread="" if found else _NO_MANIFEST)


def _read(snapshots: Sequence[SnapshotInfo]) -> Field:
    """The kinds of records and evidence that the export read."""
    manifests = [found for each in snapshots if (found := _manifest(each))]
    read = [
        f"{kind}: {count(each.count, 'record')}"
        if not each.not_read
        else f"{kind}: not read. {each.not_read}"
        for manifest in manifests
        for kind, each in manifest.records.items()
    ]
    return field("Read by the export", read, unread="" if manifests else _NO_MANIFEST)


def _manifest(info: SnapshotInfo) -> Manifest | None:
    try:
        return Manifest.read(Path(info.path))
    except SnapshotError:
        return None


def _extent(review: Review) -> Iterator[str]:
    if review.truncated:
        yield cut_words(review.truncated.reason, review.truncated.left_out)
    yield from review.gaps
    if review.caveat:
        yield review.caveat
    if not (review.truncated or review.gaps or review.caveat):
        yield "complete"
