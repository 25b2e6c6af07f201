"""Folders that tell one entity or association differently: the answer names what only one of them decides."""

from pathlib import Path

import pytest

from lineage_viz.difference.shared_ids import clashes
from lineage_viz.snapshot import open_folder
from lineage_viz.snapshot.adopting import adopt
from lineage_viz.store.local import LocalStore
from tests.snapshot.test_foreign_folder import folder_of

FIRST = {
    "v.csv": "~id,~label,p\na,artifact,one\nb,artifact,two\n",
    "e.csv": "~id,~from,~to,~label,w\ne1,a,b,Produced,1\n",
}


def told(tmp_path: Path, second: dict[str, str]) -> tuple[str, ...]:
    folders = [folder_of(tmp_path / name, files) for name, files in (("one", FIRST), ("two", second))]
    return LocalStore(map(open_folder, folders)).gaps


def test_what_two_folders_tell_differently_is_named(tmp_path: Path) -> None:
    second = {
        "v.csv": "~id,~label,q\na,artifact,x\nb,action,two\n",
        "e.csv": "~id,~from,~to,~label,w\ne1,a,b,Produced,2\n",
    }
    assert told(tmp_path, second) == (
        "2 entities and 1 association with other values in several of the folders: the later folder counts, two "
        "before all. Open each folder alone to see its values",
    )


@pytest.mark.parametrize(
    "second",
    [
        FIRST,
        {
            "v.csv": "~id,~label\nc,artifact\n",
            "e.csv": "~id,~from,~to,~label\ne2,c,a,Produced\n",
        },  # a has no row here
    ],
)
def test_folders_that_agree_have_no_gap(tmp_path: Path, second: dict[str, str]) -> None:
    assert told(tmp_path, second) == ()


def test_an_end_is_without_a_row_only_if_no_folder_has_one(tmp_path: Path) -> None:
    edges = {"e.csv": "~id,~from,~to,~label\ne1,a,ghost,Produced\ne2,a,other,Produced\n"}
    rows = [edges, {"v.csv": "~id,~label\na,artifact\nghost,artifact\n"}, edges]
    folders = [open_folder(folder_of(tmp_path / str(n), files)) for n, files in enumerate(rows)]
    assert LocalStore(folders[:1]).caveat.endswith("3 ends without a row")
    assert LocalStore(folders).caveat.endswith("completeness, 1 end without a row")


SETS = {"v.csv": "~id,~label,tags:String[]\na,x;y,p;q\n"}


@pytest.mark.parametrize(
    ("rows", "same"),
    [
        ("~id,~label,tags:String[]\na,y;x,p;q\n", True),
        ("~id,~label,tags:String[]\na,x;y,q;p\n", True),
        ("~id,~label,tags:String[]\na,x,p;q\n", False),
        ("~id,~label,tags:String[]\na,x;y,p\n", False),
    ],
)
def test_memory_and_a_cluster_compare_sets_without_an_order(tmp_path: Path, rows: str, same: bool) -> None:
    folders = [
        open_folder(folder_of(tmp_path / "one", SETS)),
        open_folder(folder_of(tmp_path / "two", {"v.csv": rows})),
    ]
    assert (LocalStore(folders).gaps == ()) == same
    adopted = [open_folder(adopt(each, tmp_path / "snapshots").path) for each in folders]
    assert (list(clashes(*adopted)) == []) == same


def test_one_id_of_several_associations_is_named_and_each_is_there(tmp_path: Path) -> None:
    second = {"e.csv": "~id,~from,~to,~label\ne1,b,a,Produced\n"}
    folders = [folder_of(tmp_path / name, files) for name, files in (("one", FIRST), ("two", second))]
    store = LocalStore(map(open_folder, folders))
    assert store.counts().associations == 2
    assert store.gaps[-1].startswith(
        "1 id of associations with other ends or another type in several of the folders: all these associations are "
        "in the graph."
    )
    assert not any("the later folder counts" in each for each in store.gaps)
