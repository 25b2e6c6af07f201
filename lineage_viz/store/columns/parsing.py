"""The columns of a block, as Arrow divides it."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from lineage_viz.snapshot.rows import Table
from lineage_viz.store.columns.blocks import Block, blocks
from lineage_viz.store.columns.plain import NotPlain

Parsed = tuple[Block, Mapping[str, Any]]
"""A block without its bytes, and its Arrow arrays by heading."""


def headings(table: Table) -> list[str]:
    """Return the names of all columns of a file, in its order."""
    names = {index: name for name, index in table.system.items()}
    names |= {index: column.name for index, column in table.columns}
    return [names[index] for index in range(table.width)]


def parsed(path: Path, names: Sequence[str], types: Mapping[str, Any]) -> Iterator[Parsed]:
    """Yield the blocks of a file with those columns that have a type. Raises NotPlain, OSError."""
    import pyarrow as pa
    from pyarrow import csv

    convert = csv.ConvertOptions(
        column_types=types, include_columns=list(types), null_values=[""], strings_can_be_null=False
    )
    for block in blocks(path, len(names)):
        read = csv.ReadOptions(column_names=names, block_size=len(block.data) + 1, use_threads=False)
        parse = csv.ParseOptions(newlines_in_values=block.has_breaks, ignore_empty_lines=False)
        try:
            found = csv.read_csv(pa.py_buffer(block.data), read, parse, convert)
        except pa.ArrowInvalid as error:
            raise NotPlain("a row does not fit the header, or a value its column") from error
        if found.num_rows != block.rows:
            raise NotPlain("the rows are not divided by line breaks alone")
        arrays = {name: _one(column) for name, column in zip(found.column_names, found.columns, strict=True)}
        yield replace(block, data=b""), arrays


def _one(column: Any) -> Any:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def ahead(items: Iterator[Parsed]) -> Iterator[Parsed]:
    """Yield the same; another thread already prepares the next one: Arrow and ISA-L work without Python's lock."""
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = pool.submit(next, items, None)
            yield item
