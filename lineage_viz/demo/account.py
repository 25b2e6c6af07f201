"""An account as SageMaker's API would describe it: plain records, before any of our own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

Record = dict[str, Any]
"""One API record; its times are aware and in UTC."""

DEMO_ACCOUNT = "123456789012"
DEMO_REGION = "eu-west-1"
PARTNER_ACCOUNT = "210987654321"
"""The account that shares some data with the demo's; no listing ever holds its entities."""

DEMO_TAKEN = datetime(2026, 3, 12, 2, 0, tzinfo=UTC)
"""When the demo account is looked at: nothing in it is later."""


@dataclass(frozen=True, slots=True)
class Account:
    """All lineage of one account and region, oldest record first."""

    account_id: str
    region: str
    artifacts: tuple[Record, ...] = ()
    """As DescribeArtifact answers."""
    actions: tuple[Record, ...] = ()
    """As DescribeAction answers."""
    contexts: tuple[Record, ...] = ()
    """As DescribeContext answers."""
    trial_components: tuple[Record, ...] = ()
    """As Search answers, Parents included."""
    associations: tuple[Record, ...] = ()
    """As ListAssociations answers."""
    findings: Mapping[str, str] = field(default_factory=dict)
    """What was planted for audit checks to find (`findings.py`), each with the ARN it is about."""

    @property
    def size(self) -> int:
        """How many entities it holds."""
        return len(self.artifacts) + len(self.actions) + len(self.contexts) + len(self.trial_components)
