"""Reading of packs: those of this project by name, and those of other people from their TOML files."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from lineage_viz.audit.catalogue import CHECKS
from lineage_viz.audit.field_names import FIELD_NAMES
from lineage_viz.audit.outcome import Severity
from lineage_viz.audit.pack import DEFAULT_PACK, Coverage, FieldName, Pack, Requirement, chosen, rules
from lineage_viz.audit.rules import ReviewMonths
from lineage_viz.errors import AuditFileError
from lineage_viz.toml_table import Table, known, read_toml

FOLDER = Path(__file__).parent / "packs"
"""The packs of this project."""

_IDS = tuple(each.id for each in CHECKS)
_TOP = (
    "title",
    "version",
    "source",
    "checks",
    "programs",
    "exempt_tags",
    "severity",
    "thresholds",
    "review_months",
    "retention_years",
    "requirement",
)
_THRESHOLDS = ("tolerance_minutes", "waiver_expiring_days")
_MINUTES, _DAYS, _YEARS = 52_560_000, 36_500, 100
"""The largest numbers of a pack: a century each. A date that is much later has no year."""
_RATINGS = ("high", "medium", "low", "unrated")
_REQUIREMENT = ("id", "title", "coverage", "checks", "fields", "note")


def pack_names() -> tuple[str, ...]:
    """Return the names of the packs of this project."""
    return (DEFAULT_PACK.name, *sorted(each.stem for each in FOLDER.glob("*.toml")))


def read_pack(name: str, where: str = "--pack") -> Pack:
    """Return the pack with this name, or that of the TOML file at this path; `where` a person named it.

    Raises AuditFileError.
    """
    if name == DEFAULT_PACK.name:
        return DEFAULT_PACK
    if "/" in name or name.endswith(".toml"):
        return _read(Path(name))
    return _read(FOLDER / f"{known(where, 'pack', name, pack_names(), AuditFileError)}.toml")


def _read(path: Path) -> Pack:
    content, values = read_toml(path, AuditFileError)
    where = path.name if path.parent == FOLDER else str(path)
    file = Table(where, values, _TOP, AuditFileError)
    requirements = tuple(_requirements(where, file))
    severities = dict(_severities(file.table("severity", _IDS)))
    ids = tuple(known(where, "check", each, _IDS, AuditFileError) for each in file.texts("checks"))
    if left_out := [each for each in severities if ids and each not in ids]:
        raise AuditFileError(
            f"{where} sets the severity of {left_out[0]}, which its `checks` do not have. Add it."
        )
    thresholds = file.table("thresholds", _THRESHOLDS)
    named = tuple(id_ for each in requirements for id_ in each.checks)
    if lost := [each for each in named if ids and each not in ids]:
        raise AuditFileError(
            f"{where} has a requirement with the check {lost[0]}, which its `checks` do not have. Add it."
        )
    extra = {each.id: each.severity for each in CHECKS if each.id in named and not ids}
    return Pack(
        name=path.stem,
        title=file.text("title"),
        version=file.text("version"),
        source=file.text("source", ""),
        digest=hashlib.sha256(content).hexdigest(),
        checks=chosen(ids, {**extra, **severities}),
        requirements=requirements,
        rules=rules(
            thresholds.number("tolerance_minutes", 5, _MINUTES),
            thresholds.number("waiver_expiring_days", 30, _DAYS),
            file.texts("programs"),
            _tags(where, file.texts("exempt_tags")),
            _months(file.table("review_months", _RATINGS)),
            file.number("retention_years", 0, _YEARS),
        ),
    )


def _tags(where: str, tags: tuple[str, ...]) -> tuple[str, ...]:
    if wrong := [each for each in tags if "=" not in each.strip("=*")]:
        raise AuditFileError(
            f"{where}: the exempt tag {wrong[0]!r} must have a name and a value, as purpose=shadow."
        )
    return tags


def _months(table: Table) -> ReviewMonths:
    usual = ReviewMonths()
    return ReviewMonths(*(table.number(name, getattr(usual, name), 12 * _YEARS) for name in _RATINGS))


def _severities(table: Table) -> Iterator[tuple[str, Severity]]:
    for id_ in table.names:
        yield id_, Severity(table.one_of(id_, Severity))


def _requirements(where: str, file: Table) -> Iterator[Requirement]:
    seen: set[str] = set()
    for table in file.tables("requirement", _REQUIREMENT):
        found = _requirement(table)
        if found.id in seen:
            raise AuditFileError(f"{where} has the requirement {found.id} twice. Give each an id of its own.")
        seen.add(found.id)
        yield found


def _requirement(table: Table) -> Requirement:
    found = Requirement(
        table.text("id"),
        table.text("title"),
        Coverage(table.one_of("coverage", Coverage)),
        tuple(known(table.where, "check", each, _IDS, AuditFileError) for each in table.texts("checks")),
        tuple(_field_name(table.where, each) for each in table.texts("fields")),
        table.text("note", ""),
    )
    shows = bool(found.checks or found.fields)
    if shows is (found.coverage is Coverage.NONE):
        needs = "no `checks` and no `fields`" if shows else "`checks` or `fields`"
        raise AuditFileError(f"{table.where}: coverage {str(found.coverage)!r} needs {needs}.")
    if found.coverage is not Coverage.COVERED and not found.note:
        raise AuditFileError(f"{table.where} needs a `note`: what a person must show besides.")
    return found


def _field_name(where: str, text: str) -> FieldName:
    section, _, name = (part.strip() for part in text.partition(":"))
    known(where, "section", section, tuple(FIELD_NAMES), AuditFileError)
    if name:
        known(f"{where}, section {section}", "field", name, FIELD_NAMES[section], AuditFileError)
    return FieldName(section, name)
