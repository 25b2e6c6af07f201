"""Registration of a component with its HTML, CSS and JavaScript, read as text.

Streamlit's asset folders and file globs work only for installed packages; this one runs from its folder.
"""

from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from lineage_viz.picture.scripts import joined

_HERE = Path(__file__).parent


def component(name: str, script: str = "", folder: Path | None = None) -> ComponentRenderer:
    """The component in the folder `name` beside this file, or in `folder`; `script` is `NAME.js` by default.

    Its script may import modules beside it: a browser gets all as one.
    """
    folder = folder or _HERE / name
    return st.components.v2.component(
        f"lineage_viz.{name}",
        html=(folder / f"{name}.html").read_text(encoding="utf-8"),
        css=(folder / f"{name}.css").read_text(encoding="utf-8"),
        js=joined(folder, script or f"{name}.js"),
    )
