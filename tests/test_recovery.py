"""The app repairs a cluster by itself after a load that was broken off, or says why it may not."""

import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lineage_viz.admin_log import AdminLog
from lineage_viz.cli import main
from lineage_viz.health import Verdict
from lineage_viz.health.neptune import loaded
from lineage_viz.home.records import before_replacing
from lineage_viz.jobs import JobBook, JobState, cancel
from lineage_viz.neptune_admin.emptied import note_emptying, noted
from lineage_viz.neptune_admin.lease_beside import write_beside
from lineage_viz.neptune_admin.leased import BEAT, TERM, Term, leased
from lineage_viz.neptune_admin.load import load_snapshot
from lineage_viz.neptune_admin.target import Target
from lineage_viz.recovery import Recovery
from lineage_viz.settings import Settings, admin_log_file, jobs_file
from lineage_viz.snapshot.current import Named, write_current
from lineage_viz.snapshot.loaded_snapshots import digest
from lineage_viz.store.neptune import lease, marker, steps
from lineage_viz.store.neptune.lease import Lease
from lineage_viz.words import OR_A_REPLACE
from tests.jobs.conftest import wait_until
from tests.neptune_admin.load.conftest import BULK_LOAD, objects, target, wire
from tests.neptune_admin.load.test_load import holds, snapshot
from tests.neptune_local import NeptuneLocal

__all__ = ["objects", "target", "wire"]


@pytest.fixture
def settings(
    neptune: NeptuneLocal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, objects: Any
) -> Settings:
    del objects  # it sets the environment first
    there = {
        "LINEAGE_VIZ_DATA": str(tmp_path / "data"),
        "LINEAGE_VIZ_NEPTUNE": neptune.gremlin_url,
        "LINEAGE_VIZ_NEPTUNE_IAM": "off",
        "LINEAGE_VIZ_BUCKET": BULK_LOAD.bucket,
        "LINEAGE_VIZ_LOAD_ROLE": BULK_LOAD.role,
    }
    for name, value in there.items():
        monkeypatch.setenv(name, value)
    return Settings.from_environment()


