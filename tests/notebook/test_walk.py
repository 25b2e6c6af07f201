"""The notebooks of docs/notebooks run from their first cell to their last, and answer what the files show."""

import re
from pathlib import Path

import nbformat
import pytest

from tests.neptune_local import GremlinServer
from tests.notebook.walk import GRAPH_LEARNING, NOTEBOOKS, ROOT, SAMPLE, executed, stand_ins

_TAKEN = re.compile(r"taken [^:]*:\d\d UTC")
_FIGURE = re.compile(r"\b\d\.\d\d\b")
_ROUNDING = 0.03
"""Processors round differently, and a trained network differs by that."""

pytestmark = pytest.mark.xdist_group(__name__)


def answers(notebook: nbformat.NotebookNode) -> list[list[str]]:
    """The answers of each cell as text, without the time of the export."""
    return [
        [
            _TAKEN.sub("taken then", "".join(each.get("text") or each["data"]["text/plain"]))
            for each in cell.get("outputs", ())
        ]
        for cell in notebook.cells
    ]


def figures(notebook: nbformat.NotebookNode) -> dict[str, list[float]]:
    """The figures of each rule and of the network, in the order of the tables."""
    found: dict[str, list[float]] = {}
    for line in "\n".join(text for cell in answers(notebook) for text in cell).splitlines():
        if of := _FIGURE.findall(line):
            found.setdefault(line.split("  ")[0], []).extend(map(float, of))
    return found


def without_figures(notebook: nbformat.NotebookNode) -> list[list[str]]:
    return [[_FIGURE.sub("0.00", text) for text in cell] for cell in answers(notebook)]


def test_all_notebooks_are_run_here() -> None:
    assert set(NOTEBOOKS.glob("*.ipynb")) == {SAMPLE, GRAPH_LEARNING}


def test_the_sample_notebook_answers_again_what_it_shows(
    tmp_path: Path, gremlin_server: GremlinServer, s3_server: str
) -> None:
    with stand_ins(gremlin_server, s3_server) as settings:
        again = executed(SAMPLE, tmp_path, settings)
    assert answers(again) == answers(nbformat.read(SAMPLE, as_version=4))
    assert "(2499, 1188)" in [text for cell in answers(again) for text in cell]


def test_graph_learning_has_again_the_figures_that_it_shows_of_the_network_and_of_each_rule(
    tmp_path: Path,
) -> None:
    shown, again = nbformat.read(GRAPH_LEARNING, as_version=4), executed(GRAPH_LEARNING, tmp_path, {})
    assert without_figures(again) == without_figures(shown)
    found = figures(shown)
    assert len(found) == 5
    for name, numbers in figures(again).items():
        assert numbers == pytest.approx(found[name], abs=_ROUNDING if name == "network" else 0), name
    page = (ROOT / "docs" / "learning.md").read_text("utf-8")
    for name in ("newest", "together, or fresh", "network"):
        assert f"{found[name][0]:.2f}" in page, name
