"""Sentences that the page and the PDF have in common, from the data of a report."""

from collections.abc import Mapping
from typing import Any

from lineage_viz.audit.advice import advice
from lineage_viz.words import count

_GROUNDS = 3
"""Sentences of a check that passed: a model may have a thousand data sets."""


def waiver_words(waiver: Mapping[str, Any]) -> str:
    """Return a waiver as `active: accepted risk, by anna until 2026-12-31: the reason (recorded by ada, …)`."""
    recorded, ended = waiver["recorded"], waiver["ended"]
    since = f" from {waiver['since']}" if waiver["since"] else ""
    begin = f"recorded by {_recorded(recorded)}" if recorded else "from a file: nobody recorded it here"
    reason = ended.get("reason", "") if ended else ""  # an earlier bundle has none
    because = f": {reason}" if reason else ""
    end = f"; {ended['how']} by {_recorded(ended)}{because}" if ended else ""
    return (
        f"{waiver['state'] or ended['how']}: {waiver['type']}, by {waiver['by']}{since} until {waiver['until']}: "
        f"{waiver['reason']} ({begin}{end})"
    )


def _recorded(found: Mapping[str, Any]) -> str:
    signed_in = "signed in" if found["authenticated"] else "not authenticated"
    return f"{found['by']}, {signed_in}, {found['at'][:16].replace('T', ' ')} UTC"


def next_step(check: Mapping[str, Any]) -> tuple[str, str]:
    """Return the heading and the words of the next step of a check; empty where nothing is to be done."""
    return advice(check["outcome"], check["remediation"], check["effort"], check["needs"])


def grounds(check: Mapping[str, Any]) -> list[str]:
    """Return the sentences that an outcome which asks for nothing rests on, each with its source."""
    own = [each for each in check["evidence"] if each["outcome"] == check["outcome"]]
    said = [
        f"{each['sentence']}{f' ({source})' if (source := each['source']) else ''}" for each in own[:_GROUNDS]
    ]
    rest = len(own) - _GROUNDS
    return [*said, *([f"And {count(rest, 'more sentence')}: report.json has all."] if rest > 0 else [])]


def follow_up_words(found: Mapping[str, Any] | None) -> str:
    """Return a follow-up as `in work, owner Anna, due 2026-12-31, OVERDUE: its comment (recorded by Ada, …)`."""
    if not found:
        return ""
    due = f", due {found['due']}" if found["due"] else ""
    late = ", OVERDUE" if found["overdue"] else ""
    comment = f": {found['comment']}" if found["comment"] else ""
    by = found["by"] if found["authenticated"] else f"{found['by']}, not authenticated"
    return (
        f"{found['state']}, owner {found['owner']}{due}{late}{comment} (recorded by {by}, {found['at'][:10]})"
    )


def requirement_words(requirement: Mapping[str, Any]) -> str:
    """Return the checks and fields that show a requirement, and what people must show."""
    fields = requirement["fields"]
    parts = [
        ", ".join(requirement["checks"]),
        f"{fields['known']:,} of {count(fields['of'], 'field')} known" if fields["of"] else "",
        f"To be shown by people: {requirement['note']}" if requirement["note"] else "",
    ]
    return "; ".join(filter(None, parts))
