"""The log of waivers, sealed like that of the sign-offs: waivers that auditors gave or withdrew on the page.

A changed log waives nothing: a finding must not vanish by an edited file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from lineage_viz.access import Actor
from lineage_viz.audit.catalogue import CHECKS
from lineage_viz.audit.pack import Pack
from lineage_viz.audit.report import Report
from lineage_viz.audit.sign_off.rules import check_may_answer, check_may_record
from lineage_viz.audit.waiver import Ended, Recorded, Waiver, Waivers, WaiverType
from lineage_viz.errors import SignOffRefused
from lineage_viz.sealed_log import LONGEST_TEXT, Entry, SealedLog
from lineage_viz.settings import Settings

_GIVE, _WITHDRAW = "waive", "withdraw a waiver"
_BECAUSE = "withdrawn because"
"""The detail with the reason of a withdrawal; `reason` is that of the waiver."""
_DOING = "waive a check"
_IDS = frozenset(each.id for each in CHECKS)


class WaiverLog(SealedLog):
    """The log of waivers."""

    name: ClassVar[str] = "log of waivers"
    without: ClassVar[str] = "The waiver is not recorded."


@dataclass(frozen=True, slots=True)
class WaiverBook:
    """The waivers of an app."""

    settings: Settings

    def current(self, on: date) -> Waivers:
        """The waivers that were given, judged on a day, with those that ended; none from a log with a problem."""
        if self.problem():
            return Waivers((), on)
        given, ended = self._read()
        return Waivers(tuple(given.values()), on, ended=tuple(ended))

    def problem(self) -> str:
        """The change of the log in words; empty if there is none."""
        return self._log.problem()

    def give(self, actor: Actor, report: Report, waivers: Iterable[Waiver], *, signed_in: bool) -> int:
        """Record the waivers of entities of a report that are not recorded yet, and return their number.

        A waiver of the same check and entity replaces the earlier one. Raises AccessRefused, SignOffRefused,
        SealedLogError.
        """
        check_may_record(actor, report.review, self.settings, _DOING, signed_in=signed_in)
        known = {each.bare for each in self._read()[0].values()}
        own = [each for each in waivers if any(map(each.is_about, report.review.subgraph.entities))]
        for each in own:
            _check(each)
            check_may_answer(each.by, report.review)
        wanted = [each.bare for each in own if each.bare not in known]
        for each in wanted:
            self._log.append(actor, _GIVE, _details(each, signed_in=signed_in))
        return len(wanted)

    def withdraw(
        self, actor: Actor, report: Report, waiver: Waiver, reason: str = "", *, signed_in: bool
    ) -> None:
        """Record that a waiver no longer counts. Raises AccessRefused, SignOffRefused, SealedLogError."""
        check_may_record(actor, report.review, self.settings, _DOING, signed_in=signed_in)
        if waiver not in self._read()[0].values():
            raise SignOffRefused("This waiver was withdrawn or replaced in the meantime.")
        if len(reason) > LONGEST_TEXT:
            raise SignOffRefused(f"A reason has at most {LONGEST_TEXT:,} characters. Shorten it.")
        because = {_BECAUSE: reason.strip()} if reason.strip() else {}
        self._log.append(actor, _WITHDRAW, {**_details(waiver, signed_in=signed_in), **because})

    def _read(self) -> tuple[dict[tuple[str, str], Waiver], list[Waiver]]:
        """The waivers in force by their keys, and those that were withdrawn or replaced, in the order of their ends."""
        found: dict[tuple[str, str], Waiver] = {}
        ended: list[Waiver] = []
        for entry in self._log.entries():
            each = _waiver(entry)
            if each is None or each.recorded is None:
                continue
            if earlier := found.pop(each.key, None):
                how = "replaced" if entry.action == _GIVE else "withdrawn"
                because = str(entry.details.get(_BECAUSE, ""))
                ended.append(replace(earlier, ended=Ended(how, each.recorded, because)))
            if entry.action == _GIVE:
                found[each.key] = each
        return found, ended

    @property
    def _log(self) -> WaiverLog:
        return WaiverLog(self.settings.waivers)


def _check(waiver: Waiver) -> None:
    """Raise SignOffRefused for a waiver that the log could not keep as it is."""
    if waiver.check not in _IDS:
        raise SignOffRefused("Choose the finding to waive.")
    if not waiver.reason.strip() or not waiver.by.strip():
        raise SignOffRefused("A waiver needs a reason, and the name of the person who answers for it.")
    if max(map(len, (waiver.reason, waiver.by, waiver.entity))) > LONGEST_TEXT:
        raise SignOffRefused(f"A text of a waiver has at most {LONGEST_TEXT:,} characters. Shorten it.")


def _details(waiver: Waiver, *, signed_in: bool) -> Mapping[str, str]:
    return {
        "check": waiver.check,
        "entity": waiver.entity,
        "type": str(waiver.type),
        "reason": waiver.reason.strip(),
        "by": waiver.by.strip(),
        "until": waiver.until.isoformat(),
        **({"since": waiver.since.isoformat()} if waiver.since else {}),
        "signed in": "yes" if signed_in else "no",
    }


def _waiver(entry: Entry) -> Waiver | None:
    """The waiver of an entry; None where it has another form."""
    text = {name: str(value) for name, value in entry.details.items()}
    if entry.action not in (_GIVE, _WITHDRAW):
        return None
    recorded = Recorded(entry.actor, entry.at, text.get("signed in") == "yes")
    try:
        return Waiver(
            check=text["check"],
            entity=text["entity"],
            type=WaiverType(text["type"]),
            reason=text["reason"],
            by=text["by"],
            until=date.fromisoformat(text["until"]),
            since=date.fromisoformat(text["since"]) if "since" in text else None,
            recorded=recorded,
        )
    except (KeyError, ValueError):
        return None


def with_page_waivers(pack: Pack, settings: Settings, on: date) -> Pack:
    """Return a pack with the waivers that auditors gave on the page, judged on a day."""
    waivers = WaiverBook(settings).current(on)
    return pack.with_waivers(waivers) if waivers.every or waivers.ended else pack
