"""The times of foreign folders: columns without a type that have ISO dates, and the texts in them that are none."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from lineage_viz.errors import BadRow
from lineage_viz.plain_text import shown_name
from lineage_viz.snapshot.column import Column
from lineage_viz.snapshot.rows import NO_TIME, Table, is_date, read_rows, text_of
from lineage_viz.words import count, plain

_TIMES = frozenset({"creationtime", "lastmodifiedtime"})


def with_times(tables: Sequence[Table]) -> tuple[Table, ...]:
    """Return the tables with their times under their lower-case names, and as dates if some values are ISO dates.

    Tools that write `creationtime` or `LastModifiedTime` without a type, as the sample notebook does, mean dates. It
    reads the files that have such a column, and counts the texts that are no dates. A time that has dates in one file
    is one in every file of vertices, or of edges. Raises BadRow, SnapshotError.
    """
    found = [(table, times := _times(table), *_kinds_of_cells(table, times)) for table in tables]
    everywhere = {
        (table.is_edges, time.name)
        for table, times, dated, _ in found
        for index, time in times.items()
        if time.typed or index in dated
    }
    return tuple(
        _with_times(
            table,
            {
                index: time
                for index, time in times.items()
                if index not in undated or (table.is_edges, time.name) in everywhere
            },
            undated,
        )
        for table, times, _, undated in found
    )


def _times(table: Table) -> dict[int, Column]:
    """Return the columns that may be times, as dates."""
    taken = {column.name for column in table.property_columns}
    return {
        index: replace(column, name=column.name.lower(), type="date")
        for index, column in table.columns
        if _may_be_time(column) and (column.name.islower() or column.name.lower() not in taken)
    }


def _with_times(table: Table, times: Mapping[int, Column], undated: Mapping[int, Sequence[str]]) -> Table:
    _refuse_two(table, times)
    names = {index: column.name for index, column in table.columns}
    return replace(
        table,
        columns=tuple((index, times.get(index, column)) for index, column in table.columns),
        times=tuple(times.items()),
        gaps=(
            *table.gaps,
            *(
                _no_dates(table, names[index], texts, times.get(index))
                for index, texts in sorted(undated.items())
            ),
        ),
    )


def _kinds_of_cells(table: Table, times: Mapping[int, Column]) -> tuple[set[int], dict[int, list[str]]]:
    """Return the columns without a type that have dates, and the texts that are no dates by column."""
    dated: set[int] = set()
    undated: dict[int, list[str]] = {}
    untyped = {index: each for index, each in times.items() if not each.typed}
    for _, row in read_rows(table) if untyped else ():
        for index, column in untyped.items():
            text = row[index]
            if is_date(column, text):
                dated.add(index)
            elif text and text.lower() not in NO_TIME:
                undated.setdefault(index, []).append(text)
    return dated, undated


def _no_dates(table: Table, name: str, texts: Sequence[str], time: Column | None) -> str:
    where = f"of {plain(name, 40)} in {shown_name(table.path.name)}"
    words = count(len(texts), f"cell {where} is no date", f"cells {where} are no dates")
    kept = f"; the property {text_of(table, time)} has these texts" if time else ""
    return f"{words}, such as {plain(texts[0], 40)}{kept}"


def _may_be_time(column: Column) -> bool:
    may_be_date = column.type == "date" or not column.typed
    return column.name.lower() in _TIMES and may_be_date and not column.array


def _refuse_two(table: Table, times: Mapping[int, Column]) -> None:
    """Raise BadRow when two columns are the same time."""
    for time in _TIMES:
        same = [
            column.name for index, column in table.columns if index in times and times[index].name == time
        ]
        if len(same) > 1:
            reason = (
                f"the header has the time {time} twice, as {' and '.join(same)}. Rename or remove one of them"
            )
            raise BadRow(table.path, 1, reason)