def test_the_last_good_snapshot_is_back_without_anybody(
    target: Target, tmp_path: Path, settings: Settings
) -> None:
    old, new = snapshot(tmp_path, 1), snapshot(tmp_path, 2)
    load_snapshot(target, old)
    target.runner.ask(marker.begin(steps.source(), new.info, digest(new)))
    target.runner.ask(steps.source().V().has_label("artifact").limit(5).drop())
    now = [0.0]
    recovery = Recovery(settings, lambda: now[0])
    recovery.look()
    assert recovery.words == "A load was broken off. The app repairs it in a moment."
    now[0] = 10.0
    recovery.look()
    assert "The app repairs it now" in recovery.words
    (job,) = JobBook(jobs_file(settings.data)).jobs()
    wait_until(lambda: not JobBook(jobs_file(settings.data)).job(job.id).state.is_active)
    ended = JobBook(jobs_file(settings.data)).job(job.id)
    assert ended.state is JobState.SUCCEEDED, ended.error
    recovery.look()
    assert recovery.words == ""
    holds(target, old)
    assert AdminLog(admin_log_file(settings.data)).entries()[0].actor.startswith("the app")


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_replace_that_was_killed_on_an_empty_cluster_is_finished_without_anybody(
    elsewhere: bool, target: Target, tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neptune has just deleted everything, also the lease: no marker is there yet to tell of the replace."""
    old, now = snapshot(tmp_path, 1), [0.0]
    recovery = Recovery(settings, lambda: now[0])
    recovery.look()
    assert recovery.words == "", "an empty cluster alone is nothing to mend"
    if elsewhere:
        note_emptying(target, [old])
        began, hour = datetime.now(UTC), timedelta(hours=1)
        holder = Lease("1", "anna on etl-1", "load of tuesday", began, began + hour, "etl-1/seat")
        write_beside(target, holder)
    else:
        write_current(before_replacing(settings, settings.target), [Named.of(old.info)])
    target.runner.ask(steps.source().add_v("artifact").property("name", "not deleted yet").id_())
    assert main(["status"]) == 1
    assert f"A replace has deleted {old.path.name}" in capsys.readouterr().out
    assert loaded(settings).verdict is Verdict.FAILING
    target.runner.ask(steps.source().V().drop())
    if elsewhere:
        recovery.look()
        now[0] = 3600.0
        recovery.look()
        assert "It is being changed by anna on etl-1 (load of tuesday, since " in recovery.words
        assert main(["status"]) == 1
        assert "being changed by anna on etl-1" in capsys.readouterr().out
        write_beside(target, replace(holder, until=began - hour))
    patience = 2 * BEAT if elsewhere else TERM + BEAT
    recovery.look()
    now[0] += patience - 1.0
    recovery.look()
    assert not JobBook(jobs_file(settings.data)).jobs(), "its process may wait for the end of the deletion"
    now[0] += 1.0
    recovery.look()
    (job,) = JobBook(jobs_file(settings.data)).jobs()
    wait_until(lambda: not JobBook(jobs_file(settings.data)).job(job.id).state.is_active)
    recovery.look()
    assert recovery.words == ""
    holds(target, old)
    assert main(["status"]) == 0
    assert noted(target, ()) == ()


@pytest.mark.usefixtures("target")
def test_a_machine_without_the_bucket_does_not_call_an_empty_cluster_whole(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["status"]) == 0
    assert OR_A_REPLACE not in capsys.readouterr().out
    for name in ("LINEAGE_VIZ_BUCKET", "LINEAGE_VIZ_LOAD_ROLE"):
        monkeypatch.delenv(name)
    assert main(["status"]) == 1
    assert f"It is empty: nothing is loaded, {OR_A_REPLACE}." in capsys.readouterr().out
    found = loaded(replace(settings, bulk_load=None))
    assert found.verdict is Verdict.WARNING
    assert OR_A_REPLACE in found.sentence


def test_a_repair_that_failed_is_tried_again_soon_and_then_less_often(
    target: Target, tmp_path: Path, settings: Settings
) -> None:
    target.runner.ask(
        marker.begin(steps.source(), snapshot(tmp_path / "elsewhere", 1).info, "no such digest")
    )
    now = [0.0]
    recovery = Recovery(settings, lambda: now[0])
    book = JobBook(jobs_file(settings.data))
    recovery.look()
    for second, number in ((10.0, 1), (24.0, 1), (25.0, 2), (54.0, 2)):
        now[0] = second
        recovery.look()
        assert len(book.jobs()) == number
        wait_until(lambda: not any(each.state.is_active for each in book.jobs()))
    assert {each.state for each in book.jobs()} == {JobState.FAILED}


def test_the_pages_say_why_a_repair_has_failed(target: Target, tmp_path: Path, settings: Settings) -> None:
    info = snapshot(tmp_path / "elsewhere", 1).info
    target.runner.ask(marker.begin(steps.source(), info, "no such digest"))
    now = [0.0]
    recovery, book = Recovery(settings, lambda: now[0]), JobBook(jobs_file(settings.data))
    recovery.look()
    now[0] = 10.0
    recovery.look()
    wait_until(lambda: not any(each.state.is_active for each in book.jobs()))
    recovery.look()
    assert "The app's repair has failed: " in recovery.words
    assert "and the bucket does not have it" in recovery.words
    assert "remove 123456789012-eu-west-1" in recovery.words
    assert "in a moment" not in recovery.words


def test_a_lease_that_nobody_renews_stops_no_repair_and_is_named(
    target: Target, tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """Until 2099: no machine of this tool writes that."""
    old, new = snapshot(tmp_path, 1), snapshot(tmp_path, 2)
    load_snapshot(target, old)
    long = datetime(2099, 1, 1, tzinfo=UTC)
    taken = Lease("1", "a stranger", "something", long, long, "elsewhere")
    target.runner.ask(lease.take(steps.source(), taken))
    assert main(["status"]) == 0
    assert "the lease of a stranger (something, since 1 Jan 2099" in capsys.readouterr().out
    assert "--wait takes it over when nobody renews it" in loaded(settings).sentence
    assert main(["reload", "--repair"]) == 1
    assert "takes the lease over when nobody renews it" in capsys.readouterr().err
    target.runner.ask(marker.begin(steps.source(), new.info, digest(new)))
    now = [0.0]
    recovery, book = Recovery(settings, lambda: now[0]), JobBook(jobs_file(settings.data))
    for second in (0.0, TERM + BEAT):
        now[0] = second
        assert not [each for each in book.jobs() if each.order.who == "the app"]
        recovery.look()
    (job,) = [each for each in book.jobs() if "wait" in each.order.parameters]
    cancel(book, job.id, "a test")
    wait_until(lambda: not book.job(job.id).state.is_active)


def test_a_load_under_way_is_named_and_left_alone(target: Target, tmp_path: Path, settings: Settings) -> None:
    recovery = Recovery(settings)
    (lock := tmp_path / "lock").touch()
    target.runner.ask(marker.begin(steps.source(), snapshot(tmp_path, 1).info, "digest"))
    with leased(target, "load of tuesday", lock, term=Term(3600.0, 600.0)):
        recovery.look()
    assert "(load of tuesday, since " in recovery.words
    for command in ("search", "impact"):
        # A process of its own: a command leaves its connection to the end of its process.
        line = [sys.executable, "-m", "lineage_viz", command, "zzznothing"]
        done = subprocess.run(line, capture_output=True, text=True)
        assert done.returncode == 1
        assert "but a load has started and has not ended" in done.stderr, "it may come yet"
    assert not JobBook(jobs_file(settings.data)).jobs()


@pytest.mark.parametrize(
    ("settings_", "why"),
    [
        ({"read_only": True}, "it is read-only"),
        ({"bulk_load": None}, "LINEAGE_VIZ_BUCKET and .* are not set"),
    ],
)
def test_an_app_that_may_not_repair_says_why(
    target: Target, tmp_path: Path, settings: Settings, settings_: dict[str, Any], why: str
) -> None:
    recovery = Recovery(replace(settings, **settings_))
    target.runner.ask(marker.begin(steps.source(), snapshot(tmp_path, 1).info, "digest"))
    recovery.look()
    assert recovery.words.startswith("A load was broken off. This app may not repair it: ")
    assert re.search(why, recovery.words)
    assert not JobBook(jobs_file(settings.data)).jobs()
