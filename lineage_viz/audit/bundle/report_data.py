"""The report of a bundle as data: the same on each machine, so without the path of the snapshot."""

from typing import Any

from lineage_viz.audit.json_report import as_data
from lineage_viz.audit.report import Report

PATH = "Path of the snapshot"
"""The field of the report that no bundle has."""


def report_data(report: Report) -> dict[str, Any]:
    """Return the report as data for JSON, without the paths of its snapshots."""
    whole: dict[str, Any] = as_data(report)
    snapshots = [each | {"path": ""} for each in whole["snapshots"]]
    sections = [
        each | {"fields": [one for one in each["fields"] if one["name"] != PATH]}
        for each in whole["sections"]
    ]
    return whole | {"snapshots": snapshots, "sections": sections}
