"""Sources as columns: the files of exports by Arrow, all others by their entities and associations."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain

from pyarrow import default_memory_pool

from lineage_viz.errors import SnapshotError
from lineage_viz.model import Association
from lineage_viz.snapshot.folder import Folder
from lineage_viz.snapshot.manifest import DEMO, EXPORTED, TOOL
from lineage_viz.snapshot.rows import Table
from lineage_viz.store.base import LineageSource
from lineage_viz.store.columns.all_links import put_together
from lineage_viz.store.columns.edge_file import read_links
from lineage_viz.store.columns.entity_sheet import links_of, sheet_of
from lineage_viz.store.columns.graph import ColumnGraph
from lineage_viz.store.columns.links import Links
from lineage_viz.store.columns.placing import rows_of
from lineage_viz.store.columns.plain import NotPlain
from lineage_viz.store.columns.search_text import SearchText
from lineage_viz.store.columns.sheet import Sheet
from lineage_viz.store.columns.vertex_file import read_sheet

_THREADS = 2
"""Files that are read at once: Arrow and ISA-L work without Python's lock."""


@dataclass(frozen=True, slots=True)
class _Read:
    """The entities of a source."""

    source: LineageSource
    sheets: tuple[Sheet, ...]
    edges: tuple[Table, ...] | None
    """The files with its associations; None when they are no plain files."""


def column_graph(
    sources: Sequence[LineageSource], missing: Callable[[Association, str], SnapshotError]
) -> ColumnGraph:
    """Load sources as one graph of columns; a later one replaces what an earlier one has, as in `heterograph.build`.

    Raises NotPlain for sources that only the other form can have; BadRow, SnapshotError.
    """
    text = SearchText()
    read = [_read(source, text) for source in sources]
    sheets = [sheet for each in read for sheet in each.sheets]
    rows = rows_of(sheets)
    parts = [part for each in read for part in _links(each, rows, missing)]
    ids = list(chain.from_iterable(each.ids for each in sheets))
    default_memory_pool().release_unused()  # Arrow keeps the memory of the blocks for the next ones
    return ColumnGraph(sheets, rows, ids, put_together(parts), text)


def _is_ours(source: LineageSource) -> bool:
    """Return True for a snapshot whose derived texts are those that this version derives."""
    manifest = source.manifest if isinstance(source, Folder) else None
    return manifest is not None and manifest.mode in (*EXPORTED, DEMO) and manifest.tool == TOOL


def _read(source: LineageSource, text: SearchText) -> _Read:
    if isinstance(source, Folder) and _is_ours(source):
        try:
            return _of_files(source, text)
        except (NotPlain, OSError):
            pass  # the careful reader reads it, or says what is wrong
    sheet = sheet_of(source.entities(), text)
    return _Read(source, (sheet,) if sheet else (), None)


def _of_files(folder: Folder, text: SearchText) -> _Read:
    vertices = [each for each in folder.tables if not each.is_edges]
    with ThreadPoolExecutor(_THREADS) as pool:
        largest_first = sorted(vertices, key=lambda each: -each.path.stat().st_size)
        coming = {each.path: pool.submit(read_sheet, each, text) for each in largest_first}
        sheets = [sheet for each in vertices if (sheet := coming[each.path].result())]
    return _Read(folder, tuple(sheets), tuple(each for each in folder.tables if each.is_edges))


def _links(
    read: _Read, rows: dict[str, int], missing: Callable[[Association, str], SnapshotError]
) -> list[Links]:
    if read.edges is not None:
        try:
            return [links for each in read.edges if (links := read_links(each, rows))]
        except (NotPlain, OSError):
            pass  # as above
    links = links_of(read.source.associations(), rows, missing)
    return [links] if links else []
