"""The values of arguments, read from text. A wrong one is wrong usage."""

from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path

from lineage_viz.evidence.services import Service


def port(text: str) -> int:
    """A port from 1 to 65535. Raises ArgumentTypeError."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise ArgumentTypeError("must be a number from 1 to 65535")
    return int(text)


def services(text: str) -> frozenset[Service]:
    """Services that an export may ask, separated by commas. Raises ArgumentTypeError."""
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in set(Service)]
    if unknown or not names:
        raise ArgumentTypeError(f"must be one or more of {', '.join(Service)}, separated by commas")
    return frozenset(Service(name) for name in names)


def number(text: str) -> int:
    """A whole number from 1. Raises ArgumentTypeError."""
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 16 and int(text) > 0):
        raise ArgumentTypeError("must be 1 or more")
    return int(text)


def day(text: str) -> date:
    """A day, as 2026-03-12. Raises ArgumentTypeError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError("must be a day such as 2026-03-12") from None


def nonempty(text: str) -> str:
    """A text that is not empty. Raises ArgumentTypeError."""
    if not text.strip():
        raise ArgumentTypeError("must not be empty")
    return text


def path(text: str) -> Path:
    """A path that is not empty. Raises ArgumentTypeError."""
    return Path(nonempty(text))
