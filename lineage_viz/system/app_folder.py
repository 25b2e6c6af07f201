"""The folder of the app's pages and configuration, wherever the package is."""

import os
from pathlib import Path

_PACKAGE = Path(__file__).parent.parent
_OWN = _PACKAGE / "_app"

IS_INSTALLED = _OWN.is_dir()
"""True for an installed package, which has its own copy of the app's folder; a checkout has the folder itself."""


def app_folder() -> Path:
    """Return the folder with app.py, pages/ and .streamlit/."""
    return _OWN if IS_INSTALLED else _PACKAGE.parent


def import_folder() -> Path:
    """Return the folder from which Python imports the package."""
    return _PACKAGE.parent


def findable() -> dict[str, str]:
    """This process's own environment, in which Python finds `lineage_viz` from any folder."""
    path = os.pathsep.join(filter(None, (str(import_folder()), os.environ.get("PYTHONPATH"))))
    return os.environ | {"PYTHONPATH": path}
