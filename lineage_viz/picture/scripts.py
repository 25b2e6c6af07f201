"""The scripts that draw in a browser: vis-network from the pyvis package, and the canvas, joined in their order."""

from importlib.util import find_spec
from pathlib import Path

CANVAS = Path(__file__).parent / "canvas"
_VIS = Path("templates", "lib", "vis-9.1.2", "vis-network.min.js")


def vis_network() -> str:
    """vis-network, which puts itself on `window`.

    Its closing source-map comment would make developer tools ask for a file that is not there. pyvis itself is not
    imported: it takes IPython with it.
    """
    spec = find_spec("pyvis")
    assert spec  # requirements.txt has it
    script = Path(str(spec.origin)).parent / _VIS
    return script.read_text(encoding="utf-8").partition("//# sourceMappingURL")[0] + "\n"


def canvas() -> str:
    """The canvas, which puts `lineageGraph` on `window`; order.txt says which script needs which."""
    order = (CANVAS / "order.txt").read_text(encoding="utf-8").split()
    return "\n".join((CANVAS / script).read_text(encoding="utf-8") for script in order)
