"""The contents of a foreign folder in sentences, and the limits of what they show."""

from collections.abc import Iterator

from lineage_viz.snapshot.folder import Folder
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
        yield f"{count(ends, 'end of an association has', 'ends of associations have')} no row in the folder."


def about_folder(folder: Folder) -> str:
    """Return what an adoption of the folder has. Files that are passed over may have further rows."""
    rows = f"Every row of {'the read files' if folder.unread else 'the folder'} is in the snapshot."
    return " ".join((rows, *about_rows(folder.foreign), SHOWS_NOTHING))


def about_ids(lineage: ForeignLineage) -> Iterator[str]:
    """Yield sentences about the ids of entities, and about those of associations if they change."""
    with_row = lineage.entities[: lineage.with_row]
    arns = bool(with_row) and all(each.arn.startswith("arn:") for each in with_row)
    if lineage.renamed:
        yield f"{count(lineage.renamed, 'id became an ARN', 'ids became ARNs')}."
    elif arns:
        yield "The ids of entities stay; they are ARNs."
    else:
        because = ", because not every entity has an ARN of its own in a column `arn`"
        yield f"All ids stay{because if with_row else ''}."
    kept = sum(each.own_id is not None for each in lineage.associations)
    if arns and kept < len(lineage.associations):
        yield "The ids of associations are made from their ends and type."
    if arns and kept:
        keep = count(kept, "association keeps its id", "associations keep their ids")
        yield f"{keep}, because another one has the same ends and type."
