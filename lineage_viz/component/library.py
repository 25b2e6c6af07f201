"""vis-network, from the pyvis package on disk, put on `window` by a component that never changes.

Streamlit sends a component's whole script with every change of its data; this one has no data, so its 469 kB
reach a browser once.
"""

from pathlib import Path

import pyvis
import streamlit as st

_SCRIPT = Path(pyvis.__file__).parent / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"

# The script ends in a source-map comment, which the line break closes; the comment itself would make developer
# tools ask this server for a file that is not there.
_MODULE = (
    _SCRIPT.read_text(encoding="utf-8").partition("//# sourceMappingURL")[0]
    + "\nwindow.dispatchEvent(new Event('lineage-viz:library'));\nexport default () => {};\n"
)

_library = st.components.v2.component("lineage_viz.library", js=_MODULE)


def library() -> None:
    """Mount vis-network; once per page, before the first picture."""
    _library(key="lineage_viz.library", height=1)
