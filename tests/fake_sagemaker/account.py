"""The records that the double answers from; any object of this shape will do."""

from collections.abc import Mapping
from typing import Any, Protocol

Record = dict[str, Any]
"""One record of SageMaker's API; its times are aware and in UTC."""


class Account(Protocol):
    """The lineage and the other records of one account and region, oldest first."""

    @property
    def account_id(self) -> str:
        """12 digits."""

    @property
    def region(self) -> str:
        """Such as eu-west-1."""

    @property
    def artifacts(self) -> tuple[Record, ...]:
        """As DescribeArtifact answers."""

    @property
    def actions(self) -> tuple[Record, ...]:
        """As DescribeAction answers."""

    @property
    def contexts(self) -> tuple[Record, ...]:
        """As DescribeContext answers."""

    @property
    def trial_components(self) -> tuple[Record, ...]:
        """As Search answers, Parents, SourceDetail and Tags included."""

    @property
    def associations(self) -> tuple[Record, ...]:
        """As ListAssociations answers."""

    @property
    def records(self) -> Mapping[str, tuple[Record, ...]]:
        """As Search answers, by the name of its resource: ModelPackage, Model, Endpoint, …"""

    @property
    def endpoint_configs(self) -> tuple[Record, ...]:
        """As DescribeEndpointConfig answers."""

    @property
    def domains(self) -> tuple[Record, ...]:
        """As DescribeDomain answers."""
