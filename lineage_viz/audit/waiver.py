"""Waivers: findings that somebody answers for until a day. A waived finding stays in the report."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from lineage_viz.errors import AuditFileError
from lineage_viz.json_text import json_text
from lineage_viz.model import Entity
from lineage_viz.toml_table import Table, known, read_toml
from lineage_viz.words import day


class WaiverType(StrEnum):
    """The ground of a waiver."""

    ACCEPTED_RISK = "accepted risk"
    FALSE_POSITIVE = "false positive"
    COMPENSATING_CONTROL = "compensating control"


class WaiverState(StrEnum):
    """The state of a waiver on a day."""

    ACTIVE = "active"
    EXPIRING = "expiring"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Waiver:
    """A waiver of a check for one entity, which is given by its ARN, or by its source: an ARN, URI or image."""

    check: str
    entity: str
    type: WaiverType
    reason: str
    by: str
    until: date
    """The last day on which the waiver counts."""

    def is_about(self, entity: Entity) -> bool:
        """True when the waiver names this entity."""
        name = _name(self.entity)
        return name in (_name(entity.arn), _name(entity.source))

    @property
    def key(self) -> tuple[str, str]:
        """The check and the entity, the same for a waiver that replaces this one."""
        return self.check, _name(self.entity)

    @property
    def words(self) -> str:
        """`accepted risk, by anna until 31 Dec 2026: the reason`."""
        return f"{self.type}, by {self.by} until {day(self.until)}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Waivers:
    """Waivers, and the day on which they are judged. `expiring` is the time before the end that warns."""

    every: tuple[Waiver, ...] = ()
    on: date = date.max
    expiring: timedelta = timedelta(days=30)

    def state(self, waiver: Waiver) -> WaiverState:
        """The state of a waiver on the day."""
        if waiver.until < self.on:
            return WaiverState.EXPIRED
        return WaiverState.EXPIRING if waiver.until - self.on <= self.expiring else WaiverState.ACTIVE

    def turns(self, entities: Iterable[Entity]) -> Iterator[date]:
        """Yield the days on which a waiver of these entities begins to warn, and the first on which it has expired."""
        for each in self.about(entities):
            with suppress(OverflowError):  # next to the first or last day that Python knows
                yield each.until - self.expiring
            with suppress(OverflowError):
                yield each.until + timedelta(days=1)

    def of(self, check: str, entities: Iterable[Entity]) -> Waiver | None:
        """The waiver of a check for one of these entities that counts longest; None without one."""
        found = self.about(entities)
        return max((each for each in found if each.check == check), key=lambda each: each.until, default=None)

    def about(self, entities: Iterable[Entity]) -> Iterator[Waiver]:
        """Yield the waivers that name one of these entities."""
        if self.every:
            named = {_name(name) for each in entities for name in (each.arn, each.source)} - {""}
            yield from (each for each in self.every if _name(each.entity) in named)


def waivers_text(waivers: Iterable[Waiver]) -> str:
    """Return waivers in the form of their files."""
    return "\n".join(map(_table, waivers))


def _table(waiver: Waiver) -> str:
    texts = {name: getattr(waiver, name) for name in _NAMES[:-1]}
    lines = [f"{name} = {_quoted(str(text))}" for name, text in texts.items()]
    return "\n".join(["[[waiver]]", *lines, f"until = {waiver.until.isoformat()}", ""])


def _quoted(text: str) -> str:
    """A basic string of TOML: that of JSON without pairs of surrogates, and with an escaped DEL."""
    return json_text(text, ensure_ascii=False).replace("\x7f", "\\u007f")


_NAMES = ("check", "entity", "type", "reason", "by", "until")


def read_waivers(path: Path, on: date, checks: Iterable[str]) -> Waivers:
    """Read the waivers of a file, to be judged on a day; `checks` has the ids of all checks. Raises AuditFileError."""
    ids = tuple(checks)
    file = Table(str(path), read_toml(path, AuditFileError)[1], ("waiver",), AuditFileError)
    found = tuple(_waiver(each, ids) for each in file.tables("waiver", _NAMES))
    seen: set[tuple[str, str]] = set()
    for each in found:
        if each.key in seen:
            raise AuditFileError(f"{path} waives {each.check} for {each.entity} twice. Keep one of the two.")
        seen.add(each.key)
    return Waivers(found, on)


def _waiver(table: Table, checks: tuple[str, ...]) -> Waiver:
    return Waiver(
        known(table.where, "check", table.text("check"), checks, AuditFileError),
        table.text("entity"),
        WaiverType(table.one_of("type", WaiverType)),
        table.text("reason"),
        table.text("by"),
        table.day("until"),
    )


def _name(text: str) -> str:
    return text.casefold().rstrip("/")
