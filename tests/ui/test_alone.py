"""Each file that could be served without the server of `app.py` refuses it."""

import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from streamlit.web.server.app_discovery import discover_asgi_app

from tests.patience import PATIENCE
from tests.running_app import ROOT

FILES = [ROOT / "navigation.py", *sorted((ROOT / "pages").glob("*.py"))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_streamlit_imports_the_file_and_ends(path: Path) -> None:
    assert discover_asgi_app(path).import_string == f"{path.stem}:app"
    spec = spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    with pytest.raises(SystemExit, match=r"streamlit run app\.py"):
        spec.loader.exec_module(module_from_spec(spec))


def test_a_page_cannot_be_served_alone() -> None:
    command = [sys.executable, "-m", "streamlit", "run", "pages/explore.py", "--server.port", "0"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert ended.returncode != 0
    assert "streamlit run app.py" in ended.stderr
    assert "Traceback" not in ended.stderr
