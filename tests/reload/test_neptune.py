"""Reloads of a cluster, by sync and by replace, with a failure at each step: the cluster holds the old or the new
graph, and the error names it."""

import shutil
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from lineage_viz.errors import LoadFailed, Outcome, ReloadFailed
from lineage_viz.export import ExportOptions, export_lineage
from lineage_viz.health import Verdict
from lineage_viz.health.loaded_in_bucket import in_bucket
from lineage_viz.home import records as named_records
from lineage_viz.neptune_admin.emptied import noted
from lineage_viz.neptune_admin.lease_beside import read_beside
from lineage_viz.neptune_admin.leased import leased, take
from lineage_viz.reload import (
    Checklist,
    ReloadOptions,
    ReloadStep,
    StepState,
    dry_run,
    neptune_place,
    reload,
    repair,
    restore,
)
from lineage_viz.reload.local_place import LocalPlace
from lineage_viz.reload.neptune_place import NeptunePlace
from lineage_viz.sagemaker_lineage.api import LineageApi
from lineage_viz.settings import Neptune, Settings
from lineage_viz.snapshot import Folder, open_folder
from lineage_viz.snapshot.current import Named, write_current
from lineage_viz.snapshot.loaded_snapshots import digest
from lineage_viz.store.neptune import marker, steps
from lineage_viz.store.neptune.store import NeptuneStore
from lineage_viz.words import is_mix
from tests.fake_sagemaker import FakeSageMaker, Faults
from tests.neptune_admin.faulty_s3 import FaultyS3, Refusal
from tests.neptune_admin.graph import differing, graph_in, graph_of
from tests.neptune_admin.load.conftest import BULK_LOAD
from tests.neptune_admin.load.test_adopted import adopted
from tests.neptune_admin.load.test_load import snapshot, wait_for_the_load
from tests.neptune_local import NeptuneLocal
from tests.reload.conftest import NEW, At, holds, state_of
from tests.reload.killed import run_killed
from tests.reload.test_local import lift_limit, limit_files, miscount, spoil
from tests.snapshot.test_foreign_folder import folder_of

