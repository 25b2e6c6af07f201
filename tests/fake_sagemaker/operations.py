"""The answers of each operation for an account."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from hashlib import blake2b
from typing import Any

from tests.fake_sagemaker.account import Account
from tests.fake_sagemaker.descriptions import ENTITIES, make_descriptions
from tests.fake_sagemaker.faults import Faults
from tests.fake_sagemaker.paging import Pager
from tests.fake_sagemaker.requests import check
from tests.fake_sagemaker.search import Index, searchable
from tests.fake_sagemaker.tables import ROWS, make_tables
from tests.fake_sagemaker.wire import ApiError, invalid

Parameters = Mapping[str, Any]

_UNLISTED = frozenset({"SourceArn", "DestinationArn", "SourceType", "DestinationType", "AssociationType"})


class Api:
    """The answers for one account, prepared as far as possible: an answer costs little more than a slice."""

    def __init__(self, account: Account, pager: Pager, *, inclusive_times: bool = True) -> None:
        self.account = account
        self._pager, self._inclusive = pager, inclusive_times
        self._tables = make_tables(account)
        self._described = make_descriptions(account)
        self._indexes = {resource: Index(resource, found) for resource, found in searchable(account).items()}

    def index(self, behind: Account, resources: Collection[str]) -> None:
        """Let Search find only the records of another account; SageMaker's own index lags behind the listings.

        Without `resources`, for every resource.
        """
        for resource, found in searchable(behind).items():
            if not resources or resource in resources:
                self._indexes[resource] = Index(resource, found)

    def shorten(self, resource: str, newest: int) -> None:
        """Let Search lack so many of the newest records of a resource."""
        records = searchable(self.account)[resource]
        self._indexes[resource] = Index(resource, records[: len(records) - newest])

    def prepare(self) -> None:
        """Encode all rows."""
        for table in self._tables.values():
            table.prepare()
        for index in self._indexes.values():
            index.prepare()

    def answer(self, operation: str, parameters: Parameters, faults: Faults) -> bytes:
        """The body of the answer. Raises ApiError."""
        check(operation, parameters)
        if operation in ROWS:
            return self._list(operation, parameters, faults)
        if operation in self._described:
            return self._described[operation].answer(parameters)
        if operation == "Search":
            return self._search(parameters, faults)
        raise ApiError("UnknownOperationException", f"This fake does not support {operation}")

    def _list(self, operation: str, parameters: Parameters, faults: Faults) -> bytes:
        self._check_named(operation, parameters)
        table = self._tables[operation]
        if operation == "ListModelPackages" and "ModelPackageType" not in parameters:
            own = "Versioned" if "ModelPackageGroupName" in parameters else "Unversioned"
            parameters = {**parameters, "ModelPackageType": own}
        found = table.select(parameters, inclusive=self._inclusive)
        if operation == "ListAssociations" and not _UNLISTED & set(parameters):
            if faults.refuse_unfiltered_associations:
                raise invalid("At least one of SourceArn, DestinationArn must be provided")
            found = _shortened(found, faults.short_unfiltered_associations, len(table.records))
        return self._page(operation, ROWS[operation], parameters, found, table.body, faults)

    def _check_named(self, operation: str, parameters: Parameters) -> None:
        """Raise ResourceNotFound if a parameter names a resource that does not exist."""
        if operation == "ListPipelineExecutions":
            known = bool(self._tables[operation].having("PipelineName", parameters["PipelineName"]))
        elif operation == "ListTrialComponents":
            names = [n for n in ("ExperimentName", "TrialName", "SourceArn") if n in parameters]
            if len(names) > 1:
                raise invalid("Provide only one of ExperimentName, TrialName and SourceArn")
            known = all(self._tables[operation].having(n, parameters[n]) for n in names if n != "SourceArn")
        else:
            ends = [n for n in ("SourceArn", "DestinationArn") if n in parameters]
            known = all(parameters[name] in self._arns for name in ends)
        if not known:
            raise ApiError("ResourceNotFound", f"{operation}: the resource in the parameters does not exist.")

    def _search(self, parameters: Parameters, faults: Faults) -> bytes:
        index = self._indexes.get(parameters["Resource"])
        if index is None:
            raise invalid(f"This fake does not search {parameters['Resource']}")
        return self._page(
            "Search", "Results", parameters, index.found(parameters), index.body, faults, index.page
        )

    def _page(
        self, operation: str, member: str, parameters: Parameters, found: Sequence[int],
        body: Callable[[int], bytes], faults: Faults, at_most: int = 100,
    ) -> bytes:  # fmt: skip
        rows, token = self._pager.page(operation, parameters, found, body, faults, at_most)
        end = f'],"NextToken":"{token}"}}' if token else "]}"
        return f'{{"{member}":['.encode() + b",".join(rows) + end.encode()

    @cached_property
    def _arns(self) -> frozenset[str]:
        """All ARNs that exist: entities, and ends of associations in other accounts."""
        entities = {arn for operation in ENTITIES for arn in self._described[operation].keys}
        ends = {
            record[end] for record in self.account.associations for end in ("SourceArn", "DestinationArn")
        }
        return frozenset(entities | ends)


def _shortened(found: Sequence[int], missing: float, total: int) -> Sequence[int]:
    """The rows without a fraction of all rows, spread evenly; or, from 1 on, without so many of the newest.

    The same rows are missing in every part of the listing and in every order.
    """
    if not missing:
        return found
    if missing >= 1:
        return [position for position in found if position < total - missing]
    return [position for position in found if _spread(position) >= missing]


def _spread(position: int) -> float:
    return int.from_bytes(blake2b(str(position).encode(), digest_size=4).digest()) / 2**32
