"""Loads into a real graph, whole or by differences: afterwards the graph equals the snapshot."""

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import gethostname
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from lineage_viz.errors import (
    BucketError,
    LeaseLost,
    LoadFailed,
    SettingsError,
    SnapshotError,
    StoreUnavailable,
)
from lineage_viz.model import Association, Entity
from lineage_viz.neptune_admin import removal
from lineage_viz.neptune_admin.accounting import unaccounted
from lineage_viz.neptune_admin.cluster_step import ClusterStep
from lineage_viz.neptune_admin.leased import Term, leased
from lineage_viz.neptune_admin.load import load_snapshot
from lineage_viz.neptune_admin.replacing import SEEN, await_again
from lineage_viz.neptune_admin.target import Target
from lineage_viz.progress import Progress
from lineage_viz.snapshot import Folder, Header, open_folder, write_snapshot
from lineage_viz.snapshot.loaded_snapshots import digest
from lineage_viz.store.local import LocalStore
from lineage_viz.store.neptune import marker, steps
from lineage_viz.store.neptune.store import NeptuneStore
from lineage_viz.words import is_mix
from tests import demo_once
from tests.hypothesis_profiles import examples
from tests.neptune_admin.faulty_s3 import INTERNAL_ERROR, SLOW_DOWN, SPOILT, Call, Fault, FaultyS3
from tests.neptune_admin.graph import differing, graph_in, graph_of
from tests.neptune_admin.random_lineage import contents
from tests.neptune_local import NeptuneLocal
from tests.neptune_local.gremlin_client import gremlin_client

MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)
ARN = "arn:aws:sagemaker:eu-west-1:123456789012:"


def snapshot(parent: Path, number: int, *, jobs: int = 30, account: str = "123456789012") -> Folder:
    """The snapshot of a day. Each day one job and its model are new, the oldest is gone, and every seventh changes."""
    entities, associations = [], []
    for each in range(number, number + jobs):
        name = f"job-{each:05}"
        job = Entity(
            f"{ARN}experiment-trial-component/{name}",
            "trial_component",
            {"name": name, "status": "Completed"},
        )
        if each % 7 == 0:
            job = replace(
                job,
                properties={"name": name, "status": "Stopped", **({"message": "x"} if number % 2 else {})},
            )
        model = Entity(f"{ARN}artifact/{name}", "artifact", {"name": f"model {name}", "type": "Model"})
        entities += [job, model]
        associations.append(Association(job.arn, "Produced", model.arn, {"creationtime": MONDAY}))
    taken = MONDAY + timedelta(days=number)
    header = Header(account, "eu-west-1", "aws", taken, "full", details=False, last_full=taken)
    return open_folder(write_snapshot(parent, header, entities, associations))


def holds(target: Target, *folders: Folder) -> None:
    assert not differing(graph_in(target.runner), graph_of(*folders))
    store = NeptuneStore(target.runner)
    assert [info.path for info in store.snapshots] == [str(folder.path) for folder in folders]
    assert store.counts() == LocalStore(folders).counts()


def test_the_demo_account_is_loaded_completely(target: Target, tmp_path: Path, objects: Any) -> None:
    folder = open_folder(demo_once.snapshot(tmp_path))
    reported: list[Progress] = []
    loaded = load_snapshot(target, folder, listener=reported.append)
    holds(target, folder)
    assert loaded.source == f"s3://lineage-sync/snapshots/{folder.path.name}/"
    assert {each.key.removeprefix(f"snapshots/{folder.path.name}") for each in objects.objects.all()} == {
        *(f"/{file.name}" for file in folder.path.glob("*.gz")),
        ".manifest.json",
    }
    assert list(dict.fromkeys(each.step for each in reported)) == [
        ClusterStep.COMPARE,
        ClusterStep.UPLOAD,
        ClusterStep.LOAD,
        ClusterStep.VERIFY,
    ]
    last = [each for each in reported if each.step is ClusterStep.LOAD][-1]
    assert last.done == last.total
    assert last.note == "5 of 5 files"


