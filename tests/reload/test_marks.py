"""Marks in a cluster that cannot be read, or name a snapshot that is nowhere, and elements that counts do not tell."""

from pathlib import Path

import pytest
from gremlin_python.process.traversal import Cardinality, T

from lineage_viz.cli import main
from lineage_viz.errors import LoadFailed, ReloadFailed
from lineage_viz.health import Verdict
from lineage_viz.health.neptune import loaded
from lineage_viz.model import SnapshotInfo
from lineage_viz.reload import repair, restore
from lineage_viz.reload.neptune_place import NeptunePlace
from lineage_viz.reload.removing import remove, to_remove
from lineage_viz.settings import Settings
from lineage_viz.snapshot.loaded_snapshots import digest
from lineage_viz.store.neptune import marker, steps
from lineage_viz.store.neptune.store import NeptuneStore
from lineage_viz.words import has_unread_mark, is_mix
from tests.neptune_admin.load.test_load import ARN, snapshot
from tests.reload.conftest import holds
from tests.test_recovery import settings

__all__ = ["settings"]

STRANGE = f"{steps.MARKER}/loaded/ffff"


@pytest.mark.parametrize("own", [False, True])
def test_a_mark_that_cannot_be_read_is_named_and_a_repair_takes_it_away(
    own: bool, cluster: NeptunePlace, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A stranger's vertex without properties, or a mark of ours whose time somebody has changed."""
    first, second = snapshot(tmp_path, 1), snapshot(tmp_path, 2, account="210987654321")
    for each in (first, second):
        restore(cluster, each.path)
    runner, g = cluster._target.runner, steps.source()
    if own:
        id_ = f"{steps.MARKER}/loaded/{digest(second)}"
        runner.ask(g.V(id_).property(Cardinality.single, "taken", "yesterday").id_())
    else:
        id_ = STRANGE
        runner.ask(g.add_v(steps.MARKER).property(T.id, STRANGE).id_())
    store = NeptuneStore(runner)
    assert is_mix(store.gaps)
    assert has_unread_mark(store.gaps)
    assert main(["status"]) == 1
    out = capsys.readouterr().out
    assert f"A mark in the graph cannot be read ({id_}): " in out
    assert "reload --repair" in out
    found = loaded(settings)
    assert (found.verdict, id_ in found.sentence) == (Verdict.FAILING, True)
    with pytest.raises(ReloadFailed, match=f"cannot be read .{id_}.*reload --repair"):
        restore(cluster, snapshot(tmp_path / "new", 3).path)
    told: list[str] = []
    repair(cluster, notice=told.append)
    assert f"({id_})" in told[0]
    assert told[0].endswith("It was taken away.")
    holds(cluster, first, second)
    assert main(["status"]) == 0


def test_a_repair_deletes_nothing_of_another_tool_with_a_mark_that_names_nothing(
    cluster: NeptunePlace,
) -> None:
    runner, g = cluster._target.runner, steps.source()
    runner.ask(g.add_v(steps.MARKER).property(T.id, STRANGE).id_())
    (theirs,) = runner.ask(g.add_v("artifact").property("name", "theirs").id_())
    repair(cluster)
    assert runner.ask(g.V().has_label("artifact").id_()) == [theirs]
    assert cluster._target.markers() == ()


@pytest.mark.parametrize("loaded_", [False, True])
@pytest.mark.parametrize("alone", [False, True])
def test_an_account_whose_snapshot_is_nowhere_can_be_removed_with_all_that_is_nobodys(
    alone: bool, loaded_: bool, cluster: NeptunePlace, tmp_path: Path
) -> None:
    one = snapshot(tmp_path, 1)
    if not alone:
        restore(cluster, one.path)
    info = SnapshotInfo("/nowhere/999999999999-eu-west-1", "999999999999", "eu-west-1")
    runner, g = cluster._target.runner, steps.source()
    if loaded_:
        runner.ask(marker.finish(g, info, "f" * 64, [digest(one)]))
    else:
        runner.ask(marker.begin(g, info, "f" * 64))
    runner.ask(g.add_v("artifact").property(T.id, "arn:stranger").id_())
    with pytest.raises(LoadFailed, match="remove 999999999999-eu-west-1"):
        repair(cluster)
    told: list[str] = []
    remove(cluster, to_remove(cluster, None, "999999999999-eu-west-1"), notice=told.append)
    assert told == [
        "The snapshot 999999999999-eu-west-1 of 999999999999-eu-west-1 was neither here nor in the bucket, so its mark "
        "was taken away, and all elements that belong to no other snapshot: 1 element."
    ]
    if alone:
        assert cluster._target.is_empty()
    else:
        holds(cluster, one)


@pytest.mark.usefixtures("settings")
def test_the_command_says_what_it_took_away_with_an_account_that_is_nowhere(
    cluster: NeptunePlace, capsys: pytest.CaptureFixture[str]
) -> None:
    info = SnapshotInfo("/nowhere/999999999999-eu-west-1", "999999999999", "eu-west-1")
    cluster._target.runner.ask(marker.begin(steps.source(), info, "f" * 64))
    origin = "999999999999-eu-west-1"
    assert main(["remove", origin]) == 0
    word = capsys.readouterr().out.split()[-1]
    assert main(["remove", origin, "--confirm", word]) == 0
    out = capsys.readouterr().out
    assert "was neither here nor in the bucket" in out
    assert "To see it again" not in out
    assert main(["status"]) == 0


def test_a_repair_compares_ids_where_the_counts_are_equal(cluster: NeptunePlace, tmp_path: Path) -> None:
    folder = snapshot(tmp_path, 1)
    restore(cluster, folder.path)
    runner, g = cluster._target.runner, steps.source()
    job, model = f"{ARN}experiment-trial-component/job-00009", f"{ARN}artifact/job-00009"
    runner.ask(g.V(model).drop())
    added = g.add_v("artifact").property(T.id, "arn:stranger").property(Cardinality.single, "type", "Model")
    runner.ask(added.as_("a").V(job).add_e("Produced").to("a").id_())
    told: list[str] = []
    repair(cluster, notice=told.append)
    assert "2 elements of no snapshot, such as arn:stranger" in told[0]
    holds(cluster, folder)
