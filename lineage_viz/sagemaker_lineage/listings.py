"""The listings of an account: the five of its lineage, and those of the resources that the lineage is about.

A resource's whole record comes from Search, up to 100 a call (Search in the API reference; its members are those of
botocore's model). Search lags behind the lists, so model packages are also listed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from lineage_viz.model import EntityLabel
from lineage_viz.sagemaker_lineage.page_size import PAGE_SIZE
from lineage_viz.sagemaker_lineage.records import Record
from lineage_viz.sagemaker_lineage.summaries import Answered

if TYPE_CHECKING:
    from lineage_viz.sagemaker_lineage.api import LineageApi

ASSOCIATIONS, JOBS, LISTED_PACKAGES = "association", "job", "listed model package"
PACKAGES, GROUPS, MODELS, ENDPOINTS = "model package", "model package group", "model", "endpoint"
CARDS, EXECUTIONS, DOMAINS = "model card", "pipeline execution", "domain"


@dataclass(frozen=True, slots=True)
class Listing:
    """One List operation: its boto3 name, and the member of its answer with the records.

    `resource` makes it a search for this resource; each result has the record under `member`. Without `always`, an
    export goes on when the caller may not read the listing. `in_order`: its records have a creation time by which the
    listing can be sorted and limited. `has_changes`: they also have the time of their last change. `since` is the
    parameter that limits a list without an order to later records.
    """

    name: str
    operation: str
    member: str
    resource: str = ""
    always: bool = True
    in_order: bool = True
    has_changes: bool = True
    size: int = PAGE_SIZE
    since: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)

    def key(self, record: Record) -> str:
        """The ARN of a record."""
        found = record.get("Model", record) if self.resource == "Model" else record
        return str(found.get(f"{self.member.removesuffix('s')}Arn", ""))

    @property
    def words(self) -> str:
        """The records of this listing, in words."""
        return f"{self.name.replace('_', ' ')}s"

    def page(self, api: "LineageApi", **parameters: Any) -> tuple[Sequence[Record], bool]:
        """The records of the first page, and True if there are more. Raises SourceError."""
        given: dict[str, Any] = {**self._fixed, **parameters}
        records, more = api.page(*self._call, self.size, **given)
        return self._plain(records), more

    def pages(self, api: "LineageApi", **parameters: Any) -> Iterator[Sequence[Record]]:
        """The records of each page. Raises SourceError."""
        given: dict[str, Any] = {**self._fixed, **parameters}
        for records in api.pages(*self._call, self.size, **given):
            yield self._plain(records)

    def between(
        self, after: datetime | None, before: datetime, changed: datetime | None
    ) -> Mapping[str, Any]:
        """The parameters for records created between two times, and changed since another one, oldest first."""
        # Ascending: records created meanwhile come on later pages and do not shift the next pages.
        order = {"SortBy": "CreationTime", "SortOrder": "Ascending"}
        if not self.resource:
            return {**({"CreatedAfter": after} if after else {}), "CreatedBefore": before, **order}
        bounds = (
            ("CreationTime", "GreaterThanOrEqualTo", after),
            ("CreationTime", "LessThanOrEqualTo", before),
            ("LastModifiedTime", "GreaterThanOrEqualTo", changed),
        )
        filters = [
            {"Name": name, "Operator": operator, "Value": f"{time:%Y-%m-%dT%H:%M:%SZ}"}
            for name, operator, time in bounds
            if time
        ]
        return {"SearchExpression": {"Filters": filters}, **order}

    @property
    def _call(self) -> tuple[str, str, str]:
        doing = f"searching {self.words}" if self.resource else f"listing {self.words}"
        return self.operation, self._results, doing

    @property
    def _fixed(self) -> Mapping[str, Any]:
        return {**({"Resource": self.resource} if self.resource else {}), **self.parameters}

    @property
    def _results(self) -> str:
        return "Results" if self.resource else self.member

    def records_of(self, answer: Mapping[str, Any]) -> Sequence[Record]:
        """The records of a parsed answer."""
        return self._plain(answer[self._results])

    def _plain(self, records: Sequence[Record]) -> Sequence[Record]:
        if not self.resource:
            return records
        plain = [each[self.member] for each in records if self.member in each]
        return Answered(plain, records.text) if isinstance(records, Answered) else plain


def _search(name: str, resource: str, member: str = "", **more: Any) -> Listing:
    return Listing(name, "search", member or resource, resource, always=False, **more)


LINEAGE = (
    Listing(ASSOCIATIONS, "list_associations", "AssociationSummaries"),
    Listing(EntityLabel.ARTIFACT, "list_artifacts", "ArtifactSummaries"),
    Listing(EntityLabel.TRIAL_COMPONENT, "list_trial_components", "TrialComponentSummaries"),
    Listing(EntityLabel.ACTION, "list_actions", "ActionSummaries"),
    Listing(EntityLabel.CONTEXT, "list_contexts", "ContextSummaries"),
)
"""The listings of the lineage itself: every export needs them."""

TRIAL_COMPONENTS = _search(JOBS, "ExperimentTrialComponent", "TrialComponent")
"""All trial components with their details, and with the record of their job."""

RESOURCES = (
    _search(PACKAGES, "ModelPackage"),
    Listing(
        LISTED_PACKAGES, "list_model_packages", "ModelPackageSummaryList", always=False, in_order=False,
        since="CreationTimeAfter",
        parameters={"ModelPackageType": "Both"},  # its default leaves out the versions of groups
    ),
    _search(GROUPS, "ModelPackageGroup", has_changes=False),
    _search(MODELS, "Model", in_order=False, has_changes=False),  # the times are inside of a member
    _search(ENDPOINTS, "Endpoint"),
    _search(CARDS, "ModelCard", size=20),  # its records are the largest
    _search(EXECUTIONS, "PipelineExecution"),
    Listing(DOMAINS, "list_domains", "Domains", always=False, in_order=False, has_changes=False),
)  # fmt: skip
"""The listings of the resources that a lineage is about. An export goes on without those that are refused."""

LISTINGS = {listing.name: listing for listing in (*LINEAGE, TRIAL_COMPONENTS, *RESOURCES)}
"""All listings by name."""
