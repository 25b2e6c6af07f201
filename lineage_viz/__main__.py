"""`python -m lineage_viz`: the command line."""

import os
import sys

_USE = "Use .venv/bin/python, which `make run` installs."

if sys.version_info < (3, 11):  # noqa: UP036  # an older Python fails at the imports below
    sys.exit(f"lineage_viz needs Python 3.11 or later, and this is Python {sys.version.split()[0]}. {_USE}")

if __name__ == "__main__":
    from lineage_viz.system.interrupts import end_when_asked

    code = 130  # the exit code of an interrupt before the command begins
    # SIGTERM does the same as Ctrl-C: it cancels a running load, and the command reports the remaining content.
    end_when_asked()
    try:
        from lineage_viz.cli import main

        code = main(sys.argv[1:])
        sys.stderr.flush()
    except ModuleNotFoundError as error:
        sys.exit(f"lineage_viz needs the package {error.name}, and {sys.executable} has none. {_USE}")
    except KeyboardInterrupt:
        pass
    except SystemExit as ended:  # argparse: help, version, wrong usage
        code = int(ended.code or 0)
    # Running calls may be in a long back-off; a person who pressed Ctrl-C does not wait for them.
    os._exit(code)
