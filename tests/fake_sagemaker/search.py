"""Search for trial components: filters on any property, sorted by any property."""

import operator
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from tests.fake_sagemaker.account import Record
from tests.fake_sagemaker.wire import invalid

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "Equals": operator.eq,
    "NotEquals": operator.ne,
    "GreaterThan": operator.gt,
    "GreaterThanOrEqualTo": operator.ge,
    "LessThan": operator.lt,
    "LessThanOrEqualTo": operator.le,
    "Contains": operator.contains,
}


def search(records: tuple[Record, ...], parameters: Mapping[str, Any]) -> list[int]:
    """Positions of the records that match, by last change and newest first unless asked otherwise."""
    if parameters["Resource"] != "ExperimentTrialComponent":
        raise invalid(f"This double searches trial components only, not {parameters['Resource']}")
    matches = _matcher(parameters.get("SearchExpression", {}))
    found = [position for position, record in enumerate(records) if matches(record)]
    sort_by = parameters.get("SortBy", "LastModifiedTime")
    known = [position for position in found if _property(records[position], sort_by) is not None]
    descending = parameters.get("SortOrder", "Descending") == "Descending"
    known.sort(key=lambda position: _property(records[position], sort_by), reverse=descending)
    unknown = [position for position in found if _property(records[position], sort_by) is None]
    return known + unknown


def _matcher(expression: Mapping[str, Any]) -> Callable[[Record], bool]:
    if "NestedFilters" in expression or "SubExpressions" in expression:
        raise invalid("This double knows neither NestedFilters nor SubExpressions")
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
    value: Any = record
    for part in path.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value
