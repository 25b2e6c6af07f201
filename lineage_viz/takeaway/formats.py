"""The formats in which a view can be taken away: one list for the menu."""

from collections.abc import Callable
from dataclasses import dataclass

from lineage_viz.model import Subgraph
from lineage_viz.picture.render import Payload
from lineage_viz.takeaway.caption import Caption
from lineage_viz.takeaway.drawing.drawing import Drawing
from lineage_viz.takeaway.graph_files import gexf, graphml
from lineage_viz.takeaway.page import page
from lineage_viz.takeaway.pyvis_page import pyvis_page
from lineage_viz.takeaway.svg import svg
from lineage_viz.takeaway.tables import as_json, associations_csv, entities_csv


@dataclass(frozen=True, slots=True)
class TakeAway:
    """A view to take away: its entities, the picture with their cards, the payload of the picture, and the caption."""

    shown: Subgraph
    drawing: Drawing
    payload: Payload
    caption: Caption
    dark: bool = False


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file. `words` are its name in the menu; `extension` has no leading dot."""

    name: str
    words: str
    extension: str
    mime: str
    make: Callable[[TakeAway], bytes]


def _svg(taken: TakeAway) -> bytes:
    return svg(taken.drawing, taken.caption, dark=taken.dark).encode()


def _page(taken: TakeAway) -> bytes:
    return page(taken.payload, taken.caption, taken.shown.entities).encode()


def _pyvis(taken: TakeAway) -> bytes:
    return pyvis_page(taken.payload, taken.caption).encode()


def _entities(taken: TakeAway) -> bytes:
    return entities_csv(taken.shown, taken.caption).encode()


def _associations(taken: TakeAway) -> bytes:
    return associations_csv(taken.shown, taken.caption).encode()


def _json(taken: TakeAway) -> bytes:
    return as_json(taken.shown, taken.caption).encode()


def _graphml(taken: TakeAway) -> bytes:
    return graphml(taken.shown, taken.caption)


def _gexf(taken: TakeAway) -> bytes:
    return gexf(taken.shown, taken.caption)


FORMATS = (
    Format("svg", "Picture (SVG)", "svg", "image/svg+xml", _svg),
    Format("html", "Interactive page (HTML)", "html", "text/html", _page),
    Format("pyvis", "Page for pyvis (HTML)", "pyvis.html", "text/html", _pyvis),
    Format("entities", "Table of entities (CSV)", "entities.csv", "text/csv", _entities),
    Format("associations", "Table of associations (CSV)", "associations.csv", "text/csv", _associations),
    Format("json", "Data (JSON)", "json", "application/json", _json),
    Format("graphml", "Graph (GraphML)", "graphml", "application/graphml+xml", _graphml),
    Format("gexf", "Graph for Gephi (GEXF)", "gexf", "application/gexf+xml", _gexf),
)
"""The formats in the order of the menu. The browser makes a PNG out of the SVG."""
