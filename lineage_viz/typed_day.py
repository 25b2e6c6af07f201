"""Days that a person types."""

from contextlib import suppress
from datetime import date, datetime

_FORMS = ("%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%Y/%m/%d", "%d.%m.%Y")
"""Forms of a day that mean one day everywhere: `3/4/2026` does not."""


def day_of(text: str) -> date | None:
    """Return the day of a text such as 2026-03-12 or 12 Mar 2026; None for any other text."""
    for form in _FORMS:
        with suppress(ValueError):
            return datetime.strptime(text.strip(), form).date()
    return None


def no_day(text: str) -> str:
    """Return the sentence about a text that is no day."""
    return f"{text.strip()!r} is no day. Write it as 2026-03-12 or 12 Mar 2026."
