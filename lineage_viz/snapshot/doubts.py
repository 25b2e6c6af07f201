"""Parts of a foreign folder that may mean more than is read: columns with the words of edges, and names of folders."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from lineage_viz.plain_text import shown_name
from lineage_viz.snapshot.rows import Table

_PARTITION = re.compile(r"~?[\w.-]+=.+")


def doubts(folder: Path, tables: Sequence[Table]) -> Iterator[str]:
    """Yield a gap for each file of vertices that may be one of edges, and one for the partitions of Hive and Spark."""
    for table in tables:
        if gap := _of_edges(folder, table):
            yield gap
    partitions = dict.fromkeys(
        part
        for table in tables
        for part in table.path.relative_to(folder).parts[:-1]
        if _PARTITION.fullmatch(part)
    )
    if partitions:
        yield (
            f"values in the names of folders, such as {shown_name(next(iter(partitions)))}, are not read. Write them "
            "into a column of the files"
        )


def _of_edges(folder: Path, table: Table) -> str:
    if table.is_edges:
        return ""
    names = {column.name.lower(): column.name for column in table.property_columns}
    if not {"from", "to"} <= names.keys():
        return ""
    return (
        f"the rows of {shown_name(str(table.path.relative_to(folder)))} are read as entities, and its columns "
        f"{names['from']} and {names['to']} as properties. If they are associations, write ~from for {names['from']} "
        f"and ~to for {names['to']}"
    )
