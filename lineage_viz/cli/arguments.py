"""Parts that commands share: the values of arguments, read from text, and options. A wrong value is wrong usage."""

import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path

from lineage_viz.evidence.services import Service

Add = Callable[..., ArgumentParser]
"""Adds a command to the parser: its name, summary, function, example and note."""


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


def command_of(module: str, name: str) -> Callable[[Namespace], int]:
    """A command of `lineage_viz.cli`. Its module is imported when it runs: all together take half a second."""

    def command(options: Namespace) -> int:
        return int(getattr(import_module(f"lineage_viz.cli.{module}"), name)(options))

    return command


def add_snapshot_option(parser: ArgumentParser) -> None:
    """Add the option that names the snapshots to open."""
    parser.add_argument(
        "--snapshot",
        type=path,
        action="append",
        default=[],
        metavar="PATH",
        help="a snapshot, or any folder of Neptune CSV files; repeat the option to open several as one graph "
        "(default: the one that the app shows, at first the demo account)",
    )


_EXCLUDING = re.compile(r"-(?!-)[^\s-]\S*")


def with_excluding_text(arguments: Sequence[str]) -> list[str]:
    """Return arguments of the command with a text such as `-live:yes` behind `--`, where it is no option."""
    if arguments[:1] != ["search"] or "--" in arguments:
        return list(arguments)
    texts = [each for each in arguments[1:] if _EXCLUDING.fullmatch(each.partition(" ")[0]) and each != "-h"]
    others = [each for each in arguments if each not in texts]
    return [*others, "--", *texts] if texts else others
