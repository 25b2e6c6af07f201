"""A folder of another tool, adopted as a snapshot, in a cluster: any labels, properties, sets and parallel edges."""

import os
from pathlib import Path
from typing import Any

import pytest

from lineage_viz.errors import LoadFailed, SnapshotError
from lineage_viz.neptune_admin.load import load_snapshot
from lineage_viz.neptune_admin.target import Target
from lineage_viz.snapshot import Folder, open_folder, verify
from lineage_viz.snapshot.adopting import adopt
from lineage_viz.store.local import LocalStore
from tests.neptune_admin.load.test_load import holds
from tests.snapshot.test_foreign_folder import folder_of

AIRPORTS = (
    "~id,~label,code:String,runways:Int,longest run:Double,tags:String[],hub:Bool,opened:Date\n"
    '1,airport,ATL,5,12390.5,"a;b\\;c",true,1926-09-15\n'
    "2,airport,JFK,4,14511,b,false,\n"
    "3,country,US,,,,,\n"
)
ROUTES = (
    "~id,~from,~to,~label,dist:Int\n10,1,2,route,760\n11,1,2,route,761\n12,3,1,contains,\n13,1,9,route,5\n"
)
FIRST = {
    "v.csv": "~id,~label,p:String,tags:String[]\na,artifact,one,x;y\nb,action,,\n",
    "e.csv": "~id,~from,~to,~label,w\ne1,a,b,Produced,1\n",
}
ONE_SOURCE = "~id,~label,owner:String,note:String\n4,artifact,ada,x\n"


def adopted(foreign: Path, parent: Path, age: int) -> Folder:
    for file in foreign.rglob("*.csv"):
        os.utime(file, (1_780_000_000 + age, 1_780_000_000 + age))
    return open_folder(adopt(open_folder(foreign), parent).path)


@pytest.mark.usefixtures("objects")
def test_an_adopted_graph_is_loaded_and_synced(target: Target, tmp_path: Path) -> None:
    foreign = tmp_path / "air routes"
    folder_of(foreign, {"a.csv": AIRPORTS, "r.csv": ROUTES, "o.csv": ONE_SOURCE})
    before = adopted(foreign, tmp_path / "snapshots", 0)
    assert verify(before.path) == ()
    assert before.path.name.startswith("folder-air-routes-2026")
    load_snapshot(target, before)
    holds(target, before)
    jfk = LocalStore([before]).get("2")
    assert dict(jfk.properties) == {
        "code": "JFK",
        "runways": 4,
        "longest_run": 14511.0,
        "tags": "b",
        "hub": False,
    }

    changed = AIRPORTS.replace('"a;b\\;c"', "a;d").replace("JFK,4", "JFK,").replace("3,country", "3,nation")
    folder_of(foreign, {"a.csv": changed, "r.csv": ROUTES.replace("11,1,2,route,761\n", "")})
    after = adopted(foreign, tmp_path / "snapshots", 60)
    load_snapshot(target, after)
    holds(target, after)


def test_the_adopted_lineage_equals_the_folder(tmp_path: Path) -> None:
    folder_of(tmp_path / "x", {"a.csv": AIRPORTS.replace("longest run", "longest"), "r.csv": ROUTES})
    foreign = open_folder(tmp_path / "x")
    ours = adopted(tmp_path / "x", tmp_path / "snapshots", 0)
    assert sorted(foreign.entities(), key=lambda each: each.arn) == sorted(
        ours.entities(), key=lambda each: each.arn
    )
    assert {each.id: each for each in foreign.associations()} == {
        each.id: each for each in ours.associations()
    }
    with pytest.raises(SnapshotError, match="is a snapshot already"):
        adopt(ours, tmp_path)


def test_blanks_in_the_names_of_properties_are_told(tmp_path: Path) -> None:
    done = adopt(open_folder(folder_of(tmp_path / "x", {"a.csv": AIRPORTS})), tmp_path / "snapshots")
    assert any(change.endswith("Neptune allows none: longest run.") for change in done.changes)


