"""The changes between two reports about the same model: outcomes of checks, and values of fields."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

ABSENT = "not in this report"


@dataclass(frozen=True, slots=True)
class Change:
    """One part of a report that differs, with its value before and now, in words."""

    name: str
    before: str
    now: str


_ABOUT = "This report"
"""The section of a report about itself: its id and its snapshot differ in each report."""


def changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Change]:
    """Yield the checks whose outcome or evidence differs, then the fields whose values differ."""
    yield from _compared(_outcomes(before), _outcomes(now))
    yield from _compared(_fields(before), _fields(now))


def _compared(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Change]:
    for name in dict.fromkeys((*now, *before)):
        old, new = before.get(name, ABSENT), now.get(name, ABSENT)
        if old != new:
            yield Change(name, old, new)


def _outcomes(report: Mapping[str, Any]) -> dict[str, str]:
    return {str(each["id"]): str(each["outcome"]) for each in report.get("checks", ())}


def _fields(report: Mapping[str, Any]) -> dict[str, str]:
    return {
        f"{section['title']}: {field['name']}": _value(field)
        for section in report.get("sections", ())
        if section["title"] != _ABOUT
        for field in section["fields"]
    }


def _value(field: Mapping[str, Any]) -> str:
    values = "; ".join(str(each["text"]) for each in field["values"])
    reason = f": {field['reason']}" if field["reason"] else ""
    return values or f"{field['state']}{reason}"
