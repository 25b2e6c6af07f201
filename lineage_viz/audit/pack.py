"""A pack: the checks of an audit with their severities, and the requirements of a standard that they cover."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from functools import cached_property

from lineage_viz.audit.catalogue import CHECKS, DEFAULT
from lineage_viz.audit.check import AuditCheck
from lineage_viz.audit.outcome import Severity
from lineage_viz.audit.rules import ReviewMonths, Rules
from lineage_viz.audit.waiver import Waivers
from lineage_viz.json_text import json_text


class Coverage(StrEnum):
    """The part of a requirement that this tool can show."""

    COVERED = "covered"
    PARTLY = "partly"
    NONE = "not by this tool"


@dataclass(frozen=True, slots=True)
class FieldName:
    """A section of the report, and one of its fields; all fields where `field` is empty."""

    section: str
    field: str = ""

    def __str__(self) -> str:
        return f"{self.section}: {self.field}" if self.field else self.section


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement of a standard. `note` says what a person must show where the tool cannot."""

    id: str
    title: str
    coverage: Coverage
    checks: tuple[str, ...] = ()
    fields: tuple[FieldName, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Pack:
    """The checks of an audit, with the severities and settings of the pack.

    `digest` is the SHA-256 of its file; that of the pack `default`, which has no file, is of its checks. `source`
    names the standard that the requirements come from.
    """

    name: str = "default"
    title: str = "All checks"
    version: str = "1"
    source: str = ""
    digest: str = ""
    checks: tuple[AuditCheck, ...] = DEFAULT
    requirements: tuple[Requirement, ...] = ()
    rules: Rules = field(default_factory=Rules)

    @cached_property
    def heaviest_first(self) -> tuple[AuditCheck, ...]:
        """The checks, the heaviest first."""
        return tuple(sorted(self.checks, key=lambda each: each.severity.rank))

    def with_waivers(self, waivers: Waivers) -> "Pack":
        """The pack with these waivers; the time before their end that warns is that of the pack."""
        expiring = self.rules.waivers.expiring
        return replace(self, rules=replace(self.rules, waivers=replace(waivers, expiring=expiring)))


def _digest(checks: Iterable[AuditCheck]) -> str:
    text = json_text([[each.id, each.severity] for each in checks])
    return hashlib.sha256(text.encode()).hexdigest()


DEFAULT_PACK = Pack(digest=_digest(DEFAULT))
"""All default checks with their own severities, without requirements."""


def rules(
    tolerance_minutes: int,
    expiring_days: int,
    programs: tuple[str, ...],
    exempt_tags: tuple[str, ...] = (),
    review_months: ReviewMonths = ReviewMonths(),  # noqa: B008, a value that cannot change
    retention_years: int = 0,
) -> Rules:
    """Return the settings of a pack."""
    waivers = Waivers(expiring=timedelta(days=expiring_days))
    tolerance = timedelta(minutes=tolerance_minutes)
    return Rules(tolerance, programs, waivers, exempt_tags, review_months, retention_years)


def chosen(ids: tuple[str, ...], severities: Mapping[str, Severity]) -> tuple[AuditCheck, ...]:
    """Return the checks of these ids (without any, all default ones), with other severities where they are given."""
    found = [each for each in CHECKS if (each.id in ids if ids else each.is_default or each.id in severities)]
    return tuple(replace(each, severity=severities.get(each.id, each.severity)) for each in found)