def test_the_queries_of_the_sample_notebook_run_unchanged(
    target: Target, tmp_path: Path, neptune: NeptuneLocal
) -> None:
    folder = open_folder(demo_once.snapshot(tmp_path))
    load_snapshot(target, folder)
    store = LocalStore([folder])
    artifacts = {each.arn: each for each in folder.entities() if each.label == "artifact"}
    leaving = [each for each in folder.associations() if each.source in artifacts]
    client = gremlin_client(neptune.gremlin_url)
    paths = client.submit("g.V().hasLabel('artifact').outE().inV().path()").all().result()
    assert sorted((path[0].id, path[1].label, path[2].id) for path in paths) == sorted(
        (each.source, each.type, each.destination) for each in leaving
    )
    query = (
        "g.V().hasLabel('artifact').has('type','DataSet').outE().inV().path()."
        "by(valueMap('arn','type','sourcearn','status'))"
    )
    rows = client.submit(query).all().result()
    client.close()
    found = sorted((row[0]["arn"][0], row[2]["arn"][0], *row[2].get("status", [])) for row in rows)
    data_sets = [each for each in leaving if artifacts[each.source].type == "DataSet"]
    assert found == sorted(
        (each.source, each.destination, *filter(None, [store.get(each.destination).status]))
        for each in data_sets
    )
    assert found


def test_only_differences_are_loaded_and_missing_elements_are_removed(
    target: Target, tmp_path: Path, objects: Any
) -> None:
    monday, tuesday = snapshot(tmp_path, 1), snapshot(tmp_path, 2)
    load_snapshot(target, monday)
    objects.objects.all().delete()
    seen: list[int] = []

    def look(_: Progress) -> None:
        seen.append(target.counts().entities)

    loaded = load_snapshot(target, tuesday, listener=look)
    holds(target, tuesday)
    assert min(seen) == 60
    read = objects.objects.filter(Prefix=loaded.source.removeprefix(f"s3://{objects.name}/"))
    assert sum(each.size for each in read) < 1500
    assert {each.key.rpartition("/")[2] for each in read} == {
        "vertices-artifact.csv.gz", "vertices-trial_component.csv.gz", "edges.csv.gz"
    }  # fmt: skip
    assert not loaded.changes.is_empty


def test_a_loaded_snapshot_is_not_sent_again(target: Target, tmp_path: Path, wire: FaultyS3) -> None:
    folder = snapshot(tmp_path, 1)
    load_snapshot(target, folder)
    sent, loads = len(wire.sent("PUT")), target.cluster.load_ids()
    assert load_snapshot(target, folder).changes.is_empty
    assert (len(wire.sent("PUT")), target.cluster.load_ids()) == (sent, loads)
    holds(target, folder)


def test_two_accounts_share_a_cluster_and_each_is_synced_separately(target: Target, tmp_path: Path) -> None:
    one, other = snapshot(tmp_path, 1), snapshot(tmp_path, 20, account="210987654321")
    load_snapshot(target, one)
    load_snapshot(target, other)
    holds(target, one, other)
    newer = snapshot(tmp_path, 3)
    load_snapshot(target, newer)
    holds(target, newer, other)


def test_a_snapshot_whose_load_was_broken_off_after_a_replace_stays_awaited_until_it_is_back(
    target: Target, tmp_path: Path
) -> None:
    """Otherwise the graph of the other account alone would be called complete, and this one would be forgotten."""
    first, second = snapshot(tmp_path, 1), snapshot(tmp_path, 2, account="210987654321")
    (lock := tmp_path / "lock").touch()
    with leased(target, "replace", lock) as held:
        await_again(target, (first, second), held)
    target.runner.ask(marker.begin(steps.source(), second.info, digest(second)))
    load_snapshot(target, first)
    assert is_mix(NeptuneStore(target.runner).gaps)
    assert [each.digest for each in target.markers() if each.awaited] == [digest(second)]
    load_snapshot(target, second)
    holds(target, first, second)
    assert not any(each.incoming for each in target.markers())


