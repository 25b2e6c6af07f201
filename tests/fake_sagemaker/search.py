"""Search: records of any resource, filtered and sorted by any property."""

import json
import operator
from collections.abc import Callable, Mapping, Sequence, Set
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from botocore.model import StructureShape

from tests.fake_sagemaker.account import Account, Record
from tests.fake_sagemaker.requests import service_model
from tests.fake_sagemaker.wire import encode, invalid

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "Equals": operator.eq,
    "NotEquals": operator.ne,
    "GreaterThan": operator.gt,
    "GreaterThanOrEqualTo": operator.ge,
    "LessThan": operator.lt,
    "LessThanOrEqualTo": operator.le,
    "Contains": operator.contains,
}


_MEMBERS = {
    "ExperimentTrialComponent": "TrialComponent",
    "ModelPackage": "ModelPackage",
    "ModelPackageGroup": "ModelPackageGroup",
    "Model": "Model",
    "Endpoint": "Endpoint",
    "ModelCard": "ModelCard",
    "PipelineExecution": "PipelineExecution",
}
"""The member of a result that holds the record, for each resource that can be searched."""
_LONG = {"ModelCard": 20}
"""The longest page of resources whose records are long."""


def searchable(account: Account) -> dict[str, tuple[Record, ...]]:
    """All records of each resource."""
    records = {**account.records, "ExperimentTrialComponent": account.trial_components}
    return {resource: records.get(resource, ()) for resource in _MEMBERS}


class Index:
    """The records of one resource that Search finds. Bodies are encoded when they are asked for first."""

    def __init__(self, resource: str, records: tuple[Record, ...]) -> None:
        self.page = _LONG.get(resource, 100)
        self._member, self._records = _MEMBERS[resource], records
        self._bodies: dict[int, bytes] = {}
        self._found: dict[str, Sequence[int]] = {}

    def found(self, parameters: Mapping[str, Any]) -> Sequence[int]:
        """The positions of the matching records; by default sorted by last change, newest first."""
        query = {k: v for k, v in parameters.items() if k not in ("MaxResults", "NextToken")}
        key = json.dumps(query, sort_keys=True)
        if key not in self._found:
            self._found[key] = self._search(query)
        return self._found[key]

    def body(self, position: int) -> bytes:
        """The result at a position, as JSON."""
        if position not in self._bodies:
            self._bodies[position] = encode({self._member: self._records[position]})
        return self._bodies[position]

    def prepare(self) -> None:
        """Encode all results, and read the model that requests are checked against."""
        _ = self._known
        for position in range(len(self._records)):
            self.body(position)

    def _search(self, query: Mapping[str, Any]) -> Sequence[int]:
        matches = _matcher(query.get("SearchExpression", {}), self._known)
        sort_by = query.get("SortBy", "LastModifiedTime")
        positions = {position: _property(record, sort_by) for position, record in enumerate(self._records)
                     if matches(record)}  # fmt: skip
        known = [position for position, value in positions.items() if value is not None]
        descending = query.get("SortOrder", "Descending") == "Descending"
        known.sort(key=positions.__getitem__, reverse=descending)
        return known + [position for position, value in positions.items() if value is None]

    @cached_property
    def _known(self) -> frozenset[str]:
        """The properties by which a caller may filter."""
        shape = service_model().shape_for("SearchRecord")
        assert isinstance(shape, StructureShape)
        record = shape.members[self._member]
        assert isinstance(record, StructureShape)
        nested = record.members.get("Model")
        return frozenset({*record.members, *(nested.members if isinstance(nested, StructureShape) else ())})


def _matcher(expression: Mapping[str, Any], known: Set[str]) -> Callable[[Record], bool]:
    if "NestedFilters" in expression or "SubExpressions" in expression:
        raise invalid("This fake supports neither NestedFilters nor SubExpressions")
    for filter_ in expression.get("Filters", ()):
        if filter_["Name"].partition(".")[0] not in known:
            raise invalid(f"Unknown property {filter_['Name']}")
    tests = [_test(filter_) for filter_ in expression.get("Filters", ())]
    together = any if expression.get("Operator") == "Or" else all
    return lambda record: together(test(record) for test in tests)


def _test(filter_: Mapping[str, str]) -> Callable[[Record], bool]:
    name, verb = filter_["Name"], filter_.get("Operator", "Equals")
    if verb in ("Exists", "NotExists"):
        return lambda record: (_property(record, name) is None) == (verb == "NotExists")
    if "Value" not in filter_:
        raise invalid(f"Filter on {name} lacks a Value")
    if verb == "In":
        return lambda record: str(_property(record, name)) in filter_["Value"].split(",")
    wanted = _value(name, filter_["Value"])
    return lambda record: _compare(verb, _property(record, name), wanted)


def _compare(verb: str, found: Any, wanted: Any) -> bool:
    if found is None:
        return verb == "NotEquals"
    return _COMPARE[verb](found, wanted)


def _value(name: str, text: str) -> str | datetime:
    if not name.endswith("Time"):
        return text
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise invalid(f"{name} needs a value such as 2026-03-12T02:00:00, not {text!r}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _property(record: Record, path: str) -> Any:
    """The value of a property; those of a model stand in its member Model."""
    value: Any = record if path.partition(".")[0] in record else record.get("Model", {})
    for part in path.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value
