"""What each operation answers, given an account."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from hashlib import blake2b
from typing import Any

from tests.fake_sagemaker.account import Account, Record
from tests.fake_sagemaker.faults import Faults
from tests.fake_sagemaker.paging import Pager
from tests.fake_sagemaker.requests import check
from tests.fake_sagemaker.search import search
from tests.fake_sagemaker.tables import ROWS, make_tables
from tests.fake_sagemaker.wire import ApiError, encode, invalid

Parameters = Mapping[str, Any]

_DESCRIBED = {
    "DescribeArtifact": ("artifacts", "ArtifactArn", ("ArtifactArn",)),
    "DescribeAction": ("actions", "ActionName", ("ActionArn", "ActionName")),
    "DescribeContext": ("contexts", "ContextName", ("ContextArn", "ContextName")),
    "DescribeTrialComponent": (
        "trial_components", "TrialComponentName", ("TrialComponentArn", "TrialComponentName"),
    ),
}  # fmt: skip
_SEARCH_ONLY = ("Parents", "RunName", "SourceDetail", "Tags")
_UNLISTED = frozenset({"SourceArn", "DestinationArn", "SourceType", "DestinationType", "AssociationType"})


class Api:
    """Answers for one account. Everything that can be prepared is: an answer costs little more than a slice."""

    def __init__(self, account: Account, pager: Pager, *, inclusive_times: bool = True) -> None:
        self.account = account
        self._pager, self._inclusive = pager, inclusive_times
        self._tables = make_tables(account)
        self._described = {operation: self._by_key(operation) for operation in _DESCRIBED}
        self.index(account.trial_components)

    def index(self, trial_components: Sequence[Record]) -> None:
        """What Search knows of; the real one's index lags behind the listings."""
        self._indexed = trial_components
        self._results = [encode({"TrialComponent": record}) for record in trial_components]
        self._searches: dict[str, Sequence[int]] = {}

    def answer(self, operation: str, parameters: Parameters, faults: Faults) -> bytes:
        """The answer's body. Raises ApiError."""
        check(operation, parameters)
        if operation in ROWS:
            return self._list(operation, parameters, faults)
        if operation in _DESCRIBED:
            return self._describe(operation, parameters)
        if operation == "Search":
            return self._search(parameters, faults)
        raise ApiError("UnknownOperationException", f"This double does not answer {operation}")

    def _list(self, operation: str, parameters: Parameters, faults: Faults) -> bytes:
        self._check_named(operation, parameters)
        table = self._tables[operation]
        found = table.select(parameters, inclusive=self._inclusive)
        if operation == "ListAssociations" and not _UNLISTED & set(parameters):
            if faults.refuse_unfiltered_associations:
                raise invalid("At least one of SourceArn, DestinationArn must be provided")
            found = _shortened(found, faults.short_unfiltered_associations, len(table.records))
        return self._page(operation, ROWS[operation], parameters, found, table.bodies.__getitem__, faults)

    def _check_named(self, operation: str, parameters: Parameters) -> None:
        """ResourceNotFound for what a listing is asked about and nobody has heard of."""
        if operation == "ListTrialComponents":
            names = [n for n in ("ExperimentName", "TrialName", "SourceArn") if n in parameters]
            if len(names) > 1:
                raise invalid("Provide only one of ExperimentName, TrialName and SourceArn")
            known = all(self._tables[operation].having(n, parameters[n]) for n in names if n != "SourceArn")
        else:
            ends = [n for n in ("SourceArn", "DestinationArn") if n in parameters]
            known = all(parameters[name] in self._arns for name in ends)
        if not known:
            raise ApiError("ResourceNotFound", f"{operation}: the resource asked about does not exist.")

    def _describe(self, operation: str, parameters: Parameters) -> bytes:
        key = parameters[_DESCRIBED[operation][1]]
        record = self._described[operation].get(key)
        if record is None:
            raise ApiError("ResourceNotFound", f"{key} does not exist.")
        return encode({name: value for name, value in record.items() if name not in _SEARCH_ONLY})

    def _search(self, parameters: Parameters, faults: Faults) -> bytes:
        asked = {k: v for k, v in parameters.items() if k not in ("MaxResults", "NextToken")}
        key = json.dumps(asked, sort_keys=True)
        if key not in self._searches:
            self._searches[key] = search(self._indexed, asked)
        return self._page(
            "Search", "Results", parameters, self._searches[key], self._results.__getitem__, faults
        )

    def _page(
        self, operation: str, member: str, parameters: Parameters, found: Sequence[int],
        body: Callable[[int], bytes], faults: Faults,
    ) -> bytes:  # fmt: skip
        rows, token = self._pager.page(operation, parameters, found, body, faults)
        end = f'],"NextToken":"{token}"}}' if token else "]}"
        return f'{{"{member}":['.encode() + b",".join(rows) + end.encode()

    def _by_key(self, operation: str) -> dict[str, Record]:
        kind, _, keys = _DESCRIBED[operation]
        records: tuple[Record, ...] = getattr(self.account, kind)
        return {record[key]: record for key in keys for record in records}

    @cached_property
    def _arns(self) -> frozenset[str]:
        """All that can be asked about: entities, and ends of associations that are none of ours."""
        entities = {arn for records in self._described.values() for arn in records}
        ends = {
            record[end] for record in self.account.associations for end in ("SourceArn", "DestinationArn")
        }
        return frozenset(entities | ends)


def _shortened(found: Sequence[int], missing: float, total: int) -> Sequence[int]:
    """Without a fraction of all rows, spread evenly; or, from 1 on, without so many of the newest.

    The same rows are missing whichever part of the listing is asked for, and in whichever order.
    """
    if not missing:
        return found
    if missing >= 1:
        return [position for position in found if position < total - missing]
    return [position for position in found if _spread(position) >= missing]


def _spread(position: int) -> float:
    return int.from_bytes(blake2b(str(position).encode(), digest_size=4).digest()) / 2**32
