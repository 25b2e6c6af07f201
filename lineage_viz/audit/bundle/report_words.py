"""Sentences that the page and the PDF have in common, from the data of a report."""

from collections.abc import Mapping
from typing import Any


def waiver_words(waiver: Mapping[str, str]) -> str:
    """Return a waiver as `active: accepted risk, by anna until 2026-12-31: the reason`."""
    return (
        f"{waiver['state']}: {waiver['type']}, by {waiver['by']} until {waiver['until']}: {waiver['reason']}"
    )


def requirement_words(requirement: Mapping[str, Any]) -> str:
    """Return the checks and fields that show a requirement, and what people must show."""
    fields = requirement["fields"]
    parts = [
        ", ".join(requirement["checks"]),
        f"{fields['known']} of {fields['of']} fields known" if fields["of"] else "",
        f"To be shown by people: {requirement['note']}" if requirement["note"] else "",
    ]
    return "; ".join(filter(None, parts))
