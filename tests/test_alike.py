"""Ids that differ only in characters that nobody sees look different wherever a person sees them."""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from lineage_viz.cli import main
from lineage_viz.model import Entity
from lineage_viz.picture.names import names
from lineage_viz.plain_text import look, without_unseen
from lineage_viz.snapshot import open_folder
from lineage_viz.store.base import UNLIMITED
from lineage_viz.store.local import LocalStore
from lineage_viz.ui.explore.suggesting import suggestions
from lineage_viz.ui.table_columns import COLUMNS
from tests.alike import ALIKE
from tests.takeaway.conftest import made, taken


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("alike")
    written(path / "n.csv", [("~id", "~label"), *((each, "run") for each in ALIKE)])
    ends = [(f"e{at}", ALIKE[0], each, "made") for at, each in enumerate(ALIKE[1:])]
    written(path / "e.csv", [("~id", "~from", "~to", "~label"), *ends])
    return path


@pytest.fixture(scope="module")
def store(folder: Path) -> LocalStore:
    return LocalStore([open_folder(folder)])


def written(path: Path, rows: Iterable[Iterable[str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)


def differ(shown: Iterable[object]) -> bool:
    """True when a person can tell all ids apart."""
    return len(set(map(look, map(str, shown)))) == len(ALIKE)


def entities(store: LocalStore) -> list[Entity]:
    return [store.get(each) for each in ALIKE]


def test_on_cards(store: LocalStore) -> None:
    assert differ(names(entities(store)).values())


@pytest.mark.parametrize("column", ["Name", "ARN"])
def test_in_tables(column: str, store: LocalStore) -> None:
    cells: Mapping[str, Any] = {each.name: each.cell for each in COLUMNS.values()}
    assert differ(map(cells[column], entities(store)))


def differ_but_for_blanks(shown: Iterable[str]) -> bool:
    """True when no two texts are equal without the characters that have no shape. A file keeps blanks as they are."""
    return len(set(map(without_unseen, shown))) == len(ALIKE)


def test_in_the_files(store: LocalStore) -> None:
    view = taken(store.trace([ALIKE[0]], up=1, down=1, cap=UNLIMITED))
    rows = csv.DictReader(io.StringIO(made("entities", view).decode("utf-8-sig"), newline=""))
    assert differ_but_for_blanks(row["arn"] for row in rows)
    rows = csv.DictReader(io.StringIO(made("associations", view).decode("utf-8-sig"), newline=""))
    found = list(rows)
    assert differ_but_for_blanks([found[0]["source"], *(row["destination"] for row in found)])
    assert differ_but_for_blanks([found[0]["source title"], *(row["destination title"] for row in found)])


def test_in_the_search_box_and_for_commands(
    folder: Path, store: LocalStore, capsys: pytest.CaptureFixture[str]
) -> None:
    """A person can type the shown id, and words find all that looks like them."""
    rows = suggestions(store, "run 1").rows
    assert (
        len({look(str(row["title"])) for row in rows if row["arn"]})
        == sum(bool(row["arn"]) for row in rows)
        > 5
    )
    assert main(["search", "run 1", "--limit", "100", "--snapshot", str(folder)]) == 0
    found = capsys.readouterr().out.splitlines()
    assert differ(found)
    assert main(["show", "run", "--snapshot", str(folder)]) == 1
    listed = capsys.readouterr().err
    assert "  run [U+00AD]1 (run)  run [U+00AD]1\n" in listed
    for typed in ("run 1[U+0020]", "run [U+200B]1", "run 1"):
        assert main(["show", typed, "--snapshot", str(folder)]) == 0
        assert capsys.readouterr().out.splitlines()[0].startswith(f"{typed} [")
