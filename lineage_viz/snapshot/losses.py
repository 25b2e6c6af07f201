"""The parts of a foreign folder that its lineage does not keep: found in the headers and texts of its files."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lineage_viz.plain_text import shown_name
from lineage_viz.search_text import DERIVED
from lineage_viz.snapshot.column import Column
from lineage_viz.snapshot.rows import Table, read_rows, read_table
from lineage_viz.snapshot.unlike import does_not_fit, is_empty_array


@dataclass(frozen=True, slots=True)
class _Loss:
    """A kind of text that changes when it is read; the sentence names the properties that have such texts."""

    applies: Callable[[Column], bool]
    changes: Callable[[str], object]
    sentence: str


_LOSSES = (
    _Loss(
        lambda column: column.type in ("double", "float"),
        does_not_fit,
        "Numbers that 64 bits cannot hold became Infinity or 0, in",
    ),
    _Loss(
        lambda column: column.type == "date",
        re.compile(r"(?:^|;)\s*[0-9]{4}-?[0-9]{2}-?[0-9]{2}[T ][0-9:]+[.,][0-9]*[1-9]").search,
        "Fractions of seconds were cut, because Neptune's dates have none, in",
    ),
    _Loss(
        lambda column: column.type == "date",
        re.compile(r"^(?:none|nan|nat|null)$", re.IGNORECASE).search,
        "Texts for an absent value, such as None, NaN and NaT, became absent times in",
    ),
    _Loss(
        lambda column: column.type == "bool",
        re.compile(r"(?:^|;)(?!\s*(?:true|false)\s*(?:;|$))[^;]", re.IGNORECASE).search,
        "Texts other than true became false, as in Neptune, in",
    ),
    _Loss(
        lambda column: column.array,
        is_empty_array,
        "Arrays that have separators but no value became absent, as in Neptune, in",
    ),
)
_LABEL = _Loss(
    lambda _: True,
    re.compile("::").search,
    "A label with :: became several labels, because Gremlin joins labels so, in",
)
_TIME = "These properties are times, and became dates with the names of exports:"
_SEARCHED = "These properties are made anew for the search, and their values in the files are not kept:"


def losses(tables: Sequence[Table]) -> Iterator[str]:
    """Yield a sentence about each change. It reads every row again. Raises BadRow, SnapshotError."""
    found: dict[str, set[str]] = {}
    for table in tables:
        for name, sentence in (*_of_header(table), *_of_rows(table)):
            found.setdefault(sentence, set()).add(name)
    for sentence, names in found.items():
        yield f"{sentence} {', '.join(sorted(names))}."


def _of_header(table: Table) -> Iterator[tuple[str, str]]:
    for (index, written), (_, read) in zip(read_table(table.path).columns, table.columns, strict=True):
        if index in dict(table.times) and (written.name, written.type) != (read.name, read.type):
            yield (
                f"{written.name} ({read.name})",
                "These properties are times, and became dates with the names of exports:",
            )
        if read.name in DERIVED:
            yield (
                read.name,
                "These properties are made anew for the search, and their values in the files are not kept:",
            )
    for name in ("~fromLabels", "~toLabels"):
        if name in table.system:
            yield name, "These columns are not kept, because each vertex has its labels:"
    if table.mender is not None:
        yield shown_name(table.path.name), "The sample notebook's text None became an absent value in"


def _of_rows(table: Table) -> Iterator[tuple[str, str]]:
    watched = {
        (index, column.name, loss)
        for index, column in table.columns
        for loss in _LOSSES
        if loss.applies(column) and column.name not in DERIVED
    }
    if "~label" in table.system and not table.is_edges:
        watched.add((table.system["~label"], "~label", _LABEL))
    for _, row in read_rows(table) if watched else ():
        for each in [each for each in watched if each[2].changes(row[each[0]])]:
            watched.remove(each)
            yield each[1], each[2].sentence
        if not watched:
            return
