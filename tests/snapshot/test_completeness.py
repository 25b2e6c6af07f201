"""Folders of other tools and the snapshots that are made of them: their origin, their ends, and their completeness."""

import csv
import json
import re
from pathlib import Path

import pytest

from lineage_viz.arn import absence
from lineage_viz.cli import main
from lineage_viz.demo.source import write_demo
from lineage_viz.errors import SettingsError
from lineage_viz.facts import sections
from lineage_viz.model import Entity
from lineage_viz.picture.address import Address
from lineage_viz.picture.cache import PictureCache
from lineage_viz.picture.scene import scene
from lineage_viz.questions.impact import impact
from lineage_viz.reload.retention import kept_snapshots
from lineage_viz.snapshot import open_folder, verify
from lineage_viz.snapshot.adopting import Adopted, adopt
from lineage_viz.snapshot.current import Named, read_current, write_current
from lineage_viz.snapshot.manifest import SUM_NAME
from lineage_viz.store.factory import local_store
from lineage_viz.store.filter import Filter
from lineage_viz.store.local import LocalStore
from lineage_viz.takeaway.tables import as_json, entities_csv
from lineage_viz.takeaway.view_caption import caption, impact_caption
from lineage_viz.title import title
from lineage_viz.ui.snapshot_line import line_words
from lineage_viz.ui.unresolved import unresolved_words
from tests.snapshot.rewriting import rewrite_manifest
from tests.snapshot.test_foreign_folder import folder_of
from tests.takeaway.conftest import CAPTION

ARTIFACT = "arn:aws:sagemaker:eu-west-1:111122223333:artifact/"


def entities(path: Path) -> dict[str, Entity]:
    return {each.arn: each for each in open_folder(path).entities()}


def adopted(tmp_path: Path, files: dict[str, str], name: str = "odd") -> Adopted:
    return adopt(open_folder(folder_of(tmp_path / name, files)), tmp_path / "snapshots")


@pytest.mark.parametrize(
    ("end", "label", "known"),
    [
        ("v9", "vertex", {}),
        ("artifact/v9", "vertex", {}),
        ("arn:aws:s3:::bucket", "vertex", {"arn": "arn:aws:s3:::bucket"}),
        (
            f"{ARTIFACT}9",
            "artifact",
            {"arn": f"{ARTIFACT}9", "account": "111122223333", "region": "eu-west-1"},
        ),
    ],
)
def test_an_end_without_a_row_has_nothing_that_is_made_up(
    tmp_path: Path, end: str, label: str, known: dict[str, str]
) -> None:
    files = {"n.csv": "~id,~label\nv1,Person\n", "e.csv": f"~id,~from,~to,~label\ne1,v1,{end},knows\n"}
    new = adopted(tmp_path, files)
    for path in (tmp_path / "odd", new.path):
        one = entities(path)[end]
        assert (one.label, one.unresolved, absence(one)) == (label, True, "No row in this folder")
        assert known == {
            name: value for name, value in one.properties.items() if not name.startswith("unresolved")
        }


PEOPLE = "~id,~label,name\nv1,Person,first\nv1,Person,second\nv2,Person,b\n"
KNOWS = "~id,~from,~to,~label\ne1,v1,v2,knows\ne2,v1,v9,knows\ne2,v1,v9,knows\n"


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(list(arguments)) == 0
    return " ".join(capsys.readouterr())


@pytest.mark.parametrize("is_adopted", [False, True])
def test_no_folder_of_another_tool_is_called_complete(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], is_adopted: bool
) -> None:
    path = folder_of(tmp_path / "odd", {"n.csv": PEOPLE, "e.csv": KNOWS})
    if is_adopted:
        told = said(capsys, "adopt", str(path), "--out", str(tmp_path / "snapshots"))
        path = Path(told.split()[0])
        assert "3 rows became 2 entities and 3 rows became 2 associations" in told
        assert "shows nothing about its completeness" in told
    words = said(capsys, "verify", str(path))
    assert "2 entities, 2 associations" in words
    assert "3 rows became 2 entities and 3 rows became 2 associations" in words
    assert "1 end of an association has no row in the folder" in words
    assert "The folder itself shows nothing about its completeness" in words
    assert "complete " not in words
    store = LocalStore([open_folder(path)])
    short = "the folder itself shows nothing about its completeness, 1 end without a row"
    address = Address("v1")
    shown = scene(store, address, PictureCache())
    extent = f"every row within {address.within()}, but {short}"
    assert extent in shown.status == shown.payload["status"]
    assert extent in caption(store, address, shown).complete
    found = impact(store, "v1")
    assert found.extent == f"every row, but {short}"
    assert short in impact_caption(store, found).complete
    assert short in line_words(store)[1]
    assert f"About completeness: {short}." in said(capsys, "show", "v1", "--snapshot", str(path))
    assert unresolved_words(store.counts().unresolved, store.snapshots) == "1 without a row"


