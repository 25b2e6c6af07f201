"""The times of foreign folders: columns of texts or numbers that have dates, and the cells in them that are none."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lineage_viz.errors import BadRow
from lineage_viz.plain_text import shown_name
from lineage_viz.snapshot.column import SEPARATOR, Column
from lineage_viz.snapshot.rows import NO_TIME, Table, is_date, read_rows, text_of
from lineage_viz.words import count, plain

_TIMES = frozenset({"creationtime", "lastmodifiedtime"})
_NUMBER = re.compile(r"\d{9,13}(?:\.0*)?")
_FIRST, _LAST = 946_684_800, 4_102_444_800
"""Seconds from 1970 to 2000 and to 2100. Milliseconds are a thousand times as many, so no number can be both."""


def with_times(tables: Sequence[Table]) -> tuple[Table, ...]:
    """Return the tables with their times under their lower-case names, and as dates if some values are ISO dates.

    Tools that write `creationtime` or `LastModifiedTime` without a type, as the sample notebook does, mean dates, and
    so do those that write seconds or milliseconds since 1970. It reads the files that have such a column, and counts
    the cells that are no dates. A time that has dates in one file is one in every file of vertices, or of edges.
    Raises BadRow, SnapshotError.
    """
    tables = tuple(_with_other_spelling(_with_typed_otherwise(table)) for table in tables)
    found = [_looked_through(table, _times(table)) for table in tables]
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


def _with_typed_otherwise(table: Table) -> Table:
    """Return the table with a gap for each time that has values and another type in the header: it stays as it is."""
    others = {
        index: column
        for index, column in table.columns
        if column.name.lower() in _TIMES and not _may_be_time(column)
    }
    cells: dict[int, list[str]] = {}
    for _, row in read_rows(table) if others else ():
        for index in others:
            if row[index]:
                cells.setdefault(index, []).append(row[index])
    gaps = (
        f"{_of_array(table, others[index], texts) or _no_dates(table, others[index].name, texts, None)}: "
        f"the header names the type {others[index].form}. {_without_type(texts)}"
        for index, texts in cells.items()
    )
    return replace(table, gaps=(*table.gaps, *gaps))


def _with_other_spelling(table: Table) -> Table:
    """Return the table with a gap for each time of which the exact name has a column, too: that one alone counts."""
    exact = {column.name: index for index, column in table.columns}
    others = {
        index: column
        for index, column in table.columns
        if _may_be_time(column) and not column.name.islower() and column.name.lower() in exact
    }
    passed = Counter[int]()
    for _, row in read_rows(table) if others else ():
        passed.update(
            index
            for index, column in others.items()
            if row[index] and row[index] != row[exact[column.name.lower()]]
        )
    gaps = (
        f"{count(number, 'cell')} of {others[index].name} in {shown_name(table.path.name)} "
        f"{'is' if number == 1 else 'are'} no time, because the file has {others[index].name.lower()}, too. "
        "Keep one of the two columns"
        for index, number in passed.items()
    )
    return replace(table, gaps=(*table.gaps, *gaps))


def _without_type(texts: Sequence[str]) -> str:
    """Return the step for a time that has another type in the header: without it, some values may be dates."""
    untyped = Column("", "date", typed=False)
    has_dates = any(is_date(untyped, text) for text in texts) and not any(map(SEPARATOR.search, texts))
    if _unit(texts) or has_dates:
        return "Without a type there, dates are read"
    return f"{_step(texts) or _WRITE}, and name no type there"


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
                ". ".join(
                    filter(None, (_no_dates(table, names[index], texts, times.get(index)), _step(texts)))
                )
                for index, texts in sorted(undated.items())
            ),
        ),
    )


def _looked_through(
    table: Table, times: Mapping[int, Column]
) -> tuple[Table, dict[int, Column], set[int], dict[int, list[str]]]:
    """Return the times with the units of their numbers, those that have dates, and the cells that are no dates."""
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
    units = {index: unit for index in undated.keys() - dated if (unit := _unit(undated[index]))}
    for index in units:
        del undated[index]
    counted = {index: replace(times[index], typed=True, per_second=unit) for index, unit in units.items()}
    return table, {**times, **counted}, dated | units.keys(), undated


def _unit(texts: Sequence[str]) -> int:
    """Return 1 for seconds since 1970, 1,000 for milliseconds, 0 for anything else."""
    if not all(map(_NUMBER.fullmatch, texts)):
        return 0
    numbers = list(map(float, texts))
    return next(
        (each for each in (1, 1_000) if _FIRST * each <= min(numbers) <= max(numbers) < _LAST * each), 0
    )


def _of_array(table: Table, column: Column, texts: Sequence[str]) -> str:
    """Return words about a time that is an array with several dates in a cell; empty for any other."""
    untyped = Column("", "date", typed=False)
    several = next(filter(SEPARATOR.search, texts), "") if column.array else ""
    if not several or not all(is_date(untyped, part) for part in SEPARATOR.split(several) if part):
        return ""
    where = f"of {plain(column.name, 40)} in {shown_name(table.path.name)}"
    words = count(
        len(texts), f"cell {where} is an array and no time", f"cells {where} are arrays and no times"
    )
    return f"{words}, such as {plain(several, 40)}"


def _no_dates(table: Table, name: str, texts: Sequence[str], time: Column | None) -> str:
    where = f"of {plain(name, 40)} in {shown_name(table.path.name)}"
    words = count(len(texts), f"cell {where} is no date", f"cells {where} are no dates")
    kept = f"; the property {text_of(table, time)} has these texts" if time else ""
    return f"{words}, such as {plain(texts[0], 40)}{kept}"


_WRITE = "Write dates such as 2024-03-01T10:00:00Z"
_OF_A_SHEET = f"{_WRITE}, and not the numbers of days of a spreadsheet"
_STEPS = (
    (re.compile(r"\d{5}\.\d*[1-9]\d*"), _OF_A_SHEET),
    (re.compile(r"(?:19|20)\d{12}"), f"{_WRITE}, with a T between the day and the time"),
    (re.compile(r"-.*|[+]?0+(?:\.0*)?"), f"{_WRITE}, and nothing for an absent time"),
    (re.compile(r"[+]?\d{15,17}(?:\.0*)?"), "Divide these microseconds by 1,000"),
    (re.compile(r"[+]?\d{18,20}(?:\.0*)?"), "Divide these nanoseconds by 1,000,000"),
    (re.compile(r"[+].*"), "Write them without a sign"),
    (re.compile(r".*[.eE].*"), "Write whole seconds or milliseconds since 1970"),
)
"""Numbers that are no times as they are, each kind with the step to those that are read."""
_OTHER_DATES = (
    (
        re.compile(
            r"#?n/?a|n\.a\.|-+|[\u2013\u2014]|\?+|unknown|undefined|tbd|(?:not|never) \w+", re.IGNORECASE
        ),
        "Leave the cell of an absent time empty",
    ),
    (re.compile(r"\d{5}"), _OF_A_SHEET),
    (re.compile(r"[a-z]{3,9}\.?[- /]?(?:\d\d|\d{4})", re.IGNORECASE), f"{_WRITE}, with a day"),
    (re.compile(r"\d{4}[/.]\d+[/.]\d+(?:\D.*)?|\d+/\d+/\d\d(?:\D.*)?"), _WRITE),
    (re.compile(r"\d{4}|\d{4}-\d{2}"), f"{_WRITE}, with a day"),
    (re.compile(r"\d{4}-?(?:W\d{2}.*|\d{3})", re.IGNORECASE), f"{_WRITE}, without weeks or days of the year"),
    (re.compile(r"(?:1[3-9]|[23]\d)/.*|\d+/(?:1[3-9]|[23]\d)/.*"), _WRITE),
    (re.compile(r"(?=.*\d)[^/\d]*\d+[^/\d].*"), _WRITE),
)
"""Texts that may be dates, but are none as they are, by the first of them, each kind with the step."""
_ANY_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)


def _step(texts: Sequence[str]) -> str:
    """Return the step for numbers that are no times, and for dates in another form; empty for all other texts."""
    numbers = (text for text in texts if _ANY_NUMBER.fullmatch(text) and not _NUMBER.fullmatch(text))
    of_numbers = (words for text in numbers for kind, words in _STEPS if kind.fullmatch(text))
    return next(of_numbers, "") or next(
        (words for kind, words in _OTHER_DATES if kind.fullmatch(texts[0])), ""
    )


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
