"""The difference turns any possible graph into exactly the wanted lineage, and loads nothing else."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain, count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage_viz.arn import unresolved_entity
from lineage_viz.difference.comparison import Change, Tally
from lineage_viz.difference.difference import Difference, difference
from lineage_viz.errors import SnapshotError
from lineage_viz.model import Association, Entity
from lineage_viz.neptune_admin.changes import write_changes
from lineage_viz.snapshot import Folder, open_folder
from lineage_viz.snapshot.folder import sha256
from lineage_viz.store.local import LocalStore
from tests.hypothesis_profiles import examples
from tests.neptune_admin.plain_graph import PlainGraph, Row, records
from tests.neptune_admin.random_lineage import Content, choices, pools, written, written_whole
from tests.snapshot.rewriting import rewrite_manifest

Step = Callable[[], None]

ARN = "arn:aws:sagemaker:eu-west-1:123456789012:"
JOB = Entity(ARN + "experiment-trial-component/t", "trial_component", {"name": "t", "status": "InProgress"})
DATA = Entity(ARN + "artifact/d", "artifact", {"name": "d", "type": "DataSet", "sourceuri": "s3://b/d"})
MODEL = Entity(ARN + "artifact/m", "artifact", {"name": "m", "type": "Model"})
USED = Association(DATA.arn, "ContributedTo", JOB.arn, {"createdby": "a"})
MADE = Association(JOB.arn, "Produced", MODEL.arn)


def steps(graph: PlainGraph, found: Difference, folder: Path) -> Iterator[list[Step]]:
    """Yield all changes, phase by phase; a load sets each property separately, in any order."""
    write_changes(folder, found)
    yield [partial(graph.remove_edge, each) for each in found.associations.remove]
    yield [partial(graph.remove_vertex, each) for each in (*found.entities.remove, *found.relabelled)]
    for elements, part in ((graph.vertices, found.entities), (graph.edges, found.associations)):
        yield [partial(graph.drop, elements, each, name) for name, ids in part.drop.items() for each in ids]
    for edges in (False, True):
        rows = [(each, row) for each, row in records(folder) if ("~from" in row) is edges]
        yield [partial(graph.put, each, part) for each, row in rows for part in one_by_one(row)]


def one_by_one(row: Row) -> Iterator[Row]:
    system = {name: text for name, text in row.items() if name.startswith("~")}
    yield system
    for name, text in row.items():
        if name not in system:
            yield {**system, name: text}


def synced(graph: PlainGraph, found: Difference, folder: Path) -> PlainGraph:
    for phase in steps(graph, found, folder):
        for step in phase:
            step()
    return graph


def mixed(states: Sequence[PlainGraph], draw: Callable[[st.SearchStrategy], object]) -> PlainGraph:
    """Draw a mix of states: each element with a label and values of any state; elements equal in all are there."""
    graph = PlainGraph()
    relabelled = set()
    for arn in sorted({arn for state in states for arn in state.vertices}):
        versions = [state.vertices.get(arn) for state in states]
        labels = {row["~label"] for row in versions if row}
        if len(labels) > 1:
            relabelled.add(arn)
        if (None in versions or len(labels) > 1) and draw(st.booleans()):
            continue
        graph.vertices[arn] = any_values([row for row in versions if row], draw)
    for edge in sorted({edge for state in states for edge in state.edges}):
        versions = [state.edges.get(edge) for state in states]
        row = any_values([row for row in versions if row], draw)
        ends = {row["~from"], row["~to"]}
        if not ends <= graph.vertices.keys():
            continue
        if (None not in versions and not ends & relabelled) or draw(st.booleans()):
            graph.edges[edge] = row
    return graph


def any_values(rows: list[Row], draw: Callable[[st.SearchStrategy], object]) -> Row:
    names = sorted({name for row in rows for name in row})
    drawn = {name: draw(st.sampled_from([row.get(name) for row in rows])) for name in names}
    return {name: text for name, text in drawn.items() if isinstance(text, str)}


@pytest.fixture
def fresh(tmp_path: Path) -> Callable[[], Path]:
    numbers = count()
    return lambda: tmp_path / f"changes-{next(numbers)}"


class TestAnyLineage:
    @examples(150)
    @given(pools(), st.data())
    def test_any_mix_of_states_becomes_exactly_the_wanted_lineage(
        self, pool: list[Content], data: st.DataObject
    ) -> None:
        with TemporaryDirectory() as parent:
            folders = [each.write(Path(parent)) for each in pool]
            before = [
                [folders[number] for number in numbers]
                for numbers in data.draw(st.lists(choices(pool), max_size=3))
            ]
            after = [folders[number] for number in data.draw(choices(pool))]
            states = [PlainGraph.of(written_whole(Path(parent), state).path) for state in before or [[]]]
            graph = mixed(states, data.draw)

            wanted = PlainGraph.of(written_whole(Path(parent), after).path)
            found = difference(before, after)
            assert synced(graph, found, Path(parent) / "changes") == wanted
            assert found.counts == LocalStore(after).counts()
            assert found.is_empty == all(state == wanted for state in states)
            assert {each.arn for each in found.entities_to_load()} == {
                arn
                for arn, row in wanted.vertices.items()
                if any(state.vertices.get(arn) != row for state in states)
            }
            assert {each.id for each in found.associations_to_load()} == {
                edge
                for edge, row in wanted.edges.items()
                if any(state.edges.get(edge) != row for state in states)
                or not {row["~from"], row["~to"]}.isdisjoint(found.relabelled)
            }

    @examples(60)
    @given(pools(), st.data())
    def test_the_next_complete_sync_repairs_interrupted_syncs(
        self, pool: list[Content], data: st.DataObject
    ) -> None:
        graph = PlainGraph()
        with TemporaryDirectory() as parent:
            folders = [each.write(Path(parent)) for each in pool]
            maybe: list[list[Folder]] = [[]]
            for number in range(data.draw(st.integers(1, 4))):
                after = [folders[number] for number in data.draw(choices(pool))]
                found = difference(maybe, after)
                phases = list(steps(graph, found, Path(parent) / f"changes-{number}"))
                whole = data.draw(st.integers(0, len(phases)))
                broken = data.draw(st.permutations(phases[whole])) if whole < len(phases) else []
                for step in (*chain(*phases[:whole]), *broken[: data.draw(st.integers(0, len(broken)))]):
                    step()
                maybe = [*maybe, after]
                if data.draw(st.booleans()):
                    synced(graph, difference(maybe, after), Path(parent) / f"again-{number}")
                    assert graph == PlainGraph.of(written_whole(Path(parent), after).path)
                    maybe = [after]


class TestTallies:
    def test_adds_everything_to_an_empty_graph(self, tmp_path: Path) -> None:
        after = [written(tmp_path, [JOB, DATA, MODEL], [USED, MADE])]
        for nothing in ([], [()]):
            found = difference(nothing, after)
            assert found.entities.by_key(Change.ADDED) == {
                ("artifact", "DataSet"): Tally(1, (DATA,)),
                ("artifact", "Model"): Tally(1, (MODEL,)),
                ("trial_component", ""): Tally(1, (JOB,)),
            }
            assert list(found.entities_to_load()) == [DATA, MODEL, JOB]
            assert list(found.associations_to_load()) == [USED, MADE]
            assert found.associations.count(Change.ADDED) == 2

    def test_counts_each_change_by_label_and_type_with_a_few_samples(self, tmp_path: Path) -> None:
        many = [Entity(f"{ARN}artifact/{number:02}", "artifact", {"type": "DataSet"}) for number in range(20)]
        before = [written(tmp_path, [*many, JOB, MODEL], [MADE])]
        after = [written(tmp_path, [JOB, DATA], [USED])]
        found = difference([before], after)
        assert found.entities.tallies == {
            (Change.ADDED, ("artifact", "DataSet")): Tally(1, (DATA,)),
            (Change.REMOVED, ("artifact", "DataSet")): Tally(20, tuple(many[:5])),
            (Change.REMOVED, ("artifact", "Model")): Tally(1, (MODEL,)),
        }
        assert found.entities.remove == (*(each.arn for each in many), MODEL.arn)
        assert found.associations.tallies == {
            (Change.ADDED, "ContributedTo"): Tally(1, (USED,)),
            (Change.REMOVED, "Produced"): Tally(1, (MADE,)),
        }
        assert found.associations.remove == (MADE.id,)

    def test_loads_again_elements_that_an_interrupted_sync_may_lack_but_does_not_call_them_changed(
        self, tmp_path: Path
    ) -> None:
        whole, part = written(tmp_path, [JOB, DATA], [USED]), written(tmp_path, [JOB], [])
        found = difference([[whole], [part]], [whole])
        assert found.entities.tallies == {(Change.AGAIN, ("artifact", "DataSet")): Tally(1, (DATA,))}
        assert list(found.associations_to_load()) == [USED]


class TestWrittenFiles:
    def test_contain_only_changed_rows(self, tmp_path: Path, fresh: Callable[[], Path]) -> None:
        done = Entity(JOB.arn, JOB.label, {"name": "t", "status": "Completed"})
        before = written(tmp_path, [JOB, DATA, MODEL], [USED, MADE])
        after = written(tmp_path, [done, DATA, MODEL], [USED, MADE])
        folder = fresh()
        (file,) = write_changes(folder, difference([[before]], [after]))
        assert [(file.name, file.rows)] == [("vertices-trial_component.csv.gz", 1)]
        assert file.sha256 == sha256(folder / file.name)
        assert [each.name for each in folder.iterdir()] == [file.name]
        assert [row["status"] for _, row in records(folder)] == ["Completed"]

    def test_are_absent_when_nothing_changed(self, tmp_path: Path, fresh: Callable[[], Path]) -> None:
        same = written(tmp_path, [JOB, DATA], [USED])
        found = difference([[same]], [same])
        folder = fresh()
        assert write_changes(folder, found) == ()
        assert list(folder.iterdir()) == []
        assert (found.entities.drop, found.associations.drop, found.relabelled) == ({}, {}, ())

    def test_for_an_empty_graph_equal_the_files_of_the_snapshot(
        self, tmp_path: Path, fresh: Callable[[], Path]
    ) -> None:
        after = written(tmp_path, [JOB, DATA, MODEL], [USED, MADE])
        folders = fresh(), fresh()
        for folder in folders:
            write_changes(folder, difference([], [after]))
            for file in folder.iterdir():
                assert file.read_bytes() == (after.path / file.name).read_bytes()
        assert len(list(folders[0].iterdir())) == 3

    def test_an_impossible_folder_raises_an_error(self, tmp_path: Path) -> None:
        after = written(tmp_path, [JOB], [])
        (tmp_path / "taken").write_text("")
        with pytest.raises(SnapshotError, match=r"cannot be written to .*taken: File exists"):
            write_changes(tmp_path / "taken", difference([], [after]))


class TestChangesBesideTheLoad:
    def test_names_removed_properties(self, tmp_path: Path) -> None:
        before = written(tmp_path, [JOB, DATA], [USED])
        bare = Entity(JOB.arn, JOB.label, {"name": "t"})
        after = written(tmp_path, [bare, DATA], [Association(*(USED.source, USED.type, USED.destination))])
        found = difference([[before]], [after])
        assert found.entities.drop == {"status": (JOB.arn,)}
        assert found.associations.drop == {"createdby": (USED.id,)}

    def test_an_entity_loses_and_regains_the_mark_unresolved(self, tmp_path: Path) -> None:
        away = unresolved_entity(JOB.arn)
        states = [written(tmp_path, [each, DATA], [USED]) for each in (away, JOB, away)]
        graph = PlainGraph.of(states[0].path)
        for number in (1, 2):
            found = difference([[states[number - 1]]], [states[number]])
            assert synced(graph, found, tmp_path / str(number)) == PlainGraph.of(states[number].path)
            assert ("unresolved" in graph.vertices[JOB.arn]) is (number == 2)
            assert found.counts.unresolved == number - 1

    def test_removes_an_entity_with_another_label_and_loads_its_associations_again(
        self, tmp_path: Path
    ) -> None:
        context = Entity(JOB.arn, "context", {"name": "t"})
        before = written(tmp_path, [JOB, DATA, MODEL], [USED, MADE])
        after = written(tmp_path, [context, DATA, MODEL], [USED, MADE])
        found = difference([[before]], [after])
        assert found.relabelled == (JOB.arn,)
        assert list(found.entities_to_load()) == [context]
        assert list(found.associations_to_load()) == [USED, MADE]
        assert found.associations.count(Change.AGAIN) == 2
        graph = PlainGraph.of(before.path)
        assert synced(graph, found, tmp_path / "changes") == PlainGraph.of(after.path)

    def test_drops_the_searched_title_when_the_title_becomes_blank(self, tmp_path: Path) -> None:
        blank = Entity(DATA.arn, DATA.label, {"type": "DataSet", "sourceuri": " "})
        before, after = written(tmp_path, [DATA], []), written(tmp_path, [blank], [])
        found = difference([[before]], [after])
        assert found.entities.drop == {"name": (DATA.arn,), "searchtitle": (DATA.arn,)}


class TestTextsOfAnotherVersion:
    @staticmethod
    def of_version(version: str, folder: Folder) -> Folder:
        rewrite_manifest(folder.path, {"tool": version})
        return open_folder(folder.path)

    @pytest.mark.parametrize("older", [{"before"}, {"after"}, {"before", "after"}])
    def test_loads_every_entity_again_but_no_association(self, tmp_path: Path, older: set[str]) -> None:
        folders = {name: written(tmp_path, [JOB, DATA], [USED]) for name in ("before", "after")}
        folders |= {name: self.of_version("lineage_viz 0.0.1", folders[name]) for name in older}
        found = difference([[folders["before"]]], [folders["after"]])
        assert list(found.entities_to_load()) == [DATA, JOB]
        assert found.entities.count(Change.AGAIN) == 2
        assert found.associations.is_empty
