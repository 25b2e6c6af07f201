"""Snapshots that are kept in S3: machines without a disk of their own share them, and what is shown."""

import json
import os
import shutil
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from lineage_viz.cli import main
from lineage_viz.errors import HomeError, ReloadFailed, SettingsError, SnapshotError
from lineage_viz.home import claims, home_of, leftovers, open_kept, records, s3_home
from lineage_viz.home.records import AGAIN, FRESH, Watched, _read, all_named, read_named, write_named
from lineage_viz.neptune_admin import bucket
from lineage_viz.neptune_admin.target import Target
from lineage_viz.reload import (
    all_kept,
    keep_pinned,
    known_in_use,
    open_place,
    reload,
    restore,
    unreadable,
    use_cases,
)
from lineage_viz.reload.kept import tidy
from lineage_viz.reload.neptune_place import NeptunePlace
from lineage_viz.settings import Settings
from lineage_viz.snapshot import Folder, open_folder, verify
from lineage_viz.snapshot.current import Named
from lineage_viz.snapshot.loaded_snapshots import digest
from lineage_viz.snapshot.manifest import FILE_NAME, SUM_NAME
from lineage_viz.store.factory import open_store
from tests.fake_sagemaker import FakeSageMaker
from tests.jobs.conftest import wait_until
from tests.neptune_admin.faulty_s3 import HALF, Call, FaultyS3, Held, Refusal
from tests.neptune_admin.load.conftest import BUCKET, target
from tests.neptune_admin.load.test_load import snapshot
from tests.patience import PATIENCE
from tests.reload.conftest import NEW, OLD, fake, objects, wire
from tests.snapshot.rewriting import rewrite_manifest

__all__ = ["fake", "objects", "target", "wire"]

Host = Callable[[str], Settings]


@pytest.fixture
def host(objects: Any, tmp_path: Path) -> Host:
    """The settings of a machine of this name, with an empty disk."""
    del objects

    def settings(name: str) -> Settings:
        return Settings.from_environment(
            {"LINEAGE_VIZ_SNAPSHOTS": f"s3://{BUCKET}/kept", "LINEAGE_VIZ_DATA": str(tmp_path / name)}
        )

    return settings


@pytest.fixture
def served(host: Host, fake: FakeSageMaker) -> Folder:
    """A snapshot that the first machine has reloaded."""
    del fake
    with open_place(host("first")) as place:
        return reload(place, use_cases.ReloadOptions()).folder


def names(settings: Settings) -> list[str]:
    return [each.path.name for each in all_kept(settings)]


def restored(settings: Settings, folder: Path) -> None:
    with open_place(settings) as place:
        restore(place, folder)


def test_another_machine_shows_what_the_first_one_has_reloaded(host: Host, served: Folder) -> None:
    """Its disk is empty: it fetches what it shows, and sees the next reload."""
    app = host("app")
    store = open_store(app)
    assert [info.taken for info in store.snapshots] == [served.info.taken]
    assert [Path(info.path).parent for info in store.snapshots] == [app.kept.resolve()]
    (kept,) = all_kept(app, known_in_use(app)[0])
    assert (kept.path.name, kept.in_use, kept.pinned) == (served.path.name, True, False)


def test_two_machines_that_add_the_same_account_together_leave_one_snapshot_of_it(
    host: Host, tmp_path: Path
) -> None:
    """Both have looked at the record before the account was in it. The one that is named last is shown."""
    first, second = snapshot(tmp_path / "made", 1), snapshot(tmp_path / "made", 2)
    home = home_of(host("one"))
    assert home
    home.keep(first)
    with open_place(host("one")) as place:
        place.look()
        restored(host("two"), second.path)
        place.load(first, lambda *_: None, replace=False)
    app = host("app")
    assert [info.taken for info in open_store(app).snapshots] == [first.info.taken]
    assert [each.path.name for each in _read(home, app.current.name)[0]] == [first.path.name]


