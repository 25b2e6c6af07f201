"""The store of the pages follows the file that a reload changes."""

import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st

from lineage_viz.audit.kept_rows import keep_rows_of
from lineage_viz.demo.source import DEMO_PATH
from lineage_viz.errors import SnapshotError
from lineage_viz.model import Entity
from lineage_viz.settings import Settings
from lineage_viz.snapshot import Folder, open_folder
from lineage_viz.snapshot.current import Named, write_current
from lineage_viz.store import local
from lineage_viz.store.factory import open_store
from lineage_viz.ui import source
from lineage_viz.ui.audit.critical import criticals
from lineage_viz.ui.snapshot_line import line_words
from lineage_viz.ui.source import current_store
from tests import demo_once
from tests.neptune_admin.random_lineage import written

Show = Callable[..., None]


@pytest.fixture
def show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Show]:
    """A function that writes the file with the names of the shown snapshots."""
    for name in ("LINEAGE_VIZ_SNAPSHOT", "LINEAGE_VIZ_NEPTUNE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(tmp_path / "data"))
    st.cache_resource.clear()

    def named(*folders: Folder) -> None:
        write_current(Settings.from_environment().current, [Named.of(folder.info) for folder in folders])

    yield named
    st.cache_resource.clear()


def snapshot(parent: Path, *names: str) -> Folder:
    return written(parent, [Entity(name, "artifact") for name in names], ())


def arns() -> set[str]:
    return {entity.arn for entity in current_store().search().entities}


@pytest.mark.usefixtures("show")
def test_without_a_reload_the_store_is_the_demo() -> None:
    assert [info.path for info in current_store().snapshots] == [DEMO_PATH]


def test_the_named_snapshot_is_shown_from_the_next_run_on(show: Show, tmp_path: Path) -> None:
    old, new = snapshot(tmp_path, "a"), snapshot(tmp_path, "b", "c")
    assert "a" not in arns()
    show(old)
    assert arns() == {"a"}
    before = current_store()
    assert current_store() is before
    show(new)
    assert arns() == {"b", "c"}
    assert before.get("a"), "a visitor may go on with the old store"


def test_a_record_that_somebody_deletes_in_this_moment_is_no_error(
    show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(snapshot(tmp_path, "a"))
    assert arns() == {"a"}
    read = source.reloaded

    def then_deleted(settings: Settings) -> tuple[Named, ...]:
        named = read(settings)
        settings.current.unlink(missing_ok=True)
        return named

    monkeypatch.setattr(source, "reloaded", then_deleted)
    for _ in range(2):
        current_store()
    assert [info.path for info in current_store().snapshots] == [DEMO_PATH]


@pytest.mark.parametrize("large", [1, 100_000])
def test_the_old_store_is_released_from_memory(
    show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    monkeypatch.setattr(local, "LARGE", large)
    show(snapshot(tmp_path, "a"))
    old = weakref.ref(current_store())
    show(snapshot(tmp_path, "b"))
    assert arns() == {"b"}
    assert old() is None


def test_the_findings_that_a_reload_kept_are_known_with_its_snapshot(show: Show, tmp_path: Path) -> None:
    show(snapshot(tmp_path, "a"))
    current_store()
    folder = open_folder(demo_once.snapshot(tmp_path))
    keep_rows_of(folder)
    show(folder)
    found = criticals(current_store().edition)
    assert found[demo_once.account().findings["replaced-file"]].is_live


def test_a_missing_or_damaged_folder_is_an_error_at_the_start(show: Show, tmp_path: Path) -> None:
    folder = open_folder(demo_once.snapshot(tmp_path))
    show(folder)
    (folder.path / "edges.csv.gz").write_bytes(b"")
    with pytest.raises(SnapshotError, match=r"current\.json.*edges\.csv\.gz.*restore PATH.*reload"):
        current_store()
    folder.path.rename(tmp_path / "elsewhere")
    with pytest.raises(SnapshotError, match=r"current\.json.*no folder.*restore PATH.*reload"):
        open_store(Settings.from_environment())


def test_a_snapshot_that_cannot_be_opened_leaves_the_old_one_with_a_warning(
    show: Show, tmp_path: Path
) -> None:
    old, new = snapshot(tmp_path, "a"), snapshot(tmp_path, "b")
    show(old)
    assert arns() == {"a"}
    show(new)
    new.path.rename(tmp_path / "elsewhere")
    assert arns() == {"a"}
    line, hover = line_words(current_store())
    assert "may not be the newest" in line
    assert "There is no folder" in hover
    show(old)
    assert arns() == {"a"}
    assert "cannot be opened" not in line_words(current_store())[0]
    show(new)
    assert arns() == {"a"}
    (tmp_path / "elsewhere").rename(new.path)
    show(new)
    assert arns() == {"b"}


def test_a_damaged_file_leaves_the_old_snapshot(show: Show, tmp_path: Path) -> None:
    show(snapshot(tmp_path, "a"))
    assert arns() == {"a"}
    file = Settings.from_environment().current
    text = file.read_text()
    file.write_text("{")
    assert arns() == {"a"}
    assert "cannot be read" in line_words(current_store())[1]
    file.write_text(text)
    assert "cannot be read" not in line_words(current_store())[1]


def test_visitors_keep_the_old_store_while_one_opens_the_new_one(
    show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(snapshot(tmp_path, "a"))
    assert arns() == {"a"}
    seen = []

    def slow(settings: Settings) -> local.LocalStore:
        seen.append(arns())  # another visitor, in the meantime
        return open_store(settings)  # type: ignore[return-value]

    monkeypatch.setattr(source, "open_store", slow)
    show(snapshot(tmp_path, "b"))
    assert arns() == {"b"}
    assert seen == [{"a"}]


def test_an_unexpected_error_leaves_the_old_store_and_is_shown_to_the_next_visitor(
    show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(snapshot(tmp_path, "a"))
    assert arns() == {"a"}
    monkeypatch.setattr(source, "open_store", lambda _: 1 / 0)
    show(snapshot(tmp_path, "b"))
    with pytest.raises(ZeroDivisionError):
        current_store()
    assert arns() == {"a"}
    assert "may not be the newest" in line_words(current_store())[0]
