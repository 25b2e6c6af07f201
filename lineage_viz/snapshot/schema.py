"""The columns of our own snapshots.

The names are those of the AWS sample notebook, so that its Gremlin queries run unchanged. Columns that the notebook
does not have (name, account, properties, metrics, …) are added. All are `(single)`: values can change between
exports, and Neptune's default cardinality would collect old and new values. The last two are derived: they are the
searched texts for Neptune, which cannot fold case. Readers of a snapshot leave them out.
"""

from lineage_viz.model import EntityLabel
from lineage_viz.search_text import SEARCH_TEXT, SEARCH_TITLE
from lineage_viz.snapshot.column import Column


def _columns(*cells: str) -> tuple[Column, ...]:
    typed = (cell if ":" in cell else f"{cell}:String" for cell in (*cells, SEARCH_TITLE, SEARCH_TEXT))
    return tuple(Column.parse(f"{cell}(single)") for cell in typed)


_TIMES = ("creationtime:Date", "lastmodifiedtime:Date")
_COMMON = (
    "name", *_TIMES, "account", "region", "createdby", "lastmodifiedby", "lineagegroup", "unresolved:Bool",
)  # fmt: skip
_ORIGIN = ("commitid", "repository", "generatedby", "projectid")

VERTEX_COLUMNS: dict[EntityLabel, tuple[Column, ...]] = {
    EntityLabel.ARTIFACT: _columns("arn", "sourceuri", "type", *_COMMON, "sourceids", "properties", *_ORIGIN),
    EntityLabel.TRIAL_COMPONENT: _columns(
        "arn", "sourcearn", "type", "status", "message", *_COMMON, "displayname", "starttime:Date",
        "endtime:Date", "parameters", "metrics", "inputs", "outputs", "experiments", "trials", *_ORIGIN,
    ),
    EntityLabel.ACTION: _columns(
        "arn", "sourceuri", "status", "type", *_COMMON, "sourcetype", "sourceid", "description",
        "properties", *_ORIGIN,
    ),
    EntityLabel.CONTEXT: _columns(
        "arn", "sourceuri", "type", *_COMMON, "sourcetype", "sourceid", "description", "properties",
    ),
}  # fmt: skip

EDGE_COLUMNS = tuple(Column.parse(cell) for cell in ("creationtime:Date", "createdby:String"))
"""Edge properties are always single in Neptune; a cardinality in their header is an error."""


def vertex_file(label: EntityLabel) -> str:
    """Return the name of the file for a label's vertices."""
    return f"vertices-{label}.csv.gz"


EDGE_FILE = "edges.csv.gz"