def test_a_record_with_two_snapshots_of_one_account_shows_the_last_one_and_heals(
    host: Host, tmp_path: Path
) -> None:
    here = host("here")
    folders = [snapshot(tmp_path / "made", taken) for taken in (1, 2)]
    for each in folders:
        restored(here, each.path)
    write_named(
        here, here.current, [Named.of(open_kept(here, here.kept / each.path.name).info) for each in folders]
    )
    assert all_named(here) == {here.kept.resolve() / each.path.name for each in folders}, "neither is deleted"
    assert [info.taken for info in open_store(here).snapshots] == [folders[1].info.taken]
    assert [each.path.name for each in Watched(here).now()[0]] == [folders[1].path.name]
    restored(here, folders[0].path)
    assert [info.taken for info in open_store(here).snapshots] == [folders[0].info.taken]


def test_an_export_on_an_empty_disk_knows_the_earlier_snapshot(
    host: Host, fake: FakeSageMaker, served: Folder
) -> None:
    """A quick export starts from it, and a change of an approval since is not lost."""
    fake.account = NEW
    with open_place(host("second")) as place:
        later = reload(place, use_cases.ReloadOptions(quick=True)).folder
    assert later.manifest is not None
    assert (later.manifest.mode, later.manifest.based_on) == ("quick", served.path.name)
    assert names(host("third")) == [later.path.name, served.path.name]


def test_old_snapshots_go_and_those_in_use_pinned_or_loading_stay(
    host: Host, tmp_path: Path, objects: Any
) -> None:
    here = host("here")
    home = home_of(here)
    assert home
    folders = [snapshot(tmp_path / "made", taken) for taken in range(1, 7)]
    for each in folders:
        home.keep(each)
    restored(here, folders[0].path)
    keep_pinned(host("other"), here.kept / folders[1].path.name, pinned=True)
    with home.loading(folders[2]):
        gone = tidy(here, 1, lambda: known_in_use(here)[0])
    assert [path.name for path in gone] == [folders[4].path.name, folders[3].path.name]
    assert names(here) == [folders[each].path.name for each in (5, 2, 1, 0)]
    keep_pinned(here, here.kept / folders[1].path.name, pinned=False)
    tidy(here, 1, lambda: known_in_use(here)[0])
    assert names(here) == [folders[each].path.name for each in (5, 0)]
    keys = [each.key for each in objects.objects.filter(Prefix="kept/")]
    assert {key.removeprefix("kept/").split("/")[0].split(".")[0] for key in keys} == {
        *(folders[each].path.name for each in (5, 0)),
        "current",
    }


def test_a_snapshot_that_is_taken_up_during_its_deletion_stays(host: Host, tmp_path: Path) -> None:
    here = host("here")
    old, new = snapshot(tmp_path / "made", 1), snapshot(tmp_path / "made", 2)
    home = home_of(here)
    assert home
    home.keep(old)
    restored(here, new.path)
    asked: list[int] = []

    def in_use() -> frozenset[Path]:
        asked.append(1)
        if len(asked) == 2:
            restored(host("other"), old.path)  # refused: it is being deleted
        return known_in_use(here)[0]

    with pytest.raises(ReloadFailed, match="is being deleted"):
        tidy(here, 1, in_use)
    in_use_by_now = iter([frozenset[Path](), {here.kept.resolve() / old.path.name}])
    tidy(here, 1, lambda: next(in_use_by_now, known_in_use(here)[0]))
    assert names(here) == [new.path.name, old.path.name]


def test_two_machines_that_switch_at_once_both_stay_shown(host: Host, tmp_path: Path) -> None:
    """Each names its account in the one record; neither loses that of the other."""
    accounts = [f"{number}" * 12 for number in range(1, 5)]
    folders = [snapshot(tmp_path / "made", number + 1, account=each) for number, each in enumerate(accounts)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda each: restored(host(each.path.name), each.path), folders))
    app = host("app")
    assert {each.account for each in read_named(app, app.current)} == set(accounts)
    assert open_store(app).counts().entities > 0


def test_what_a_cluster_holds_stays_also_for_a_machine_that_does_not_ask_the_cluster(
    host: Host, target: Target, tmp_path: Path, objects: Any
) -> None:
    """The machine that loads has no disk of its own, so the record of what the cluster holds is in S3."""
    old, new = snapshot(tmp_path / "made", 1), snapshot(tmp_path / "made", 2)
    restore(NeptunePlace(target, host("loads")), old.path)
    home = home_of(host("other"))
    assert home
    home.keep(new)
    assert tidy(host("other"), 1, lambda: known_in_use(host("other"))[0]) == ()
    shutil.rmtree(tmp_path / "loads")
    restore(NeptunePlace(target, host("loads")), new.path)
    assert [path.name for path in tidy(host("other"), 1, lambda: known_in_use(host("other"))[0])] == [
        old.path.name
    ]
    keys = {each.key.split("/")[1] for each in objects.objects.filter(Prefix="kept/")}
    assert f"neptune-{target.host}.json" in keys


