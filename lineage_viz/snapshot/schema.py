"""The files of our own snapshots, and their columns.

The names are those of the AWS sample notebook, so that its Gremlin queries run unchanged. Columns that the notebook
does not have (name, account, properties, metrics, …) are added. All are `(single)`: values can change between
exports, and Neptune's default cardinality would collect old and new values. The last five are derived: they are the
searched texts for Neptune, which cannot fold case. Readers of a snapshot leave them out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lineage_viz.evidence.columns import COLUMNS, ROLE
from lineage_viz.model import EntityLabel
from lineage_viz.search_text import SEARCH_NAMES, SEARCH_RECORD, SEARCH_STATE, SEARCH_TEXT, SEARCH_TITLE
from lineage_viz.snapshot.column import Column

_SEARCHED = (SEARCH_TITLE, SEARCH_TEXT, SEARCH_STATE, SEARCH_RECORD, SEARCH_NAMES)


def _columns(*cells: str) -> tuple[Column, ...]:
    typed = (cell if ":" in cell else f"{cell}:String" for cell in (*cells, *_SEARCHED))
    return tuple(Column.parse(f"{cell}(single)") for cell in typed)


_DERIVED = _columns()
_TIMES = ("creationtime:Date", "lastmodifiedtime:Date")
_COMMON = (
    "name", *_TIMES, "account", "region", "createdby", "lastmodifiedby", "lineagegroup", "unresolved:Bool", "record",
)  # fmt: skip
_ORIGIN = ("commitid", "repository", "generatedby", "projectid")

_VERTICES: Mapping[str, tuple[Column, ...]] = {
    EntityLabel.ARTIFACT: _columns("arn", "sourceuri", "type", *_COMMON, "sourceids", "properties", *_ORIGIN,
        *COLUMNS[EntityLabel.ARTIFACT]),
    EntityLabel.TRIAL_COMPONENT: _columns(
        "arn", "sourcearn", "type", "status", "message", *_COMMON, "displayname", "starttime:Date",
        "endtime:Date", "parameters", "metrics", "inputs", "outputs", "experiments", "trials", *_ORIGIN,
        *COLUMNS[EntityLabel.TRIAL_COMPONENT],
    ),
    EntityLabel.ACTION: _columns(
        "arn", "sourceuri", "status", "type", *_COMMON, "sourcetype", "sourceid", "description",
        "properties", *_ORIGIN, *COLUMNS[EntityLabel.ACTION],
    ),
    EntityLabel.CONTEXT: _columns(
        "arn", "sourceuri", "type", *_COMMON, "sourcetype", "sourceid", "description", "properties",
        *COLUMNS[EntityLabel.CONTEXT],
    ),
}  # fmt: skip

_EDGES = tuple(Column.parse(cell) for cell in ("creationtime:Date", "createdby:String", f"{ROLE}:String"))
"""Edge properties are always single in Neptune; a cardinality in their header is an error."""

_OTHER = "other"
"""The file for all vertices with another label than SageMaker's; only adopted snapshots have it."""


@dataclass(frozen=True, slots=True)
class FileSchema:
    """The property columns of each vertex file, and of the edge file."""

    vertices: Mapping[str, tuple[Column, ...]]
    edges: tuple[Column, ...]

    def file_of(self, label: str) -> str:
        """Return the name of the file for vertices with this label. Raises KeyError when there is none."""
        name = place(label)
        if name not in self.vertices:
            raise KeyError(label)
        return vertex_file(name)

    def files(self) -> Mapping[str, tuple[Column, ...]]:
        """Return the columns of each vertex file, by its name."""
        return {vertex_file(name): columns for name, columns in self.vertices.items()}

    def extended(self, more: Mapping[str, Iterable[Column]], edges: Iterable[Column]) -> "FileSchema":
        """Return the schema with further columns by vertex label, and for edges."""
        vertices = dict(self.vertices)
        for label, columns in more.items():
            name = place(label)
            vertices[name] = _joined(vertices.get(name, _DERIVED), columns)
        return FileSchema(vertices, _joined(self.edges, edges))


def _joined(columns: Iterable[Column], more: Iterable[Column]) -> tuple[Column, ...]:
    by_name = {column.name: column for column in columns}
    for column in more:
        known = by_name.setdefault(column.name, column)
        if known != column:
            by_name[column.name] = _wider(known, column)
    return tuple(by_name.values())


_EXACT_IN: Mapping[str, tuple[str, ...]] = {
    "byte": ("byte", "short", "int", "long", "float", "double"),
    "short": ("short", "int", "long", "float", "double"),
    "int": ("int", "long", "double"),
    "float": ("float", "double"),
}
"""The types that hold every value of a type without loss, narrowest first. A Double does not hold every Long."""


def _wider(one: Column, other: Column) -> Column:
    """Return a column for the values of both; values that no other type holds without loss become text."""
    exact, also = (_EXACT_IN.get(each.type, (each.type,)) for each in (one, other))
    type_ = next((type_ for type_ in exact if type_ in also), "string")
    array = one.array or other.array
    return Column(one.name, type_, single=one.single and not array, array=array)


SAGEMAKER = FileSchema(_VERTICES, _EDGES)
"""The schema of exports."""


def place(label: str) -> str:
    """Return the name of the file for vertices with this label: the label, or the name for all others."""
    return label if label in SAGEMAKER.vertices else _OTHER


def vertex_file(name: str) -> str:
    """Return the name of a vertex file."""
    return f"vertices-{name}.csv.gz"


def vertex_name(file: str) -> str:
    """Return the name in the name of a vertex file."""
    return file.removeprefix("vertices-").removesuffix(".csv.gz")


EDGE_FILE = "edges.csv.gz"
