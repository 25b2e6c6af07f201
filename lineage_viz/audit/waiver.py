"""Waivers: findings that somebody answers for until a day. A waived finding stays in the report."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from lineage_viz.errors import AuditFileError
from lineage_viz.json_text import json_text
from lineage_viz.model import Entity
from lineage_viz.toml_table import Table, known, read_toml
from lineage_viz.words import day, moment


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
    LATER = "recorded later, does not count"
    """It was recorded after the reviewed day, or begins after it."""
    UNDATED = "its beginning is not recorded, does not count"
    """A waiver of a file in the review of an earlier day: nothing shows that it was given by then."""


COUNTING = frozenset({WaiverState.ACTIVE, WaiverState.EXPIRING})
"""The states in which a waiver takes a finding away."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """Somebody recorded something about a waiver at a time; `signed_in` is False where nobody signed in."""

    by: str
    at: datetime
    signed_in: bool

    @property
    def words(self) -> str:
        """`ada@example.com, signed in, 12 Mar 2026, 10:00 UTC`."""
        return f"{self.by}, {'signed in' if self.signed_in else 'not authenticated'}, {moment(self.at)}"


@dataclass(frozen=True, slots=True)
class Ended:
    """The end of a waiver: it was withdrawn, or replaced by another one of the same finding.

    `reason` is that of a withdrawal; empty if nobody gave one.
    """

    how: str
    record: Recorded
    reason: str = ""

    @property
    def words(self) -> str:
        """`withdrawn by ada@example.com, signed in, 12 Mar 2026, 10:00 UTC: the reason`."""
        return f"{self.how} by {self.record.words}{f': {self.reason}' if self.reason else ''}"


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
    since: date | None = None
    """The first day on which a waiver of a file counts; None where the file does not say it."""
    recorded: Recorded | None = None
    """The record of an auditor on the page; None for a waiver of a file."""
    ended: Ended | None = None

    @property
    def bare(self) -> "Waiver":
        """The waiver itself, without the records about it."""
        return replace(self, recorded=None, ended=None)

    def was_in_force(self, at: datetime) -> bool:
        """True when it was recorded and not ended at a time."""
        begun = self.recorded is not None and self.recorded.at <= at
        return begun and (self.ended is None or self.ended.record.at > at)

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
        """`accepted risk, by anna until 31 Dec 2026: the reason (recorded by ada@example.com, signed in, …)`."""
        since = f" from {day(self.since)}" if self.since else ""
        return (
            f"{self.type}, by {self.by}{since} until {day(self.until)}: {self.reason} ({self.record_words})"
        )

    @property
    def record_words(self) -> str:
        """The people who recorded the waiver and its end, with the times; of a file that nobody did."""
        begin = (
            f"recorded by {self.recorded.words}" if self.recorded else "from a file: nobody recorded it here"
        )
        return f"{begin}; {self.ended.words}" if self.ended else begin


@dataclass(frozen=True, slots=True)
class Waivers:
    """Waivers, and the day on which they are judged. `expiring` is the time before the end that warns.

    `ended` were withdrawn or replaced. `as_of` is the reviewed moment; None for now.
    """

    every: tuple[Waiver, ...] = ()
    on: date = date.max
    expiring: timedelta = timedelta(days=30)
    ended: tuple[Waiver, ...] = ()
    as_of: datetime | None = None

    def at(self, as_of: datetime) -> "Waivers":
        """The same waivers as they stood at a time: later ones do not count, and those that ended later do."""
        whole = tuple(dict.fromkeys((*self.every, *self.ended)))
        every = tuple(each for each in whole if each.ended is None or each.was_in_force(as_of))
        ended = tuple(each for each in whole if each not in every)
        return replace(self, every=every, ended=ended, on=as_of.date(), as_of=as_of)

    def state(self, waiver: Waiver) -> WaiverState:
        """The state of a waiver on the day."""
        if waiver.since and waiver.since > self.on:
            return WaiverState.LATER
        if self.as_of and not waiver.was_in_force(self.as_of):
            if waiver.recorded:
                return WaiverState.LATER
            if not waiver.since:
                return WaiverState.UNDATED
        if waiver.until < self.on:
            return WaiverState.EXPIRED
        return WaiverState.EXPIRING if waiver.until - self.on <= self.expiring else WaiverState.ACTIVE

    def counts(self, waiver: Waiver) -> bool:
        """True when a waiver takes its finding away on the day."""
        return self.state(waiver) in COUNTING

    def turns(self, entities: Iterable[Entity]) -> Iterator[date]:
        """Yield the days on which a waiver of these entities begins or warns, and the first on which it has expired."""
        for each in self.about(entities):
            if each.since:
                yield each.since
            with suppress(OverflowError):  # next to the first or last day that Python knows
                yield each.until - self.expiring
            with suppress(OverflowError):
                yield each.until + timedelta(days=1)

    def of(self, check: str, entities: Iterable[Entity]) -> Waiver | None:
        """The waiver of a check for one of these entities: one that counts, the longest; None without any."""
        found = (each for each in self.about(entities) if each.check == check)
        return max(found, key=lambda each: (self.counts(each), each.until), default=None)

    def about(self, entities: Iterable[Entity]) -> Iterator[Waiver]:
        """Yield the waivers that name one of these entities."""
        return _about(self.every, entities)

    def ended_about(self, entities: Iterable[Entity]) -> Iterator[Waiver]:
        """Yield the waivers of these entities that were withdrawn or replaced."""
        return _about(self.ended, entities)


def _about(waivers: tuple[Waiver, ...], entities: Iterable[Entity]) -> Iterator[Waiver]:
    if waivers:
        named = {_name(name) for each in entities for name in (each.arn, each.source)} - {""}
        yield from (each for each in waivers if _name(each.entity) in named)


def both(recorded: Iterable[Waiver], file: Waivers) -> Waivers:
    """Return the recorded waivers with those of a file, which replaces the recorded one of the same finding."""
    known = tuple(recorded)
    every = {each.key: each for each in (*(one for one in known if not one.ended), *file.every)}
    return replace(file, every=tuple(every.values()), ended=tuple(each for each in known if each.ended))


def waivers_text(waivers: Iterable[Waiver]) -> str:
    """Return waivers in the form of their files."""
    return "\n".join(map(_table, waivers))


def _table(waiver: Waiver) -> str:
    texts = {name: getattr(waiver, name) for name in _TEXTS}
    lines = [f"{name} = {_quoted(str(text))}" for name, text in texts.items()]
    days = [f"{name} = {found.isoformat()}" for name in _DAYS if (found := getattr(waiver, name)) is not None]
    return "\n".join(["[[waiver]]", *lines, *days, ""])


def _quoted(text: str) -> str:
    """A basic string of TOML: that of JSON without pairs of surrogates, and with an escaped DEL."""
    return json_text(text, ensure_ascii=False).replace("\x7f", "\\u007f")


_TEXTS = ("check", "entity", "type", "reason", "by")
_DAYS = ("since", "until")


def read_waivers(path: Path, on: date, checks: Iterable[str]) -> Waivers:
    """Read the waivers of a file, to be judged on a day; `checks` has the ids of all checks. Raises AuditFileError."""
    ids = tuple(checks)
    file = Table(str(path), read_toml(path, AuditFileError)[1], ("waiver",), AuditFileError)
    found = tuple(_waiver(each, ids) for each in file.tables("waiver", (*_TEXTS, *_DAYS)))
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
        table.day("since") if "since" in table else None,
    )


def _name(text: str) -> str:
    return text.casefold().rstrip("/")
