"""`python -m lineage_viz`: the command line."""

import os
import sys

from lineage_viz.system.interrupts import end_when_asked

if __name__ == "__main__":
    code = 130  # as interrupted before the command began
    # Whoever stops a job from outside gets what Ctrl-C does: a load under way is cancelled, and what is left is said.
    end_when_asked()
    try:
        from lineage_viz.cli import main

        code = main(sys.argv[1:])
        sys.stderr.flush()
    except KeyboardInterrupt:
        pass
    except SystemExit as ended:  # argparse: help, version, wrong usage
        code = int(ended.code or 0)
    # Calls under way may be in a long back-off; a person who pressed Ctrl-C does not wait for them.
    os._exit(code)
