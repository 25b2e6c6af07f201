"""`python -m lineage_viz` and `lineage-viz`: the command line."""

import os
import sys
from contextlib import suppress
from typing import NoReturn

_USE = "Use .venv/bin/python, which `make run` installs."
if sys.version_info < (3, 11):  # noqa: UP036  # an older Python fails at the imports below
    sys.exit(f"lineage_viz needs Python 3.11 or later, and this is Python {sys.version.split()[0]}. {_USE}")


def main() -> NoReturn:
    """Run the command that was typed, and end the process with its exit code."""
    from lineage_viz.system.interrupts import end_when_asked
    from lineage_viz.typed_command import note_typed

    code = 130  # the exit code of an interrupt before the command begins
    note_typed()
    # SIGTERM does the same as Ctrl-C: it cancels a running load, and the command reports the remaining content.
    end_when_asked()
    try:
        from lineage_viz.cli import main as command

        code = command(sys.argv[1:])
    except ModuleNotFoundError as error:
        from lineage_viz.missing_package import missing_package

        sys.exit(missing_package(error.name or ""))
    except KeyboardInterrupt:
        pass
    except SystemExit as ended:  # argparse: help, version, wrong usage
        code = int(ended.code or 0)
    # Running calls may be in a long back-off; a person who pressed Ctrl-C does not wait for them.
    os._exit(_after_printing(code))


def _after_printing(code: int) -> int:
    """Print what waits in the buffer. Returns the exit code: a failed command keeps its own, and has said why."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of a help text may have gone
        pass
    except OSError as error:  # a help text, which no command prints
        if not code:
            with suppress(OSError):
                sys.stderr.write(f"lineage_viz: The output cannot be written: {error.strerror or error}.\n")
            return 1
    return code


if __name__ == "__main__":
    main()
