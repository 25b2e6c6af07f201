"""The server does not look into all packages for components, nor into all code for a Python prompt, nor into the data
of components for tables."""

from pathlib import Path
from unittest.mock import patch

import pytest
from streamlit import delta_generator
from streamlit.components.v2 import manifest_scanner
from streamlit.components.v2.bidi_component import serialization
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.proto.BidiComponent_pb2 import BidiComponent as BidiComponentProto

from lineage_viz.ui.server.lean_start import lean_start

FILES = {
    "streamlit_other/__init__.py": "",
    "streamlit_other/assets/other.js": "",
    "streamlit_other/pyproject.toml": """
        [project]
        name = "streamlit-other"
        version = "1.0"
        [[tool.streamlit.component.components]]
        name = "other"
        asset_dir = "assets"
    """,
    "streamlit_other-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: streamlit-other\nVersion: 1.0\n",
}


def found() -> list[str]:
    """The components that Streamlit finds when it makes a server."""
    manager = BidiComponentManager()
    manager.discover_and_register_components(start_file_watching=False)
    return [each for each in ["streamlit-other.other"] if manager.get(each)]


def sent(data: dict[str, object]) -> str:
    """The data of a component as the browser gets it."""
    proto = BidiComponentProto()
    serialization.serialize_mixed_data(data, proto)
    return proto.json


def looked_at(data: dict[str, object]) -> bool:
    """True when Streamlit looks for a table in the values."""
    with patch.object(serialization, "is_dataframe_like", return_value=False) as look:
        sent(data)
    return bool(look.called)


def test_streamlit_does_not_search_what_the_app_does_not_need(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    scan = manifest_scanner.scan_component_manifests
    # The tests of pages keep its first answer.
    monkeypatch.setattr(manifest_scanner, "scan_component_manifests", getattr(scan, "__wrapped__", scan))
    monkeypatch.setattr(delta_generator, "_use_warning_has_been_displayed", False)
    monkeypatch.setattr(
        serialization, "_extract_dataframes_from_dict", serialization._extract_dataframes_from_dict
    )
    assert found() == ["streamlit-other.other"]
    before = sent({"name": "a", "rows": [1, 2]})
    assert looked_at({"name": "a"})
    lean_start()
    assert found() == []
    assert delta_generator._use_warning_has_been_displayed
    assert sent({"name": "a", "rows": [1, 2]}) == before
    assert not looked_at({"name": "a"})