WAYS = [pytest.param(False, id="sync"), pytest.param(True, id="replace")]


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder for the one export with which all tests start."""
    return tmp_path_factory.mktemp("exports")


@pytest.fixture
def old(cluster: NeptunePlace, fake: FakeSageMaker, here: Settings, exports: Path) -> Folder:
    """The snapshot that the cluster holds. The account has changed since."""
    exported = next(exports.glob("[!.]*"), None) or export_lineage(LineageApi(), ExportOptions(exports))
    folder = restore(cluster, shutil.copytree(exported, here.kept / exported.name)).folder
    fake.account = NEW
    return folder


@dataclass
class World:
    """The services that can fail."""

    place: NeptunePlace
    fake: FakeSageMaker
    neptune: NeptuneLocal
    wire: FaultyS3

    def mend(self) -> None:
        lift_limit()
        self.fake.faults = Faults()
        self.wire.rule = lambda _: None
        self.neptune.faults.down = self.neptune.faults.denied = False
        self.neptune.faults.load_fails = self.neptune.faults.s3_denied = 0


@pytest.fixture
def world(cluster: NeptunePlace, fake: FakeSageMaker, neptune: NeptuneLocal, wire: FaultyS3) -> World:
    return World(cluster, fake, neptune, wire)


@pytest.mark.parametrize("way", WAYS)
def test_a_reload_loads_the_exported_snapshot(way: bool, cluster: NeptunePlace, old: Folder) -> None:
    told: list[Checklist] = []
    done = reload(cluster, ReloadOptions(replace=way), told.append)
    holds(cluster, done.folder)
    assert done.folder.path != old.path
    assert {item.state for item in told[-1]} == {StepState.DONE}


def down(world: World) -> None:
    world.neptune.faults.down = True


def loads_fail(world: World, times: int = 4, after: int = 60) -> None:
    world.neptune.faults.load_fails, world.neptune.faults.load_fails_after = times, after


def puts_refused(world: World) -> None:
    world.wire.rule = lambda call: Refusal(403, "AccessDenied") if call.method == "PUT" else None


def s3_gone(world: World) -> None:
    world.wire.rule = lambda _: Refusal(404, "NoSuchBucket")


def token_expires(world: World) -> None:
    world.neptune.clock.advance(3700)


def role_denied(world: World) -> None:
    world.neptune.faults.s3_denied = 1


Act = Callable[[World], object]
BOTH, SYNC, REPLACE = (False, True), (False,), (True,)
UNTOUCHED, BACK = Outcome.UNTOUCHED, Outcome.ROLLED_BACK

FAULTS: list[tuple[str, ReloadStep, Act, tuple[bool, ...], Outcome, str]] = [
    ("the cluster is down", ReloadStep.LOOK, down, BOTH, UNTOUCHED, "was not changed"),
    ("SageMaker denies", ReloadStep.EXPORT,
     lambda w: setattr(w.fake, "faults", Faults(deny=frozenset({"ListActions"}))), BOTH, UNTOUCHED, "ListActions"),
    ("credentials expire", ReloadStep.EXPORT,
     lambda w: setattr(w.fake, "faults", Faults(expired_token=True, after=4)), BOTH, UNTOUCHED, "expired"),
    ("no room for the export", ReloadStep.EXPORT, lambda _: limit_files(3000), BOTH, UNTOUCHED, "File too large"),
    ("the manifest counts otherwise", ReloadStep.CHECK,
     lambda w: spoil(w.place.settings, miscount)(), BOTH, UNTOUCHED, "counts"),
    ("the cluster goes down before comparing", ReloadStep.COMPARE, down, SYNC, UNTOUCHED, "cannot be reached"),
    ("uploads are refused", ReloadStep.UPLOAD, puts_refused, BOTH, UNTOUCHED, "AccessDenied|denied"),
    ("the bucket is gone", ReloadStep.CHECK, s3_gone, BOTH, UNTOUCHED, "no bucket"),
    ("no room for what differs", ReloadStep.COMPARE, lambda _: limit_files(200), SYNC, UNTOUCHED, "File too large"),
    (
        "no room to note the replacing", ReloadStep.UPLOAD, lambda _: limit_files(20), REPLACE, UNTOUCHED,
        "File too large",
    ),
    ("the reset's token is refused", ReloadStep.RESET, token_expires, REPLACE, UNTOUCHED, "token"),
    ("the load fails at once", ReloadStep.UPLOAD, lambda w: loads_fail(w, 4, 0), SYNC, BACK, "The load"),
    ("the load fails in the middle", ReloadStep.UPLOAD, loads_fail, BOTH, BACK, "The load"),
    ("Neptune may not read from S3", ReloadStep.UPLOAD, role_denied, BOTH, BACK, "not allowed to read"),
    ("the cluster goes down after the reset", ReloadStep.LOAD, down, REPLACE, BACK, "Neptune"),
    ("the cluster goes down while loading", ReloadStep.LOAD, down, SYNC, BACK, "Neptune"),
    ("the cluster goes down while removing", ReloadStep.REMOVE, down, SYNC, BACK, "Neptune"),
    ("the cluster goes down before the counts", ReloadStep.VERIFY, down, BOTH, BACK, "Neptune"),
]  # fmt: skip
CASES = [
    pytest.param(step, act, way, outcome, said, id=f"{name}-{'replace' if way else 'sync'}")
    for name, step, act, ways, outcome, said in FAULTS
    for way in ways
]


@pytest.mark.parametrize(("step", "act", "way", "outcome", "said"), CASES)
def test_the_cluster_holds_the_old_snapshot_when_a_step_fails(
    step: ReloadStep, act: Act, way: bool, outcome: Outcome, said: str, world: World, old: Folder
) -> None:
    listener = At(step, lambda: act(world), world.mend)
    try:
        with pytest.raises(ReloadFailed, match=said) as failed:
            reload(world.place, ReloadOptions(replace=way), listener)
    finally:
        world.mend()
    assert listener.done
    holds(world.place, old)
    assert failed.value.outcome is outcome
    assert (old.path.name in str(failed.value)) or step is ReloadStep.LOOK
    assert "stays" not in failed.value.why  # it was rolled back
    assert not list(world.place.settings.data.glob("replacing-*"))
    assert noted(world.place._target, ()) == ()
    assert any(item.state is StepState.FAILED for item in listener.heard)
    assert state_of(listener.heard, ReloadStep.ROLL_BACK) in (None, StepState.DONE)
    holds(world.place, reload(world.place, ReloadOptions(replace=way)).folder)


SYNC_STEPS = [ReloadStep.EXPORT, ReloadStep.COMPARE, ReloadStep.LOAD, ReloadStep.REMOVE, ReloadStep.VERIFY]
REPLACE_STEPS = [ReloadStep.CHECK, ReloadStep.RESET, ReloadStep.COMPARE, ReloadStep.LOAD, ReloadStep.VERIFY]
AT = [
    pytest.param(way, step, id=f"{step.name}-{'replace' if way else 'sync'}")
    for way, all_steps in ((False, SYNC_STEPS), (True, REPLACE_STEPS))
    for step in all_steps
]


@pytest.mark.parametrize(("way", "step"), AT)
@pytest.mark.parametrize("error", [KeyboardInterrupt, ZeroDivisionError])
def test_an_interrupt_and_a_bug_are_rolled_back(
    error: type[BaseException], way: bool, step: ReloadStep, cluster: NeptunePlace, old: Folder
) -> None:
    def act() -> None:
        raise error

    listener = At(step, act, lambda: wait_for_the_load(cluster._target))
    with pytest.raises(error) as raised:
        reload(cluster, ReloadOptions(replace=way), listener)
    (note,) = raised.value.__notes__
    assert old.path.name in note
    holds(cluster, old)


def test_a_listener_that_fails_again_and_again_does_not_stop_the_roll_back(
    cluster: NeptunePlace, old: Folder
) -> None:
    """A log collector that has ended breaks the pipe of a command for good."""
    loading = At(ReloadStep.LOAD, lambda: None)

    def listener(items: Checklist) -> None:
        loading(items)
        if loading.done:
            raise BrokenPipeError

    with pytest.raises(ReloadFailed, match="Rolled back") as failed:
        reload(cluster, ReloadOptions(), listener)
    assert failed.value.outcome is Outcome.ROLLED_BACK
    holds(cluster, old)


def test_each_moment_of_a_replace_has_a_sign_for_every_machine(world: World, old: Folder) -> None:
    """Neptune deletes the markers, too. Before that, each app has had the time to doubt what it remembers."""
    seen: list[tuple[bool, bool, bool]] = []
    (elsewhere := world.place.settings.data / "another.lock").touch()

    def pause(_: float) -> None:
        with pytest.raises(LoadFailed, match="is being changed by"):
            take(world.place._target, "load", elsewhere)
        markers = world.place._target.markers()
        in_graph, in_note = any(each.incoming for each in markers), bool(noted(world.place._target, markers))
        seen.append((any(not each.incoming for each in markers), in_graph, in_note))

    place = NeptunePlace(replace(world.place._target, pause=pause), world.place.settings)
    folder = restore(place, old.path, replace=True).folder
    assert seen[:2] == [(True, True, False), (False, False, True)]
    assert all(in_graph or in_note for _, in_graph, in_note in seen)
    holds(place, folder)
    assert noted(place._target, ()) == ()
    assert read_beside(place._target) is None


@pytest.mark.parametrize("lingers", [0, 4])
def test_a_roll_back_waits_for_the_end_of_a_requested_reset(lingers: int, world: World, old: Folder) -> None:
    """For some seconds the cluster seems unchanged, and then it deletes everything."""
    world.neptune.engine.lingers = lingers
    pauses = iter([None, KeyboardInterrupt])  # the first one lets every app doubt what it remembers

    def pause(_: float) -> None:
        if interrupt := next(pauses, None):
            raise interrupt

    place = NeptunePlace(replace(world.place._target, pause=pause), world.place.settings)
    with pytest.raises(KeyboardInterrupt) as raised:
        reload(place, ReloadOptions(replace=True))
    (note,) = raised.value.__notes__
    assert note.startswith("Rolled back")
    assert old.path.name in note
    for _ in range(lingers + 1):
        place._target.cluster.status()
    holds(place, old)


MORE_STEPS = [ReloadStep.UPLOAD, ReloadStep.TIDY]
KILLS = [
    *[pytest.param(way, step, "running", id=f"{step.name}-{'replace' if way else 'sync'}")
      for way, all_steps in ((False, [*SYNC_STEPS, *MORE_STEPS]), (True, [*REPLACE_STEPS, *MORE_STEPS]))
      for step in all_steps],
    pytest.param(True, ReloadStep.RESET, "done", id="after the reset"),
]  # fmt: skip


@pytest.mark.parametrize(("way", "step", "state"), KILLS)
def test_after_kill_9_a_reload_loads_the_new_snapshot_or_restores_the_last_good_one(
    way: bool, step: ReloadStep, state: str, world: World, old: Folder, cluster: NeptunePlace
) -> None:
    killed_on(world, step, state, *(["--replace"] if way else []))
    good = old
    if step is ReloadStep.TIDY:
        (good,) = cluster.held().loaded
        assert good.path != old.path
    loads_fail(world, 4, 30)
    world.fake.account = replace(NEW, artifacts=NEW.artifacts[5:])
    with pytest.raises(ReloadFailed, match=good.path.name) as failed:
        reload(cluster, ReloadOptions(replace=way), At(ReloadStep.ROLL_BACK, world.mend))
    assert failed.value.outcome is Outcome.ROLLED_BACK
    holds(cluster, good)
    done = reload(cluster, ReloadOptions(replace=not way))
    holds(cluster, done.folder)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("repairs", [True, False])
def test_after_kill_9_a_restore_completes_the_change_and_a_repair_undoes_it(
    way: bool, repairs: bool, world: World, old: Folder, cluster: NeptunePlace
) -> None:
    killed_on(world, ReloadStep.LOAD, "running", *(["--replace"] if way else []))
    if repairs:
        told: list[str] = []
        repair(cluster, notice=told.append)
        assert told == [f"{cluster.name} holds exactly {old.path.name}."]
    else:
        restore(cluster, old.path)
    holds(cluster, old)


def test_another_machine_brings_back_what_a_killed_replace_has_deleted(
    world: World, old: Folder, cluster: NeptunePlace, tmp_path: Path
) -> None:
    """The graph itself names what is missing: an empty cluster is not taken for a whole one."""
    killed_on(world, ReloadStep.RESET, "done", "--replace")
    store = NeptuneStore(cluster._target.runner)
    assert store.loading
    assert not store.snapshots
    cluster._target.runner.ask(steps.source().V(steps.LEASE).drop())  # as after the seconds that it lasts
    elsewhere = NeptunePlace(cluster._target, Settings(data=tmp_path / "elsewhere"))
    told: list[str] = []
    repair(elsewhere, notice=told.append)
    assert told == [f"{cluster.name} holds exactly {old.path.name}."]
    assert not differing(graph_in(cluster._target.runner), graph_of(old))
    assert not store.loading


def test_nothing_is_complete_until_the_last_account_is_back(cluster: NeptunePlace, tmp_path: Path) -> None:
    folders = [snapshot(tmp_path, each, account=f"21098765432{each}") for each in (1, 2, 3)]
    write_current(cluster._replacing, [Named.of(each.info) for each in folders])
    store, seen = NeptuneStore(cluster._target.runner), set()

    def listener(_: Checklist) -> None:
        seen.add((len(store.snapshots), is_mix(store.gaps)))

    repair(cluster, listener)
    assert {(1, True), (2, True), (3, False)} <= seen
    assert not {(1, False), (2, False)} & seen
    holds(cluster, *folders)


def test_a_repair_removes_a_first_load_that_was_broken_off_and_all_that_is_strange(
    world: World, cluster: NeptunePlace
) -> None:
    killed_on(world, ReloadStep.VERIFY, "running")
    told: list[str] = []
    repair(cluster, notice=told.append)
    assert told == [
        f"{cluster.name} held no whole snapshot, so it is empty now. Reload, or restore a snapshot."
    ]
    assert cluster._target.is_empty()
    done = reload(cluster)
    cluster._target.runner.ask(steps.source().add_v("artifact").property("name", "x").id_())
    repair(cluster, notice=told.append)
    assert "1 element of no snapshot" in told[1]
    holds(cluster, done.folder)


def killed_on(world: World, *arguments: str) -> None:
    code = run_killed(
        *arguments,
        LINEAGE_VIZ_DATA=str(world.place.settings.data),
        LINEAGE_VIZ_NEPTUNE=world.neptune.gremlin_url,
        LINEAGE_VIZ_NEPTUNE_IAM="off",
        LINEAGE_VIZ_BUCKET=BULK_LOAD.bucket,
        LINEAGE_VIZ_LOAD_ROLE=BULK_LOAD.role,
    )
    assert code == -signal.SIGKILL
    wait_for_the_load(world.place._target)


def test_a_roll_back_ends_in_time_when_the_process_must_end(
    world: World, old: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neptune_place, "HURRY", -1.0)

    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as raised:
        reload(world.place, listener=At(ReloadStep.VERIFY, interrupt))
    assert "the process must end" in raised.value.__notes__[-1]
    assert old.path.name in raised.value.__notes__[-1]
    wait_for_the_load(world.place._target)
    holds(world.place, reload(world.place).folder)


@pytest.mark.parametrize("way", WAYS)
def test_a_first_load_that_fails_leaves_the_cluster_empty(
    way: bool, world: World, cluster: NeptunePlace
) -> None:
    loads_fail(world)
    with pytest.raises(ReloadFailed, match="holds nothing again") as failed:
        reload(cluster, ReloadOptions(replace=way))
    assert failed.value.outcome is Outcome.ROLLED_BACK
    world.mend()
    assert cluster._target.is_empty()
    holds(cluster, reload(cluster).folder)


def test_a_first_load_interrupted_at_its_last_step_leaves_the_cluster_empty(
    cluster: NeptunePlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupts = iter([None, KeyboardInterrupt])  # the second file is written once all is loaded

    def interrupted(file: Path, named: Sequence[Named]) -> None:
        if interrupt := next(interrupts, None):
            raise interrupt
        write_current(file, named)

    monkeypatch.setattr(named_records, "write_current", interrupted)
    with pytest.raises(KeyboardInterrupt) as raised:
        restore(cluster, snapshot(tmp_path, 1).path)
    assert raised.value.__notes__ == [f"Rolled back: {cluster.name} holds nothing again, and nothing else."]
    assert cluster._target.is_empty()


def test_a_snapshot_being_loaded_counts_as_in_use_for_other_reloads(
    cluster: NeptunePlace, here: Settings, tmp_path: Path
) -> None:
    folder = snapshot(tmp_path, 1)
    in_use: list[Path] = []
    restore(
        cluster, folder.path, listener=At(ReloadStep.UPLOAD, lambda: in_use.extend(LocalPlace(here).in_use()))
    )
    assert folder.path in in_use


def test_a_host_with_an_empty_disk_restores_one_account_and_leaves_the_others(
    cluster: NeptunePlace, tmp_path: Path
) -> None:
    other, one = snapshot(tmp_path, 1, account="210987654321"), snapshot(tmp_path, 2)
    restore(cluster, other.path)
    restore(cluster, one.path)
    wanted = graph_of(other, newer := snapshot(tmp_path / "new", 3))
    for each in (other, one):
        shutil.rmtree(each.path)
    fresh = Settings(data=tmp_path / "fresh")
    restore(NeptunePlace(cluster._target, fresh), newer.path)
    assert not differing(graph_in(cluster._target.runner), wanted)
    assert {each.name for each in fresh.kept.iterdir() if each.is_dir()} == {other.path.name, one.path.name}


@pytest.mark.parametrize("killed", [False, True])
def test_a_lost_disk_stops_nobody_after_a_reload_of_an_unchanged_account(
    killed: bool, world: World, cluster: NeptunePlace, tmp_path: Path, objects: Any
) -> None:
    """The mark names the new snapshot, also when nothing differs: its files must be in the bucket by then."""
    reload(cluster)
    served = reload(cluster).folder
    wanted = graph_of(served)
    if killed:
        world.fake.account = NEW
        killed_on(world, ReloadStep.LOAD, "running")
        cluster._target.runner.ask(steps.source().V(steps.LEASE).drop())  # as after the seconds that it lasts
    cluster.settings.data.rename(tmp_path / "lost")
    elsewhere = NeptunePlace(cluster._target, Settings(data=tmp_path / "elsewhere"))
    if killed:
        repair(elsewhere)
    else:
        other = snapshot(tmp_path, 1, account="210987654321")
        wanted = graph_of(open_folder(tmp_path / "lost" / "snapshots" / served.path.name), other)
        restore(elsewhere, other.path)
    assert not differing(graph_in(cluster._target.runner), wanted)
    neptune = Neptune(world.neptune.gremlin_url, world.neptune.reader_url, iam=False)
    settings = Settings(neptune=neptune, bulk_load=BULK_LOAD)
    assert in_bucket(settings, BULK_LOAD).verdict is Verdict.OK
    (edges,) = objects.objects.filter(Prefix=f"snapshots/{served.path.name}/edges")
    edges.put(Body=b"~id")
    assert f"{served.path.name}/edges.csv.gz has" in in_bucket(settings, BULK_LOAD).sentence
    objects.Object(f"snapshots/{served.path.name}.manifest.json").delete()
    found = in_bucket(settings, BULK_LOAD)
    assert found.verdict is Verdict.FAILING
    assert f"{served.path.name}.manifest.json is missing" in found.sentence


def test_a_source_that_fails_while_another_one_is_loaded_says_so(
    world: World, cluster: NeptunePlace, tmp_path: Path
) -> None:
    """The graph is a mix then, because a load is under way, and not because one was broken off."""
    restore(cluster, snapshot(tmp_path, 1, account="210987654321").path)
    other = snapshot(tmp_path, 2, account="210987654321")
    world.fake.faults = Faults(deny=frozenset({"ListActions"}))
    (lock := tmp_path / "lock").touch()
    seen: list[StepState | None] = []
    with leased(cluster._target, "load of dev", lock) as held:
        begun = marker.begin(steps.source(), other.info, digest(other), holder=held.holder)
        cluster._target.runner.ask(begun)
        with pytest.raises(ReloadFailed) as failed:
            reload(
                NeptunePlace(cluster._target, cluster.settings),  # a job of its own
                ReloadOptions(at_once=2),
                lambda items: seen.append(state_of(items, ReloadStep.EXPORT)),
            )
    assert "This reload changed nothing." in failed.value.served
    assert "is being changed by" in failed.value.served
    assert "(load of dev, since " in failed.value.served
    assert StepState.DONE not in seen
    assert seen[-1] is StepState.FAILED


def test_a_replace_needs_a_complete_copy_of_the_loaded_snapshot(
    cluster: NeptunePlace, old: Folder, objects: Any
) -> None:
    objects.objects.all().delete()
    away = old.path.rename(old.path.with_name("away"))
    with pytest.raises(ReloadFailed, match="no complete folder of it is here") as failed:
        reload(cluster, ReloadOptions(replace=True))
    assert failed.value.outcome is Outcome.UNTOUCHED
    away.rename(old.path)
    holds(cluster, old)
    cluster._target.runner.ask(steps.source().V().drop())
    cluster._target.runner.ask(steps.source().add_v("artifact").property("name", "foreign").id_())
    with pytest.raises(ReloadFailed, match="not loaded by lineage_viz"):
        reload(cluster, ReloadOptions(replace=True))
    assert cluster._target.counts().entities == 1


def test_a_record_of_an_interrupted_replace_does_not_block_later_loads(
    cluster: NeptunePlace, tmp_path: Path
) -> None:
    one, two = snapshot(tmp_path, 1), snapshot(tmp_path, 2)
    write_current(cluster._replacing, [Named.of(one.info)])
    away = one.path.rename(tmp_path / "away")
    with pytest.raises(
        ReloadFailed, match=f"held {one.path.name} before an interrupted replace.*delete {cluster._replacing}"
    ):
        restore(cluster, two.path)
    cluster._replacing.write_text("{")
    restore(cluster, two.path)
    holds(cluster, two)
    assert not cluster._replacing.exists()
    write_current(cluster._replacing, [Named.of(one.info)])
    restore(cluster, two.path)
    away.rename(one.path)
    restore(cluster, one.path)
    holds(cluster, one)


@pytest.mark.parametrize("way", WAYS)
def test_the_snapshots_of_other_accounts_stay(
    way: bool, world: World, cluster: NeptunePlace, tmp_path: Path
) -> None:
    other = snapshot(tmp_path, 1, account="210987654321")
    one, newer = snapshot(tmp_path, 2), snapshot(tmp_path, 3)
    restore(cluster, other.path)
    restore(cluster, one.path)
    holds(cluster, other, one)
    loads_fail(world, 8, 3)
    with pytest.raises(ReloadFailed):
        restore(cluster, newer.path, replace=way, listener=At(ReloadStep.ROLL_BACK, world.mend))
    world.mend()
    holds(cluster, other, one)
    restore(cluster, newer.path, replace=way)
    holds(cluster, other, newer)


def test_a_failed_roll_back_is_reported_and_the_next_reload_continues(world: World, old: Folder) -> None:
    listener = At(ReloadStep.REMOVE, lambda: down(world))
    with pytest.raises(ReloadFailed, match=f"could not be rolled back to {old.path.name}") as failed:
        reload(world.place, listener=listener)
    assert failed.value.outcome is Outcome.NOT_RESTORED
    assert "continues from there" in str(failed.value)
    assert state_of(listener.heard, ReloadStep.ROLL_BACK) is StepState.FAILED
    world.mend()
    holds(world.place, reload(world.place).folder)


def test_a_roll_back_is_retried_while_the_cluster_cannot_be_reached(world: World, old: Folder) -> None:
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        world.mend()

    place = NeptunePlace(replace(world.place._target, pause=pause), world.place.settings)
    with pytest.raises(ReloadFailed) as failed:
        reload(place, listener=At(ReloadStep.VERIFY, lambda: down(world)))
    assert failed.value.outcome is Outcome.ROLLED_BACK
    assert pauses.count(20) == 1
    holds(world.place, old)


def test_a_dry_run_changes_nothing(cluster: NeptunePlace, tmp_path: Path) -> None:
    monday, tuesday = snapshot(tmp_path, 1), snapshot(tmp_path, 2)
    restore(cluster, monday.path)
    changes = dry_run(cluster, tuesday.path)
    assert not changes.is_empty
    assert changes.counts.entities == 60
    holds(cluster, monday)


def test_the_loaded_snapshot_is_in_use_until_the_next_reload(
    cluster: NeptunePlace, fake: FakeSageMaker, objects: Any
) -> None:
    old = reload(cluster).folder
    fake.account = NEW
    assert old.path in cluster.in_use()
    done = reload(cluster, ReloadOptions(keep=1))
    assert done.gone == (old.path,)
    assert not old.path.exists()
    away = done.folder.path.rename(done.folder.path.with_name("away"))
    objects.objects.all().delete()
    with pytest.raises(LoadFailed, match="no complete folder"):
        dry_run(cluster, away)


@pytest.mark.parametrize("replace", WAYS)
@pytest.mark.usefixtures("objects")
def test_a_folder_that_tells_an_id_differently_is_refused_at_once(
    cluster: NeptunePlace, tmp_path: Path, replace: bool
) -> None:
    rows = "~id,~label,p:String\na,artifact,"
    first, second = (
        adopted(folder_of(tmp_path / name, {"v.csv": f"{rows}{name}\n"}), cluster.settings.kept, 0)
        for name in ("one", "two")
    )
    restore(cluster, first.path)
    with pytest.raises(
        ReloadFailed, match="the entity a differently: p is one in one, and p is two in two"
    ) as failed:
        restore(cluster, second.path, replace=replace)
    assert failed.value.outcome is Outcome.UNTOUCHED
    holds(cluster, first)
