"""The calls that each choice of an export costs, in words, known before it starts.

The counts are those of the last snapshot, else of what is shown. Without any, the costs are said for each hundred.
Retries are not counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil

from lineage_viz.evidence.services import BUCKETS, DECISIONS, FILES, IMAGES, Service
from lineage_viz.model import EntityLabel
from lineage_viz.sagemaker_lineage.listings import LISTED_PACKAGES, LISTINGS, PACKAGES, RESOURCES
from lineage_viz.sagemaker_lineage.page_size import PAGE_SIZE
from lineage_viz.sagemaker_lineage.resource_records import CONFIGURATIONS, DOMAIN_SETTINGS
from lineage_viz.snapshot.manifest import Manifest
from lineage_viz.words import count, duration

LINEAGE, RECORDS, DETAILS = "lineage", "records", "details"
_DESCRIBED = (EntityLabel.ARTIFACT, EntityLabel.ACTION, EntityLabel.CONTEXT)
_EVENTS = 50
"""CloudTrail's events on one page (LookupEvents)."""

_ONE_BY_ONE = (CONFIGURATIONS, DOMAIN_SETTINGS)
_PER_HUNDRED = {
    LINEAGE: "one call for each 100 entities and each 100 associations",
    RECORDS: "one call for each 100 jobs, model packages, models, endpoints and pipeline executions, one for each "
    "20 model cards, and one for an endpoint whose model no other record tells",
    DETAILS: "100 calls for each 100 artifacts, actions and contexts",
    Service.S3: "100 calls for each 100 files, 200 for each 100 folders, and one for each bucket",
    Service.ECR: "one call for up to 100 images of a repository",
    Service.CLOUDTRAIL: "one call for each 50 changes of model packages in the last 90 days, two calls a second",
}


@dataclass(frozen=True, slots=True)
class Sizes:
    """The numbers by which costs are estimated, and their origin in words: `the last snapshot`."""

    origin: str
    labels: Mapping[str, int]
    associations: int
    records: Mapping[str, int] = field(default_factory=dict)
    """The number of each kind of record that was read."""
    images: int = 0
    """The number of images in the lineage, if it is known."""

    @classmethod
    def of(cls, last: Manifest | None) -> "Sizes | None":
        """The sizes of the last snapshot."""
        if last is None:
            return None
        records = {name: read.count for name, read in last.records.items() if not read.not_read}
        return cls("the last snapshot", last.labels, sum(last.association_types.values()), records)


def costs(sizes: Sizes | None, pace: float | None = None) -> Mapping[str, str]:
    """The words for each choice: lineage, records, details, and each service.

    `pace`: the SageMaker calls in a second of the last export, if it is known.
    """
    known = _known(sizes) if sizes else {}
    return {
        choice: _estimate(choice, known[choice], sizes.origin, pace) if sizes and choice in known else words
        for choice, words in _PER_HUNDRED.items()
    }


def _estimate(choice: str, calls: int, origin: str, pace: float | None) -> str:
    timed = pace if choice in (LINEAGE, RECORDS, DETAILS) else None
    lasts = f", about {duration(calls / timed)} at the pace of the last export" if timed else ""
    return f"about {count(calls, 'call')}, by {origin}{lasts}"


def cost_lines(
    last: Manifest | None, *, records: bool, details: bool, evidence: frozenset[Service], quick: bool
) -> list[str]:
    """A line for each choice that was made."""
    chosen = {LINEAGE: True, RECORDS: records, DETAILS: details} | {
        each: each in evidence for each in Service
    }
    most = " at most, because it reads only changes" if quick else ""
    return [
        f"Cost of {_name(choice)}: {words}{most if choice in (LINEAGE, RECORDS, DETAILS) else ''}."
        for choice, words in costs(Sizes.of(last)).items()
        if chosen[choice]
    ]


def _name(choice: str) -> str:
    return f"evidence from {choice.words}" if isinstance(choice, Service) else f"the {choice}"


def _known(last: Sizes) -> Mapping[str, int]:
    listed = sum(map(_pages, (*last.labels.values(), last.associations)))
    known: dict[str, int] = {LINEAGE: listed, DETAILS: sum(last.labels.get(each, 0) for each in _DESCRIBED)}
    counts = dict(last.records)
    if PACKAGES in counts:
        counts[LISTED_PACKAGES] = counts[PACKAGES]
        described = sum(number for name, number in counts.items() if name in _ONE_BY_ONE)
        pages = (_pages(counts[name], LISTINGS[name].size) for name in counts if name in LISTINGS)
        known[RECORDS] = sum(pages) + described
    elif jobs := last.labels.get(EntityLabel.TRIAL_COMPONENT):
        known[RECORDS] = _pages(jobs) + len(RESOURCES)  # their numbers are not known: one call for each kind
    if FILES in counts:
        known[Service.S3] = counts[FILES] + counts.get(BUCKETS, 0)
    elif files := last.labels.get(EntityLabel.ARTIFACT):
        known[Service.S3] = files
    if images := counts.get(IMAGES, last.images):
        known[Service.ECR] = _pages(images)
    if decisions := counts.get(DECISIONS):
        known[Service.CLOUDTRAIL] = _pages(decisions, _EVENTS)
    return known


def _pages(number: int, size: int = PAGE_SIZE) -> int:
    return ceil(number / size) if number else 1
