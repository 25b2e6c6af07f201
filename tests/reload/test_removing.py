"""The removal of an account: what is left is served whole, and after a failure everything is as before."""

import shutil
from pathlib import Path

import pytest
from gremlin_python.process.traversal import T

from lineage_viz.errors import Outcome, ReloadFailed
from lineage_viz.neptune_admin.leased import lease_of, leased
from lineage_viz.neptune_admin.replacing import await_again
from lineage_viz.reload import Checklist, ReloadStep, StepState, repair, restore
from lineage_viz.reload.local_place import LocalPlace
from lineage_viz.reload.neptune_place import NeptunePlace
from lineage_viz.reload.removing import confirmation, remove, to_remove
from lineage_viz.settings import Settings
from lineage_viz.snapshot import Folder
from lineage_viz.snapshot.current import Named, read_current
from lineage_viz.snapshot.loaded_snapshots import digest
from lineage_viz.store.neptune import marker, steps
from lineage_viz.store.neptune.store import NeptuneStore
from tests.neptune_admin.load.test_load import snapshot
from tests.neptune_local import NeptuneLocal
from tests.reload.conftest import At, holds


@pytest.fixture
def both(cluster: NeptunePlace, tmp_path: Path) -> tuple[Folder, Folder]:
    """Two accounts on a cluster that share most of their entities, with other properties in each."""
    first, second = snapshot(tmp_path, 1), snapshot(tmp_path, 10, account="210987654321")
    for each in (first, second):
        restore(cluster, each.path)
    return first, second


@pytest.mark.parametrize("gone", [0, 1])
def test_the_other_account_stays_whole_on_a_cluster(
    gone: int, cluster: NeptunePlace, both: tuple[Folder, Folder]
) -> None:
    told: list[Checklist] = []
    remove(cluster, Named.of(both[gone].info), told.append)
    holds(cluster, both[1 - gone])
    assert {item.state for item in told[-1]} == {StepState.DONE}
    assert [each.path for each in cluster.served()] == [both[1 - gone].path]
    restore(cluster, both[gone].path)
    holds(cluster, *both)


def test_a_half_removed_account_is_never_called_complete_and_comes_back_after_a_failure(
    cluster: NeptunePlace, both: tuple[Folder, Folder], neptune: NeptuneLocal
) -> None:
    seen: list[tuple[str, ...]] = []

    def fails() -> None:
        store = NeptuneStore(cluster._target.runner)
        seen.extend(info.incomplete for info in store.snapshots)
        neptune.faults.down = True

    def mend() -> None:
        neptune.faults.down = False

    with pytest.raises(ReloadFailed, match="Rolled back") as failed:
        remove(cluster, Named.of(both[0].info), At(ReloadStep.REMOVE, fails, mend))
    assert failed.value.outcome is Outcome.ROLLED_BACK
    assert len(seen) == 1
    assert "has not ended" in seen[0][0]
    holds(cluster, *both)


def test_without_its_last_account_a_cluster_is_empty_and_whole(
    cluster: NeptunePlace, tmp_path: Path, neptune: NeptuneLocal
) -> None:
    """After a failure half-way the account is back; then nothing is left, not even an element of no snapshot."""
    folder = snapshot(tmp_path, 1)
    restore(cluster, folder.path)
    runner = cluster._target.runner
    runner.ask(steps.source().add_v("artifact").property(T.id, "arn:stranger").id_())

    def fails() -> None:
        neptune.faults.down = True

    def mend() -> None:
        neptune.faults.down = False

    with pytest.raises(ReloadFailed, match="Rolled back"):
        remove(cluster, Named.of(folder.info), At(ReloadStep.REMOVE, fails, mend))
    holds(cluster, folder)
    runner.ask(steps.source().add_v("artifact").property(T.id, "arn:stranger").id_())
    remove(cluster, Named.of(folder.info))
    assert cluster._target.is_empty()
    assert cluster.served() == []
    assert lease_of(cluster._target) is None
    restore(cluster, folder.path)
    holds(cluster, folder)


@pytest.mark.parametrize("deleted", [False, True])
def test_a_removal_after_a_replace_that_was_killed_forgets_this_account_alone(
    deleted: bool, cluster: NeptunePlace, both: tuple[Folder, Folder], tmp_path: Path
) -> None:
    """It was killed before it deleted anything, or while it loaded the other account again."""
    gone, other = both
    target = cluster._target
    if deleted:
        remove(cluster, Named.of(other.info))
        target.runner.ask(marker.begin(steps.source(), other.info, digest(other)))
    (lock := tmp_path / "lock").touch()
    with leased(target, "replace", lock) as held:
        await_again(target, [other] if deleted else both, held)
    remove(cluster, Named.of(gone.info))
    assert [(each.digest, each.awaited) for each in target.markers()] == [(digest(other), deleted)]
    repair(cluster)
    holds(cluster, other)


def test_an_account_whose_folder_is_missing_can_be_removed_from_the_app(
    app: LocalPlace, here: Settings, tmp_path: Path
) -> None:
    """Without this account the app opens again."""
    folders = [snapshot(tmp_path, 1), snapshot(tmp_path, 2, account="210987654321")]
    for each in folders:
        restore(app, each.path)
    shutil.rmtree(folders[0].path)
    named = to_remove(app, None, "123456789012-eu-west-1")
    assert confirmation(named) != confirmation(to_remove(app, None, "210987654321-eu-west-1"))
    remove(app, named)
    assert [each.path for each in read_current(here.current)] == [folders[1].path]


def test_an_interrupt_leaves_all_accounts_in_the_app(app: LocalPlace, here: Settings, tmp_path: Path) -> None:
    folders = [snapshot(tmp_path, 1), snapshot(tmp_path, 2, account="210987654321")]
    for each in folders:
        restore(app, each.path)

    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as raised:
        remove(app, Named.of(folders[0].info), At(ReloadStep.REMOVE, interrupt))
    assert "Nothing was changed" in raised.value.__notes__[0]
    assert len(read_current(here.current)) == 2
