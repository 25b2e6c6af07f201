import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage_viz.errors import SavedViewError
from lineage_viz.saved_views import SavedViews
from tests.hypothesis_profiles import examples

ROOT = Path(__file__).parent.parent
ME, YOU = "mara@acme.example", "tomas@acme.example"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "saved_views.sqlite"


def names(saved: SavedViews, user: str = ME) -> list[str]:
    return [view.name for view in saved.views(user)]


def test_the_first_save_creates_the_file(path: Path) -> None:
    saved = SavedViews(path)
    assert saved.views(ME) == ()
    saved.delete(ME, "any")
    assert not path.parent.exists()
    saved.save(ME, "fraud", "focus=1")
    assert names(saved) == ["fraud"]


def test_the_views_of_everybody_have_their_owners(path: Path) -> None:
    saved = SavedViews(path)
    assert saved.of_everybody() == ()
    for user, name in ((YOU, "b"), (ME, "b"), (YOU, "A")):
        saved.save(user, name, "focus=1")
    assert [(view.name, view.owner) for view in saved.of_everybody()] == [("A", YOU), ("b", ME), ("b", YOU)]
    assert {view.owner for view in saved.views(YOU)} == {YOU}


def test_a_view_is_unchanged_after_a_restart(path: Path) -> None:
    saved = SavedViews(path).save(ME, "  fraud, upstream  ", "focus=arn%3Aaws&up=3")
    assert SavedViews(path).views(ME) == (saved,)
    assert (saved.name, saved.query) == ("fraud, upstream", "focus=arn%3Aaws&up=3")
    assert datetime.now(UTC) - saved.saved < timedelta(minutes=5)


def test_each_user_has_own_views_sorted_by_name(path: Path) -> None:
    saved = SavedViews(path)
    for name in ("beta", "Alpha", "gamma"):
        saved.save(ME, name, name)
    saved.save(YOU, "beta", "another")
    assert names(saved) == ["Alpha", "beta", "gamma"]
    assert [view.query for view in saved.views(YOU)] == ["another"]
    saved.delete(YOU, "beta")
    saved.delete(YOU, "beta")
    assert (names(saved), names(saved, YOU)) == (["Alpha", "beta", "gamma"], [])


def test_a_taken_name_is_refused_without_replace(path: Path) -> None:
    saved = SavedViews(path)
    saved.save(ME, "fraud", "old")
    with pytest.raises(SavedViewError, match="A view fraud exists already"):
        saved.save(ME, " fraud", "new")
    assert [view.query for view in saved.views(ME)] == ["old"]
    saved.save(ME, "fraud", "new", replace=True)
    assert [view.query for view in saved.views(ME)] == ["new"]


@pytest.mark.parametrize(
    ("name", "query", "why"),
    [
        ("", "q", "needs a name"),
        (" \t ", "q", "needs a name"),
        ("x" * 81, "q", "at most 80 characters"),
        ("two\nlines", "q", "control characters"),
        ("nul\0", "q", "control characters"),
        ("escape\x1b[31m", "q", "control characters"),
        ("half \ud800", "q", "control characters"),
        ("line\u2028break", "q", "control characters"),
        ("long", "q" * 100_001, "100,001 characters"),
        ("half", "\ud800", "not valid text"),
    ],
)
def test_a_wrong_name_or_query_is_refused_and_changes_nothing(
    path: Path, name: str, query: str, why: str
) -> None:
    saved = SavedViews(path)
    with pytest.raises(SavedViewError, match=why):
        saved.save(ME, name, query)
    assert not path.exists()


def test_the_longest_name_and_query_are_saved(path: Path) -> None:
    saved = SavedViews(path)
    saved.save(ME, "n" * 80, "q" * 100_000)
    assert [(len(view.name), len(view.query)) for view in saved.views(ME)] == [(80, 100_000)]


