"""The scripts that draw: vis-network from the pyvis package, and the modules of the canvas as one script."""

import re
from importlib.util import find_spec
from pathlib import Path

from lineage_viz.geometry import geometry
from lineage_viz.json_text import json_text
from lineage_viz.shortening import ENDS, SMALLER
from lineage_viz.style import PASS, UNRESOLVED
from lineage_viz.theme import FAILED, GOOD, ON_COLOUR, SHADES, TINT, TONED

CANVAS = Path(__file__).parent / "canvas"
_VIS = Path("templates", "lib", "vis-9.1.2", "vis-network.min.js")

_IMPORT = re.compile(r'^import \{[^}]*\} from "\./(\w+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=async|class|const|function)", re.MULTILINE)


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
    """Return the modules of the canvas as one script, which defines `window.lineageGraph`.

    A component's script and a page's inline script cannot import, so all modules share one scope, each after those that
    it imports. No two modules may define the same name, and no import may rename one.
    """
    return "\n".join([f"const GEOMETRY = {json_text(_geometry())};", joined(CANVAS, "mount.js")])


def joined(folder: Path, name: str) -> str:
    """Return a module and those that it imports as one script. A default export stays one."""
    modules: dict[str, str] = {}
    _collect(folder, name, modules)
    return "\n".join(modules.values())


def _collect(folder: Path, name: str, modules: dict[str, str]) -> None:
    """Add a module without its import and export words, after the modules that it imports."""
    text = (folder / name).read_text(encoding="utf-8")
    for needed in _IMPORT.findall(text):
        if needed not in modules:
            _collect(folder, needed, modules)
    modules[name] = _EXPORT.sub("", _IMPORT.sub("", text))


def _geometry() -> dict[str, object]:
    """Return the measures, dashes, colours, shades, and how names fit: the SVG uses the same."""
    return {
        **geometry(),
        "dashes": {"pass": PASS, "unresolved": UNRESOLVED},
        "colours": {"failed": FAILED, "good": GOOD, "glyph": ON_COLOUR},
        "toned": TONED,
        "tint": TINT,
        "shades": dict(SHADES),
        "ends": ENDS,
        "smaller": SMALLER,
    }
