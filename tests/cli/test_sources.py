"""Reloads of several accounts, as a person or cron starts them: each is a job of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lineage_viz.admin_log import AdminLog
from lineage_viz.cli import main
from lineage_viz.jobs import JobBook, JobKind, JobState, Order
from lineage_viz.settings import Settings
from lineage_viz.snapshot.current import Named, read_current, write_current
from lineage_viz.store.factory import open_store
from tests.accounts import Accounts, accounts, in_environment
from tests.fake_sagemaker.faults import Faults
from tests.jobs.conftest import wait_until
from tests.patience import PATIENCE

NAMES = ("prod", "dev", "qa", "eu", "us", "lab")
DENIED = Faults(deny=frozenset({"ListArtifacts"}))


@pytest.fixture
def running(tmp_path: Path, s3_server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Accounts]:
    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(tmp_path / "data"))
    with accounts(tmp_path, s3_server, NAMES) as running:
        yield in_environment(running, monkeypatch)


@pytest.fixture
def here(running: Accounts) -> Settings:  # noqa: ARG001  it sets the environment first
    return Settings.from_environment()


def table(out: str) -> dict[str, list[str]]:
    """The words of each line of the table, by the name of the source."""
    rows = [line.split() for line in out.splitlines()]
    return {row[0]: row[1:] for row in rows if row and row[0] in NAMES}


def shown(settings: Settings) -> set[str]:
    return {each.account for each in read_current(settings.current)}


def test_six_sources_are_reloaded_by_one_command_though_one_of_them_fails(
    running: Accounts, here: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    running.fakes["qa"].faults = DENIED
    assert main(["reload", "--all"]) == 1
    out, err = capsys.readouterr()
    rows = table(out)
    assert list(rows) == list(NAMES)
    assert {name for name, row in rows.items() if row[0] == "succeeded"} == {*NAMES} - {"qa"}
    assert rows["qa"][:2] == ["failed", "none"]
    assert "AWS denied access while listing artifacts" in " ".join(rows["qa"])
    number, name = running.fakes["us"].account.account_id, rows["us"][1]
    assert name.startswith(f"{number}-eu-west-1-")
    assert "us: Switch to it: done" in err
    good = [name for name in NAMES if name != "qa"]
    assert shown(here) == set(running.numbers(*good))
    entities = [running.fakes[name].account for name in good]
    assert open_store(here).counts().entities >= sum(each.size for each in entities)
    jobs = JobBook(here.jobs).jobs()
    assert {job.order.source: job.state for job in jobs} == {
        name: JobState.FAILED if name == "qa" else JobState.SUCCEEDED for name in NAMES
    }
    entries = AdminLog(here.admin_log).entries()
    assert {entry.details["source"] for entry in entries if entry.action == "reload"} == {*NAMES}
    assert [entry.details["source"] for entry in entries if entry.action == "reload failed"] == ["qa"]
    running.fakes["qa"].faults = Faults()
    assert main(["reload", "qa"]) == 0
    assert shown(here) == set(running.numbers(*NAMES))
    assert JobBook(here.jobs).job(7).order.source == "qa"


def test_a_replace_by_all_sources_names_the_accounts_that_are_no_source(
    here: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    write_current(here.current, [Named(here.kept / "old", "999999999999", "eu-west-1")])
    assert main(["reload", "--all", "--replace"]) == 1
    assert "then remove what is no source: `remove 999999999999-eu-west-1`." in capsys.readouterr().err
    assert JobBook(here.jobs).jobs() == ()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["reload"],
            "has 6 sources: prod, dev, qa, eu, us, lab. Name those to read, such as `reload prod`, or read",
        ),
        (["reload", "prd"], "there is no source 'prd'. Did you mean prod?"),
        (["reload", "prod", "--all"], "Name the sources to read, or read all with --all, not both."),
        (
            ["reload", "--all", "--replace"],
            "To serve exactly the sources, reload them without --replace. To load",
        ),
        (["export", "--out", "x", "--source", "labs"], "there is no source 'labs'. Did you mean lab?"),
        (["export", "--out", "x"], "such as `export --source prod`: an export reads one."),
        (["remove", "prod"], "The app serves no snapshot of prod. It serves: nothing of yours."),
    ],
)
def test_an_unclear_choice_is_refused_with_the_names(
    running: Accounts, here: Settings, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    assert words in capsys.readouterr().err
    assert not here.data.exists()
    assert not any(fake.calls.total for fake in running.fakes.values())


def test_an_export_reads_the_only_source_and_not_the_account_of_the_environment(
    running: Accounts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    only = tmp_path / "one.toml"
    only.write_text(running.file.read_text().partition("\n[[")[0])
    monkeypatch.setenv("LINEAGE_VIZ_SOURCES", str(only))
    assert main(["export", "--out", str(tmp_path / "out"), "--lineage-only"]) == 0
    assert running.numbers("prod")[0] in capsys.readouterr().out
    only.write_text("[[source")
    assert main(["export", "--out", str(tmp_path / "out")]) == 1
    assert str(only) in capsys.readouterr().err


def test_without_a_file_of_sources_there_is_nothing_to_choose(
    running: Accounts, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    del running
    monkeypatch.delenv("LINEAGE_VIZ_SOURCES")
    assert main(["reload", "--all"]) == 1
    assert "LINEAGE_VIZ_SOURCES is not set" in capsys.readouterr().err


def test_a_dry_run_of_one_source_or_several_ends_with_its_difference(
    running: Accounts, here: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reload", "dev", "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert "The app would serve" in out
    assert "Nothing was changed. To serve this snapshot" in out
    (job,) = JobBook(here.jobs).jobs()
    assert (job.order.kind, job.order.source) == (JobKind.EXPORT, "dev")
    assert "  added: " in job.result
    assert shown(here) == set()
    running.fakes["us"].faults = DENIED
    assert main(["reload", "dev", "us", "--dry-run"]) == 1
    rows = table(capsys.readouterr().out)
    assert rows["dev"][0] == "succeeded"
    assert rows["dev"][1].startswith(running.fakes["dev"].account.account_id)
    assert "added:" in rows["dev"]
    assert rows["us"][:2] == ["failed", "none"]


def test_sources_wait_for_another_change_only_when_asked(
    running: Accounts, here: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two looks the restore of somebody else ends, which keeps all reloads away."""
    book, sleep = JobBook(here.jobs), time.sleep
    job, log = book.add(Order(JobKind.RESTORE, "local", {"path": "x"}, "anna"))
    assert main(["reload", "dev", "us"]) == 1
    out = capsys.readouterr().out
    assert out.count("not started") == 2
    assert "anna has been running a restore" in out

    def other_ends(seconds: float) -> None:
        log.close()
        sleep(seconds)

    monkeypatch.setattr(time, "sleep", other_ends)
    assert main(["reload", "dev", "us", "--wait"]) == 0
    assert shown(here) == set(running.numbers("dev", "us"))
    assert book.job(job.id).state is JobState.INTERRUPTED