def test_a_folder_without_missing_ends_or_merged_rows_says_neither(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder_of(tmp_path / "odd", {"n.csv": "~id,~label\nv1,Person\n"})
    words = said(capsys, "verify", str(path)) + said(capsys, "adopt", str(path), "--out", str(tmp_path / "s"))
    assert "1 entity, 0 associations" in words
    assert "became" not in words
    assert " end" not in words


def test_take_aways_name_the_folder_and_its_gaps_apart(tmp_path: Path) -> None:
    files = {"n.csv": PEOPLE, "notes.txt": "hello"}
    new = adopted(tmp_path, files)
    for path, name in ((tmp_path / "odd", str(tmp_path / "odd")), (new.path, "folder odd, taken ")):
        store, address = LocalStore([open_folder(path)]), Address("v1")
        subgraph = store.trace(["v1"])
        lines = dict(caption(store, address, scene(store, address, PictureCache())).lines())
        assert lines["Snapshot"].startswith(name)
        assert "passed over" not in lines["Snapshot"]
        assert lines["Gaps"].startswith("1 file of the folder passed over: notes.txt (")
        words = impact_caption(store, impact(store, "v1"))
        assert json.loads(as_json(subgraph, words))["caption"]["Gaps"] == lines["Gaps"]
        (row, *_) = csv.DictReader(entities_csv(subgraph, words).removeprefix("\ufeff").splitlines())
        assert (row["lineage snapshot"], row["lineage gaps"]) == (lines["Snapshot"], lines["Gaps"])


def test_the_name_of_a_folder_is_no_region(tmp_path: Path) -> None:
    odd, even = (
        adopted(tmp_path, {"n.csv": f"~id,~label\n{name},Person\n"}, name) for name in ("odd one", "even")
    )
    info = open_folder(odd.path).info
    assert (info.account, info.region, info.folder) == ("", "", "odd one")
    assert odd.path.name.startswith("folder-odd-one-")
    folders = [open_folder(each.path) for each in (odd, even)]
    assert len(local_store(folders).snapshots) == 2
    assert {each.origin for each in kept_snapshots(tmp_path / "snapshots")} == {
        ("", "odd one", "adopted"), ("", "even", "adopted"),
    }  # fmt: skip
    with pytest.raises(SettingsError, match="are both snapshots of folder odd one"):
        local_store([folders[0], folders[0]])
    current = tmp_path / "current.json"
    write_current(current, [Named.of(each.info) for each in folders])
    assert [each.origin for each in read_current(current)] == [("", "odd one"), ("", "even")]
    assert line_words(local_store(folders[:1]))[0].startswith("Folder odd one · ")


def test_an_adopted_snapshot_of_an_old_version_opens(tmp_path: Path) -> None:
    new = adopted(tmp_path, {"n.csv": PEOPLE, "e.csv": KNOWS})
    file = new.path / "manifest.json"
    raw = json.loads(file.read_text("utf-8"))
    assert (raw["region"], raw["folder"], raw["without_row"]) == ("", "odd", 1)
    assert "shows nothing about its completeness" in raw["completeness"]
    old = {name: raw[name] for name in raw if name not in ("folder", "without_row", "completeness")}
    file.write_text(json.dumps(old | {"region": "odd"}), "utf-8")
    (new.path / SUM_NAME).unlink()
    info = open_folder(new.path).info
    assert (info.region, info.folder, info.without_row) == ("", "odd", 1)


def test_an_export_has_no_fields_about_a_folder(tmp_path: Path) -> None:
    raw = json.loads((write_demo(tmp_path) / "manifest.json").read_text("utf-8"))
    assert not {"folder", "without_row", "completeness"} & raw.keys()


LINKS = "~id,~from,~to,~label\ne1,{0},{1},x\ne2,{0},{1},x\ne3,{1},{0},x\n"


@pytest.mark.parametrize(
    ("vertices", "edges", "ids"),
    [
        ("", LINKS.format("v1", "v2"), ["All ids stay."]),
        ("v1,\nv2,\n", LINKS.format("v1", "v2"), ["All ids stay, because not every entity has an ARN of its own"]),
        (f"v1,{ARTIFACT}1\nv2,{ARTIFACT}2\n", "", ["2 ids became ARNs."]),
        (f"v1,{ARTIFACT}1\n", LINKS.format("v1", "v1"), ["1 id became an ARN.", "3 associations keep their ids,"]),
        (
            f"v1,{ARTIFACT}1\nv2,{ARTIFACT}2\n",
            LINKS.format("v1", "v2"),
            ["2 ids became ARNs.", "The ids of associations are made from", "2 associations keep their ids, because"],
        ),
        (
            f"{ARTIFACT}1,{ARTIFACT}1\nv2,{ARTIFACT}2\n",
            "~id,~from,~to,~label\ne1,v2,v2,x\n",
            ["1 id became an ARN.", "The ids of associations are made from"],
        ),
        (f"{ARTIFACT}1,{ARTIFACT}1\n", "", ["The ids of entities stay; they are ARNs."]),
    ],
)  # fmt: skip
def test_an_adoption_says_which_ids_change(tmp_path: Path, vertices: str, edges: str, ids: list[str]) -> None:
    files = {"n.csv": f"~id,arn\n{vertices}", "e.csv": edges or "~id,~from,~to\n"}
    about_ids = [each for each in adopted(tmp_path, files).changes if re.search(r"\bids?\b", each)]
    assert len(about_ids) == len(ids)
    for sentence, start in zip(about_ids, ids, strict=True):
        assert sentence.startswith(start)


def test_several_values_of_a_property_are_words_and_no_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "~id,~label,name,type,status,ok:Bool\nv1,Person,first,A,new,true\nv1,Person,second,B,old,false\n"
    path = folder_of(tmp_path / "odd", {"n.csv": rows})
    store = LocalStore([open_folder(path)])
    (one,) = store.search("first").entities
    assert (title(one), one.type, one.status, one.text("ok")) == (
        "first, second",
        "A, B",
        "new, old",
        "true, false",
    )
    assert "first, second [A, B, new, old]" in said(capsys, "show", "v1", "--snapshot", str(path))
    assert store.counts().types == {("Person", "A, B"): 1}
    assert store.search(filter_=Filter(types=frozenset({"A, B"}))).total == 1
    (row,) = csv.DictReader(entities_csv(store.trace(["v1"]), CAPTION).removeprefix("\ufeff").splitlines())
    assert (row["title"], row["name"]) == ("first, second", '["first", "second"]')
    shown = scene(store, Address("v1"), PictureCache()).payload
    assert "('" not in json.dumps([shown, row, sections(one)], default=str)


def test_a_number_that_is_none_has_no_quotes(tmp_path: Path) -> None:
    files = {"n.csv": "~id,x:Double,y:Double[]\nv1,NaN,1.5;-INF\n"}
    (one,) = open_folder(folder_of(tmp_path, files)).entities()
    shown = {fact["name"]: fact["value"] for part in sections(one) for fact in part["facts"]}  # type: ignore[attr-defined]
    assert (shown["x"], shown["y"]) == ("NaN", "1.5\n-Infinity")


def test_numbers_that_differ_from_the_manifest_are_words(tmp_path: Path) -> None:
    path = adopted(tmp_path, {"n.csv": PEOPLE, "e.csv": KNOWS}).path
    rewrite_manifest(path, {"labels": {"Person": 7}, "association_types": {}})
    assert verify(path) == (
        "The manifest counts Person 7 by label, but the files contain Person 2, vertex 1.",
        "The manifest counts nothing by type of association, but the files contain knows 2.",
    )
