"""Reloads of the app: at any time it shows a complete snapshot, the old one or the new one."""

import json
import resource
import signal
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from lineage_viz.audit.kept_rows import read_rows
from lineage_viz.audit.pack import DEFAULT_PACK
from lineage_viz.errors import Outcome, ReloadBusy, ReloadFailed, SettingsError
from lineage_viz.export.turns import turn_to_export
from lineage_viz.reload import (
    Checklist,
    ReloadOptions,
    ReloadStep,
    StepState,
    dry_run,
    known_in_use,
    records,
    reload,
    restore,
)
from lineage_viz.reload.local_place import LocalPlace
from lineage_viz.reload.records import all_recorded, record
from lineage_viz.reload.retention import delete_outlived
from lineage_viz.sagemaker_lineage.api import LineageApi
from lineage_viz.settings import Settings
from lineage_viz.snapshot import Folder, open_folder
from lineage_viz.snapshot.current import Named, read_current, write_current
from tests import demo_once
from tests.fake_sagemaker import FakeSageMaker, Faults
from tests.neptune_admin.load.test_load import snapshot
from tests.reload.conftest import NEW, OLD, At, shows, state_of
from tests.reload.killed import run_killed
from tests.snapshot.rewriting import rewrite_manifest


@pytest.fixture
def old(app: LocalPlace, fake: FakeSageMaker) -> Folder:
    """The snapshot of a first reload. The account has changed since."""
    folder = reload(app).folder
    fake.account = NEW
    return folder


def test_a_reload_shows_the_exported_snapshot(app: LocalPlace, fake: FakeSageMaker, here: Settings) -> None:
    told: list[Checklist] = []
    first = reload(app, listener=told.append).folder
    shows(here, first)
    assert [item.step for item in told[0]] == [
        ReloadStep.LOOK, ReloadStep.EXPORT, ReloadStep.CHECK, ReloadStep.OPEN, ReloadStep.SWITCH, ReloadStep.AUDIT,
        ReloadStep.TIDY,
    ]  # fmt: skip
    assert {item.state for item in told[0]} == {StepState.PENDING}
    assert {item.state for item in told[-1]} == {StepState.DONE}
    assert all(sum(item.state is StepState.RUNNING for item in items) <= 1 for items in told)
    fake.account = NEW
    second = reload(app, ReloadOptions(quick=True, details=True)).folder
    shows(here, second)
    assert second.manifest
    assert (second.manifest.mode, second.manifest.details) == ("full", True), (
        "there were no details to go on from"
    )
    third = reload(app, ReloadOptions(quick=True)).folder
    assert third.manifest
    assert third.manifest.mode == "quick"
    shows(here, third)


