"""A folder of another tool, adopted as a snapshot, in a cluster: any labels, properties, sets and parallel edges."""

import os
from pathlib import Path

import pytest

from lineage_viz.errors import SnapshotError
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
