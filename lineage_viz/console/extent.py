"""The extent of an answer, in words: complete, or cut at a limit."""

from lineage_viz.console.run import Ended, Kind, Run
from lineage_viz.words import count


def extent(run: Run) -> str:
    """Return a sentence about the rows of a run that has ended; an empty text when it was refused without any."""
    rows = count(len(run.rows), "row")
    if run.kind is not Kind.RUN:
        return _of_report(run)
    match run.ended:
        case Ended.WHOLE:
            return f"{rows}, complete."
        case Ended.CUT_AT_ROWS:
            return f"The first {rows}; there are more. Narrow the query, or allow more rows."
        case Ended.CUT_AT_BYTES if not run.rows:
            return f"No row: the first one is larger than {run.limits.bytes // 2**20:,} MB. Ask for less in a row."
        case Ended.REFUSED if run.rows:
            return f"The first {rows}; the rest was not read. There may be more."
        case Ended.CUT_AT_BYTES:
            size = f"{run.limits.bytes // 2**20:,} MB"
            return f"The first {rows}; there are more. It is larger than {size}: ask for fewer properties or rows."
        case Ended.OUT_OF_TIME:
            within = f"{rows} within {run.limits.seconds:g} seconds; there may be more."
            ended = "" if run.still_runs else " The query was ended at its limit."
            return f"{within}{ended} Narrow it, or allow more time."
        case Ended.LEFT | Ended.CANCELLED if run.still_runs or run.ended is Ended.LEFT:
            return f"{rows} until its page left the query; there may be more."
        case Ended.CANCELLED:
            return f"{rows} until the query was ended; there may be more."
    return ""


def _of_report(run: Run) -> str:
    match run.ended:
        case Ended.WHOLE:
            return "The report is complete."
        case Ended.OUT_OF_TIME:
            ended = "" if run.still_runs else ": the query was ended then"
            return f"No report within {run.limits.seconds:g} seconds{ended}. Allow more time."
        case Ended.CUT_AT_BYTES:
            return "No report: it is larger than the console reads."
        case Ended.LEFT | Ended.CANCELLED if run.still_runs or run.ended is Ended.LEFT:
            return "No report: its page left the query before it was there."
        case Ended.CANCELLED:
            return "No report: the query was ended before it was there."
    return ""


def cost(run: Run) -> str:
    """Return the time and the size of a run: `0.7 s, 2.4 MB`, or `12 ms, 310 bytes`."""
    seconds = time_words(run.seconds)
    if run.bytes >= 2**20:
        return f"{seconds}, {run.bytes / 2**20:,.1f} MB"
    return f"{seconds}, {run.bytes / 1024:,.0f} kB" if run.bytes >= 1024 else f"{seconds}, {run.bytes} bytes"


def time_words(seconds: float) -> str:
    """Return a time as `14 ms` or `2.3 s`."""
    return f"{seconds:,.1f} s" if seconds >= 1 else f"{seconds * 1000:,.0f} ms"
