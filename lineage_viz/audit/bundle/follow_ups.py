"""The follow-ups of a model in its bundle."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from lineage_viz.audit.bundle.member import FOLLOW_UPS, Member, json_member
from lineage_viz.audit.bundle.times import time_of
from lineage_viz.audit.follow_up import FollowUp, FollowUps, FollowUpState
from lineage_viz.json_text import json_of


def follow_ups_member(found: FollowUps) -> Iterator[Member]:
    """Yield the file of all follow-ups, also of replaced ones; none without any."""
    if found.every or found.problem:
        listed = [
            asdict(each) | {"at": each.at.isoformat(), "due": each.due.isoformat() if each.due else None}
            for each in found.every
        ]
        yield json_member(FOLLOW_UPS, {"log_problem": found.problem, "follow_ups": listed})


def follow_ups_of(members: Mapping[str, bytes], on: date) -> FollowUps:
    """Return the follow-ups of a bundle, judged on a day; none where its file has another form."""
    data = json_of(members.get(FOLLOW_UPS, b"").decode("utf-8", "replace"), dict) or {}
    try:
        return FollowUps(tuple(map(_follow_up, data["follow_ups"])), on, str(data["log_problem"]))
    except (KeyError, TypeError, ValueError, OverflowError):
        return FollowUps(on=on)


def _follow_up(data: dict[str, Any]) -> FollowUp:
    return FollowUp(
        number=int(data["number"]),
        at=time_of(data["at"]),
        by=str(data["by"]),
        signed_in=data["signed_in"] is True,
        model=str(data["model"]),
        check=str(data["check"]),
        owner=str(data["owner"]),
        due=date.fromisoformat(data["due"]) if data["due"] else None,
        state=FollowUpState(data["state"]),
        comment=str(data["comment"]),
    )
