"""The waivers of the page in a bundle, each with the people who recorded and ended it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from lineage_viz.audit.bundle.member import RECORDED_WAIVERS, Member, json_member
from lineage_viz.audit.bundle.times import time_of
from lineage_viz.audit.json_report import waiver_data
from lineage_viz.audit.report import Report
from lineage_viz.audit.waiver import Ended, Recorded, Waiver, WaiverType
from lineage_viz.json_text import json_of


def recorded_waivers_member(report: Report) -> Iterator[Member]:
    """Yield the file of the recorded waivers about the model, also of ended ones; none without any."""
    own = [each for each in report.all_waivers if each.recorded]
    if own:
        yield json_member(RECORDED_WAIVERS, [waiver_data(each, report.pack.rules.waivers) for each in own])


def recorded_waivers_of(members: Mapping[str, bytes]) -> tuple[Waiver, ...]:
    """Return the recorded waivers of a bundle; none where its file has another form."""
    data = json_of(members.get(RECORDED_WAIVERS, b"").decode("utf-8", "replace"), list) or []
    try:
        return tuple(map(_waiver, data))
    except (KeyError, TypeError, ValueError, OverflowError):
        return ()


def _waiver(data: dict[str, Any]) -> Waiver:
    ended = data["ended"]
    return Waiver(
        check=str(data["check"]),
        entity=str(data["entity"]),
        type=WaiverType(data["type"]),
        reason=str(data["reason"]),
        by=str(data["by"]),
        until=date.fromisoformat(data["until"]),
        since=date.fromisoformat(data["since"]) if data["since"] else None,
        recorded=_recorded(data["recorded"]),
        ended=Ended(str(ended["how"]), _recorded(ended), str(ended.get("reason", ""))) if ended else None,
    )


def _recorded(data: dict[str, Any]) -> Recorded:
    return Recorded(str(data["by"]), time_of(data["at"]), data["authenticated"] is True)