def test_a_page_keeps_what_it_shows_while_s3_does_not_answer(
    host: Host, served: Folder, wire: FaultyS3, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "SOON", PATIENCE)  # the refused call is tried again, with pauses
    now = 0.0
    watched = Watched(host("app"), lambda: now)
    (named,), version = watched.now()
    assert named.path.name == served.path.name
    calls = len(wire.calls)
    assert watched.now() == ((named,), version)
    assert len(wire.calls) == calls, "within seconds nobody asks again"
    now += FRESH
    wire.rule = lambda _: Refusal(503, "SlowDown")
    with pytest.raises(HomeError, match="S3 failed again and again"):
        watched.now()
    wire.rule = lambda _: None
    with pytest.raises(HomeError):
        watched.now()
    now += AGAIN
    assert watched.now() == ((named,), version)


def test_a_page_goes_on_with_what_it_shows_while_s3_hangs(
    host: Host, served: Folder, wire: FaultyS3, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, answers = 0.0, Event()
    watched = Watched(host("app"), lambda: now)
    (named,), _ = watched.now()
    assert named.path.name == served.path.name
    monkeypatch.setattr(records, "SOON", 0.1)
    wire.rule = lambda _: Held(answers)
    now += FRESH
    assert watched.now()[0] == (named,)
    assert not answers.is_set()
    answers.set()


@pytest.mark.parametrize("method", ["PUT", "GET"])
def test_an_interrupt_does_not_wait_for_s3(
    method: str, host: Host, served: Folder, tmp_path: Path, wire: FaultyS3, objects: Any
) -> None:
    """S3 has accepted the call and does not answer; other calls go through, so the claim of the name is released."""
    answers, asked = Event(), Event()
    new, home = snapshot(tmp_path / "made", 9), home_of(host("first"))
    assert home

    def rule(call: Call) -> Held | None:
        if call.method != method or ".csv.gz" not in call.path:
            return None
        if not asked.is_set():
            asked.set()
            os.kill(os.getpid(), signal.SIGINT)
        return Held(answers)

    wire.rule = rule
    with pytest.raises(KeyboardInterrupt):
        home.keep(new) if method == "PUT" else home.bring_again(served.path.name)
    claims = objects.objects.filter(Prefix="kept/")
    wait_until(lambda: not [each.key for each in claims.all() if each.key.endswith(".loading")])
    assert not answers.is_set()
    answers.set()


def test_a_call_that_s3_does_not_answer_is_tried_only_as_often_as_botocore_does(
    host: Host, served: Folder, wire: FaultyS3, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bucket, "_BRIEF", 0.2)
    answers = Event()
    app = host("impatient")
    home = s3_home.S3Home(app.in_s3, app.kept, brief=True) if app.in_s3 else None
    assert home
    wire.rule = lambda _: Held(answers)
    wire.calls.clear()
    with pytest.raises(HomeError):
        home.manifest(served.path.name)
    answers.set()
    wait_until(lambda: len(wire.sent("GET")) >= 2)
    assert len({call.headers["amz-sdk-invocation-id"] for call in wire.sent("GET")}) == 1


def test_commands_list_pin_and_restore_what_only_s3_has(
    host: Host,
    served: Folder,
    fake: FakeSageMaker,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LINEAGE_VIZ_SNAPSHOTS", f"s3://{BUCKET}/kept/")
    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(tmp_path / "second"))
    fake.account = NEW
    assert main(["reload", "--dry-run"]) == 0
    assert "changed:" in capsys.readouterr().out
    assert main(["snapshots", "--pin", served.path.name]) == 0
    made, old = capsys.readouterr().out.splitlines()
    assert old.startswith(served.path.name)
    assert old.endswith(", in use, pinned")
    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(tmp_path / "third"))
    assert main(["restore", made.split()[0]]) == 0
    assert "Keep it in S3: done" in capsys.readouterr().err
    assert [each.path.name for each in read_named(host("app"), host("app").current)] == [made.split()[0]]
    assert main(["restore", "no-such-snapshot"]) == 1
    assert f"s3://{BUCKET}/kept/ has no whole snapshot no-such-snapshot" in capsys.readouterr().err


