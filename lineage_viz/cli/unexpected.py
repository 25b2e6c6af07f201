"""What nobody expected: a sentence for a person, and the trace, without secrets, where whoever mends it finds it."""

import sys
import tempfile
import traceback

from lineage_viz.secrecy import without_secrets


def said(error: Exception, *, is_job: bool) -> None:
    """Say it on the error output. A job's is its log, where the trace belongs; elsewhere it goes into a file."""
    trace = without_secrets("".join(traceback.format_exception(error)))
    # A file's name need not be text: what cannot be written as it is must not end in a second trace.
    trace = trace.encode("utf-8", "backslashreplace").decode("utf-8")
    if is_job:
        sys.stderr.write(trace)
        return
    sys.stderr.write(
        f"lineage_viz: something unexpected went wrong ({type(error).__name__}). This should not happen: please "
        f"report it{_kept(trace)}.\n"
    )


def _kept(trace: str) -> str:
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", prefix="lineage_viz-", suffix=".txt", delete=False
        ) as file:
            file.write(trace)
    except OSError as error:
        return f". The trace cannot be kept ({error.strerror or error}): set TMPDIR to a folder with room"
    return f" with the trace in {file.name}"
