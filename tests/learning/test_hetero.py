"""The attributes of HeteroData, as arrays; torch itself only wraps them."""

import importlib.util
import json
from dataclasses import replace

import numpy as np
import pytest

from lineage_viz.errors import LineageVizError
from lineage_viz.learning import to_hetero
from lineage_viz.learning.building import tables_of
from lineage_viz.learning.hetero import CONSTANT, NEVER, attribute, hetero_arrays
from tests import demo_once
from tests.learning.lineages import entity, link, store

MASKS = ("train_mask", "val_mask", "test_mask")


def test_the_demo_has_the_shapes_that_hetero_data_asks_for() -> None:
    demo = demo_once.store()
    arrays, schema = hetero_arrays(tables_of(demo)), demo.schema()
    assert (len(arrays.nodes), len(arrays.edges)) == (len(schema.types), len(schema.associations))
    sizes = {}
    for name, node in arrays.nodes.items():
        rows = sizes[name] = len(node["arn"])
        assert node["x"].shape == (rows, len(node["x_name"]))
        assert (node["x"].dtype, node["time"].dtype) == (np.float32, np.int64)
        assert np.isfinite(node["x"]).all()
        assert np.sum([node[mask] for mask in MASKS], axis=0).tolist() == [1] * rows
    for (source, _, destination), edge in arrays.edges.items():
        index = edge["edge_index"]
        assert (index.dtype, index.shape) == (np.int64, (2, len(edge["time"])))
        assert (index >= 0).all()
        assert (index[0] < sizes[source]).all()
        assert (index[1] < sizes[destination]).all()
        for mask in MASKS:
            assert edge[mask].dtype == np.bool_


def test_no_time_is_of_entities_and_of_associations_as_a_temporal_sampler_refuses_that() -> None:
    arrays = hetero_arrays(tables_of(demo_once.store()))
    nodes, edges = (
        {attribute(name, key) for name, found in group.items() for key in found if "time" in key}
        for group in (arrays.nodes, arrays.edges)
    )
    assert (nodes, edges) == ({"time"}, {"edge_time"})


def test_an_association_of_the_training_has_ends_of_the_training() -> None:
    arrays = hetero_arrays(tables_of(demo_once.store()))
    for (source, _, destination), edge in arrays.edges.items():
        one, other = edge["edge_index"][:, edge["train_mask"]]
        assert arrays.nodes[source]["train_mask"][one].all()
        assert arrays.nodes[destination]["train_mask"][other].all()


def test_numbers_are_scaled_by_the_training_and_a_missing_one_is_zero_with_its_mark() -> None:
    versions = [1, 3, None, 3, 1, 3, 1, 1_000_000, None, 5]
    packages = [
        entity(f"{day}", day, "Model", **({} if version is None else {"packageversion": version}))
        for day, version in enumerate(versions)
    ]
    node = hetero_arrays(tables_of(store(packages))).nodes["artifact_Model"]
    assert node["x_name"] == ["packageversion", "has packageversion"]
    trained = [each for each in versions[:7] if each is not None]
    expected = [0 if each is None else (each - np.mean(trained)) / np.std(trained) for each in versions]
    assert node["x"][:, 0] == pytest.approx(expected)
    assert node["x"][:, 1].tolist() == [each is not None for each in versions]


def test_outcomes_stay_outside_x_and_a_type_without_features_has_a_constant() -> None:
    sized = store([entity("a", 0, filesize=2.0), entity("b", None)], [link("a", "b")])
    arrays = hetero_arrays(tables_of(sized))
    node, edge = (
        arrays.nodes["artifact_DataSet"],
        arrays.edges["artifact_DataSet", "ContributedTo", "artifact_DataSet"],
    )
    assert (node["x_name"], node["x"].tolist()) == ([CONSTANT], [[1.0], [1.0]])
    assert node["outcome_name"] == ["filesize"]
    assert node["outcome"][0, 0] == 2.0
    assert np.isnan(node["outcome"][1, 0])
    assert node["time"][1] == edge["time"][0] == NEVER


@pytest.mark.parametrize("value", [1e308, -1e308, 0.0])
def test_numbers_beyond_the_type_of_x_are_no_reason_to_fail(value: float) -> None:
    days = [
        entity(f"{day}", day, "Model", packageversion=value * (day % 2), filesize=value) for day in range(10)
    ]
    assert np.isfinite(hetero_arrays(tables_of(store(days))).nodes["artifact_Model"]["x"]).all()


def test_torch_makes_hetero_data_of_them_or_its_absence_is_said() -> None:
    if all(map(importlib.util.find_spec, ("torch", "torch_geometric"))):
        assert to_hetero(demo_once.store()).validate()
    else:
        with pytest.raises(LineageVizError, match="pip install torch torch_geometric"):
            to_hetero(demo_once.store())


def test_categories_and_roles_that_the_training_knows_are_columns_of_one_and_zero() -> None:
    objectives = ["a", "a", "b", "a", "b", "a", "b", "c", "c", None]
    jobs = [
        entity(
            f"{day}",
            day,
            "SageMakerTrainingJob",
            "trial_component",
            parameters=json.dumps({"objective": each}),
        )
        for day, each in enumerate(objectives)
    ]
    data = [entity(f"d{day}", day) for day in range(10)]
    links = [replace(link(f"d{day}", f"{day}"), properties={"role": "train"}) for day in range(9)]
    arrays = hetero_arrays(tables_of(store([*jobs, *data], [*links, link("d9", "9")])))
    node = arrays.nodes["trial_component_SageMakerTrainingJob"]
    assert node["x_name"] == ["param.objective=a", "param.objective=b"]
    assert node["x"].tolist() == [[each == "a", each == "b"] for each in objectives]
    (edge,) = arrays.edges.values()
    assert (edge["edge_attr_column"], edge["edge_attr"].tolist()) == (
        {"role=train": 0},
        [[1.0]] * 9 + [[0.0]],
    )


def test_a_table_of_rare_types_has_their_types_in_x() -> None:
    rare = [entity(f"{day}", day, "One" if day % 2 else "Two") for day in range(10)]
    node = hetero_arrays(tables_of(store(rare), fold_rare=9)).nodes["artifact_rare"]
    assert (node["x_name"], node["x"][:2].tolist()) == (["type=One", "type=Two"], [[0.0, 1.0], [1.0, 0.0]])
