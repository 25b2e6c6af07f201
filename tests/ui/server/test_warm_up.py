"""The server opens the store and makes the first picture before a visitor comes, and keeps quiet about a fault."""

import subprocess
import sys
from pathlib import Path

import pytest

from lineage_viz.audit.kept_rows import read_rows
from lineage_viz.audit.pack import DEFAULT_PACK
from tests import demo_once
from tests.patience import PATIENCE
from tests.running_app import ROOT

PROGRAM = """
import sys
import threading
from lineage_viz.ui.server.warm_up import warm_up
warm_up().join()
assert "lineage_viz.ui.explore.panel" in sys.modules
from lineage_viz.ui import source
source.open_store = None  # whoever opens it again would fail
if "--opened" in sys.argv:
    from lineage_viz.picture import scene
    from lineage_viz.picture.address import Address
    from lineage_viz.ui.explore.first_answers import starting_point
    from lineage_viz.ui.explore.pictures import pictures
    store, scene._scene = source.current_store(), None  # whoever makes the picture again would fail
    assert store.counts().entities > 2_000
    assert scene.scene(store, Address(focus=starting_point(store)), pictures()).payload
    later = {"botocore", "lineage_viz.reload", "networkx", "pandas"}
    assert not later & set(sys.modules)  # the first picture does without
    for each in threading.enumerate():
        if each.name == "further answers":
            each.join()
    assert later - set(sys.modules) <= {"networkx"}  # the next page need not wait for them
"""


@pytest.mark.parametrize("is_there", [True, False])
def test_the_store_is_open_before_the_first_visit(is_there: bool, tmp_path: Path) -> None:
    folder = demo_once.snapshot(tmp_path) if is_there else tmp_path / "snapshot"
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *(["--opened"] if is_there else [])],
        cwd=ROOT,
        env={"LINEAGE_VIZ_SNAPSHOT": str(folder), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr
    assert "warm-up" not in done.stderr
    assert "Traceback" not in done.stderr
    # An export alone, and an upgrade, leave a snapshot without the outcomes of its audit.
    assert bool(is_there and read_rows(folder, DEFAULT_PACK)) is is_there