def test_an_account_is_removed_in_two_steps_and_comes_back_by_a_restore(
    running: Accounts, here: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("prod", "dev"):
        assert main(["reload", name]) == 0
    prod, dev = running.numbers("prod", "dev")
    capsys.readouterr()
    assert main(["remove", f"{prod}-eu-west-1"]) == 0
    out = capsys.readouterr().out
    assert f"The app would no longer serve account {prod} in eu-west-1 as of" in out
    assert f"prod is a source in {running.file}: the next reload of it shows it again." in out
    command = out.splitlines()[-1].split()[3:]
    assert shown(here) == {prod, dev}, "the first step removes nothing"
    assert main(["remove", "dev", *command[2:]]) == 1, "the word is that of one snapshot"
    assert "so nothing was removed" in capsys.readouterr().err
    assert main(command) == 0
    assert shown(here) == {dev}
    restore = capsys.readouterr().out.splitlines()[1].partition("lineage_viz ")[2].split()
    job, *_ = JobBook(here.jobs).jobs(1)
    assert (job.order.kind, job.state) == (JobKind.REMOVE, JobState.SUCCEEDED)
    assert [entry.action for entry in AdminLog(here.admin_log).entries()][-2:] == [
        "remove",
        "remove succeeded",
    ]
    assert main(restore) == 0
    assert shown(here) == {prod, dev}


def test_an_interrupt_ends_every_job_and_says_what_each_has_done(running: Accounts, here: Settings) -> None:
    for name in ("prod", "dev"):
        running.fakes[name].faults = Faults(hang=True, only=frozenset({"ListArtifacts"}))
    command = [sys.executable, "-m", "lineage_viz", "reload", "prod", "dev"]
    book, pipe = JobBook(here.jobs), subprocess.PIPE
    with subprocess.Popen(command, env=os.environ, stdout=pipe, stderr=pipe, text=True) as process:
        wait_until(lambda: [job.state for job in book.active()] == [JobState.RUNNING] * 2)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert {name: row[0] for name, row in table(out).items()} == {"prod": "cancelled", "dev": "cancelled"}
    assert "Every job has ended" in err
    assert not book.active()
