"""Work of Streamlit at each start that this app can do without: a tenth of the time until the first picture."""

from pathlib import Path
from typing import Any

from streamlit import delta_generator
from streamlit.components.v2 import manifest_scanner
from streamlit.components.v2.bidi_component import serialization
from streamlit.components.v2.manifest_scanner import ComponentManifest


def lean_start() -> None:
    """Let the server that starts leave this work out.

    Streamlit looks for components in each installed package; those of the app are its own. At the first element it asks
    Python for the source of all code, to learn that nobody typed the app into a Python prompt. It looks for a table in
    each value that a component gets, and imports pandas for that, 0.35 s; the app sends no component a table.
    """
    manifest_scanner.scan_component_manifests = _none
    delta_generator._use_warning_has_been_displayed = True
    serialization._extract_dataframes_from_dict = _as_it_is


def _none(max_workers: int | None = None) -> list[tuple[ComponentManifest, Path]]:
    del max_workers
    return []


def _as_it_is(data: dict[str, Any], arrow_blobs: dict[str, bytes] | None = None) -> dict[str, Any]:
    del arrow_blobs
    return data
