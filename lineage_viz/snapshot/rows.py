"""Rows of Neptune CSV files as values. An error names the file and line of the bad row."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lineage_viz.errors import BadRow
from lineage_viz.model import DEFAULT_ASSOCIATION, DEFAULT_LABEL, Association, Entity, Value, is_derived
from lineage_viz.search_text import DERIVED
from lineage_viz.snapshot.column import SEPARATOR, Column, joined, unescaped
from lineage_viz.snapshot.notebook import Mender, mender
from lineage_viz.snapshot.records import read_records
from lineage_viz.snapshot.row_faults import BOM, joint, misfit, no_name

Reader = Callable[[str], Value]

_IGNORED = frozenset({"~fromLabels", "~toLabels"})
"""Columns that AWS's neptune-export adds to edges: the labels of the ends, which the vertices have too."""


NO_TIME = frozenset({"none", "nan", "nat", "null", "<na>", "\\n"})
"""Texts that Python, pandas, and databases (`\\N`) write for an absent time, in lower case."""


@dataclass(frozen=True, slots=True)
class Table:
    """The header of one file: the positions of the system columns, and the property columns with their positions."""

    path: Path
    system: dict[str, int]
    columns: tuple[tuple[int, Column], ...]
    width: int
    mender: Mender | None = None
    """Mends the rows of a file of the sample notebook."""
    ours: bool = False
    """True for a file of our own writer, which leaves no blanks around delimiters."""
    times: tuple[tuple[int, Column], ...] = ()
    """The columns whose cells are read one by one as times, with their positions; see `times.py`."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """The new names of columns, by their names in the file; see `meaningless.py`."""
    gaps: tuple[str, ...] = ()
    """Sentences about the times that are no dates, the truth values that are none, and quotes that may be marks."""
    unquoted: bool = False
    """True for a file whose writer knows no quotes, as the sample notebook's; see `unquoted.py`."""

    @property
    def property_columns(self) -> tuple[Column, ...]:
        """The property columns, in the order of the file."""
        return tuple(column for _, column in self.columns)

    @property
    def is_edges(self) -> bool:
        """True when the rows are edges; otherwise they are vertices."""
        return "~from" in self.system


def read_table(path: Path, *, ours: bool = False) -> Table:
    """Read the header of a file; `ours`: of our own writer. Raises BadRow, SnapshotError."""
    cells = next(read_records(path, ours=ours), (1, []))[1]
    return replace(_table(path, cells), ours=ours)


def row_count(table: Table) -> int:
    """Count the rows. Raises BadRow, SnapshotError."""
    return sum(1 for _ in read_rows(table))


def text_of(table: Table, time: Column) -> str:
    """Return the name of the property for the texts of a time that are no dates: none that the file has."""
    name, taken = f"{time.name}text", {column.name for column in table.property_columns}
    while name in taken:
        name += "_"
    return name


