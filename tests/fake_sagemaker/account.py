"""The records that the double answers from; any object of this shape will do."""

from typing import Any, Protocol

Record = dict[str, Any]
"""One record of SageMaker's API; its times are aware and in UTC."""


class Account(Protocol):
    """All lineage of one account and region, oldest record first."""

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
        """As Search answers, Parents included."""

    @property
    def associations(self) -> tuple[Record, ...]:
        """As ListAssociations answers."""
