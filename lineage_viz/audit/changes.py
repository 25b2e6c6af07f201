"""The differences between two reports: of one model at two times, or of two versions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lineage_viz.evidence.fact import FactState

CHECKS = "Checks"
"""The section of the outcomes of checks."""

FOLLOW_UPS = "Follow-ups"
"""The section of the follow-ups of findings."""

_ABOUT = "This report"
"""The section of a report about itself: its id and its snapshot differ in each report."""

_ABSENT = "not in this report"


class Kind(StrEnum):
    """The kind of a difference; a value that is not recorded, or not read, is none."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Value:
    """The values of a check or field in words; `known` is False where a report has none, and says so."""

    texts: tuple[str, ...]
    known: bool = True

    @property
    def words(self) -> str:
        """All values in one line."""
        return "; ".join(self.texts)

    def apart_from(self, other: "Value") -> str:
        """The values that another one does not have, in one line, and the number of those that both have."""
        own = [each for each in self.texts if each not in other.texts]
        same = len(self.texts) - len(own)
        return "; ".join([*own, *([f"{same:,} the same"] if same else [])])


@dataclass(frozen=True, slots=True)
class Part:
    """One check or field of two reports."""

    section: str
    name: str
    before: Value
    now: Value

    @property
    def kind(self) -> Kind:
        """The kind of the difference."""
        if self.before == self.now:
            return Kind.SAME
        if self.before.known == self.now.known:
            return Kind.CHANGED
        return Kind.ADDED if self.now.known else Kind.REMOVED


def compared(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Part]:
    """Yield all parts of two reports as data: their checks, then their fields, section by section."""
    old, new = dict(_parts(before)), dict(_parts(now))
    sections = dict.fromkeys(section for section, _ in (*new, *old))
    missing = Value((_ABSENT,), known=False)
    for wanted in sections:
        for section, name in dict.fromkeys((*new, *old)):
            if section == wanted:
                key = section, name
                yield Part(section, name, old.get(key, missing), new.get(key, missing))


def changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Part]:
    """Yield the parts that differ."""
    return (each for each in compared(before, now) if each.kind is not Kind.SAME)


def _parts(report: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], Value]]:
    for check in report.get("checks", ()):
        yield (
            (CHECKS, str(check["id"])),
            Value((f"{check['outcome']}{', waived' if check.get('waived') else ''}",)),
        )
        follow_up = check.get("follow_up")
        if follow_up:
            due = f", due {follow_up['due']}" if follow_up["due"] else ""
            yield (FOLLOW_UPS, str(check["id"])), Value((f"{follow_up['state']}, {follow_up['owner']}{due}",))
    for section in report.get("sections", ()):
        if section["title"] != _ABOUT:
            for field in section["fields"]:
                yield (str(section["title"]), str(field["name"])), _value(field)


def _value(field: Mapping[str, Any]) -> Value:
    if field["state"] == FactState.KNOWN:
        return Value(tuple(str(each["text"]) for each in field["values"]))
    reason = f": {field['reason']}" if field["reason"] else ""
    return Value((f"{field['state']}{reason}",), known=False)