def test_a_snapshot_that_may_not_be_deleted_is_named_and_the_reload_stands(
    host: Host, served: Folder, fake: FakeSageMaker, wire: FaultyS3
) -> None:
    assert names(host("first")) == [served.path.name]
    fake.account = NEW
    wire.rule = lambda call: Refusal(403, "AccessDenied") if call.method == "DELETE" else None
    said: list[str] = []
    with open_place(host("first")) as place:
        later = reload(place, use_cases.ReloadOptions(keep=1), notice=said.append).folder
    assert "Old snapshots were not removed: S3 denied access while deleting" in said[-1]
    assert "Allow s3:DeleteObject on the bucket" in said[-1]
    assert names(host("first")) == [later.path.name, served.path.name], "it is whole, and may be restored"
    assert [info.taken for info in open_store(host("app")).snapshots] == [later.info.taken]


def test_two_machines_that_export_in_the_same_second_both_keep_their_snapshot(
    host: Host, tmp_path: Path
) -> None:
    """The second one comes while the first one uploads; neither overwrites a file of the other."""
    one, other = (snapshot(tmp_path / each, 1, jobs=number) for number, each in ((30, "a"), (40, "b")))
    assert one.path.name == other.path.name
    first, second, reader = (home_of(host(each)) for each in ("first", "second", "reader"))
    assert first
    assert second
    assert reader
    came: list[Path] = []

    def report(done: int, total: int) -> None:
        del done, total
        if not came:
            came.append(one.path)
            came[:] = [second.keep(other), second.keep(one)]

    assert first.keep(one, report).name == one.path.name
    assert [digest(open_folder(each)) for each in came] == [digest(other), digest(one)]
    kept = {each.path.name for each in reader.snapshots()[0]}
    assert kept == {each.name for each in came}
    assert {digest(open_folder(reader.bring(each))) for each in kept} == {digest(one), digest(other)}
    assert not [name for name in reader._notes.all() if name.endswith(".loading")]


def test_a_name_that_a_killed_upload_has_claimed_is_free_after_a_day(
    host: Host, tmp_path: Path, objects: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = snapshot(tmp_path / "made", 1)
    objects.put_object(Key=f"kept/{made.path.name}.loading", Body=b"another digest")
    home = home_of(host("here"))
    assert home
    name = home.keep(made).name
    assert name == f"{made.path.name}-{digest(made)[:12]}"
    home.delete([name], tuple)
    monkeypatch.setattr(claims, "ABANDONED", timedelta(0))
    assert home.keep(made).name == made.path.name


def _spoil(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1] + b"?")


