"""The contents of a foreign folder in sentences, and the limits of what they show."""

from collections.abc import Iterator

from lineage_viz.snapshot.foreign import ForeignLineage
from lineage_viz.words import count, how_much

SHOWS_NOTHING = "The folder itself shows nothing about its completeness."


def size_words(lineage: ForeignLineage) -> str:
    """Return the number of entities and associations that have rows: `3 entities, 1 association`."""
    return how_much(lineage.with_row, len(lineage.associations))


def about_rows(lineage: ForeignLineage) -> Iterator[str]:
    """Yield sentences about merged rows, and about the ends of associations that have no row, if there are any."""
    merged = [
        f"{count(rows, 'row')} became {count(number, one, many)}"
        for rows, number, one, many in (
            (lineage.vertex_rows, lineage.with_row, "entity", "entities"),
            (lineage.edge_rows, len(lineage.associations), "association", "associations"),
        )
        if rows != number
    ]
    if merged:
        yield f"{' and '.join(merged)}, because rows with one id are merged."
    if ends := lineage.without_row:
        yield f"{count(ends, 'end of associations has', 'ends of associations have')} no row in the folder."
