"""Snapshots merged to one lineage, equal to that of the local store, but as a sorted stream."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage_viz.arn import unresolved_entity
from lineage_viz.errors import SnapshotError
from lineage_viz.model import Association, Entity
from lineage_viz.snapshot import Folder, Merged, open_folder
from lineage_viz.store import heterograph
from tests.hypothesis_profiles import examples
from tests.neptune_admin.random_lineage import Content, pools, written
from tests.snapshot.rewriting import rewrite

ARN = "arn:aws:sagemaker:eu-west-1:123456789012:"
KNOWN = Entity(ARN + "action/a", "action", {"name": "a", "status": "Completed"})
OTHER = Entity(ARN + "artifact/b", "artifact", {"name": "b"})
AWAY = unresolved_entity(KNOWN.arn)


@examples(60)
@given(pools(), st.data())
def test_any_snapshots_are_merged_as_by_the_local_store(pool: list[Content], data: st.DataObject) -> None:
    with TemporaryDirectory() as parent:
        folders = [each.write(Path(parent)) for each in data.draw(st.permutations(pool))]
        merged = Merged(tuple(folders))
        assert heterograph.build([merged]) == heterograph.build(folders)
        arns = [each.arn for each in merged.entities()]
        assert arns == sorted(set(arns))
        ends = [(each.source, each.destination, each.type) for each in merged.associations()]
        assert ends == sorted(set(ends))


def test_without_snapshots_the_lineage_is_empty() -> None:
    assert list(Merged().entities()) == []
    assert list(Merged().associations()) == []


@pytest.mark.parametrize(
    ("oldest_first", "expected"),
    [
        ([KNOWN, AWAY], KNOWN),
        ([AWAY, KNOWN], KNOWN),
        ([AWAY, KNOWN, AWAY], KNOWN),
        ([AWAY, Entity(AWAY.arn, "context", {"unresolved": True})], Entity(AWAY.arn, "context", {"unresolved": True})),
        ([KNOWN, Entity(KNOWN.arn, "artifact", {"name": "later"})], Entity(KNOWN.arn, "artifact", {"name": "later"})),
    ],
)  # fmt: skip
def test_the_latest_snapshot_that_lists_an_entity_wins_whatever_its_label(
    tmp_path: Path, oldest_first: list[Entity], expected: Entity
) -> None:
    merged = Merged(tuple(written(tmp_path, [each, OTHER], []) for each in oldest_first))
    assert list(merged.entities()) == [expected, OTHER]


def test_a_later_association_replaces_only_the_earlier_one_of_its_type(tmp_path: Path) -> None:
    ends = (KNOWN.arn, "Produced", OTHER.arn)
    same, newer = Association(*ends, {"createdby": "a"}), Association(*ends)
    another = Association(KNOWN.arn, "AssociatedWith", OTHER.arn)
    folders = [written(tmp_path, [KNOWN, OTHER], found) for found in ([same, another], [newer])]
    assert list(Merged(tuple(folders)).associations()) == [another, newer]


class TestRowsOutOfOrder:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Folder:
        third = Entity(ARN + "artifact/c", "artifact")
        links = [Association(OTHER.arn, "Produced", each.arn) for each in (KNOWN, third)]
        return written(tmp_path, [KNOWN, OTHER, third], links)

    @staticmethod
    def backwards(text: str) -> str:
        heading, *rows = text.splitlines(keepends=True)
        return "".join([heading, *reversed(rows)])

    @pytest.mark.parametrize("name", ["vertices-artifact.csv.gz", "edges.csv.gz"])
    def test_are_refused(self, folder: Folder, name: str) -> None:
        rewrite(folder.path / name, self.backwards)
        merged = Merged((open_folder(folder.path),))
        with pytest.raises(
            SnapshotError, match=r"not sorted, or a row occurs twice, at arn:aws:.*Export again"
        ):
            [*merged.entities(), *merged.associations()]

    def test_one_entity_in_two_files_is_refused(self, folder: Folder) -> None:
        rewrite(folder.path / "vertices-action.csv.gz", lambda text: text.replace(KNOWN.arn, OTHER.arn))
        with pytest.raises(SnapshotError, match=r"a row occurs twice, at arn:aws:.*artifact/b"):
            list(Merged((open_folder(folder.path),)).entities())

    def test_a_folder_of_another_tool_is_refused(self, folder: Folder) -> None:
        (folder.path / "manifest.json").unlink()
        with pytest.raises(SnapshotError, match=r"no manifest, so it cannot be compared\. Make a snapshot"):
            Merged((open_folder(folder.path),))
