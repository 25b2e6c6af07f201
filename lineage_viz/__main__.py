"""`python -m lineage_viz` and `lineage-viz`: the command line."""

import os
import sys
from contextlib import suppress
from typing import NoReturn

_USE = "Use .venv/bin/python, which `make run` installs."
_PARTS = {
    "streamlit": "app",
    "boto3": "aws",
    "botocore": "aws",
    "s3transfer": "aws",
    "gremlin_python": "neptune",
    "aiohttp": "neptune",
    "ijson": "neptune",
    "urllib3": "neptune",
    "pyarrow": "learn",
}
"""Packages that the base installation does not have, and the extra that installs them."""

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
        sys.stderr.flush()
    except ModuleNotFoundError as error:
        sys.exit(_missing(error.name or ""))
    except KeyboardInterrupt:
        pass
    except SystemExit as ended:  # argparse: help, version, wrong usage
        code = int(ended.code or 0)
    with suppress(BrokenPipeError):  # the reader of a help text may have gone
        sys.stdout.flush()
    # Running calls may be in a long back-off; a person who pressed Ctrl-C does not wait for them.
    os._exit(code)


def _missing(name: str) -> str:
    from lineage_viz.system.app_folder import IS_INSTALLED

    extra = _PARTS.get(name.partition(".")[0])
    mend = f'Install it with: pip install "lineage-viz[{extra}]"' if IS_INSTALLED and extra else _USE
    return f"lineage_viz needs the package {name}, and {sys.executable} has none. {mend}"


if __name__ == "__main__":
    main()