def test_a_load_waits_for_the_apps_only_while_they_do_not_doubt_the_graph(
    target: Target, tmp_path: Path
) -> None:
    first, second = snapshot(tmp_path, 1), snapshot(tmp_path, 2, account="210987654321")
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        target.pause(seconds)

    watched = replace(target, pause=pause)
    (lock := tmp_path / "lock").touch()
    with leased(target, "repair", lock) as held:
        await_again(target, (first, second), held)
        for folder, waits in ((first, 1), (second, 1), (snapshot(tmp_path, 3), 2)):
            load_snapshot(watched, folder, held=held)
            assert pauses.count(SEEN) == waits


def test_moved_snapshot_folders_are_still_found(target: Target, tmp_path: Path) -> None:
    one, other = snapshot(tmp_path / "a", 1), snapshot(tmp_path / "a", 20, account="210987654321")
    load_snapshot(target, one)
    load_snapshot(target, other)
    (tmp_path / "a").rename(tmp_path / "b")
    newer = snapshot(tmp_path / "b", 3)
    load_snapshot(target, newer)
    assert len(target.markers()) == 2
    newest = snapshot(tmp_path / "b", 4)
    load_snapshot(target, newest)
    moved = open_folder(tmp_path / "b" / other.path.name)
    assert not differing(graph_in(target.runner), graph_of(newest, moved))


def test_an_older_snapshot_can_be_loaded_again(target: Target, tmp_path: Path) -> None:
    monday, tuesday = snapshot(tmp_path, 1), snapshot(tmp_path, 2)
    for folder in (monday, tuesday, monday):
        load_snapshot(target, folder)
        holds(target, folder)


def test_replace_deletes_foreign_data(target: Target, tmp_path: Path) -> None:
    target.runner.ask(steps.source().add_v("artifact").property("name", "foreign").id_())
    folder = snapshot(tmp_path, 1)
    with pytest.raises(LoadFailed, match=r"not loaded by lineage_viz.*--replace"):
        load_snapshot(target, folder)
    load_snapshot(target, folder, replace=True)
    holds(target, folder)


def test_replace_deletes_nothing_while_the_new_snapshot_cannot_be_uploaded(
    target: Target, tmp_path: Path, objects: Any
) -> None:
    monday, tuesday = snapshot(tmp_path, 1), snapshot(tmp_path, 2)
    load_snapshot(target, monday)
    objects.put_object(Key=f"snapshots/{tuesday.path.name}/other.csv", Body=b"~id")
    with pytest.raises(BucketError, match="in the way"):
        load_snapshot(target, tuesday, replace=True)
    holds(target, monday)


def test_a_missing_folder_of_a_loaded_snapshot_is_fetched_from_the_bucket(
    target: Target, tmp_path: Path, objects: Any
) -> None:
    monday, tuesday, wednesday = (snapshot(tmp_path, number) for number in (1, 2, 3))
    load_snapshot(target, monday)
    kept = {each.name: each.read_bytes() for each in monday.path.iterdir()}
    shutil.rmtree(monday.path)
    load_snapshot(target, tuesday)
    holds(target, tuesday)
    assert {each.name: each.read_bytes() for each in monday.path.iterdir()} == kept
    shutil.rmtree(tuesday.path)
    (edges,) = objects.objects.filter(Prefix=f"snapshots/{tuesday.path.name}/edges")
    edges.put(Body=b"~id")
    with pytest.raises(BucketError, match=r"edges.csv.gz is not the file of its snapshot"):
        load_snapshot(target, wednesday)
    assert sorted(each.name for each in tmp_path.iterdir() if each.is_dir()) == [
        monday.path.name,
        wednesday.path.name,
    ]


def test_snapshots_of_the_same_second_have_names_of_their_own_in_the_bucket(
    target: Target, tmp_path: Path
) -> None:
    one = snapshot(tmp_path / "a", 1)
    other = snapshot(tmp_path / "b", 1, jobs=20)
    assert one.path.name == other.path.name
    load_snapshot(target, one)
    load_snapshot(target, other)
    away = other.path.rename(tmp_path / "away")
    newest = snapshot(tmp_path / "c", 2)
    load_snapshot(target, newest)
    holds(target, newest)
    (fetched,) = (each for each in newest.path.parent.iterdir() if each.is_dir() and each != newest.path)
    assert not differing(graph_of(open_folder(fetched)), graph_of(open_folder(away)))


