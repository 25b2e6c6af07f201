"""The shape of the account that the double serves; any object of this shape works."""

from typing import Any, Protocol

Record = dict[str, Any]
"""One record of SageMaker's API; its times have the zone UTC."""


class Account(Protocol):
    """All lineage of one account and region, oldest record first."""

    @property
    def account_id(self) -> str:
        """The account number, 12 digits."""

    @property
    def region(self) -> str:
        """The Region, such as eu-west-1."""

    @property
    def artifacts(self) -> tuple[Record, ...]:
        """The answers of DescribeArtifact."""

    @property
    def actions(self) -> tuple[Record, ...]:
        """The answers of DescribeAction."""

    @property
    def contexts(self) -> tuple[Record, ...]:
        """The answers of DescribeContext."""

    @property
    def trial_components(self) -> tuple[Record, ...]:
        """The answers of Search, with Parents."""

    @property
    def associations(self) -> tuple[Record, ...]:
        """The answers of ListAssociations."""
