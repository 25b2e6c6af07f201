"""Frames of foreign graphs: a property that is named like a column of ours is not lost, and hides none of ours."""

import json
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest

from lineage_viz.model import Association, Entity, Properties
from lineage_viz.notebook.frames import cells_as_values
from lineage_viz.notebook.lineage import Lineage
from lineage_viz.store.local import LocalStore
from tests import demo_once
from tests.sample import Listed

OURS: Properties = {
    name: f"recorded {name}" for name in ("arn", "title", "label", "state", "warning", "created", "steps")
}
OTHERS: Properties = {"Steps": "recorded Steps", "role": "recorded role", "title (property)": "another one"}


@pytest.fixture(scope="module")
def g() -> Lineage:
    first = Entity("one", "artifact", {"type": "DataSet", **OURS, **OTHERS})
    second = Entity("two", "artifact", {"type": "Model"})
    link = Association(
        "one", "Produced", "two", {"source": "by hand", "type": "mine", "destination": "there"}
    )
    return Lineage(LocalStore([Listed((first, second), (link,))]))


def recorded(frame: pd.DataFrame, arn: str) -> set[object]:
    return set(frame.set_index("arn").loc[arn].dropna())


def test_a_property_with_the_name_of_a_column_of_ours_has_a_column_of_its_own(g: Lineage) -> None:
    part, answer = g.trace("two"), g.ask.data_sets_of("two")
    for frame in (part.to_pandas(), g.to_pandas(), answer.to_pandas()):
        assert {*OURS.values(), *OTHERS.values()} <= recorded(frame, "one")
        assert frame.columns.is_unique
        assert (frame.set_index("arn").loc["one"][["title", "type"]] == ["one", "DataSet"]).all()
        assert "type (property)" not in frame
    assert part.to_pandas().set_index("arn").steps.to_dict() == {"one": -1, "two": 0}
    assert answer.to_pandas()[["Steps", "Role"]].to_numpy().tolist() == [["1", ""]]


def test_a_property_of_an_association_has_a_column_of_its_own(g: Lineage) -> None:
    (row,) = g.trace("two").associations_to_pandas().to_dict("records")
    assert (row["source"], row["type"], row["destination"]) == ("one", "Produced", "two")
    assert {"by hand", "mine", "there"} <= set(row.values())


def test_an_export_needs_no_such_columns() -> None:
    frame = Lineage(demo_once.store()).to_pandas()
    assert not [name for name in frame if "(property)" in name]


@pytest.mark.parametrize("ending", ["csv", "json", "graphml", "gexf"])
def test_a_file_gives_steps_to_what_is_upstream_or_downstream_alone(tmp_path: Path, ending: str) -> None:
    part = Lineage(demo_once.store()).trace("ticket-routing-models/10")
    frame = part.to_pandas().set_index("arn")
    assert 0 < frame.steps.isna().sum() < len(frame)
    found = _hops(part.save(tmp_path / f"part.{ending}"))
    assert {arn: hops for arn, hops in found.items() if hops is not None} == frame.steps.dropna().to_dict()


def _hops(path: Path) -> dict[str, int | None]:
    if path.suffix == ".json":
        return {each["arn"]: each["hops"] for each in json.loads(path.read_text("utf-8"))["entities"]}
    if path.suffix == ".csv":
        table = pd.read_csv(path, comment="#")
        return {
            arn: None if pd.isna(hops) else int(hops) for arn, hops in zip(table.arn, table.hops, strict=True)
        }
    read = nx.read_graphml if path.suffix == ".graphml" else nx.read_gexf
    return {arn: each.get("hops") for arn, each in read(path).nodes(data=True)}


def test_a_column_has_the_same_type_in_each_frame() -> None:
    g = Lineage(demo_once.store())
    whole = g.to_pandas().dtypes.astype(str)
    parts = (
        g.search("type:endpoint created<2001").to_pandas(),
        g.search("type:endpoint", most=1).to_pandas(),
        g.find("ticket-routing-models/10").upstream(type="DataSet").to_pandas(),
        g.trace("ticket-routing-models/10").to_pandas(),
    )
    for part in parts:
        types = part.dtypes.astype(str).drop("steps", errors="ignore")
        assert types.to_dict() == whole[list(types.index)].to_dict()
    assert whole[["created", "decidedafter", "endtime"]].unique().tolist() == ["datetime64[us, UTC]"]
    assert (whole.packageversion, whole.metricvalue) == ("Int64", "float64")
    for name in ("Steps", "Created"):
        empty = cells_as_values(name, ["", "not recorded"]).dtype
        assert empty == cells_as_values(name, ["2" if name == "Steps" else "3 Mar 2026"]).dtype


def test_values_that_a_column_does_not_hold_stay_as_they_are() -> None:
    odd = {"duration": "long", "created": 3, "weight": 2, "size": (1, 2)}
    graph = LocalStore([Listed((Entity("one", "artifact", odd), Entity("two", "artifact")), ())])  # type: ignore[arg-type]
    frame = Lineage(graph).to_pandas().set_index("arn")
    assert (frame.duration["one"], frame["size"]["one"], frame.weight["one"]) == ("long", (1, 2), 2)
    assert str(frame.weight.dtype) == "Int64"
