"""The demo account as lineage, converted from its API records like any real account."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lineage_viz.demo import DEMO_TAKEN, Account, demo_account
from lineage_viz.demo.evidence import with_demo_evidence
from lineage_viz.evidence.deriving import with_facts
from lineage_viz.model import Association, Entity, EntityLabel, SnapshotInfo
from lineage_viz.sagemaker_lineage.listings import JOBS, RESOURCES
from lineage_viz.sagemaker_lineage.records import ExportedLineage, entity, lineage
from lineage_viz.sagemaker_lineage.resource_records import ResourceRecords, with_records
from lineage_viz.snapshot import Header, write_snapshot
from lineage_viz.snapshot.manifest import DEMO

DEMO_PATH = DEMO
"""The text in place of a snapshot's path."""


@dataclass(frozen=True)
class DemoSource:
    """A lineage source that needs no folder."""

    account: Account

    @property
    def info(self) -> SnapshotInfo:
        """The demo account at DEMO_TAKEN."""
        return SnapshotInfo(
            DEMO_PATH,
            self.account.account_id,
            self.account.region,
            DEMO_TAKEN,
            domains=tuple(self.domains.items()),
        )

    @property
    def domains(self) -> Mapping[str, str]:
        """The setting of each Studio domain that decides if its sessions name the person."""
        return {
            each["DomainId"]: each["DomainSettings"]["ExecutionRoleIdentityConfig"]
            for each in self.account.domains
        }

    def entities(self) -> Iterable[Entity]:
        """All entities, including unresolved ends."""
        return self._lineage.entities

    def associations(self) -> Iterable[Association]:
        """All associations."""
        return self._lineage.associations

    @cached_property
    def _lineage(self) -> ExportedLineage:
        by_label = {
            EntityLabel.ARTIFACT: self.account.artifacts,
            EntityLabel.TRIAL_COMPONENT: self.account.trial_components,
            EntityLabel.ACTION: self.account.actions,
            EntityLabel.CONTEXT: self.account.contexts,
        }
        entities = (entity(label, record) for label, records in by_label.items() for record in records)
        whole = lineage(entities, self.account.associations)
        with_all = with_records(whole.entities, self._records())
        with_evidence = with_demo_evidence(with_all, self.account)
        found, associations = with_facts(with_evidence, whole.associations, {})
        return ExportedLineage(tuple(found), tuple(associations))

    def _records(self) -> ResourceRecords:
        records = {each.name: self.account.records.get(each.resource, ()) for each in RESOURCES}
        configurations = {each["EndpointConfigName"]: each for each in self.account.endpoint_configs}
        return ResourceRecords({**records, JOBS: self.account.trial_components}, configurations)


def demo_source() -> DemoSource:
    """The source that the app shows without a snapshot."""
    return DemoSource(demo_account())


def write_demo(parent: Path) -> Path:
    """Write the demo account's snapshot below `parent` and return its folder. Raises SnapshotError."""
    source = demo_source()
    header = Header(
        account=source.account.account_id,
        region=source.account.region,
        partition="aws",
        taken=DEMO_TAKEN,
        mode=DEMO,
        details=True,
        last_full=DEMO_TAKEN,
        domains=source.domains,
    )
    return write_snapshot(parent, header, list(source.entities()), list(source.associations()))