def _undated(table: Table, row: list[str], names: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    """Empty the times of a row that are no dates, and yield their texts with the names of properties for them."""
    for index, column in table.times:
        text = row[index]
        if text.lower() in NO_TIME:
            row[index] = ""
        elif text and not column.typed and not is_date(column, text):
            row[index] = ""
            yield names[index], text


def is_date(column: Column, text: str) -> bool:
    """True for a text that is an ISO date of this column."""
    try:
        assert column.reader is not None
        return bool(column.reader(text))
    except ValueError:
        return False


def read_entities(table: Table) -> Iterator[Entity]:
    r"""Yield the vertices of a file, in its order; `::` joins several labels, as in Gremlin.

    In the file, `;` separates labels, and `\;` is a semicolon inside a label.

    Raises BadRow, SnapshotError.
    """
    at_id, at_label = table.system["~id"], table.system.get("~label")
    shared: dict[str, str] = {}
    for line, row, properties in _rows(table):
        arn = row[at_id]
        if not arn or (not table.ours and arn.isspace()):  # a blank one cannot be seen or searched for
            raise BadRow(table.path, line, "the ~id is empty")
        label = row[at_label] if at_label is not None else ""
        if properties.get("arn") == arn:
            properties["arn"] = arn  # one string in memory, not two equal ones
        if label not in shared:
            shared[label] = _label(table, line, label)
        label = shared[label]
        yield Entity(arn, label, properties)


def read_associations(
    table: Table, arns: dict[str, str] | None = None, *, keep_ids: bool = True
) -> Iterator[Association]:
    """Yield the edges of a file, in its order; with `keep_ids`, `own_id` is the edge id unless it is the derived one.

    `arns` makes all associations share one string for each ARN, which halves the memory of a large graph. Pass it if
    you keep the associations. Raises BadRow, SnapshotError.
    """
    at = table.system
    at_id, at_from, at_to, at_label = at["~id"], at["~from"], at["~to"], at.get("~label")
    shared: dict[str, str] = {}
    ours = table.ours
    for line, row, properties in _rows(table):
        id_, source, destination = row[at_id], row[at_from], row[at_to]
        if not (id_ and source and destination) or (
            not ours and (id_.isspace() or source.isspace() or destination.isspace())
        ):
            raise BadRow(table.path, line, "the ~id, ~from or ~to is empty")
        label = row[at_label] if at_label is not None else ""
        if label not in shared:
            shared[label] = _label(table, line, label)
        label = shared[label]
        if arns is not None:
            source, destination = arns.setdefault(source, source), arns.setdefault(destination, destination)
        own = None if not keep_ids or is_derived(id_, source, label, destination) else id_
        yield Association(source, label, destination, properties, own)


def written_label(label: str) -> str:
    """Return the label of a vertex as the field of a file: the opposite of reading it. Raises ValueError."""
    return joined(label.split("::"))


def _labels(text: str) -> str:
    parts = (one for part in SEPARATOR.split(text) for one in unescaped(part).split("::"))
    label = "::".join(dict.fromkeys(filter(None, parts)))
    if ":::" in label:
        raise ValueError(f"the ~label {text} has a colon beside the :: that joins labels. Rename it")
    return label


def _one_label(text: str) -> str:
    if SEPARATOR.search(text):
        raise ValueError(f"an edge has one ~label, not {text}. Write \\; for a semicolon inside a label")
    return unescaped(text)


def label_of(table: Table, text: str) -> str:
    """Return the label of a vertex, or the type of an edge, as a file has it. Raises ValueError."""
    return (_one_label(text) or DEFAULT_ASSOCIATION) if table.is_edges else (_labels(text) or DEFAULT_LABEL)


def _label(table: Table, line: int, text: str) -> str:
    try:
        return label_of(table, text)
    except ValueError as error:
        raise BadRow(table.path, line, str(error)) from error


def _table(path: Path, cells: Sequence[str]) -> Table:
    system: dict[str, int] = {}
    columns: list[tuple[int, Column]] = []
    for index, raw in enumerate(cells):
        cell = raw.strip()
        if cell.startswith("~"):
            if cell in system:
                raise BadRow(path, 1, f"the header has {cell} twice")
            system[cell] = index
            continue
        if fault := no_name(index, cell):
            raise BadRow(path, 1, fault)
        try:
            columns.append((index, Column.parse(cell)))
        except ValueError as error:
            raise BadRow(path, 1, str(error)) from error
    unknown = set(system) - {"~id", "~label", "~from", "~to"} - _IGNORED
    missing = ("~from" in system) != ("~to" in system)
    if "~id" not in system or unknown or missing:
        raise BadRow(
            path,
            1,
            "the header needs ~id (and ~from and ~to for edges), separated by commas, and no other ~ column than "
            f"~label; it has {', '.join(map(_seen, cells))[:200]}",
        )
    twice = [name for name, number in Counter(column.name for _, column in columns).items() if number > 1]
    if twice:
        raise BadRow(path, 1, f"the header has the column {twice[0]} twice. Rename or remove one of them")
    return Table(path, system, tuple(columns), len(cells), mender(cells))


def _seen(cell: str) -> str:
    """Return a heading with each invisible character as its code: it may be the only thing that is wrong."""
    return "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in cell)


def _rows(table: Table) -> Iterator[tuple[int, list[str], dict[str, Value]]]:
    plan = [
        (index, column.name, column.reader) for index, column in table.columns if column.name not in DERIVED
    ]
    has_arrays = any(column.array for column in table.property_columns)
    of_texts = {index: text_of(table, time) for index, time in table.times}
    for line, row in read_rows(table):
        texts = dict(_undated(table, row, of_texts)) if table.times else {}
        try:
            properties = {
                name: row[index] if read is None else read(row[index])
                for index, name, read in plan
                if row[index]
            }
        except ValueError as error:
            raise BadRow(table.path, line, _reason(plan, row, error)) from error
        if has_arrays:  # Neptune keeps no array without a value
            properties = {name: value for name, value in properties.items() if value != ()}
        yield line, row, {**properties, **texts} if texts else properties


def read_rows(table: Table) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a table below its header as texts, all as long as the header. Raises BadRow, SnapshotError."""
    records = read_records(table.path, ours=table.ours, unquoted=table.unquoted)
    next(records, None)
    ours = table.ours
    for line, row in records:
        marked = not ours and (
            "~" in (text := "".join(row)) or text.startswith(BOM)
        )  # nearly no row has either
        if marked and (reason := joint(row, table.system["~id"])):
            raise BadRow(table.path, line, reason)
        if table.mender is not None:
            try:
                row = table.mender(row)
            except ValueError as error:
                raise BadRow(table.path, line, str(error)) from error
        if len(row) != table.width:
            raise BadRow(table.path, line, misfit(row, table.width))
        yield line, row


def _reason(plan: Sequence[tuple[int, str, Reader | None]], row: Sequence[str], error: ValueError) -> str:
    for index, name, read in plan:
        try:
            if read is not None and row[index]:
                read(row[index])
        except ValueError:
            return f"{name} has the value {row[index][:80]!r}, which is not of its type ({error})"
    return str(error)
