"""Unexpected errors: one sentence for the user, and a trace without secrets for the maintainers."""

import os
import sys
import tempfile
import traceback

from lineage_viz.secrecy import without_secrets


def report(error: Exception) -> None:
    """Print the error on stderr. A job prints the trace, as stderr is its log; otherwise a file keeps the trace."""
    from lineage_viz.jobs import JOB  # most commands run no job

    trace = without_secrets("".join(traceback.format_exception(error)))
    # A file name in the trace may hold bytes that are not text. They must not cause a second error.
    trace = trace.encode("utf-8", "backslashreplace").decode("utf-8")
    if JOB in os.environ:
        sys.stderr.write(trace)
        return
    sys.stderr.write(
        f"lineage_viz: an unexpected error occurred ({type(error).__name__}). This should not happen. Please "
        f"report it{_saved(trace)}.\n"
    )


def _saved(trace: str) -> str:
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", prefix="lineage_viz-", suffix=".txt", delete=False
        ) as file:
            file.write(trace)
    except OSError as error:
        return (
            f". The trace cannot be saved ({error.strerror or error}). Set TMPDIR to a folder with free space"
        )
    return f" with the trace in {file.name}"
