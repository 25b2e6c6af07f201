"""The server as a program: Streamlit's own command, but Ctrl-C ends it quietly with 130 at any moment.

Streamlit's command would print "Aborted!" and end with 1, or print a trace while it is still importing.
"""

import signal
import sys
from typing import NoReturn

from lineage_viz.settings import logs_as_json
from lineage_viz.system.gc_pause import gc_paused

INTERRUPTED = 130


def _end(*_: object) -> NoReturn:
    raise SystemExit(INTERRUPTED)


if __name__ == "__main__":
    # A shell ignores Ctrl-C for commands in the background; then it stays ignored.
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _end)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # `run` blocks it until this point

    if logs_as_json():
        from lineage_viz.ui.server.json_log import log_as_json

        log_as_json()

    with gc_paused():  # code stays, so there is no garbage to find
        from streamlit.web.cli import main

    sys.argv = ["streamlit", "run", *sys.argv[1:]]
    main(prog_name="streamlit")
