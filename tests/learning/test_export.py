"""The files of a learning export."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lineage_viz.arn import person
from lineage_viz.errors import LineageVizError, SnapshotError
from lineage_viz.learning import LearningExport, to_learning
from lineage_viz.learning.building import tables_of
from lineage_viz.learning.groups import groups
from lineage_viz.learning.tables import LearningTables
from lineage_viz.snapshot import open_folder
from tests import demo_once
from tests.hypothesis_profiles import examples
from tests.learning.lineages import at, entity, every_text, graph, link, rows, store
from tests.planted_secrets import IN_WORDS, NAMED, SECRETS

PERSON = "arn:aws:sagemaker:eu-west-1:123456789012:user-profile/d-1/grace-murphy"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> LearningExport:
    return to_learning(demo_once.store(), tmp_path_factory.mktemp("demo") / "learning")


def test_the_tables_have_all_entities_and_associations_and_the_description_knows_them(
    demo: LearningExport,
) -> None:
    counts, described = demo_once.store().counts(), graph(demo.path)
    assert (demo.entities, demo.associations) == (counts.entities, counts.associations)
    assert described["counts"]["unresolved"] == counts.unresolved
    assert sum(demo.split.values()) == demo.associations
    arns: dict[str, list[str]] = {}
    for node in described["nodes"]:
        table = rows(demo.path / node["file"])
        assert [each["row"] for each in table] == list(range(node["count"]))
        assert list(table[0]) == [each["name"] for each in node["columns"]]
        arns[node["name"]] = [each["arn"] for each in table]
    assert sorted(arn for each in arns.values() for arn in each) == sorted(demo_once.store().data.nodes)
    for edge in described["edges"]:
        source, _, destination = edge["name"]
        for each in rows(demo.path / edge["file"]):
            ends = arns[source][each["source"]], arns[destination][each["destination"]]
            assert ends[1] in demo_once.store().data.successors[ends[0]]


def test_times_categories_and_absent_values_read_back_as_they_were_recorded(tmp_path: Path) -> None:
    told = store([entity("a", 1, status="Done", size=3.0, gone=True), entity("b", None)], [link("a", "b", 2)])
    to_learning(told, tmp_path / "out")
    one, other = rows(tmp_path / "out" / "nodes" / "artifact__DataSet.parquet")
    assert (one["created"], one["status"], one["size"], one["gone"]) == (at(1), "Done", 3.0, True)
    assert (other["created"], other["status"], other["size"], other["gone"]) == (None, None, None, None)
    (edge,) = rows(tmp_path / "out" / "edges" / "artifact__DataSet__ContributedTo__artifact__DataSet.parquet")
    assert edge == {"source": 0, "destination": 1, "time": at(2), "split": "test"}


def test_the_same_lineage_gives_the_same_bytes(demo: LearningExport, tmp_path: Path) -> None:
    folder = open_folder(demo_once.snapshot(tmp_path))
    again = to_learning([folder], tmp_path / "again").path
    one, two = (
        {file.relative_to(each): file.read_bytes() for file in each.rglob("*.*")}
        for each in (demo.path, again)
    )
    description = Path("graph.json")
    assert one.pop(description) != two.pop(description)  # only the snapshot has a manifest
    assert one == two
    (snapshot,) = graph(again)["snapshots"]
    assert (snapshot["account"], len(snapshot["manifest_sha256"])) == ("123456789012", 64)
    assert {**graph(demo.path), "snapshots": []} == {**graph(again), "snapshots": []}
    assert str(tmp_path) not in every_text(again)


def test_people_and_texts_are_absent_unless_asked_for(demo: LearningExport) -> None:
    properties = (each for _, each in demo_once.store().heterograph().nodes(data=True))
    named = ("owner", "createdby", "lastmodifiedby", "decidedby")
    people = {person(str(each[name])) for each in properties for name in named if name in each}
    written = every_text(demo.path)
    assert len(people) > 10
    assert not {each for each in (*people, "s3://") if each in written}
    with_people, with_texts = (
        tables_of(demo_once.store(), people=each, texts=not each) for each in (True, False)
    )
    assert {name for name in people if name in texts_of(with_people)} == people
    assert "s3://" not in texts_of(with_people)
    assert "s3://" in texts_of(with_texts)
    assert not people & {
        person(each) for node in with_texts.nodes for column in node.columns for each in column.texts
    }


def texts_of(tables: LearningTables) -> str:
    return "\n".join(
        person(each) for node in tables.nodes for column in node.columns for each in column.texts
    )


def test_a_secret_is_in_no_file_whatever_is_asked_for(tmp_path: Path) -> None:
    numbers = {
        "eta": 0.1,
        "db_password": "1234567890123",
        "api_token": 1234567890123,
        NAMED["github"]: 1.0,
    }
    job = entity(
        "job", 0, "SageMakerTrainingJob", "trial_component", description=IN_WORDS, message=IN_WORDS,
        status=NAMED["github"], owner=PERSON, parameters=json.dumps({**NAMED, **numbers}),
        properties=json.dumps(NAMED), notes=(IN_WORDS, "more"),
    )  # fmt: skip
    said = every_text(to_learning(store([job]), tmp_path / "out", texts=True, people=True).path)
    assert not [each for each in (*SECRETS, "1234567890123") if each in said]
    assert "Made with" in said
    assert "param.eta" in said
    assert "grace-murphy" in said


NAMES = (
    "",
    ".",
    "..",
    "/",
    "a/b",
    "a.b",
    "a b",
    "A_B",
    "a__b",
    "x" * 300,
    "x" * 301,
    "con",
    "ü",
    "\ud800",
    "\0",
    "rare",
)


def test_hostile_labels_types_and_associations_have_files_of_their_own(tmp_path: Path) -> None:
    odd = [
        entity(f"{row}", row, name, label or "empty")
        for row, (label, name) in enumerate(zip(NAMES, NAMES[1:] + NAMES[:1], strict=True))
    ]
    odd += [entity(f"one {row}", row, name) for row, name in enumerate(NAMES)]
    links = [link(f"{row}", f"one {row}", type_=name or "edge") for row, name in enumerate(NAMES)]
    made = to_learning(store(odd, links), tmp_path / "out")
    assert (made.entities, made.associations) == (len(odd), len(links))
    described = graph(made.path)
    for part in ("nodes", "edges"):
        files = [each["file"] for each in described[part]]
        assert len({each.casefold() for each in files}) == len(files)
        assert {f"{part}/{file.name}" for file in (made.path / part).iterdir()} == set(files)
        assert all(len(each.partition("/")[2].encode()) <= 255 for each in files)
    names = [each["name"] for each in described["nodes"]]
    assert len({each.casefold() for each in names}) == len(names)
    assert not [each for each in names if "__" in each or not each.isascii()]
    assert {(each["label"], *each["types"]) for each in described["nodes"]} >= {
        ("a/b", "a.b"),
        ("artifact", "a.b"),
    }
    assert sorted(file.name for file in tmp_path.iterdir()) == ["out"]


@examples(100)
@given(
    st.dictionaries(st.tuples(st.text(max_size=8), st.text(max_size=8)), st.integers(1, 5), max_size=12),
    st.integers(0, 6),
)
@example({("a_b", "c"): 1, ("a", "b_c"): 1, ("a", "b-c"): 1, ("A", "B.C"): 2}, 0)
@example({("a", "rare"): 9, ("a", "x"): 1, ("a", "y"): 1}, 3)
def test_names_are_safe_and_no_two_are_alike(counts: Mapping[tuple[str, str], int], fold_rare: int) -> None:
    named = groups(counts, fold_rare)
    names = [f"{group.name}{mark}".casefold() for group, mark in named.items()]
    files = [f"{group.file}{mark}".casefold() for group, mark in named.items()]
    assert len(set(names)) == len(names) == len(set(files))
    assert all(each.replace("_", "").isalnum() and each.isascii() and "__" not in each for each in names)
    assert sum(group.size for group in named) == sum(counts.values())


def test_graphstorm_gets_each_association_in_one_part(
    demo: LearningExport,
) -> None:
    made = json.loads((demo.path / "gconstruct.json").read_text("utf-8"))
    assert made["version"] == "gconstruct-v0.1"
    types = {each["node_type"]: each for each in made["nodes"]}
    for edge in made["edges"]:
        assert {edge["relation"][0], edge["relation"][2]} <= set(types)
        (label,) = edge["labels"]
        files = {
            part: rows(demo.path / file)
            for part, file in label["custom_split_filenames"].items()
            if part != "column"
        }
        parts = {part: {tuple(each.values()) for each in ends} for part, ends in files.items()}
        table = rows(demo.path / edge["files"][0])
        assert sum(map(len, parts.values())) == len(set.union(*parts.values()))
        for each in table:
            assert (each["source"], each["destination"]) in parts[
                {"validation": "valid"}.get(each["split"], each["split"])
            ]


def test_graphstorm_gets_the_range_of_the_training_of_numbers_that_no_row_lacks(tmp_path: Path) -> None:
    numbers = [{"eta": day, "depth": 6, **({"rounds": day} if day else {})} for day in range(10)]
    job = ("SageMakerTrainingJob", "trial_component")
    jobs = [entity(f"{day}", day, *job, parameters=json.dumps(each)) for day, each in enumerate(numbers)]
    made = to_learning(store(jobs), tmp_path / "out")
    (node,) = json.loads((made.path / "gconstruct.json").read_text("utf-8"))["nodes"]
    assert node["features"] == [
        {"feature_col": "param.eta", "transform": {"name": "max_min_norm", "min_val": 0.0, "max_val": 6.0}}
    ]


def test_the_readme_and_the_description_say_what_is_missing(tmp_path: Path) -> None:
    made = to_learning(store([entity("a", 0), entity("b", None)], [link("a", "b")]), tmp_path / "out")
    said = (made.path / "README.txt").read_text("utf-8")
    assert len(said.splitlines()) <= 30
    assert "1 entity has no time of creation" in said
    assert made.notes[0] in said
    assert made.notes == tuple(graph(made.path)["notes"])


def test_a_folder_that_is_not_empty_or_a_snapshot_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    one = store([entity("a")])
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for name in ("full", "file"):
        with pytest.raises(LineageVizError, match="choose a new folder"):
            to_learning(one, tmp_path / name)
    snapshot = demo_once.snapshot(tmp_path)
    with pytest.raises(SnapshotError, match="a snapshot is never edited"):
        to_learning(one, snapshot / "learning")
    with pytest.raises(LineageVizError, match="cannot be written"):
        to_learning(one, tmp_path / "file" / "below")
    assert {each.name for each in tmp_path.iterdir()} == {"full", "file", snapshot.name}
    (tmp_path / "empty").mkdir()
    assert to_learning(one, tmp_path / "empty").entities == 1
