"""The plan of an export, made before the first listing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from lineage_viz.evidence.services import Service
from lineage_viz.export.costs import cost_lines
from lineage_viz.sagemaker_lineage.api import Origin
from lineage_viz.sagemaker_lineage.listing import Slice
from lineage_viz.sagemaker_lineage.listings import (
    LINEAGE,
    LISTED_PACKAGES,
    MODELS,
    PACKAGES,
    RESOURCES,
    TRIAL_COMPONENTS,
    Listing,
)
from lineage_viz.snapshot import Folder, Header
from lineage_viz.snapshot.manifest import FULL, PER_ENTITY, QUICK, Manifest, RecordsRead

LOOK_BACK = timedelta(minutes=15)
"""A quick export starts so long before the time of the last snapshot: SageMaker writes automatic lineage up to
minutes after the job (the SDK waits up to two), and its search index follows later."""


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """The caller's options. `out` is the folder of snapshots; `anew` starts over instead of resuming an earlier run.

    `records` are those of the resources that the lineage is about; `details` adds what must be described one by one;
    `evidence` has the services that are asked too.
    """

    out: Path
    quick: bool = False
    details: bool = False
    anew: bool = False
    records: bool = True
    evidence: frozenset[Service] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan: a quick export starts from its base; a full export may reuse the details of its base."""

    origin: Origin
    out: Path
    quick: bool
    details: bool
    records: bool
    base: Folder | None
    evidence: frozenset[Service] = frozenset()

    @classmethod
    def make(cls, options: ExportOptions, origin: Origin, base: Folder | None) -> "Plan":
        """Make the plan. A quick export keeps the details of its base.

        Without a base, or if the base lacks the details that are wanted, a quick export becomes a full one.
        """
        base_has_details = base is not None and base.manifest is not None and base.manifest.details
        quick = options.quick and base is not None and (base_has_details or not options.details)
        details = options.details or (quick and base_has_details)
        return cls(origin, options.out, quick, details, options.records, base, options.evidence)

    @property
    def base_manifest(self) -> Manifest | None:
        """The manifest of the base."""
        return self.base.manifest if self.base else None

    @property
    def costs(self) -> list[str]:
        """A line about the calls of each choice."""
        return cost_lines(
            self.base_manifest,
            records=self.records,
            details=self.details,
            evidence=self.evidence,
            quick=self.quick,
        )

    @property
    def since(self) -> datetime | None:
        """The creation time from which the listings begin; None: from the oldest record."""
        base = self.base_manifest
        return base.taken - LOOK_BACK if self.quick and base else None

    def slices(self, taken: datetime) -> Sequence[Slice]:
        """The slices to read: one for each listing, up to the time that the export is as of."""
        searched = self.quick or self.details or self.records
        listings = (
            *LINEAGE,
            *((TRIAL_COMPONENTS,) if searched else ()),
            *(
                each
                for each in RESOURCES
                if self.records and not (each.name == MODELS and self._renews(each))
            ),
        )
        end = taken + timedelta(seconds=1)
        return [self._slice(listing, number, end) for number, listing in enumerate(listings)]

    def _slice(self, listing: Listing, number: int, end: datetime) -> Slice:
        if not listing.resource:
            limited = listing.always or (listing.since and self._renews(listing))
            return Slice(listing, number, end, self.since if limited else None)
        renewed = listing.has_changes and (self._renews(listing) or not self.records)
        return Slice(listing, number, end, changed=self.since if renewed else None)

    def _renews(self, listing: Listing) -> bool:
        """True when only the changed records are read: the base has all others."""
        base = self.base_manifest
        kind = PACKAGES if listing.name == LISTED_PACKAGES else listing.name
        read = base.records.get(kind) if self.quick and base else None
        return read is not None and not read.not_read and not read.missing

    @property
    def journal(self) -> str:
        """The file name of the journal: one for each mode, so that a quick run does not drop that of a full run."""
        details = "-details" if self.details else ""
        records = "-records" if self.records else ""
        return f".{self.origin.account}-{self.origin.region}-{self.key['mode']}{details}{records}.journal"

    @property
    def key(self) -> Mapping[str, str]:
        """The key of the journal: a run resumes only a journal with its own key."""
        return {
            "account": self.origin.account,
            "region": self.origin.region,
            "mode": QUICK if self.quick else FULL,
            "details": str(self.details),
            "records": str(self.records),
            "base": self.base.path.name if self.quick and self.base else "",
        }

    def header(self, taken: datetime, calls: Mapping[str, int], throttles: int, incomplete: tuple[str, ...],
               per_entity: bool, records: Mapping[str, RecordsRead], domains: Mapping[str, str]) -> Header:  # fmt: skip
        """The header of the manifest of this export."""
        base = self.base_manifest if self.quick else None
        return Header(
            account=self.origin.account,
            region=self.origin.region,
            partition=self.origin.partition,
            taken=taken,
            mode=QUICK if self.quick else FULL,
            details=self.details,
            last_full=base.last_full if base else taken,
            based_on=self.base.path.name if base and self.base else "",
            filters={"associations": PER_ENTITY} if per_entity else {},
            calls=calls,
            throttles=throttles,
            incomplete=incomplete,
            records=records,
            domains=domains,
        )
