"""The truth values of foreign folders: the cells that mean something else than the false that they become."""

from collections.abc import Iterator
from dataclasses import replace

from lineage_viz.plain_text import shown_name
from lineage_viz.snapshot.column import SEPARATOR
from lineage_viz.snapshot.rows import Table, read_rows
from lineage_viz.words import count, plain

_MEANT = frozenset({"true", "false", "0", "no", "n", "f", "off"})
"""The text for true, and those that mean the false that each other text becomes, in lower case."""


def with_bools(table: Table) -> Table:
    """Return the table with a gap for each column of truth values with cells such as 1, yes or None.

    Neptune, too, reads every text but true as false. Raises BadRow, SnapshotError.
    """
    of_bools = {index: column.name for index, column in table.columns if column.type == "bool"}
    cells: dict[int, list[str]] = {}
    for _, row in read_rows(table) if of_bools else ():
        for index in of_bools:
            if any(_becomes_false(part) for part in SEPARATOR.split(row[index])):
                cells.setdefault(index, []).append(row[index])
    return replace(
        table, gaps=(*table.gaps, *_words(table, {of_bools[index]: cells[index] for index in cells}))
    )


def _becomes_false(text: str) -> bool:
    return bool(text) and text.strip().lower() not in _MEANT


def _words(table: Table, cells: dict[str, list[str]]) -> Iterator[str]:
    for name, texts in cells.items():
        where = f"of {plain(name, 40)} in {shown_name(table.path.name)}"
        yield (
            f"{count(len(texts), f'cell {where} is', f'cells {where} are')} false, as in Neptune, such as "
            f"{plain(texts[0], 40)}. Write true or false"
        )
