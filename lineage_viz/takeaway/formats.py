"""The formats in which a view can be taken away: one list for the menu."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from lineage_viz.model import Subgraph
from lineage_viz.picture.render import Payload
from lineage_viz.questions.steps import steps_of
from lineage_viz.takeaway.caption import Caption
from lineage_viz.takeaway.drawing.drawing import Drawing
from lineage_viz.takeaway.graph_files import gexf, graphml
from lineage_viz.takeaway.page import page
from lineage_viz.takeaway.pyvis_page import pyvis_page
from lineage_viz.takeaway.svg import svg
from lineage_viz.takeaway.tables import as_json, associations_csv, entities_csv


@dataclass(frozen=True, slots=True)
class TakeAway:
    """A view to take away: its entities, the picture with their cards, the payload of the picture, and the caption.

    `has_beside`: some of them, such as the data of an evaluation, are neither upstream nor downstream of the focus.
    """

    shown: Subgraph
    drawing: Drawing
    payload: Payload
    caption: Caption
    dark: bool = False
    has_beside: bool = False

    @property
    def data(self) -> Subgraph:
        """The entities for files of data: those beside the walk have a place in the picture, and no number of steps."""
        return replace(self.shown, hops=steps_of(self.shown)) if self.has_beside else self.shown


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file. `words` are its name in the menu; `extension` has no leading dot."""

    name: str
    words: str
    extension: str
    mime: str
    make: Callable[[TakeAway], bytes]


def _svg(view: TakeAway) -> bytes:
    return svg(view.drawing, view.caption, dark=view.dark).encode()


def _page(view: TakeAway) -> bytes:
    return page(view.payload, view.caption, view.shown.entities).encode()


def _pyvis(view: TakeAway) -> bytes:
    return pyvis_page(view.payload, view.caption).encode()


def _entities(view: TakeAway) -> bytes:
    return entities_csv(view.data, view.caption).encode()


def _associations(view: TakeAway) -> bytes:
    return associations_csv(view.shown, view.caption).encode()


def _json(view: TakeAway) -> bytes:
    return as_json(view.data, view.caption).encode()


def _graphml(view: TakeAway) -> bytes:
    return graphml(view.data, view.caption)


def _gexf(view: TakeAway) -> bytes:
    return gexf(view.data, view.caption)


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
