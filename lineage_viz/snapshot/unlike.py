"""The cells of foreign folders that become something else: numbers of more than 64 bits, arrays without a value."""

import math
import re
from dataclasses import replace

from lineage_viz.plain_text import shown_name
from lineage_viz.search_text import DERIVED
from lineage_viz.snapshot.column import SEPARATOR, Column
from lineage_viz.snapshot.rows import Table, read_rows
from lineage_viz.words import count, plain

_LONG = 300
"""Digits; a number with fewer and without an exponent fits."""
_EMPTY = re.compile(";+")


def does_not_fit(text: str) -> bool:
    """True for a decimal number, or an array of them, with one that 64 bits cannot hold."""
    if len(text) < _LONG and "e" not in text.lower():
        return False
    return any(_is_lost(part) for part in SEPARATOR.split(text) if part)


def _is_lost(text: str) -> bool:
    mantissa = re.split("[eE]", text)[0]
    if not any(digit in mantissa for digit in "123456789"):
        return False
    try:
        return math.isinf(float(text)) or float(text) == 0
    except ValueError:  # the reader of the rows names it
        return False


def is_empty_array(text: str) -> bool:
    """True for an array that has separators but no value."""
    return _EMPTY.fullmatch(text) is not None


def with_unlike(table: Table) -> Table:
    """Return the table with a gap for each column with such cells. Raises BadRow, SnapshotError."""
    watched = {index: column for index, column in table.columns if _is_watched(column)}
    found: dict[tuple[int, str], list[str]] = {}
    for _, row in read_rows(table) if watched else ():
        for index, column in watched.items():
            if change := _change(column, row[index]):
                found.setdefault((index, change), []).append(row[index])
    names = {index: column.name for index, column in watched.items()}
    gaps = (_words(table, names[index], change, texts) for (index, change), texts in found.items())
    return replace(table, gaps=(*table.gaps, *gaps))


def _is_watched(column: Column) -> bool:
    return column.name not in DERIVED and (column.array or column.type in ("double", "float"))


def _change(column: Column, text: str) -> str:
    if column.array and is_empty_array(text):
        return "empty"
    return "number" if column.type in ("double", "float") and does_not_fit(text) else ""


def _words(table: Table, name: str, change: str, texts: list[str]) -> str:
    where = f"of {plain(name, 40)} in {shown_name(table.path.name)}"
    has = count(len(texts), f"cell {where} has", f"cells {where} have")
    if change == "empty":
        return f"{has} separators but no value, and so no property, as in Neptune. Leave such a cell empty"
    return (
        f"{has} a number that 64 bits cannot hold, read as Infinity or 0, such as {plain(texts[0], 40)}. "
        "Write one that fits, or name the type String"
    )
