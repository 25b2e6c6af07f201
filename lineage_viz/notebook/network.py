"""A picture as a pyvis network that shows itself in a notebook."""

from html import escape
from pathlib import Path
from typing import Any

from pyvis.network import Network

from lineage_viz.notebook.written import written
from lineage_viz.picture.render import Payload
from lineage_viz.takeaway import Caption
from lineage_viz.takeaway.pyvis_network import pyvis_network
from lineage_viz.takeaway.pyvis_page import offline_page


class ShownNetwork(Network):  # type: ignore[misc]  # pyvis has no types
    """pyvis's own Network, with the form in which a notebook shows it."""

    caption: Caption

    def show(self, name: str, local: bool = True, notebook: bool = False) -> "ShownNetwork":
        """Write the page to a file, and show it where a notebook shows the value of a cell."""
        del local, notebook
        self.write_html(name)
        return self

    def write_html(
        self, name: str, local: bool = True, notebook: bool = False, open_browser: bool = False
    ) -> None:
        """Write the page to a file. Unlike pyvis's own it requests nothing."""
        del local, notebook, open_browser
        written(Path(name), offline_page(self, self.caption))

    def save_graph(self, name: str) -> None:
        """Write the page to a file."""
        self.write_html(name)

    def _repr_html_(self) -> str:
        # A page of its own: pyvis's scripts and styles meet nothing else of the notebook.
        page = escape(offline_page(self, self.caption))
        title = escape(self.caption.title)
        return f'<iframe title="{title}" srcdoc="{page}" sandbox="allow-scripts" {_SIZE}></iframe>'


def network(payload: Payload, caption: Caption) -> Network:
    """Return the network of a payload; it can be changed, and shows its present form."""
    made: Any = pyvis_network(payload, "", of=ShownNetwork)
    made.caption = caption
    return made


_SIZE = 'width="100%" height="640" style="border: 1px solid #8886"'