def test_no_property_is_lost_when_two_names_differ_by_a_blank(tmp_path: Path) -> None:
    rows = "~id,~label,a b:String,a_b:String\n1,x,one,two\n"
    folder = open_folder(folder_of(tmp_path / "x", {"a.csv": rows}))
    with pytest.raises(SnapshotError, match="the properties a b, a_b"):
        adopt(folder, tmp_path / "snapshots")
    assert not list((tmp_path / "snapshots").glob("*"))


def test_the_same_arn_twice_keeps_the_ids(tmp_path: Path) -> None:
    rows = "~id,~label,arn:String\n1,artifact,arn:aws:x:::a\n2,artifact,arn:aws:x:::a\n"
    done = adopt(open_folder(folder_of(tmp_path / "x", {"a.csv": rows})), tmp_path / "snapshots")
    assert [each.arn for each in open_folder(done.path).entities()] == ["1", "2"]
    assert any("All ids stay" in change for change in done.changes)


def test_a_snapshot_tells_the_files_that_were_passed_over(tmp_path: Path) -> None:
    folder_of(tmp_path / "x", {"a.csv": AIRPORTS, "more.parquet": "PAR1"})
    done = adopt(open_folder(tmp_path / "x"), tmp_path / "snapshots")
    assert "more.parquet" in open_folder(done.path).gaps[0]
    assert "more.parquet" in done.changes[-1]


@pytest.mark.parametrize(
    ("file", "rows", "words"),
    [
        ("v.csv", "~id,~label,p\na,artifact,two\n", "the entity a differently: p is one in one, and p is two in two"),
        ("v.csv", "~id,~label,q\na,artifact,one\nb,action,\n", "p is one in one, and p is missing in two"),
        ("v.csv", "~id,~label\na,context\nb,context\n", "label is artifact in one, and label is context in two"),
        ("e.csv", "~id,~from,~to,~label,w\ne1,a,b,Produced,2\n", "e1 differently: w is 1 in one, and w is 2 in two"),
        ("e.csv", "~id,~from,~to,~label,w\ne1,b,a,Produced,1\n", "from a to b in one, and it is Produced from b to"),
        ("e.csv", "~id,~from,~to,~label,w\ne1,a,b,DerivedFrom,1\n", "and it is DerivedFrom from a to b in two"),
    ],
)  # fmt: skip
def test_a_folder_that_tells_an_id_differently_is_refused_before_the_upload(
    target: Target, tmp_path: Path, objects: Any, file: str, rows: str, words: str
) -> None:
    first = adopted(folder_of(tmp_path / "one", FIRST), tmp_path / "snapshots", 0)
    second = adopted(folder_of(tmp_path / "two", FIRST | {file: rows}), tmp_path / "snapshots", 60)
    load_snapshot(target, first)
    before = {each.key for each in objects.objects.all()}
    with pytest.raises(LoadFailed) as refused:
        load_snapshot(target, second)
    said = str(refused.value)
    assert f"{first.path.name}, and {second.path.name} tells" in said
    assert words in said
    assert "--replace" in said
    assert {each.key for each in objects.objects.all()} == before
    holds(target, first)


def test_folders_that_agree_about_what_they_share_are_loaded_together(target: Target, tmp_path: Path) -> None:
    first = adopted(folder_of(tmp_path / "one", FIRST), tmp_path / "snapshots", 0)
    more = FIRST | {
        "v.csv": FIRST["v.csv"].replace("x;y", "y;x") + "c,context,,\n",
        "f.csv": "~id,~from,~to,~label\ne2,c,d,Produced\n",
    }
    second = adopted(folder_of(tmp_path / "two", more), tmp_path / "snapshots", 60)
    load_snapshot(target, first)
    load_snapshot(target, second)
    holds(target, first, second)


def test_an_association_of_the_same_id_moves_with_its_folder(target: Target, tmp_path: Path) -> None:
    before = adopted(folder_of(tmp_path / "one", FIRST), tmp_path / "snapshots", 0)
    load_snapshot(target, before)
    moved = FIRST | {"e.csv": "~id,~from,~to,~label,w\ne1,b,a,DerivedFrom,1\n"}
    after = adopted(folder_of(tmp_path / "one", moved), tmp_path / "snapshots", 60)
    load_snapshot(target, after)
    holds(target, after)
