"""An account as SageMaker's API describes it: plain records."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

Record = dict[str, Any]
"""One API record; its times have a time zone, UTC."""

DEMO_ACCOUNT = "123456789012"
DEMO_REGION = "eu-west-1"
PARTNER_ACCOUNT = "210987654321"
"""The account that shares some data with the demo account; no listing contains its entities."""

DEMO_TAKEN = datetime(2026, 3, 12, 2, 0, tzinfo=UTC)
"""The time of the demo snapshot: no record is later."""


@dataclass(frozen=True, slots=True)
class Account:
    """All lineage of one account and region, and the records that it tells of; oldest record first."""

    account_id: str
    region: str
    artifacts: tuple[Record, ...] = ()
    """Records as DescribeArtifact returns them."""
    actions: tuple[Record, ...] = ()
    """Records as DescribeAction returns them."""
    contexts: tuple[Record, ...] = ()
    """Records as DescribeContext returns them."""
    trial_components: tuple[Record, ...] = ()
    """Records as Search returns them, including Parents, SourceDetail and Tags."""
    associations: tuple[Record, ...] = ()
    """Records as ListAssociations returns them."""
    records: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)
    """Records of each resource, such as `ModelPackage`, as Search returns them; by the name of the resource."""
    endpoint_configs: tuple[Record, ...] = ()
    """Records as DescribeEndpointConfig returns them."""
    domains: tuple[Record, ...] = ()
    """Records as DescribeDomain returns them."""
    findings: Mapping[str, str] = field(default_factory=dict)
    """The cases that were planted for audit checks (`findings.py`) and the oddities, each with its ARN."""

    @property
    def size(self) -> int:
        """The number of entities."""
        return len(self.artifacts) + len(self.actions) + len(self.contexts) + len(self.trial_components)
