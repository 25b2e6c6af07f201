"""The scripts that draw: vis-network from the pyvis package, and the picture's own, joined in the order they need."""

from pathlib import Path

import pyvis

GRAPH = Path(__file__).parent / "graph"
_VIS = Path(pyvis.__file__).parent / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"


def vis_network() -> str:
    """vis-network, which puts itself on `window`.

    Its closing source-map comment would make developer tools ask for a file that is not there.
    """
    return _VIS.read_text(encoding="utf-8").partition("//# sourceMappingURL")[0] + "\n"


def picture() -> str:
    """The picture, which puts `lineageGraph` on `window`; order.txt says which script needs which."""
    order = (GRAPH / "order.txt").read_text(encoding="utf-8").split()
    return "\n".join((GRAPH / script).read_text(encoding="utf-8") for script in order)
