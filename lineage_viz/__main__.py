"""`python -m lineage_viz`: the command line."""

import os
import sys

from lineage_viz.cli import main

if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    # Calls under way may be in a long back-off; a person who pressed Ctrl-C does not wait for them.
    os._exit(code)
