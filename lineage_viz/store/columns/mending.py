"""The derived texts of the few entities whose file may have others than a reader derives."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from lineage_viz.search_text import (
    FIELD_END,
    SEARCH_NAMES,
    SEARCH_RECORD,
    SEARCH_STATE,
    SEARCH_TEXT,
    SEARCH_TITLE,
    derived_texts,
)
from lineage_viz.store.columns.column import Mended
from lineage_viz.store.columns.search_text import Pair, SearchText
from lineage_viz.store.columns.sheet import Searched, Sheet

Derived = Mapping[str, str]


def mended(sheet: Sheet, rows: Iterable[int], text: SearchText) -> Sheet:
    """Return the sheet with the derived texts of these rows made anew.

    Our writer replaces characters that no file can have after it derived the texts, so a search could differ.
    """
    made = {row: derived_texts(sheet.entity(row)) for row in rows}
    if not made:
        return sheet
    known = sheet.searched
    places = known.places.copy()
    places[list(made)] = text.add_pairs([*map(pair, made.values())])
    return replace(
        sheet,
        searched=Searched(
            places,
            *(
                Mended(column, {row: each[name] for row, each in made.items()})
                for name, column in (
                    (SEARCH_STATE, known.states),
                    (SEARCH_RECORD, known.records),
                    (SEARCH_NAMES, known.names),
                )
            ),
        ),
    )


def pair(derived: Derived) -> Pair:
    """Return the title and the other searched texts as bytes."""
    title, text = derived[SEARCH_TITLE] + FIELD_END, derived[SEARCH_TEXT]
    return title.encode("utf-8", "surrogatepass"), text.encode("utf-8", "surrogatepass")
