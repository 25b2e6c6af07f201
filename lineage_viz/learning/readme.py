"""The README of a learning export."""

from lineage_viz.learning.description import notes
from lineage_viz.learning.tables import LearningTables
from lineage_viz.words import count, how_much


def readme(tables: LearningTables) -> str:
    """Return the README, at most 30 lines."""
    first, second = tables.cuts.as_texts() if tables.cuts else ("", "")
    types = f"{count(len(tables.nodes), 'table')} of entities, {count(len(tables.edges), 'table')} of associations"
    split = f"train is before {first}," if first else "no entity has a time,"
    then = f"validation before {second}, test is the rest." if first else "so everything is in the test."
    lines = (
        "The lineage of SageMaker as a heterogeneous graph, for graph learning.",
        "",
        f"{how_much(tables.entities, tables.associations)} in {types}.",
        f"Extent: {tables.extent}.",
        "",
        "graph.json       the names as recorded, the role of each column, counts, gaps and cuts",
        "nodes/           a table for each type: row, arn, created, unresolved, split, then what is recorded",
        "edges/           a table for each way in which types are associated; source and destination are rows",
        "splits/          the same associations by part, for GraphStorm",
        "gconstruct.json  GraphStorm's construction file; run graphstorm.gconstruct.construct_graph in this folder",
        "",
        f"Split by time, never at random: {split}",
        then,
        "An association is in the latest part of its own time and of both ends.",
        "Train with the associations of train only: those after a cut would tell of the future.",
        "A column with the role outcome is known only later (status, duration, decision, metric, live): it may be a",
        "label, and is never an input. A label may have become known after the cut too.",
        "An empty cell was not recorded or not read; it is not zero.",
        "The ARNs have the names that people gave. Texts and people are there only if they were asked for.",
        "",
        *notes(tables),
    )
    return "\n".join(lines).rstrip("\n") + "\n"
