"""Values that a person gives to a function in Python: a wrong one is refused with one sentence."""

from datetime import UTC, date, datetime

from lineage_viz.errors import LineageVizError
from lineage_viz.typed_day import day_of, no_day


def check_whole(least: int, **given: object) -> None:
    """Raise LineageVizError for a value that is no whole number from the least one; the names are the parameters."""
    for name, value in given.items():
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise LineageVizError(f"{name} is {value!r}. It must be a whole number of {least} or more.")


def given_day(value: object) -> date:
    """Return the day, in UTC, of a date, a time or a text such as 2026-03-12. Raises LineageVizError."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).date() if value.tzinfo else value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or (found := day_of(value)) is None:
        raise LineageVizError(no_day(str(value)))
    return found


def given_text(name: str, value: object, instead: str) -> str:
    """Return a text. Raises LineageVizError for any other value, with the text to give instead."""
    if not isinstance(value, str):
        raise LineageVizError(f"{name} is {value!r}, which is no text. {instead}")
    return value
