"""What an export is going to do, decided before the first listing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from lineage_viz.sagemaker_lineage.api import Origin
from lineage_viz.snapshot import Folder, Header
from lineage_viz.snapshot.manifest import FULL, PER_ENTITY, QUICK, Manifest

LOOK_BACK = timedelta(minutes=15)
"""How far before the last snapshot a quick export starts: SageMaker writes automatic lineage up to minutes
after the job (the SDK waits up to two), and its search index follows later."""


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What the caller asks for. `out` is the folder that snapshots are kept in; `anew` goes on from no earlier run."""

    out: Path
    quick: bool = False
    details: bool = False
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A quick export has a base to start from; a full one may have one whose details it can reuse."""

    origin: Origin
    out: Path
    quick: bool
    details: bool
    base: Folder | None

    @classmethod
    def make(cls, options: ExportOptions, origin: Origin, base: Folder | None) -> "Plan":
        """A quick export keeps the details its base has.

        Without a base, or when it is to have details that the base lacks, it becomes a full one.
        """
        had_details = base is not None and base.manifest is not None and base.manifest.details
        quick = options.quick and base is not None and (had_details or not options.details)
        return cls(origin, options.out, quick, options.details or (quick and had_details), base)

    @property
    def base_manifest(self) -> Manifest | None:
        """The manifest of the base."""
        return self.base.manifest if self.base else None

    @property
    def since(self) -> datetime | None:
        """Where the listings begin; None for the beginning of time."""
        base = self.base_manifest
        return base.taken - LOOK_BACK if self.quick and base else None

    @property
    def journal(self) -> str:
        """The checkpoint's file: one for each way to export, so that a quick run does not drop a full one's."""
        details = "-details" if self.details else ""
        return f".{self.origin.account}-{self.origin.region}-{self.key['mode']}{details}.journal"

    @property
    def key(self) -> Mapping[str, str]:
        """Two runs with the same key can share a checkpoint."""
        return {
            "account": self.origin.account,
            "region": self.origin.region,
            "mode": QUICK if self.quick else FULL,
            "details": str(self.details),
            "base": self.base.path.name if self.quick and self.base else "",
        }

    def header(self, taken: datetime, calls: Mapping[str, int], throttles: int, incomplete: tuple[str, ...],
               per_entity: bool) -> Header:  # fmt: skip
        """What the manifest is to say of this export."""
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
        )
