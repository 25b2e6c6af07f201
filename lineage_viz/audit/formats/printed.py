"""The formats in which the command prints a report."""

from collections.abc import Callable, Mapping

from lineage_viz.audit.formats.sarif import sarif
from lineage_viz.audit.json_report import as_data
from lineage_viz.audit.report import Report
from lineage_viz.audit.text_report import text_lines
from lineage_viz.json_text import json_text


def _text(report: Report) -> str:
    return "".join(f"{line}\n" for line in text_lines(report))


def _json(report: Report) -> str:
    return json_text(as_data(report), indent=2) + "\n"


def _junit(report: Report) -> str:
    from lineage_viz.audit.formats.junit import junit  # loads the libraries of files that are taken away

    return junit(report)


def _sarif(report: Report) -> str:
    return json_text(sarif(report), indent=2) + "\n"


PRINTED: Mapping[str, Callable[[Report], str]] = {
    "text": _text,
    "json": _json,
    "junit": _junit,
    "sarif": _sarif,
}
"""By the name of a format the function that writes it."""
