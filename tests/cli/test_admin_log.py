"""Commands write each change to the log of admin actions before they make it."""

from pathlib import Path

import pytest

from lineage_viz.access import command_line_actor
from lineage_viz.admin_log import AdminLog
from lineage_viz.cli import main
from lineage_viz.jobs import JobBook, JobKind, Order
from lineage_viz.reload import kept_snapshots
from lineage_viz.settings import Settings
from lineage_viz.snapshot.current import read_current
from tests import demo_once


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A data folder with one kept snapshot."""
    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(tmp_path))
    settings = Settings.from_environment()
    demo_once.snapshot(settings.kept)
    return settings


def kept(settings: Settings) -> str:
    (only,) = kept_snapshots(settings.kept)
    return only.path.name


def test_pin_restore_and_cancel_are_logged_with_their_user(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    name = kept(settings)
    assert main(["snapshots", "--pin", name]) == 0
    assert main(["restore", name]) == 0
    assert main(["jobs", "cancel", "1"]) == 1  # it has ended
    entries = AdminLog(settings.admin_log).entries()
    assert [entry.action for entry in entries] == ["pin", "restore", "restore succeeded", "cancel"]
    assert entries[0].details == {"snapshot": name}
    assert entries[1].details == {"target": "local", "path": str(settings.kept.absolute() / name)}
    assert (entries[2].details["job"], entries[2].details["target"]) == ("1", "local")
    assert entries[2].details["outcome"]
    assert {entry.actor for entry in entries} == {command_line_actor().name}
    assert main(["log", "verify"]) == 0
    assert "4 entries" in capsys.readouterr().out


def test_a_failed_change_is_logged_with_its_reason_and_the_person_who_started_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = settings.kept / kept(settings)
    (damaged / "manifest.json").write_text("{}")
    assert main(["restore", str(damaged)]) == 1
    last = AdminLog(settings.admin_log).entries()[-1]
    assert last.action == "restore failed"
    assert last.details["outcome"]
    order = Order(JobKind.RESTORE, "local", {}, "ada@example.com")
    job, log = JobBook(settings.jobs).add(order)
    log.close()
    monkeypatch.setenv("LINEAGE_VIZ_JOB", str(job.id))
    assert main(["restore", str(damaged)]) == 1
    last = AdminLog(settings.admin_log).entries()[-1]
    assert (last.actor, last.action, last.details["job"]) == (
        "ada@example.com",
        "restore failed",
        str(job.id),
    )


def test_commands_that_only_read_are_not_logged(settings: Settings) -> None:
    for arguments in (["snapshots"], ["jobs"], ["log", "show"]):
        assert main(arguments) == 0
    assert AdminLog(settings.admin_log).entries() == ()


def test_the_process_of_a_job_does_not_log_its_action_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINEAGE_VIZ_JOB", "7")
    assert main(["restore", kept(settings)]) == 1  # there is no such job
    assert AdminLog(settings.admin_log).entries() == ()


def test_nothing_changes_when_the_log_cannot_be_written(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.admin_log.write_text("garbled\n")
    assert main(["restore", kept(settings)]) == 1
    assert main(["snapshots", "--pin", kept(settings)]) == 1
    assert "The end of the admin log" in capsys.readouterr().err
    assert read_current(settings.current) == ()
    assert not any(each.pinned for each in kept_snapshots(settings.kept))


def test_a_printed_log_says_that_it_was_changed_or_is_not_there(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["log", "show", str(tmp_path / "other.jsonl")]) == 1
    assert "other.jsonl does not exist" in capsys.readouterr().err
    assert main(["snapshots", "--pin", kept(settings)]) == 0
    with settings.admin_log.open("a") as log:
        log.write("{}\n")
    capsys.readouterr()
    assert main(["log", "show"]) == 1
    said = capsys.readouterr()
    assert (said.out.count("  pin  "), "Entry 2 was changed" in said.err) == (1, True)