def test_a_missing_folder_of_a_loaded_snapshot_is_named(target: Target, tmp_path: Path, objects: Any) -> None:
    monday, tuesday = snapshot(tmp_path, 1), snapshot(tmp_path, 2)
    load_snapshot(target, monday)
    objects.objects.all().delete()
    monday.path.rename(tmp_path / "elsewhere")
    with pytest.raises(LoadFailed, match=rf"{monday.path.name}.*Bring the folder back, or reset the cluster"):
        load_snapshot(target, tuesday)
    (tmp_path / "other").mkdir()
    (tmp_path / "elsewhere").rename(tmp_path / "other" / monday.path.name)
    moved = open_folder(tuesday.path.rename(tmp_path / "other" / tuesday.path.name))
    load_snapshot(target, moved)
    holds(target, moved)
    renamed = open_folder(moved.path.rename(tmp_path / "renamed"))
    assert load_snapshot(target, renamed).changes.is_empty


def test_the_next_load_removes_what_belongs_to_no_snapshot_and_brings_back_what_is_lost(
    target: Target, tmp_path: Path
) -> None:
    monday, tuesday = snapshot(tmp_path, 1), snapshot(tmp_path, 2)
    load_snapshot(target, monday)
    g = steps.source()
    (stranger,) = target.runner.ask(g.add_v("artifact").property("name", "foreign").id_())
    (edge,) = target.runner.ask(g.V(f"{ARN}artifact/job-00020").as_("a").add_e("Odd").to("a").id_())
    target.runner.ask(g.V(f"{ARN}artifact/job-00025").drop())
    (marked,) = target.markers()
    assert unaccounted([marked], target.counts()) == (
        "1 Odd association instead of 0", "29 Produced associations instead of 30"
    )  # fmt: skip
    loaded = load_snapshot(target, tuesday)
    assert loaded.strangers == (stranger, edge)
    holds(target, tuesday)
    target.runner.ask(g.V(stranger).drop())
    assert load_snapshot(target, tuesday).strangers == ()


def test_without_a_bucket_or_a_manifest_no_load_starts(target: Target, tmp_path: Path) -> None:
    folder = snapshot(tmp_path, 1)
    with pytest.raises(SettingsError, match="LINEAGE_VIZ_BUCKET"):
        load_snapshot(replace(target, bulk_load=None), folder)
    (folder.path / "manifest.json").unlink()
    with pytest.raises(SnapshotError, match="no manifest"):
        load_snapshot(target, open_folder(folder.path))
    assert target.is_empty()


class Broken(Exception):
    """The end of the process, simulated."""


def broken_at(number: int) -> Callable[[Progress], None]:
    """A listener that raises Broken at the given number of progress reports. All reports of a load count once."""
    reported: list[tuple[ClusterStep, int]] = []

    def listener(progress: Progress) -> None:
        moment = progress.step, 0 if progress.step is ClusterStep.LOAD else progress.done
        # The threads of an upload report its progress, so an error cannot be raised there; `bucket/` tests that.
        if moment not in reported and progress.step is not ClusterStep.UPLOAD:
            reported.append(moment)
            if len(reported) == number:
                raise Broken

    return listener


