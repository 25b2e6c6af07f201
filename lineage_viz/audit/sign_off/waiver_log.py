"""The log of waivers, sealed like that of the sign-offs: waivers that auditors gave or withdrew on the page.

A changed log waives nothing: a finding must not vanish by an edited file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from lineage_viz.access import Actor
from lineage_viz.audit.catalogue import CHECKS
from lineage_viz.audit.report import Report
from lineage_viz.audit.sign_off.rules import check_may_answer, check_may_record
from lineage_viz.audit.waiver import Waiver, Waivers, WaiverType
from lineage_viz.errors import SignOffRefused
from lineage_viz.sealed_log import LONGEST_TEXT, Entry, SealedLog
from lineage_viz.settings import Settings

_GIVE, _WITHDRAW = "waive", "withdraw a waiver"
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
        """The waivers that were given and not withdrawn, judged on a day; none from a log with a problem."""
        return Waivers(() if self.problem() else tuple(self._given().values()), on)

    def problem(self) -> str:
        """The change of the log in words; empty if there is none."""
        return self._log.problem()

    def give(self, actor: Actor, report: Report, waivers: Iterable[Waiver], *, signed_in: bool) -> int:
        """Record the waivers of entities of a report that are not recorded yet, and return their number.

        A waiver of the same check and entity replaces the earlier one. Raises AccessRefused, SignOffRefused,
        SealedLogError.
        """
        check_may_record(actor, report.review, self.settings, _DOING, signed_in=signed_in)
        known = set(self._given().values())
        own = [each for each in waivers if any(map(each.is_about, report.review.subgraph.entities))]
        for each in own:
            _check(each)
            check_may_answer(each.by, report.review)
        wanted = [each for each in own if each not in known]
        for each in wanted:
            self._log.append(actor, _GIVE, _details(each, signed_in=signed_in))
        return len(wanted)

    def withdraw(self, actor: Actor, report: Report, waiver: Waiver, *, signed_in: bool) -> None:
        """Record that a waiver no longer counts. Raises AccessRefused, SignOffRefused, SealedLogError."""
        check_may_record(actor, report.review, self.settings, _DOING, signed_in=signed_in)
        if waiver not in self._given().values():
            raise SignOffRefused("This waiver was withdrawn or replaced in the meantime.")
        self._log.append(actor, _WITHDRAW, _details(waiver, signed_in=signed_in))

    def _given(self) -> Mapping[tuple[str, str], Waiver]:
        found: dict[tuple[str, str], Waiver] = {}
        for entry in self._log.entries():
            if each := _waiver(entry):
                found.pop(each.key, None)
                if entry.action == _GIVE:
                    found[each.key] = each
        return found

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
        "signed in": "yes" if signed_in else "no",
    }


def _waiver(entry: Entry) -> Waiver | None:
    """The waiver of an entry; None where it has another form."""
    text = {name: str(value) for name, value in entry.details.items()}
    if entry.action not in (_GIVE, _WITHDRAW):
        return None
    try:
        names = {name: text[name] for name in ("check", "entity", "reason", "by")}
        return Waiver(**names, type=WaiverType(text["type"]), until=date.fromisoformat(text["until"]))
    except (KeyError, ValueError):
        return None
