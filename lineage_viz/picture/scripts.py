"""The scripts that draw in a browser: vis-network from the pyvis package, and the canvas of this package."""

from importlib.util import find_spec
from pathlib import Path

CANVAS = Path(__file__).parent / "canvas"
_VIS = Path("templates", "lib", "vis-9.1.2", "vis-network.min.js")


def vis_network() -> str:
    """Return the script of vis-network, which defines `window.vis`.

    Its last line, a source-map comment, is left out: developer tools would request a file that does not exist. pyvis
    itself is not imported, as it imports IPython.
    """
    spec = find_spec("pyvis")
    assert spec  # requirements.txt has it
    script = Path(str(spec.origin)).parent / _VIS
    return script.read_text(encoding="utf-8").partition("//# sourceMappingURL")[0] + "\n"


def canvas() -> str:
    """Return the scripts of the canvas in the order of order.txt. They define `window.lineageGraph`."""
    order = (CANVAS / "order.txt").read_text(encoding="utf-8").split()
    return "\n".join((CANVAS / script).read_text(encoding="utf-8") for script in order)
