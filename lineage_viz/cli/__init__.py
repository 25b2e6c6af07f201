"""The command line: the same use cases as the pages, for a terminal, cron and jobs."""

import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from lineage_viz.cli import unexpected
from lineage_viz.cli.arguments import with_excluding_text
from lineage_viz.cli.audit_parser import joined
from lineage_viz.cli.parser import build_parser
from lineage_viz.errors import LineageVizError, NotAssessable, SettingsError
from lineage_viz.plain_text import plain_text
from lineage_viz.secrecy import without_secrets

FAILED, NOT_ASSESSABLE, INTERRUPTED = 1, 2, 130


def main(arguments: Sequence[str]) -> int:
    """Run one command. Returns 0 done, 1 failed, 130 interrupted; argparse itself exits with 2 on wrong usage.

    An audit has exit codes of its own, see `cli/audit.py`.
    """
    _open_closed_streams()
    _take_every_character()
    options = build_parser().parse_args(with_excluding_text(joined(arguments)))
    failed = NOT_ASSESSABLE if arguments[:1] == ["audit"] else FAILED  # 1 would be a finding
    try:
        _check_working_folder()
        code = int(options.command(options))
        sys.stdout.flush()
        return code
    except LineageVizError as error:
        _print_error(str(error), *_notes(error))
        return NOT_ASSESSABLE if isinstance(error, NotAssessable) else failed
    except KeyboardInterrupt as interrupt:
        _print_error("interrupted.", *(_notes(interrupt) or ["Nothing was changed."]))
        return INTERRUPTED
    except ModuleNotFoundError:  # the entry point names the package, and how to install it
        raise
    except BrokenPipeError:  # the reader of our output, such as `head`, has closed the pipe
        return failed
    except OSError as error:
        subject = f"{error.filename} cannot be read or" if error.filename else "The output cannot be"
        _print_error(f"{subject} written: {error.strerror or error}.")
        return failed
    except Exception as error:  # no person gets a stack trace
        unexpected.report(error)
        return failed


def _check_working_folder() -> None:
    """Raise SettingsError in a folder that was deleted: the app, its libraries and relative paths need one."""
    try:
        os.getcwd()
    except FileNotFoundError:
        raise SettingsError(
            "The folder of this terminal was deleted or moved. Go to a folder that exists with `cd`, then run the "
            "command again."
        ) from None


def _open_closed_streams() -> None:
    """Give the words of a command a place where its caller has closed stdout or stderr: Python then has none."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  # it stays open to the end


def _take_every_character() -> None:
    """Let stdout take each character, in every locale.

    A file or another program gets UTF-8, as JSON and JUnit say; bytes of a path that are no UTF-8 stay as they are. A
    terminal without UTF-8 shows the code of a character that it lacks.
    """
    if not isinstance(sys.stdout, io.TextIOWrapper):
        return
    if sys.stdout.isatty() and sys.stdout.encoding.lower().replace("-", "") != "utf8":
        sys.stdout.reconfigure(errors="backslashreplace")
    else:
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")


def _notes(error: BaseException) -> list[str]:
    """Return the notes on the error: its consequences, written by the functions that it passed through."""
    return list(getattr(error, "__notes__", ()))


def _print_error(*sentences: str) -> None:
    message = "\n".join(map(plain_text, without_secrets(" ".join(sentences)).splitlines()))
    with suppress(OSError, ValueError):  # nobody reads it; the exit code tells
        sys.stderr.write(f"lineage_viz: {message}\n")
        sys.stderr.flush()