@pytest.mark.parametrize(
    "damage",
    [
        lambda copy: _spoil(copy / "edges.csv.gz"), lambda copy: (copy / "edges.csv.gz").write_bytes(b""),
        lambda copy: (copy / "edges.csv.gz").unlink(), lambda copy: (copy / FILE_NAME).unlink(),
        lambda copy: rewrite_manifest(copy, {"account": "210987654321"}), lambda copy: _spoil(copy / FILE_NAME),
        lambda copy: _spoil(copy / SUM_NAME), lambda copy: [each.unlink() for each in copy.iterdir()],
    ],
    ids=["changed", "emptied", "deleted", "no manifest", "another manifest", "spoilt manifest", "spoilt sum", "empty"],
)  # fmt: skip
def test_a_damaged_copy_is_fetched_again(
    host: Host, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    app, made = host("app"), snapshot(tmp_path / "made", 1)
    restored(app, made.path)
    copy = app.kept / made.path.name
    damage(copy)
    (info,) = open_store(app).snapshots
    assert (info.path, info.account) == (str(copy.resolve()), made.info.account)
    assert verify(copy) == ()
    damage(copy)
    restored(app, copy)
    assert verify(copy) == ()
    assert not list(app.kept.glob(".[ds]*")), "nothing hidden is left"


def test_a_whole_snapshot_here_is_not_lost_to_another_one_of_its_name(host: Host, tmp_path: Path) -> None:
    """Its export may not be in S3 yet, because S3 did not answer."""
    app = host("app")
    own, other = snapshot(app.kept, 1, jobs=40), snapshot(tmp_path / "made", 1)
    home = home_of(host("other"))
    assert home
    home.keep(other)
    before = digest(own)
    opened = open_kept(app, own.path)
    assert digest(opened) == digest(other)
    aside = own.path.with_name(f"{own.path.name}-{before[:12]}")
    assert verify(aside) == ()
    assert digest(open_folder(aside)) == before


def test_a_bad_object_in_s3_stops_no_reload(host: Host, fake: FakeSageMaker, objects: Any) -> None:
    """An export compares with the next older snapshot, and says which one it could not read."""
    made: list[Folder] = []
    for account in (OLD, NEW):
        fake.account = account
        with open_place(host("first")) as place:
            made.append(reload(place, use_cases.ReloadOptions()).folder)
    good, bad = (each.path.name for each in made)
    objects.put_object(Key=f"kept/{bad}/edges.csv.gz", Body=b"another byte")
    objects.put_object(Key="kept/looks-like.manifest.json", Body=b"{}")
    second, third, said = host("second"), host("third"), list[str]()
    with open_place(second) as place:
        later = reload(place, use_cases.ReloadOptions(), notice=said.append).folder.path.name
    assert "An earlier snapshot is not compared with." in said[0]
    assert f"{bad}/edges.csv.gz is not the file of its snapshot" in said[0]
    assert {each.name for each in second.kept.glob("[!.]*")} == {good, later}
    said.clear()
    for each in (good, later):
        objects.Object(f"kept/{each}/edges.csv.gz").delete()
    with open_place(third) as place:
        last = reload(place, use_cases.ReloadOptions(), notice=said.append).folder.path.name
    assert f"{later}/edges.csv.gz is missing" in said[0]
    assert [each.name for each in third.kept.glob("[!.]*")] == [last]
    assert last in names(host("fourth"))


def test_a_pin_during_a_deletion_is_taken_back_and_said(
    host: Host, tmp_path: Path, objects: Any, wire: FaultyS3
) -> None:
    app, made = host("app"), snapshot(tmp_path / "made", 1)
    home = home_of(app)
    assert home
    home.keep(made)

    def deleted_meanwhile(call: Call) -> None:
        if call.method == "PUT" and call.path.endswith(".pinned"):
            objects.put_object(Key=f"kept/{made.path.name}.deleting")

    wire.rule = deleted_meanwhile
    with pytest.raises(SnapshotError, match="is being deleted from s3://"):
        keep_pinned(app, made.path, pinned=True)
    objects.Object(f"kept/{made.path.name}.deleting").delete()
    assert [each.pinned for each in all_kept(app)] == [False]
    wire.rule = lambda _: None
    keep_pinned(app, made.path, pinned=True)
    objects.put_object(Key=f"kept/{made.path.name}.deleting")
    keep_pinned(app, made.path, pinned=True)
    objects.Object(f"kept/{made.path.name}.deleting").delete()
    assert [each.pinned for each in all_kept(app)] == [True], "the deletion sees an earlier pin"


def test_parts_of_killed_uploads_and_fetches_are_removed(
    host: Host, tmp_path: Path, objects: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In S3 after a day, and nothing else that lies there; here as soon as the process is gone."""
    app, made, whole = host("app"), snapshot(tmp_path / "made", 1), snapshot(tmp_path / "made", 2)
    home = home_of(app)
    assert home
    home.keep(whole)
    left = [f"{made.path.name}/edges.csv.gz", f"{made.path.name}.loading", f"{whole.path.name}.loading"]
    others = [
        "theirs/edges.csv.gz",
        f"{made.path.name}-changes-0123/edges.csv.gz",
        "123456789012-notes/a.csv",
    ]
    for key in (*left, *others):
        objects.put_object(Key=f"kept/{key}")

    def keys() -> set[str]:
        return {each.key.removeprefix("kept/") for each in objects.objects.filter(Prefix="kept/")}

    tidy(app, 1, tuple)
    assert keys() >= {*left, *others}, "they may belong to a process that runs"
    with monkeypatch.context() as a_day_later:
        a_day_later.setattr(leftovers, "ABANDONED", timedelta(0))
        a_day_later.setitem(s3_home._ABANDONED, ".loading", timedelta(0))
        tidy(app, 1, tuple)
    assert not keys() & {*left, others[1]}
    assert keys() >= {others[0], others[2]}
    assert names(app) == [whole.path.name]
    other = host("other")
    dead, alive = (other.kept / f".staging-x-{pid}" for pid in (2**22 + 1, os.getppid()))
    for each in (dead, alive):
        each.mkdir(parents=True)
    assert open_kept(other, other.kept / whole.path.name).path.exists()
    assert (dead.exists(), alive.exists()) == (False, True)


def test_a_connection_that_ends_in_a_small_object_is_tried_again(
    host: Host, served: Folder, wire: FaultyS3
) -> None:
    asked: dict[str, int] = {}

    def half_first(call: Call) -> str | None:
        asked[call.path] = asked.get(call.path, 0) + 1
        return HALF if call.path.endswith(".json") and asked[call.path] == 1 else None

    wire.rule = half_first
    assert [info.taken for info in open_store(host("app")).snapshots] == [served.info.taken]
    assert names(host("app")) == [served.path.name]
    assert wire.faults == 2
    wire.rule = lambda call: HALF if call.path.endswith(".json") else None
    with pytest.raises(HomeError, match=r"reading s3://.*current\.json"):
        Watched(host("other")).now()


@pytest.mark.parametrize("text", [f" s3://{BUCKET}/kept", f"s3://{BUCKET}/kept/\n", f"\ts3://{BUCKET}/kept "])
def test_blanks_around_an_address_make_it_no_folder(text: str) -> None:
    kept = Settings.from_environment({"LINEAGE_VIZ_SNAPSHOTS": text}).in_s3
    assert kept
    assert kept.bucket == f"s3://{BUCKET}/kept/"


def test_names_in_s3_lead_to_no_other_folder(
    host: Host, served: Folder, tmp_path: Path, objects: Any
) -> None:
    """A right to write to the prefix is none to other folders of the machines that read it."""
    app = host("app")
    raw = json.loads((served.path / "manifest.json").read_text())
    evil = raw | {"files": [{**raw["files"][0], "name": "../../../evil.csv.gz"}]}
    for name in ("evil", "", ".", "..", "..\\x"):
        objects.put_object(Key=f"kept/{name}.manifest.json", Body=json.dumps(evil).encode())
    objects.put_object(Key="kept/evil/../../../evil.csv.gz", Body=b"evil")
    assert names(app) == [served.path.name]
    assert len(unreadable(app)) == 5
    home = home_of(app)
    assert home
    with pytest.raises(SnapshotError, match="no file of a snapshot"):
        home.bring("evil")
    for name in ("", ".", "..", "..\\x", "/tmp"):
        for act in (home.bring, home.pin, home.unpin):
            with pytest.raises(SnapshotError, match="not the name of a snapshot"):
                act(name)
    assert not list(tmp_path.rglob("evil.csv.gz"))
    text = {
        "format": "lineage_viz current 1",
        "snapshots": [{"path": str(served.path), "account": "", "region": ""}],
    }
    for record in ("current.json", "neptune-host.json"):
        objects.put_object(Key=f"kept/{record}", Body=json.dumps(text).encode())
        with pytest.raises(SnapshotError, match=f"{record} names .* not the name of a snapshot"):
            all_named(app)
        objects.Object(f"kept/{record}").delete()


def test_a_missing_or_refused_bucket_is_named_with_its_setting(host: Host, wire: FaultyS3) -> None:
    missing = Settings.from_environment({"LINEAGE_VIZ_SNAPSHOTS": "s3://no-such-bucket/kept"})
    with pytest.raises(
        HomeError, match=r"no bucket no-such-bucket\. Create it, or correct LINEAGE_VIZ_SNAPSHOTS"
    ):
        all_kept(missing)
    wire.rule = lambda _: Refusal(403, "AccessDenied")
    with pytest.raises(HomeError, match="S3 denied access while listing s3://"):
        all_kept(host("app"))
    with pytest.raises(SnapshotError, match="S3 denied access while reading"):
        open_store(host("app"))


@pytest.mark.parametrize(
    "text", ["s3://", "s3://UPPER/kept", "https://bucket.s3.amazonaws.com/kept", "s3:/bucket"]
)
def test_a_wrong_address_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="must be a folder, or have the form s3://BUCKET/PREFIX/"):
        Settings.from_environment({"LINEAGE_VIZ_SNAPSHOTS": text})