def test_reloads_of_two_sources_export_side_by_side_and_load_one_after_the_other(
    app: LocalPlace, fake: FakeSageMaker, here: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other reload takes the last turn to export, then it loads: each wait ends as soon as the other has."""
    other, waits = snapshot(tmp_path, 1, account="210987654321"), ExitStack()
    told: list[Checklist] = []

    def pause(_: float) -> None:
        waits.close()

    def other_loads() -> None:
        if state_of(told[-1], ReloadStep.ALONE) is StepState.RUNNING:
            record(here, here.current, [Named.of(other.info)])
            waits.enter_context(LocalPlace(here).alone())

    def listener(items: Checklist) -> None:
        told.append(items)
        other_loads()

    monkeypatch.setattr(time, "sleep", pause)
    here.data.mkdir()
    waits.enter_context(turn_to_export(here.data, 1))
    done = reload(app, ReloadOptions(at_once=1), listener, account=LineageApi)
    assert fake.calls.total
    shows(here, other, done.folder)
    assert [item.step for item in told[-1]][:4] == [
        *(ReloadStep.LOOK, ReloadStep.TURN, ReloadStep.EXPORT, ReloadStep.ALONE)
    ]
    assert {item.state for item in told[-1]} == {StepState.DONE}


def test_a_failure_beside_others_names_what_is_served_by_then(
    app: LocalPlace, fake: FakeSageMaker, here: Settings, tmp_path: Path
) -> None:
    other = snapshot(tmp_path, 1, account="210987654321")
    fake.faults = Faults(deny=frozenset({"ListActions"}))
    other_loads = At(ReloadStep.EXPORT, lambda: record(here, here.current, [Named.of(other.info)]))
    with pytest.raises(ReloadFailed, match=f"the app shows {other.path.name} as before"):
        reload(app, ReloadOptions(at_once=2), other_loads)


def spoil(here: Settings, change: Callable[[Path], None]) -> Callable[[], None]:
    """Return an action that changes the newest snapshot, between its export and its use."""
    return lambda: change(max(here.kept.glob("[!.]*"), key=lambda path: path.stat().st_ctime))


def miscount(path: Path) -> None:
    labels = json.loads((path / "manifest.json").read_text())["labels"]
    rewrite_manifest(path, {"labels": labels | {"artifact": labels["artifact"] + 1}})


def limit_files(size: int) -> None:
    """Limit the size of files, in bytes, as a full disk does."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def lift_limit() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


FAULTS: dict[str, tuple[ReloadStep, Callable[[FakeSageMaker, Settings], Callable[[], object]], str]] = {
    "access is denied": (
        ReloadStep.EXPORT, lambda fake, _: lambda: setattr(fake, "faults", Faults(deny=frozenset({"ListActions"}))),
        "ListActions",
    ),
    "the credentials expire": (
        ReloadStep.EXPORT,
        lambda fake, _: lambda: setattr(fake, "faults", Faults(expired_token=True, after=4)),
        "expired",
    ),
    "the disk is full while exporting": (ReloadStep.EXPORT, lambda *_: lambda: limit_files(3000), "File too large"),
    "a file of the snapshot is spoilt": (
        ReloadStep.CHECK, lambda _, here: spoil(here, lambda path: (path / "edges.csv.gz").write_bytes(b"x") and None),
        "edges.csv.gz",
    ),
    "the manifest counts otherwise": (ReloadStep.CHECK, lambda _, here: spoil(here, miscount), "counts"),
    "it is spoilt after it was verified": (
        ReloadStep.OPEN, lambda _, here: spoil(here, miscount), r"its manifest: \d+ artifacts instead of \d+\. Export"
    ),
    "the disk is full while switching": (ReloadStep.SWITCH, lambda *_: lambda: limit_files(10), "current.json"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_the_old_snapshot_stays_when_a_step_fails(
    fault: str, app: LocalPlace, fake: FakeSageMaker, here: Settings, old: Folder
) -> None:
    step, begin, said = FAULTS[fault]
    listener = At(step, begin(fake, here))
    try:
        with pytest.raises(ReloadFailed, match=said) as failed:
            reload(app, listener=listener)
    finally:
        lift_limit()
    assert failed.value.outcome is Outcome.UNTOUCHED
    assert f"the app shows {old.path.name} as before" in str(failed.value)
    assert state_of(listener.heard, step) is StepState.FAILED
    shows(here, old)
    fake.faults = Faults()
    shows(here, reload(app).folder)


STEPS = [ReloadStep.LOOK, ReloadStep.EXPORT, ReloadStep.CHECK, ReloadStep.OPEN, ReloadStep.SWITCH]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("error", [KeyboardInterrupt, ZeroDivisionError])
def test_the_old_snapshot_stays_after_an_interrupt_and_a_bug(
    step: ReloadStep, error: type[BaseException], here: Settings, old: Folder
) -> None:
    def act() -> None:
        raise error

    with pytest.raises(error) as raised:
        reload(LocalPlace(here), listener=At(step, act))
    shown = "its earlier snapshots" if step is ReloadStep.LOOK else old.path.name
    assert raised.value.__notes__ == [f"Nothing was changed: the app shows {shown} as before."]
    shows(here, old)


def test_an_interrupt_right_after_the_switch_is_rolled_back(
    here: Settings, old: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupts = iter([KeyboardInterrupt])

    def interrupted(file: Path, named: Sequence[Named]) -> None:
        write_current(file, named)
        for interrupt in interrupts:
            raise interrupt

    monkeypatch.setattr("lineage_viz.home.records.write_current", interrupted)
    with pytest.raises(KeyboardInterrupt) as raised:
        reload(LocalPlace(here))
    assert raised.value.__notes__ == [f"Rolled back: The app holds {old.path.name} again, and nothing else."]
    shows(here, old)


def test_snapshots_of_another_app_stay_in_a_shared_folder(fake: FakeSageMaker, tmp_path: Path) -> None:
    one, other = (Settings(data=tmp_path / name, kept_in=tmp_path / "kept") for name in ("one", "other"))
    shown = reload(LocalPlace(one)).folder
    for account in (NEW, OLD):
        fake.account = account
        newer = reload(LocalPlace(other), ReloadOptions(keep=1)).folder
    shows(one, shown)
    assert known_in_use(other) == ({shown.path, newer.path}, "")
    restore(LocalPlace(one), newer.path)
    assert shown.path in reload(LocalPlace(other), ReloadOptions(keep=1)).gone

    (note,) = set((tmp_path / "kept").glob(".in-use-*")) - {
        tmp_path / "kept" / f".in-use-{app_id(other)}.json"
    }
    note.write_text("{}")
    said: list[str] = []
    assert reload(LocalPlace(other), ReloadOptions(keep=1), notice=said.append).gone == ()
    assert "Old snapshots were not removed" in said[-1]
    assert str(note) in said[-1]


def test_an_app_notes_its_snapshots_although_one_of_its_records_is_unreadable(
    tmp_path: Path,
) -> None:
    one, other = (Settings(data=tmp_path / name, kept_in=tmp_path / "kept") for name in ("one", "other"))
    first, second = (snapshot(tmp_path / "kept", number) for number in (1, 2))
    restore(LocalPlace(one), first.path)
    (one.data / "neptune-spoilt.json").write_text("{")
    restore(LocalPlace(one), second.path)
    shows(one, second)
    assert known_in_use(other) == ({first.path, second.path}, "")  # the unreadable one may name the first


@pytest.mark.parametrize("snapshots", ['"abc"', '{"abc": 1}'])
def test_a_note_that_is_no_list_of_names_is_unreadable(tmp_path: Path, snapshots: str) -> None:
    settings = Settings(data=tmp_path / "data", kept_in=tmp_path / "kept")
    settings.kept.mkdir()
    (settings.kept / ".in-use-x.json").write_text(f'{{"snapshots": {snapshots}}}')
    assert "cannot be read" in known_in_use(settings)[1]


def test_a_snapshot_that_another_app_deletes_meanwhile_is_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Settings(data=tmp_path / "one", kept_in=tmp_path / "kept")
    first, second = (snapshot(tmp_path / "kept", number) for number in (1, 2))
    restore(LocalPlace(one), first.path)
    write_note = records.write_note

    def deleted_before(settings: Settings, in_use: Collection[Path]) -> None:
        second.path.rename(tmp_path / "kept" / ".deleted-second")
        monkeypatch.setattr(records, "write_note", write_note)
        write_note(settings, in_use)

    monkeypatch.setattr(records, "write_note", deleted_before)
    with pytest.raises(ReloadFailed, match=second.path.name):
        restore(LocalPlace(one), second.path)
    shows(one, first)


def test_a_snapshot_that_another_app_starts_to_use_is_not_deleted(tmp_path: Path) -> None:
    one, other = (Settings(data=tmp_path / name, kept_in=tmp_path / "kept") for name in ("one", "other"))
    first, second = (snapshot(tmp_path / "kept", number) for number in (1, 2))
    asked = 0

    def in_use() -> frozenset[Path]:
        nonlocal asked
        asked += 1
        if asked == 2:
            write_current(one.current, [Named.of(first.info)])
            records.claim(one, [Named.of(first.info)])
        return all_recorded(other)

    assert delete_outlived(other.kept, 1, in_use) == ()
    shows(one, first)
    assert second.path.is_dir()


def test_a_snapshot_is_shown_although_no_note_can_be_written(here: Settings, tmp_path: Path) -> None:
    folder = snapshot(tmp_path, 1)
    here.data.mkdir()
    here.kept.touch()
    restore(LocalPlace(here), folder.path)
    shows(here, folder)


def app_id(settings: Settings) -> str:
    return (settings.data / "app_id").read_text().strip()


def test_an_interrupted_deletion_of_old_snapshots_names_the_new_one(here: Settings, old: Folder) -> None:
    def act() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as raised:
        reload(LocalPlace(here), listener=At(ReloadStep.TIDY, act))
    (named,) = read_current(here.current)
    assert named.path != old.path
    shows(here, open_folder(named.path))
    (note,) = raised.value.__notes__
    assert note.startswith(f"The app now serves {named.path.name}")


def test_a_reload_keeps_the_outcomes_of_the_audit_and_a_full_disk_is_no_failure(
    app: LocalPlace, here: Settings, old: Folder
) -> None:
    assert read_rows(old.path, DEFAULT_PACK)
    notices: list[str] = []
    listener = At(ReloadStep.AUDIT, lambda: limit_files(10))
    try:
        reloaded = reload(app, listener=listener, notice=notices.append)
    finally:
        lift_limit()
    new = reloaded.folder
    shows(here, new)
    assert state_of(listener.heard, ReloadStep.AUDIT) is StepState.FAILED
    assert state_of(listener.heard, ReloadStep.TIDY) is StepState.DONE
    assert notices[-1].startswith(f"The outcomes of the audit were not kept beside {new.path.name}: ")
    assert notices[-1].endswith(f"and run: python -m lineage_viz audit --all --snapshot {new.path}")
    assert reloaded.not_audited == notices[-1]
    assert read_rows(new.path, DEFAULT_PACK) is None
    assert not restore(app, new.path).not_audited
    assert read_rows(new.path, DEFAULT_PACK)


@pytest.mark.parametrize("step", [*STEPS, ReloadStep.AUDIT, ReloadStep.TIDY])
def test_kill_9_leaves_the_old_or_the_new_snapshot(
    step: ReloadStep, app: LocalPlace, here: Settings, old: Folder
) -> None:
    assert run_killed(step, "running", LINEAGE_VIZ_DATA=str(here.data)) == -signal.SIGKILL
    if step not in STEPS:
        (named,) = read_current(here.current)
        assert named.path != old.path
        shows(here, open_folder(named.path))
    else:
        shows(here, old)
    shows(here, reload(app).folder)


def test_a_second_reload_at_the_same_time_is_refused(app: LocalPlace, here: Settings, old: Folder) -> None:
    def again() -> None:
        with pytest.raises(ReloadBusy, match="reloaded or restored already"):
            reload(LocalPlace(here))
        with pytest.raises(ReloadBusy, match="reloaded or restored already"):
            restore(LocalPlace(here), old.path)

    done = reload(app, listener=At(ReloadStep.OPEN, again))
    shows(here, done.folder)


def test_a_kept_snapshot_is_shown_again(app: LocalPlace, here: Settings, old: Folder) -> None:
    new = reload(app).folder
    shows(here, new)
    assert restore(app, old.path).folder.path == old.path
    shows(here, old)


def test_each_account_is_replaced_separately_and_a_missing_one_is_dropped(
    app: LocalPlace, here: Settings, tmp_path: Path
) -> None:
    one, other, newer = (
        snapshot(tmp_path, 1),
        snapshot(tmp_path, 2, account="210987654321"),
        snapshot(tmp_path, 3),
    )
    for folder in (one, other, newer):
        restore(app, folder.path)
    shows(here, other, newer)
    # The rows of each snapshot, and those of each pair that the app has shown as one graph.
    kept = [each.name.removeprefix(".audit-").rsplit(".", 2) for each in tmp_path.glob(".audit-*.json")]
    alone, together = [(each.path.name, False) for each in (one, other, newer)], [other, newer]
    assert sorted((name, "-" in digest) for name, digest, _ in kept) == sorted(
        [*alone, *((each.path.name, True) for each in together)]
    )
    other.path.rename(tmp_path / "elsewhere")
    told: list[str] = []
    restore(app, one.path, notice=told.append)
    shows(here, one)
    assert other.path.name in told[0]


def test_a_missing_or_unreadable_current_snapshot_is_no_obstacle(
    app: LocalPlace, here: Settings, tmp_path: Path
) -> None:
    one, two = snapshot(tmp_path, 1), snapshot(tmp_path, 2)
    restore(app, one.path)
    one.path.rename(tmp_path / "elsewhere")
    restore(app, two.path)
    shows(here, two)
    here.current.write_text("{")
    told: list[str] = []
    restore(app, two.path, notice=told.append)
    shows(here, two)
    assert "restore the others" in told[0]
    assert [each.path for each in read_current(here.current)] == [two.path]


def test_a_dry_run_returns_the_changes_and_changes_nothing(
    app: LocalPlace, here: Settings, tmp_path: Path
) -> None:
    monday, tuesday = snapshot(tmp_path, 1), snapshot(tmp_path, 2)
    assert dry_run(app, monday.path).counts.entities == 60
    restore(app, monday.path)
    changes = dry_run(app, tuesday.path)
    assert {(change, key[0], tally.count) for (change, key), tally in changes.entities.tallies.items()} == {
        ("added", "artifact", 1), ("added", "trial_component", 1), ("changed", "trial_component", 4),
        ("removed", "artifact", 1), ("removed", "trial_component", 1),
    }  # fmt: skip
    shows(here, monday)


def test_a_reload_is_refused_when_a_setting_names_the_shown_snapshot(tmp_path: Path) -> None:
    folder = open_folder(demo_once.snapshot(tmp_path))
    with pytest.raises(SettingsError, match="LINEAGE_VIZ_SNAPSHOT"):
        LocalPlace(Settings((folder.path,)))
