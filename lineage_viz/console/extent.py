"""The extent of an answer, in words: complete, or cut at a limit."""

from lineage_viz.console.run import Ended, Kind, Run
from lineage_viz.words import count


def extent(run: Run) -> str:
    """Return a sentence about the rows of a run that has ended; an empty text when it was refused."""
    rows = count(len(run.rows), "row")
    if run.kind is not Kind.RUN and run.ended is Ended.WHOLE:
        return "The report is complete."
    match run.ended:
        case Ended.WHOLE:
            return f"{rows}, complete."
        case Ended.CUT_AT_ROWS:
            return f"The first {rows}; there are more. Narrow the query, or allow more rows."
        case Ended.CUT_AT_BYTES:
            size = f"{run.limits.bytes // 2**20:,} MB"
            return f"The first {rows}; there are more. It is larger than {size}: ask for fewer properties or rows."
        case Ended.OUT_OF_TIME:
            return (
                f"{rows} within {run.limits.seconds:g} seconds; there may be more. The query was ended at its limit. "
                "Narrow it, or allow more time."
            )
        case Ended.CANCELLED:
            return f"{rows} until the query was ended; there may be more."
    return ""


def cost(run: Run) -> str:
    """Return the time and the size of a run: `0.7 s, 2.4 MB`."""
    size = f"{run.bytes / 2**20:,.1f} MB" if run.bytes >= 2**20 else f"{run.bytes / 1024:,.0f} kB"
    return f"{run.seconds:,.1f} s, {size}"
