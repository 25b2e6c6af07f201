"""The command that writes the lineage as tables for graph learning."""

import sys
from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lineage_viz.cli.given_settings import settings_of
from lineage_viz.plain_text import plain_text
from lineage_viz.settings import Settings
from lineage_viz.store.factory import check_distinct, open_folders, open_store
from lineage_viz.words import count, how_much

# It loads numpy and networkx, which the list of commands does not need.
if TYPE_CHECKING:
    from lineage_viz.learning import LearningExport
    from lineage_viz.learning.source import LearningSource


def learn(options: Namespace) -> int:
    """Write a learning export and print its path; its size, its parts and its notes go to stderr."""
    from lineage_viz.learning import to_learning

    written = to_learning(
        _source(settings_of(options)),
        options.out,
        fold_rare=options.fold_rare,
        cut=options.cut,
        texts=options.texts,
        people=options.people,
    )
    print("\n".join(map(plain_text, _told(written))), file=sys.stderr)
    print(written.path)
    return 0


def _source(settings: Settings) -> "LearningSource":
    """Return opened exports, which are read row by row, or else the store: it merges the rows of foreign folders."""
    from lineage_viz.learning.source import is_read_by_row

    folders = () if settings.neptune else open_folders(settings)
    if not folders or not is_read_by_row(folders):
        return open_store(settings)
    check_distinct(folders)
    return folders


def _told(written: "LearningExport") -> Iterator[str]:
    tables = f"{count(written.node_types, 'table')} of entities and {written.edge_types:,} of associations"
    yield f"{how_much(written.entities, written.associations)} in {tables}: {written.extent}."
    parts = ", ".join(f"{number:,} {part}" for part, number in written.split.items())
    yield f"Associations by time: {parts}."
    yield from written.notes
