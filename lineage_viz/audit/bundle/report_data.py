"""The report of a bundle as data: the same on each machine, so without the path of the snapshot."""

from dataclasses import replace
from typing import Any

from lineage_viz.audit.json_report import as_data
from lineage_viz.audit.report import Report
from lineage_viz.model import association_order

PATH = "Path of the snapshot"
"""The field of the report that no bundle has."""


def ordered(report: Report) -> Report:
    """Return the report with its entities by ARN. Stores give them in another order."""
    graph = report.review.subgraph
    entities = tuple(sorted(graph.entities, key=lambda each: each.arn))
    associations = tuple(sorted(graph.associations, key=association_order))
    same = replace(graph, entities=entities, associations=associations)
    return replace(report, review=replace(report.review, subgraph=same))


def report_data(report: Report) -> dict[str, Any]:
    """Return the report as data for JSON, without the paths of its snapshots."""
    whole: dict[str, Any] = as_data(report)
    snapshots = [each | {"path": ""} for each in whole["snapshots"]]
    sections = [
        each | {"fields": [one for one in each["fields"] if one["name"] != PATH]}
        for each in whole["sections"]
    ]
    return whole | {"snapshots": snapshots, "sections": sections}
