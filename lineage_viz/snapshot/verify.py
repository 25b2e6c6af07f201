"""The check of a folder: it names each wrong file and row of a snapshot, and the first one in each foreign file."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path

from lineage_viz.errors import SnapshotError
from lineage_viz.plain_text import visible
from lineage_viz.snapshot.folder import Folder, open_folder
from lineage_viz.snapshot.manifest import Manifest
from lineage_viz.snapshot.rows import Table, read_associations, read_entities
from lineage_viz.snapshot.schema import EDGE_FILE, SAGEMAKER
from lineage_viz.system.two_processes import both, is_large

MOST_PROBLEMS = 20


def verify(path: Path) -> tuple[str, ...]:
    """Return the problems of a folder, at most 20 lines; empty when there are none.

    It reads every row. For a snapshot, it checks files, digests and numbers of rows against the manifest, and finds
    repeated ids, edges with missing ends, and edge ids that are not the digest of their edge. For a foreign folder, it
    checks that every row can be read, and names the first that cannot of each file.
    """
    try:
        folder = open_folder(path)
        if folder.manifest is None:
            return tuple(islice(_foreign_problems(folder), MOST_PROBLEMS))
        if is_large(sum(each.rows for each in folder.manifest.files)) and _is_right(folder, folder.manifest):
            return ()
        return tuple(islice(_problems(folder, folder.manifest), MOST_PROBLEMS))
    except SnapshotError as error:
        return (str(error),)


@dataclass(slots=True)
class _Found:
    """The ids and counts of the tables that one process reads."""

    is_right: bool = True
    arns: set[str] = field(default_factory=set)
    ends: set[str] = field(default_factory=set)
    labels: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)

    def note(self, end: str) -> bool:
        """Note the end of an edge. Its vertex may be in a table of the other process."""
        self.ends.add(end)
        return True


def _is_right(folder: Folder, manifest: Manifest) -> bool:
    """True when there are no problems; two processes read the files."""
    rows = {entry.name: entry.rows for entry in manifest.files}

    def read(tables: Sequence[Table]) -> _Found:
        found = _Found()
        for table in tables:
            expected = rows[table.path.name]
            problems = (
                _edges(table, expected, found.note, found.types, keeps_ids=folder.keeps_ids)
                if table.is_edges
                else _vertices(table, expected, found.arns, found.labels)
            )
            found.is_right = found.is_right and next(problems, None) is None
        return found

    first, second = _halves(folder.tables)
    one, other = both(partial(read, first), partial(read, second))
    return (
        one.is_right
        and other.is_right
        and one.labels + other.labels == Counter(manifest.labels)
        and one.types + other.types == Counter(manifest.association_types)
        and one.arns.isdisjoint(other.arns)
        and one.ends | other.ends <= one.arns | other.arns
    )


def _halves(tables: Sequence[Table]) -> tuple[list[Table], list[Table]]:
    """Divide the tables into two lists of about the same size of files."""
    sizes = {table.path: table.path.stat().st_size for table in tables}
    halves: tuple[list[Table], list[Table]] = ([], [])
    for table in sorted(tables, key=lambda each: sizes[each.path], reverse=True):
        min(halves, key=lambda half: sum(sizes[each.path] for each in half)).append(table)
    return halves


def _foreign_problems(folder: Folder) -> Iterator[str]:
    """Read every row. Raises SnapshotError for a snapshot whose manifest is missing."""
    if {table.path.name for table in folder.tables} >= {EDGE_FILE, *SAGEMAKER.files()}:
        Manifest.read(folder.path)
    try:
        _ = folder.foreign
    except SnapshotError as error:  # it may be about the rows of several files together
        yield from list(filter(None, map(folder.first_fault, folder.tables))) or [str(error)]


def _problems(folder: Folder, manifest: Manifest) -> Iterator[str]:
    rows = {entry.name: entry.rows for entry in manifest.files}
    labels: Counter[str] = Counter()
    types: Counter[str] = Counter()
    arns: set[str] = set()
    for table in (t for t in folder.tables if not t.is_edges):
        yield from _vertices(table, rows[table.path.name], arns, labels)
    for table in (t for t in folder.tables if t.is_edges):
        yield from _edges(table, rows[table.path.name], arns.__contains__, types, keeps_ids=folder.keeps_ids)
    if labels != Counter(manifest.labels):
        yield f"The manifest counts {_counted(manifest.labels)} by label, but the files contain {_counted(labels)}."
    if types != Counter(manifest.association_types):
        yield (
            f"The manifest counts {_counted(manifest.association_types)} by type of association, but the files contain "
            f"{_counted(types)}."
        )


def _vertices(table: Table, expected: int, arns: set[str], labels: Counter[str]) -> Iterator[str]:
    number = 0
    for number, entity in enumerate(read_entities(table), start=1):
        if entity.arn in arns:
            yield f"{table.path.name}, row {number}: {visible(entity.arn)} occurs twice."
        arns.add(entity.arn)
        labels[entity.label] += 1
    yield from _row_count(table, number, expected)


def _edges(
    table: Table, expected: int, is_known: Callable[[str], bool], types: Counter[str], *, keeps_ids: bool
) -> Iterator[str]:
    seen: set[str | tuple[str, str, str]] = set()
    name, number = table.path.name, 0
    for number, edge in enumerate(read_associations(table), start=1):
        place = f"{name}, row {number}"
        for end in (edge.source, edge.destination):
            if not is_known(end):
                yield f"{place}: no vertex exists for its end {end}."
        if not keeps_ids and edge.own_id:
            yield f"{place}: the ~id is not the digest of its source, type and destination."
        # A digest is unique as long as its parts are, and takes longer than they do.
        identity = edge.id if keeps_ids else (edge.source, edge.type, edge.destination)
        if identity in seen:
            yield f"{place}: the ~id {visible(edge.id)} occurs twice."
        seen.add(identity)
        types[edge.type] += 1
    yield from _row_count(table, number, expected)


def _row_count(table: Table, found: int, expected: int) -> Iterator[str]:
    if found != expected:
        yield f"{table.path.name} has {found} rows, but the manifest says {expected}."


def _counted(numbers: Mapping[str, int]) -> str:
    """Return the numbers that are not 0 in words: `artifact 3, context 1`."""
    return ", ".join(f"{name} {number:,}" for name, number in sorted(numbers.items()) if number) or "nothing"
