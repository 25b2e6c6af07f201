"""What nobody expected is met by a sentence, and its trace is kept without secrets."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from lineage_viz.cli import commands, main

SECRET = "b8f5a6c2d4e6"


@pytest.fixture
def fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], int]:
    """A command that has a bug."""

    def bug(_: object) -> None:
        raise ZeroDivisionError(f"while asking for \udcff with token={SECRET}")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(commands, "problems_of", bug)
    return lambda: main(["verify", str(tmp_path)])


def test_a_person_gets_a_sentence_and_the_place_of_the_trace(
    fails: Callable[[], int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fails() == 1
    said = capsys.readouterr().err
    (file,) = tmp_path.iterdir()
    assert said.startswith("lineage_viz: something unexpected went wrong (ZeroDivisionError)")
    assert str(file) in said
    assert "Traceback" not in said
    trace = file.read_text()
    assert "in bug" in trace
    assert SECRET not in trace


def test_where_the_trace_cannot_be_kept_the_sentence_is_said_all_the_same(
    fails: Callable[[], int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    assert fails() == 1
    said = capsys.readouterr().err
    assert said.startswith("lineage_viz: something unexpected went wrong (ZeroDivisionError)")
    assert "The trace cannot be kept" in said
    assert SECRET not in said


def test_a_jobs_log_gets_the_trace(
    fails: Callable[[], int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(os.environ, "LINEAGE_VIZ_JOB", "1")
    assert fails() == 1
    said = capsys.readouterr().err
    assert "in bug" in said
    assert SECRET not in said
