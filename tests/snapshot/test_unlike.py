"""Cells of foreign folders that become something else: the folder says so before anybody adopts it."""

from pathlib import Path

import pytest

from lineage_viz.snapshot import open_folder
from tests.snapshot.test_foreign_folder import folder_of


@pytest.mark.parametrize(
    ("heading", "cells", "words"),
    [
        (
            "c:Double",
            ("1e400", "1e-400", "1e3"),
            "2 cells of c in v.csv have a number that 64 bits cannot hold",
        ),
        ("c:Float[]", ("1;1e400", "2;3", ""), "1 cell of c in v.csv has a number that 64 bits cannot hold"),
        ("c:String[]", (";;", "a\\;b;c", ""), "1 cell of c in v.csv has separators but no value"),
        ("c:Double", ("INF", "0e9", "0"), ""),
    ],
)
def test_a_cell_that_becomes_something_else_is_a_gap(
    tmp_path: Path, heading: str, cells: tuple[str, ...], words: str
) -> None:
    rows = "".join(f"v{number},a,{cell}\n" for number, cell in enumerate(cells))
    gaps = open_folder(folder_of(tmp_path, {"v.csv": f"~id,~label,{heading}\n{rows}"})).gaps
    assert len(gaps) == bool(words)
    assert all(gap.startswith(words) for gap in gaps)
