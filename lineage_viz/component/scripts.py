"""The scripts that draw: vis-network from the pyvis package, and the picture's own, joined in the order they need."""

import json
from pathlib import Path

import pyvis

from lineage_viz.geometry import geometry
from lineage_viz.style import PASS, UNRESOLVED
from lineage_viz.theme import FAILED, ON_COLOUR, SHADES

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
    scripts = [(GRAPH / script).read_text(encoding="utf-8") for script in order]
    return "\n".join([f"const GEOMETRY = {json.dumps(_geometry())};", *scripts])


def _geometry() -> dict[str, object]:
    """What the picture draws by, the same as the SVG."""
    return {
        **geometry(),
        "dashes": {"pass": PASS, "unresolved": UNRESOLVED},
        "colours": {"failed": FAILED, "glyph": ON_COLOUR},
        "shades": dict(SHADES),
    }
