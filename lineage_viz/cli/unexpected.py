"""What nobody expected: a sentence for a person, and the trace, without secrets, where whoever mends it finds it."""

import sys
import tempfile
import traceback

from lineage_viz.secrecy import without_secrets


def said(error: Exception, *, is_job: bool) -> None:
    """Say it on the error output. A job's is its log, where the trace belongs; elsewhere it goes into a file."""
    trace = without_secrets("".join(traceback.format_exception(error)))
    if is_job:
        sys.stderr.write(trace)
        return
    with tempfile.NamedTemporaryFile("w", prefix="lineage_viz-", suffix=".txt", delete=False) as file:
        file.write(trace)
    sys.stderr.write(
        f"lineage_viz: something unexpected went wrong ({type(error).__name__}). This should not happen: please "
        f"report it with the trace in {file.name}.\n"
    )