def test_threads_save_at_once_and_lose_nothing(path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: SavedViews(path).save(ME, f"{number:02}", "q"), range(40)))
    assert names(SavedViews(path)) == [f"{number:02}" for number in range(40)]


def test_processes_save_at_once_and_only_one_gets_a_name(path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from lineage_viz.saved_views import SavedViews\n"
        "from lineage_viz.errors import SavedViewError\n"
        "saved = SavedViews(Path(sys.argv[1]))\n"
        "for number in range(20): saved.save('me', f'{sys.argv[2]} {number}', 'q')\n"
        "try: saved.save('me', 'same', sys.argv[2])\n"
        "except SavedViewError: print('taken')\n"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(path), str(number)], cwd=ROOT, stdout=subprocess.PIPE
        )
        for number in range(3)
    ]
    said = [process.communicate()[0].strip() for process in running]
    assert [process.returncode for process in running] == [0, 0, 0]
    assert sorted(said) == [b"", b"taken", b"taken"]
    assert len(names(SavedViews(path), "me")) == 61


def test_views_can_be_read_while_another_process_writes(path: Path) -> None:
    saved = SavedViews(path)
    saved.save(ME, "fraud", "q")
    with sqlite3.connect(path) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM saved_view")
        assert names(saved) == ["fraud"]
        other.rollback()
    other.close()


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SavedViewError, match=r"saved views in .* cannot be written: .*Everything else works"):
        SavedViews(tmp_path / "file" / "views.sqlite").save(ME, "fraud", "q")


def test_a_full_disk_is_an_error_and_keeps_the_saved_views(path: Path) -> None:
    saved = SavedViews(path)
    saved.save(ME, "fraud", "q")
    # A file may grow no further here, which is what a full disk is to SQLite; it is lifted with the process.
    program = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from lineage_viz.saved_views import SavedViews; from lineage_viz.errors import SavedViewError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (16_384, 16_384))\n"
        "try: SavedViews(Path(sys.argv[1])).save(sys.argv[2], 'large', 'q' * 90_000)\n"
        "except SavedViewError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path), ME], cwd=ROOT, capture_output=True, text=True
    )
    assert "cannot be written" in done.stdout, done.stderr
    assert names(saved) == ["fraud"]


def test_a_file_that_is_no_database_is_an_error(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("no database at all" * 100)
    for ask in (lambda: SavedViews(path).views(ME), lambda: SavedViews(path).save(ME, "fraud", "q")):
        with pytest.raises(SavedViewError, match=r"are damaged: file is not a database\. Move the file away"):
            ask()


def test_an_empty_file_has_no_views(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    assert SavedViews(path).views(ME) == ()


NAMES = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=80)
TEXTS = st.text(st.characters(exclude_categories=("Cs",)))


@examples(40)
@given(TEXTS, NAMES.filter(str.strip), TEXTS)
def test_any_text_is_saved_unchanged(user: str, name: str, query: str) -> None:
    with TemporaryDirectory() as folder:
        saved = SavedViews(Path(folder) / "views.sqlite")
        saved.save(user, name, query)
        assert [(view.name, view.query) for view in saved.views(user)] == [(name.strip(), query)]
        saved.delete(user, name)
        assert saved.views(user) == ()


@pytest.mark.parametrize(
    "bad", [(YOU, "x", "focus=1", "soon"), (YOU, "x", "focus=1", None), (YOU, "x", "focus=1", 3)]
)
def test_a_row_of_another_hand_is_told_in_a_sentence(path: Path, bad: tuple[object, ...]) -> None:
    saved = SavedViews(path)
    saved.save(ME, "mine", "focus=1")
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE saved_view")
        connection.execute("CREATE TABLE saved_view (user, name, query, saved)")
        connection.execute("INSERT INTO saved_view VALUES (?, ?, ?, ?)", bad)
    with pytest.raises(SavedViewError, match="cannot be understood"):
        saved.of_everybody()
    assert saved.views(ME) == ()
