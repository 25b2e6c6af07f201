"""Headings, separators and row names as other tools write them: each is named with the step that helps."""

from pathlib import Path

import pytest

from lineage_viz.errors import BadRow
from lineage_viz.snapshot import open_folder, verify
from lineage_viz.snapshot.adopting import adopt
from tests.snapshot.test_foreign_folder import folder_of

VERTICES = "~id,~label\na,artifact\nb,artifact\n"


@pytest.mark.parametrize(
    ("header", "step"),
    [
        ("id,from,to,label", "write ~from for from, ~to for to, ~id for id, and ~label for label)"),
        (
            "Id,Source,Target,Type,Label",
            "write ~from for Source, ~to for Target, ~id for Id, and ~label for Label)",
        ),
        ("Source,Target", "write ~from for Source, ~to for Target, and ~id with another id in each row)"),
        ("Id,Label", "write ~id for Id and ~label for Label)"),
    ],
)
def test_each_heading_of_another_tool_has_the_one_of_neptune(tmp_path: Path, header: str, step: str) -> None:
    folder_of(tmp_path, {"v.csv": VERTICES, "e.csv": f"{header}\ne1,a,b,x,y\n"})
    assert step in open_folder(tmp_path).gaps[0]


@pytest.mark.parametrize("header", ["~id,from,to,~label", "~id,FROM:String,To:String,~label"])
def test_a_file_of_vertices_with_the_words_of_edges_is_a_gap(tmp_path: Path, header: str) -> None:
    folder = open_folder(folder_of(tmp_path / "x", {"v.csv": VERTICES, "so/e.csv": f"{header}\ne1,a,b,X\n"}))
    (gap,) = folder.gaps
    assert gap.startswith("the rows of so/e.csv are read as entities, and its columns ")
    assert "If they are associations, write ~from for " in gap
    assert open_folder(adopt(folder, tmp_path).path).gaps == (gap,)


@pytest.mark.parametrize("header", ["~id,from,tone,~label", "~id,source,target,~label"])
def test_other_columns_of_vertices_are_none(tmp_path: Path, header: str) -> None:
    assert open_folder(folder_of(tmp_path, {"v.csv": f"{header}\nc,a,b,X\n"})).gaps == ()


def test_the_values_of_partitions_are_a_gap(tmp_path: Path) -> None:
    files = {f"label={label}/part-0.csv": f"~id\n{label}\n" for label in ("artifact", "context")}
    folder = open_folder(folder_of(tmp_path, files))
    assert folder.gaps == (
        "values in the names of folders, such as label=artifact, are not read. Write them into a column of the files",
    )
    assert verify(tmp_path) == ()


@pytest.mark.parametrize("sign", [";", "\t", "|"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_file_of_excel_with_another_separator_has_both_steps(tmp_path: Path, sign: str, mark: str) -> None:
    text = f"{mark}sep={sign}\r\n{VERTICES.replace(',', sign)}"
    (gap,) = open_folder(folder_of(tmp_path, {"v.csv": VERTICES, "e.csv": text})).gaps
    assert "e.csv (its first line is Excel's sep=" in gap
    assert gap.endswith(" separate its fields; remove that line, and separate them by commas)")


WITHOUT = "Write the file without them (pandas: index=False; R: row.names = FALSE)"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            '"~id" "~label"\n"1" "a" "artifact"\n',
            "separated by blanks, as by R's write.table. Separate it by commas: ",
        ),
        ("~id ~label\na artifact\n", "separated by blanks, as by R's write.table. Separate it by commas: "),
        ('"~id" "name"\n"a" "b"\n', "separated by blanks, as by R's write.table. Separate it by commas: "),
        ('"~id","~label"\n"1","a","artifact"\n', f"; or the rows begin with their numbers. {WITHOUT}"),
        (
            ",~id,~label\n0,a,artifact\n",
            f"as the numbers of rows that pandas and R write. {WITHOUT}, or name the column",
        ),
        (
            '"","~id"\n"1","a"\n',
            f"as the numbers of rows that pandas and R write. {WITHOUT}, or name the column",
        ),
        (
            "Unnamed: 0,~id\n0,a\n",
            f"as the numbers of rows that pandas and R write. {WITHOUT}, or name the column",
        ),
        ("~id,~label,,\na,x,,\n", "Name it, or remove its comma from the header and from each row"),
    ],
)
def test_row_numbers_and_blanks_of_r_and_pandas_have_the_step_that_helps(
    tmp_path: Path, text: str, reason: str
) -> None:
    with pytest.raises(BadRow) as refused:
        list(open_folder(folder_of(tmp_path, {"v.csv": text})).entities())
    assert reason in str(refused.value)