def test_a_sync_interrupted_at_any_point_is_completed_by_the_next_one(
    target: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(removal, "BATCH", 2)
    days = [snapshot(tmp_path, number, jobs=6) for number in (1, 3, 4)]
    load_snapshot(target, days[0])
    loaded, number = 0, 1
    while number:
        try:
            load_snapshot(target, days[(loaded + 1) % 3], listener=broken_at(number))
            number, loaded = 0, (loaded + 1) % 3
        except Broken:
            wait_for_the_load(target)
            loaded = (loaded + number) % 3  # the same snapshot again, a new one, or the one before
            load_snapshot(target, days[loaded])
            holds(target, days[loaded])
            broken, number = number, number + 1
    holds(target, days[loaded])
    assert broken > 5  # before and after the load, twice during the removal, and before the verification


def wait_for_the_load(target: Target) -> None:
    """Wait for the end of the load, which continues on the cluster without its process."""
    while target.cluster.running_load():
        pass


@examples(25, allow=[HealthCheck.function_scoped_fixture])
@given(pool=st.data())
def test_any_snapshot_can_replace_any_other(
    target: Target, tmp_path_factory: pytest.TempPathFactory, pool: st.DataObject
) -> None:
    one = pool.draw(contents())
    other = pool.draw(contents(one))
    parent = tmp_path_factory.mktemp("pair")
    target.runner.ask(steps.source().V().drop())
    for content in (one, other):
        folder = content.write(parent)
        load_snapshot(target, folder)
        assert not differing(graph_in(target.runner), graph_of(folder))


def test_faults_of_s3_and_of_the_cluster_lose_nothing(
    target: Target, tmp_path: Path, wire: FaultyS3, neptune: NeptuneLocal
) -> None:
    faults: list[Fault] = [SLOW_DOWN, INTERNAL_ERROR, SPOILT]

    def rule(call: Call) -> Fault:
        return faults[call.number // 3 % 3] if call.number % 3 == 0 else None

    wire.rule = rule
    old, new = snapshot(tmp_path, 1, jobs=300), snapshot(tmp_path, 40, jobs=300)
    neptune.faults.s3_read = 1
    neptune.faults.answer_dropped = 1
    load_snapshot(target, old)
    holds(target, old)
    neptune.faults.load_fails, neptune.faults.load_fails_after, neptune.faults.load_conflicts = 1, 50, 1
    neptune.faults.conflict = neptune.faults.drop = 2
    neptune.faults.throttle = neptune.faults.internal = 1
    try:
        load_snapshot(target, new)
    except StoreUnavailable:  # the very first request to a cluster is not repeated
        load_snapshot(target, new)
    holds(target, new)
    assert wire.faults > 3


def test_a_denied_read_from_s3_names_the_role(target: Target, tmp_path: Path, neptune: NeptuneLocal) -> None:
    folder = snapshot(tmp_path, 1)
    load_snapshot(target, folder)
    neptune.faults.s3_denied = 1
    with pytest.raises(LoadFailed, match="not allowed to read from S3") as error:
        load_snapshot(target, snapshot(tmp_path, 2))
    assert "role/neptune-load" in str(error.value)


def test_a_second_load_from_the_same_folder_is_refused(target: Target, tmp_path: Path) -> None:
    folder = snapshot(tmp_path, 1)

    def again(progress: Progress) -> None:
        if progress.step is ClusterStep.VERIFY:
            with pytest.raises(LoadFailed, match="already"):
                load_snapshot(target, folder)

    load_snapshot(target, folder, listener=again)
    holds(target, folder)


@pytest.mark.parametrize(
    "moment", [ClusterStep.COMPARE, ClusterStep.UPLOAD, ClusterStep.REMOVE, ClusterStep.VERIFY]
)
def test_while_a_load_runs_another_machine_is_told_who_changes_the_cluster(
    target: Target, tmp_path: Path, moment: ClusterStep
) -> None:
    monday, mine, theirs = on_two_machines(tmp_path)
    load_snapshot(target, monday)
    told: list[str] = []

    def meanwhile(progress: Progress) -> None:
        if progress.step is moment and not told:
            with pytest.raises(LoadFailed) as error:
                load_snapshot(target, theirs)
            told.append(str(error.value))

    load_snapshot(target, mine, listener=meanwhile)
    holds(target, mine)
    now = datetime.now(UTC)
    host, name = re.escape(gethostname()), re.escape(mine.path.name)
    assert re.search(rf"is being changed by \S.* on {host} \(load of {name}, since .*{now:%Y}", told[0])
    load_snapshot(target, theirs)
    holds(target, theirs)


class Frozen:
    """A cluster whose caller is frozen right before it calls one method for the first time. Its loads are quick."""

    def __init__(self, target: Target, name: str, act: Callable[[], object]) -> None:
        self._target, self._name, self._acts = target, name, [act]

    def __getattr__(self, name: str) -> Any:
        if name == self._name and self._acts:
            self._acts.pop()()
        return getattr(self._target.cluster, name)

    def start_load(self, *given: Any) -> str:
        started = str(self.__getattr__("start_load")(*given))
        wait_for_the_load(self._target)
        return started


@pytest.mark.parametrize("method", ["load_ids", "start_load"])
def test_a_process_that_is_frozen_before_the_loader_starts_never_leaves_a_mix_that_looks_whole(
    target: Target, tmp_path: Path, method: str
) -> None:
    """Until the last moment it starts no load. After that moment its load runs: its marker tells everybody."""
    monday, mine, theirs = on_two_machines(tmp_path)
    load_snapshot(target, monday)

    def other() -> None:
        with leased(target, "load", lock(tmp_path, "b"), wait=True, term=QUICK) as held:
            load_snapshot(target, theirs, held=held)

    frozen = replace(target, cluster=Frozen(target, method, other))  # type: ignore[arg-type]
    with (
        leased(target, "load", lock(tmp_path, "a"), term=NEVER_RENEWED) as held,
        pytest.raises(LeaseLost),
    ):
        load_snapshot(frozen, mine, held=held)
    store = NeptuneStore(target.runner)
    if method == "load_ids":
        assert not differing(graph_in(target.runner), graph_of(theirs))
        assert store.gaps == ()
    else:
        assert differing(graph_in(target.runner), graph_of(theirs))
        assert is_mix(store.gaps)
    load_snapshot(target, theirs)
    assert not differing(graph_in(target.runner), graph_of(theirs))
    assert store.gaps == ()


@pytest.mark.parametrize(
    "moment",
    [ClusterStep.COMPARE, ClusterStep.UPLOAD, ClusterStep.LOAD, ClusterStep.REMOVE, ClusterStep.VERIFY],
)
def test_a_load_that_was_frozen_changes_nothing_after_another_machine_went_on(
    target: Target, tmp_path: Path, moment: ClusterStep
) -> None:
    monday, mine, theirs = on_two_machines(tmp_path)
    load_snapshot(target, monday)
    begun: list[ClusterStep] = []

    def frozen(progress: Progress) -> None:
        if progress.step is moment and not begun:
            begun.append(moment)
            with leased(target, "load", lock(tmp_path, "b"), wait=True, term=QUICK) as held:
                load_snapshot(target, theirs, held=held)

    told = r"another process has changed it since\..*run this again"
    with (
        leased(target, "load", lock(tmp_path, "a"), term=NEVER_RENEWED) as held,
        pytest.raises(LeaseLost, match=told),
    ):
        load_snapshot(target, mine, held=held, listener=frozen)
    wait_for_the_load(target)
    holds(target, theirs)


QUICK, NEVER_RENEWED = Term(0.2, 0.05, 0.01), Term(0.2, 600.0, 0.01)


def lock(folder: Path, name: str) -> Path:
    path = folder / f"{name}.lock"
    path.touch()
    return path


def on_two_machines(tmp_path: Path) -> tuple[Folder, Folder, Folder]:
    """Two snapshots of one machine, and one of another, which has all of them."""
    monday, mine, theirs = (
        snapshot(tmp_path / folder, number) for folder, number in (("a", 1), ("a", 2), ("b", 3))
    )
    for each in (monday, mine):
        shutil.copytree(each.path, theirs.path.parent / each.path.name)
    return monday, mine, theirs


def test_relabelled_entities_are_not_lost_to_a_running_load(
    target: Target, tmp_path: Path, neptune: NeptuneLocal
) -> None:
    """A running load may have loaded it already: the next load would remove it, and nobody would add it again."""
    monday, tuesday = relabelled(tmp_path, "artifact", 1), relabelled(tmp_path, "action", 2)
    load_snapshot(target, monday)
    with pytest.raises(Broken):
        load_snapshot(target, tuesday, listener=broken_at(2))
    wait_for_the_load(target)
    neptune.loads.hold()
    with pytest.raises(Broken):
        load_snapshot(target, tuesday, listener=broken_at(2))
    neptune.loads.wait_for_someone()
    with pytest.raises(LoadFailed, match="wait until that one has ended"):
        load_snapshot(target, tuesday)
    neptune.loads.release()
    wait_for_the_load(target)
    load_snapshot(target, tuesday)
    holds(target, tuesday)


def relabelled(parent: Path, label: str, day: int) -> Folder:
    taken = MONDAY + timedelta(days=day)
    header = Header("123456789012", "eu-west-1", "aws", taken, "full", details=False, last_full=taken)
    others = [Entity(f"{ARN}context/{each}", "context", {"name": str(each)}) for each in range(5)]
    return open_folder(
        write_snapshot(parent, header, [Entity(f"{ARN}x/1", label, {"name": "x"}), *others], [])
    )


def test_a_failure_without_changes_has_no_note_about_a_partial_load(target: Target, tmp_path: Path) -> None:
    monday = snapshot(tmp_path, 1)
    load_snapshot(target, monday)
    with pytest.raises(Broken) as error:
        load_snapshot(target, monday, listener=broken_at(2))
    assert not hasattr(error.value, "__notes__")


@pytest.mark.parametrize("emptied", [False, True])
def test_a_load_that_neptune_refuses_to_start_leaves_no_doubt(
    target: Target, tmp_path: Path, *, emptied: bool
) -> None:
    """The loader has changed nothing, so the graph is no mix; after a replace, the snapshots stay awaited."""
    monday, tuesday = snapshot(tmp_path, 1), snapshot(tmp_path, 2)
    load_snapshot(target, monday)
    assert target.bulk_load
    roleless = replace(target, bulk_load=replace(target.bulk_load, role="neptune-load"))
    with pytest.raises(LoadFailed, match="iamRoleArn") as error:
        load_snapshot(roleless, tuesday, replace=emptied)
    told = " ".join(getattr(error.value, "__notes__", ()))
    assert "may now hold" not in told
    assert ("is empty" in told) == emptied
    assert [(each.incoming, each.awaited) for each in target.markers()] == [(emptied, emptied)]
    load_snapshot(target, monday)
    holds(target, monday)


def test_a_load_that_is_refused_after_a_part_was_removed_or_loaded_keeps_its_mark(
    target: Target, tmp_path: Path
) -> None:
    monday, tuesday = relabelled(tmp_path, "artifact", 1), relabelled(tmp_path, "action", 2)
    load_snapshot(target, monday)
    assert target.bulk_load
    roleless = replace(target, bulk_load=replace(target.bulk_load, role="neptune-load"))
    for _ in range(2):  # the second time, the mark is that of the first
        with pytest.raises(LoadFailed, match="iamRoleArn") as error:
            load_snapshot(roleless, tuesday)
        assert "may now hold a part" in str(error.value.__notes__)
        assert [each.incoming for each in target.markers()] == [False, True]
    load_snapshot(target, tuesday)
    holds(target, tuesday)


def test_a_running_load_is_named_before_anything_changes(
    target: Target, tmp_path: Path, neptune: NeptuneLocal, objects: Any
) -> None:
    monday, tuesday = snapshot(tmp_path, 1), snapshot(tmp_path, 2)
    load_snapshot(target, monday)
    objects.put_object(Key="other/v.csv", Body=b"~id\nforeign\n")
    neptune.loads.hold()
    running = target.cluster.start_load(
        "s3://lineage-sync/other/", "arn:aws:iam::123456789012:role/x", "eu-west-1", "NEW"
    )
    neptune.loads.wait_for_someone()
    with pytest.raises(LoadFailed, match=running):
        load_snapshot(target, tuesday)
    target.cluster.cancel_load(running)
    neptune.loads.release()
    wait_for_the_load(target)
    holds(target, monday)
