"""The product's own commands, as a person types them: in a message, a person can copy the command."""

import os
import sys
from pathlib import Path

SCRIPT = "lineage-viz"
"""The command that an installed package has."""

TYPED = "LINEAGE_VIZ_TYPED"
"""The environment variable by which the server and the jobs that a command starts know how it was typed."""


def note_typed() -> None:
    """Note for this process and its children that the script was typed, if it was."""
    if Path(sys.argv[0]).stem == SCRIPT:
        os.environ[TYPED] = SCRIPT


def typed_command(rest: str = "") -> str:
    """Return a command line, such as `lineage-viz reload`, or `python -m lineage_viz reload`."""
    program = os.environ.get(TYPED) or "python -m lineage_viz"
    return f"{program} {rest}".rstrip()
