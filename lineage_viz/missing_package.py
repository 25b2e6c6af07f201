"""The sentence about a package that this Python does not have."""

import sys

from lineage_viz.system.app_folder import IS_INSTALLED

USE = "Use .venv/bin/python, which `make run` installs."

_PARTS = {
    "streamlit": "app",
    "boto3": "aws",
    "botocore": "aws",
    "s3transfer": "aws",
    "gremlin_python": "neptune",
    "aiohttp": "neptune",
    "ijson": "neptune",
    "urllib3": "neptune",
    "pyarrow": "learn",
    "typst": "pdf",
    "mcp": "assistant",
    "anyio": "assistant",
}
"""Packages that the base installation does not have, and the extra that installs them."""


def missing_package(name: str) -> str:
    """Return the sentence with the command that installs the package."""
    extra = _PARTS.get(name.partition(".")[0])
    mend = f'Install it with: pip install "lineage-viz[{extra}]"' if IS_INSTALLED and extra else USE
    return f"lineage_viz needs the package {name}, and {sys.executable} has none. {mend}"
