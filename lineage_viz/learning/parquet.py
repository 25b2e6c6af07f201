"""Tables → files of parquet, with the same bytes for the same tables."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from lineage_viz.json_text import storable
from lineage_viz.learning.column import NO_TIME, Column, ColumnKey, Kind, Longs, Role, column_key
from lineage_viz.learning.splitting import SPLITS, Splits
from lineage_viz.learning.tables import EdgeTable, NodeTable

if TYPE_CHECKING:
    import pyarrow as pa

_CREATED, _TIME = (column_key(name, Kind.TIME, Role.TIME) for name in ("created", "time"))
_UNRESOLVED = column_key("unresolved", Kind.BOOLEAN, Role.OUTCOME)
_SPLIT = column_key("split", Kind.CATEGORY, Role.SPLIT)


def own_columns(table: NodeTable | EdgeTable) -> list[Column]:
    """Return the columns besides ids that each table has."""
    if isinstance(table, EdgeTable):
        return [_of_times(_TIME, table.times), _of_splits(table.split)]
    whole = np.ones(len(table.arns), np.bool_)
    unresolved = Column(_UNRESOLVED, table.unresolved, whole)
    return [_of_times(_CREATED, table.created), unresolved, _of_splits(table.split)]


def write_nodes(table: NodeTable, file: Path) -> None:
    """Write the table of a type of entities. Raises OSError."""
    import pyarrow as pa

    ids = {"row": pa.array(np.arange(len(table.arns))), "arn": _texts(table.arns)}
    _write({**ids, **_arrays(table)}, file, table)


def write_edges(table: EdgeTable, file: Path) -> None:
    """Write the table of one way in which types are associated. Raises OSError."""
    _write({**_ends(table.sources, table.destinations), **_arrays(table)}, file, table)


def write_ends(sources: Longs, destinations: Longs, file: Path) -> None:
    """Write a list of associations by the rows of their ends. Raises OSError."""
    _write(_ends(sources, destinations), file)


def _of_times(key: ColumnKey, times: Longs) -> Column:
    return Column(key, times, times != NO_TIME)


def _of_splits(split: Splits) -> Column:
    return Column(_SPLIT, split.astype(np.int32), np.ones(len(split), np.bool_), SPLITS)


def _ends(sources: Longs, destinations: Longs) -> dict[str, "pa.Array"]:
    import pyarrow as pa

    return {"source": pa.array(sources), "destination": pa.array(destinations)}


def _arrays(table: NodeTable | EdgeTable) -> dict[str, "pa.Array"]:
    return {each.name: _array(each) for each in (*own_columns(table), *table.columns)}


def _array(column: Column) -> "pa.Array":
    import pyarrow as pa

    values, absent = column.values, ~column.recorded
    match column.key.kind:
        case Kind.BOOLEAN:
            return pa.array(values.astype(np.bool_), mask=absent)
        case Kind.TIME:
            moments = (np.where(absent, 0, values) * 1_000).view("datetime64[ms]")
            return pa.array(moments, pa.timestamp("ms", "UTC"), mask=absent)
        case Kind.NUMBER:
            return pa.array(values, mask=absent)
    codes = pa.array(values, pa.int32(), mask=absent)
    return pa.DictionaryArray.from_arrays(codes, _texts(column.texts)).cast(pa.large_string())


def _texts(texts: Sequence[str]) -> "pa.Array":
    import pyarrow as pa

    try:
        return pa.array(texts, pa.large_string())
    except UnicodeEncodeError:  # half a character, which no file can hold
        return pa.array(map(storable, texts), pa.large_string())


def _write(columns: dict[str, "pa.Array"], file: Path, table: NodeTable | EdgeTable | None = None) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    repeated = list(_repeated(table)) if table else False
    parquet.write_table(pa.table(columns), file, compression="zstd", use_dictionary=repeated)


def _repeated(table: NodeTable | EdgeTable) -> Iterator[str]:
    """Yield the columns with few different values."""
    yield "split"
    yield from (each.name for each in table.columns if each.key.kind is Kind.CATEGORY)
