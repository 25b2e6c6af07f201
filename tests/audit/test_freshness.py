"""The age of the audited snapshot."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lineage_viz.audit.freshness import stale_words
from lineage_viz.cli import main
from lineage_viz.model import SnapshotInfo
from lineage_viz.settings import FRESH
from tests import demo_once

NOW = datetime(2026, 3, 20, tzinfo=UTC)


def test_the_oldest_snapshot_counts() -> None:
    infos = [
        SnapshotInfo("new", taken=NOW),
        SnapshotInfo("old", taken=NOW - timedelta(days=9)),
        SnapshotInfo("x"),
    ]
    assert stale_words(infos, timedelta(days=7), NOW).startswith(
        "The snapshot was taken 11 Mar 2026, 00:00 UTC, 9 days ago"
    )
    assert stale_words(infos, timedelta(days=9), NOW) == ""
    assert stale_words(infos, None, NOW) == ""
    assert stale_words(infos[2:], timedelta(days=7), NOW) == ""


def test_a_clear_review_of_an_old_snapshot_is_unclear(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    snapshot = demo_once.snapshot(tmp_path)
    command = ["audit", "card-testing-models/1", "--fail-on", "critical", "--snapshot", str(snapshot)]
    words = "which is longer ago than LINEAGE_VIZ_FRESH allows"
    for fresh, code in (("36500d", 0), ("1d", 2)):
        monkeypatch.setenv(FRESH, fresh)
        assert main(command) == code
        assert (words in capsys.readouterr().err) == (code == 2)
    main([*command, "--as-of", "2026-03-11"])
    assert words not in capsys.readouterr().err


def test_a_finding_of_an_old_snapshot_is_a_finding(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(FRESH, "1d")
    assert main(["audit", "--all"]) == 1
    assert "LINEAGE_VIZ_FRESH" in capsys.readouterr().err
