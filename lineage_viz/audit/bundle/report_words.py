"""Sentences that the page and the PDF have in common, from the data of a report."""

from collections.abc import Mapping
from typing import Any

from lineage_viz.words import count


def waiver_words(waiver: Mapping[str, str]) -> str:
    """Return a waiver as `active: accepted risk, by anna until 2026-12-31: the reason`."""
    return (
        f"{waiver['state']}: {waiver['type']}, by {waiver['by']} until {waiver['until']}: {waiver['reason']}"
    )


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
