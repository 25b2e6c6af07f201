"""The notebooks of docs/notebooks run from their first cell to their last, and answer what the files show."""

import re
from pathlib import Path

import nbformat
import pytest

from tests.neptune_local import GremlinServer
from tests.notebook.walk import NOTEBOOKS, executed, stand_ins

_TAKEN = re.compile(r"taken [^:]*:\d\d UTC")

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


@pytest.mark.parametrize("notebook", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_answers_again_what_it_shows(
    notebook: Path, tmp_path: Path, gremlin_server: GremlinServer, s3_server: str
) -> None:
    with stand_ins(gremlin_server, s3_server) as settings:
        again = executed(notebook, tmp_path, settings)
    shown = nbformat.read(notebook, as_version=4)
    assert answers(again) == answers(shown)
    assert "(2499, 1188)" in [text for cell in answers(again) for text in cell]
