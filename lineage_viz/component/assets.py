"""Registration of a component with its HTML, CSS and JavaScript, read as text.

Streamlit's asset folders and file globs work only for installed packages; this one runs from its folder.
"""

from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.bidi_component.state import ComponentResult
from streamlit.components.v2.types import ComponentRenderer

from lineage_viz.picture.scripts import joined

_HERE = Path(__file__).parent

_EXPORT = "export default "
_UNPACKED = "\nexport default ({ data, ...others }) => mounted({ ...others, data: data?.[0] });\n"


def component(name: str, script: str = "", folder: Path | None = None) -> ComponentRenderer:
    """The component in the folder `name` beside this file, or in `folder`; `script` is `NAME.js` by default.

    Its script may import modules beside it: a browser gets all as one.
    """
    folder = folder or _HERE / name
    return registered(
        name,
        html=(folder / f"{name}.html").read_text(encoding="utf-8"),
        css=(folder / f"{name}.css").read_text(encoding="utf-8"),
        js=joined(folder, script or f"{name}.js"),
    )


def registered(name: str, *, html: str, css: str, js: str) -> ComponentRenderer:
    """The component of these texts. Its data goes to the browser as a list of one.

    In each value of a mapping, Streamlit looks for a table, and for that it imports pandas, which takes longer than a
    first picture. It looks for none in a list.
    """
    before, found, script = js.rpartition(_EXPORT)
    assert found
    mount = st.components.v2.component(
        f"lineage_viz.{name}", html=html, css=css, js=f"{before}const mounted = {script}{_UNPACKED}"
    )

    def mounted(*, data: Any = None, **others: Any) -> ComponentResult:
        return mount(data=None if data is None else [data], **others)

    return mounted
