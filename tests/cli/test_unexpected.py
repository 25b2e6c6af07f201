"""An unexpected error gives one sentence; its trace is saved without secrets."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from lineage_viz.cli import audit, commands, main

SECRET = "b8f5a6c2d4e6"


@pytest.fixture
def fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], int]:
    """A command that has a bug."""

    def bug(_: object) -> None:
        raise ZeroDivisionError(f"while asking for \udcff with token={SECRET}")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(commands, "problems_of", bug)
    return lambda: main(["verify", str(tmp_path)])


def test_the_user_gets_a_sentence_with_the_file_of_the_trace(
    fails: Callable[[], int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fails() == 1
    message = capsys.readouterr().err
    (file,) = tmp_path.iterdir()
    assert message.startswith("lineage_viz: an unexpected error occurred (ZeroDivisionError)")
    assert str(file) in message
    assert "Traceback" not in message
    trace = file.read_text()
    assert "in bug" in trace
    assert SECRET not in trace


def test_the_sentence_is_printed_although_the_trace_cannot_be_saved(
    fails: Callable[[], int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    assert fails() == 1
    message = capsys.readouterr().err
    assert message.startswith("lineage_viz: an unexpected error occurred (ZeroDivisionError)")
    assert "The trace cannot be saved" in message
    assert SECRET not in message


def test_the_log_of_a_job_gets_the_trace(
    fails: Callable[[], int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(os.environ, "LINEAGE_VIZ_JOB", "1")
    assert fails() == 1
    message = capsys.readouterr().err
    assert "in bug" in message
    assert SECRET not in message


def test_an_audit_that_breaks_has_not_found_anything(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def bug(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(audit, "open_store", bug)
    assert main(["audit", "ticket-routing-models/10"]) == 2
    assert "an unexpected error occurred" in capsys.readouterr().err
