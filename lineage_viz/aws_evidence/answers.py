"""The answers of services about one file, bucket or image, and the forms of a refusal and of an absence."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

Answer = Mapping[str, Any]
Keep = Callable[[str, Answer], None]
"""A function that keeps the answer about an address or name."""

NOT_READ, ACTION, ABSENT = "NotRead", "Action", "Absent"


def answer(**members: Any) -> Answer:
    """An answer with the members that have a value, and the time of reading."""
    return {**{name: value for name, value in members.items() if value}, "ReadAt": datetime.now(UTC)}


def refused(reason: str, action: str = "") -> Answer:
    """The answer in place of a refused one: the reason in words, and the IAM action that would help."""
    return {NOT_READ: reason, **({ACTION: action} if action else {})}


def absent() -> Answer:
    """The answer about something that does not exist."""
    return answer(**{ABSENT: True})


def is_refused(found: Answer) -> bool:
    """True for an answer that a service refused."""
    return NOT_READ in found
