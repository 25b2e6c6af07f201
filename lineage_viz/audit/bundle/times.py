"""The times in a bundle, which others may have written."""

from datetime import UTC, datetime


def time_of(text: str) -> datetime:
    """Return a time with its offset, in UTC. Raises ValueError, also without an offset or outside the years of UTC."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("a time without an offset")
    try:
        return found.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(str(error)) from error
