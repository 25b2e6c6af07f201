"""The tables of graph learning: the whole lineage, and nothing of the future in the training."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lineage_viz.errors import LineageVizError, SnapshotError
from lineage_viz.evidence.fact import SOURCES
from lineage_viz.learning.building import tables_of
from lineage_viz.learning.column import Role
from lineage_viz.learning.description import description
from lineage_viz.learning.nodes import MOST
from lineage_viz.learning.splitting import SPLITS, TEST, TRAIN
from lineage_viz.search.asked import asked_of
from lineage_viz.snapshot import open_folder
from lineage_viz.store.heterograph import association_type
from lineage_viz.store.local import LocalStore
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.runner import Runner
from lineage_viz.store.neptune.store import NeptuneStore
from lineage_viz.store.remembering import RememberingStore
from tests import demo_once
from tests.hypothesis_profiles import examples
from tests.learning.lineages import at, column, entity, link, source, store, triples
from tests.sample import Listed


def associations(of: LocalStore) -> list[tuple[str, str, str]]:
    found = of.heterograph().edges(keys=True, data=True)
    return sorted((one, association_type(key, data), other) for one, other, key, data in found)


def test_the_demo_is_whole_each_type_has_its_table_and_rows_lead_back_to_arns() -> None:
    demo = demo_once.store()
    tables, schema = tables_of(demo), demo.schema()
    assert {(each.label, *each.types): len(each.arns) for each in tables.nodes} == dict(schema.types)
    assert len(tables.edges) == len(schema.associations)
    assert triples(tables) == associations(demo)
    assert Counter(each for table in tables.nodes for each in table.arns).most_common(1)[0][1] == 1
    assert tables.extent == "complete"


def test_an_export_that_is_read_row_by_row_gives_the_tables_of_its_store(tmp_path: Path) -> None:
    folder = open_folder(demo_once.snapshot(tmp_path))
    by_row, loaded = tables_of([folder]), tables_of(LocalStore([folder]))
    assert triples(by_row) == triples(loaded) == associations(demo_once.store())
    assert [each.name for each in by_row.nodes] == [each.name for each in loaded.nodes]
    for one, other in zip(by_row.nodes, loaded.nodes, strict=True):
        assert (one.arns, one.split.tolist()) == (other.arns, other.split.tolist())
        assert [(each.key, each.values.tolist(), each.texts) for each in one.columns] == [
            (each.key, each.values.tolist(), each.texts) for each in other.columns
        ]


def test_a_later_snapshot_replaces_and_parallel_associations_of_a_foreign_folder_stay() -> None:
    old = source([entity("a", 0, status="InProgress"), entity("b", 0, "Model")], [link("a", "b", 1)], at(5))
    new = source(
        [entity("a", 0, status="Completed"), entity("b", None, "Other", unresolved=True)],
        [link("a", "b", 2), link("a", "b", 3, id_="own")],
        at(6),
    )
    loaded = tables_of(LocalStore([new, old]))
    assert column(loaded, "artifact_DataSet", "status") == ["Completed"]
    assert {each.name: list(each.arns) for each in loaded.nodes} == {
        "artifact_DataSet": ["arn:a"],
        "artifact_Model": ["arn:b"],
    }
    (edge,) = loaded.edges
    assert sorted(edge.times.tolist()) == [int(at(2).timestamp()), int(at(3).timestamp())]


def test_two_exports_that_are_read_row_by_row_are_merged_as_a_store_merges_them() -> None:
    class Rows(Listed):
        keeps_ids = False

    old = Rows((entity("a", 0, size=1.0), entity("b", 0, "Model")), (link("a", "b", 1), link("b", "a", 1)))
    new = Rows((entity("b", 9, "File"), entity("a", None, unresolved=True)), (link("a", "b", 2),))
    by_row: Any = [old, new]
    tables = tables_of(by_row)
    assert triples(tables) == triples(tables_of(LocalStore(by_row)))
    assert {each.name for each in tables.nodes} == {"artifact_DataSet", "artifact_File"}
    assert {int(at(2).timestamp())} <= {time for each in tables.edges for time in each.times.tolist()}


def test_an_association_without_its_entity_says_what_is_missing() -> None:
    lacking: Any = [source([entity("a")], [link("a", "gone")])]
    with pytest.raises(SnapshotError, match="arn:gone, which is not among the entities"):
        tables_of(lacking)


def test_no_lineage_is_no_table() -> None:
    tables = tables_of(LocalStore(()))
    assert (tables.nodes, tables.edges, tables.cuts) == ((), (), None)


def test_a_cluster_says_where_to_read_instead() -> None:
    cluster = RememberingStore(NeptuneStore(Runner(Endpoint("wss://cluster.example:8182/gremlin", False))))
    with pytest.raises(LineageVizError, match="Open a snapshot of the same account"):
        tables_of(cluster)


DAYS = st.none() | st.integers(0, 40)


@examples(60)
@given(
    days=st.lists(DAYS, min_size=1, max_size=12),
    links=st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11), DAYS), max_size=20),
    cut=st.none() | st.integers(1, 40),
)
def test_nothing_after_a_cut_or_without_a_time_is_in_an_earlier_part(
    days: list[int | None], links: list[tuple[int, int, int | None]], cut: int | None
) -> None:
    named = {f"{number}": entity(f"{number}", day) for number, day in enumerate(days)}
    chosen = [link(f"{one % len(days)}", f"{other % len(days)}", day) for one, other, day in links]
    try:
        tables = tables_of(store(named.values(), chosen), cut=at(cut).date() if cut else None)
    except LineageVizError:
        assume(cut is None)  # a day may leave one side empty
        raise
    made = {(each.source, each.destination): each.properties.get("creationtime") for each in chosen}
    created = {each.arn: each.created for each in named.values()}
    assert len(triples(tables)) == len(made)
    for part in range(TEST):
        assert tables.cuts or not triples(tables, part)
        for one, _, other in triples(tables, part):
            times = [created[one], created[other], made[one, other] or created[one]]
            assert tables.cuts
            limit = (tables.cuts.first, tables.cuts.second)[part]
            assert all(each and each.timestamp() < limit for each in times)
    for node in tables.nodes:
        for arn, split in zip(node.arns, node.split.tolist(), strict=True):
            assert split == TEST or created[arn]


def test_a_day_cuts_and_one_that_leaves_a_side_empty_is_refused() -> None:
    dated = store([entity(f"{day}", day) for day in range(10)])
    tables = tables_of(dated, cut=date(2026, 1, 5))
    assert [np.bincount(each.split).tolist() for each in tables.nodes] == [[4, 3, 3]]
    with pytest.raises(LineageVizError, match=r"No entity was created before 1 Jan 2020.*Choose a later day"):
        tables_of(dated, cut=date(2020, 1, 1))
    with pytest.raises(LineageVizError, match=r"on or after 1 Feb 2026.*Choose an earlier day"):
        tables_of(dated, cut=date(2026, 2, 1))
    with pytest.raises(LineageVizError, match="no day can split them"):
        tables_of(store([entity("a", None)]), cut=date(2026, 2, 1))
    undated = tables_of(store([entity("a", None)]))
    assert SPLITS[undated.nodes[0].split[0]] == "test"


JOB = {"type_": "SageMakerTrainingJob", "label": "trial_component"}


def test_only_the_known_before_is_a_feature_and_all_that_comes_later_an_outcome() -> None:
    job = entity(
        "job", 0, **JOB, status="Failed", duration=60.0, endtime=at(1),
        parameters=json.dumps({"eta": 0.1, "rounds": "200", "objective": "binary", "on": True, "huge": 10**400}),
        metrics=json.dumps([{"MetricName": "auc", "Last": 0.9, "Max": 1.0}, {"MetricName": "none"}]),
    )  # fmt: skip
    note = entity("note", 0, "", "trial_component", parameters=json.dumps({"rows": 7}))
    (of_job,) = (each for each in tables_of(store([job, note])).nodes if each.types == {JOB["type_"]: 1})
    roles = {each.name: each.key.role for each in of_job.columns}
    features, outcomes = (
        {name for name, role in roles.items() if role is wanted}
        for wanted in Role
        if wanted in ("feature", "outcome")
    )
    assert features == {"param.eta", "param.rounds"}
    assert outcomes == {"status", "duration", "endtime", "metric.auc"}
    (written,) = (each for each in tables_of(store([job, note])).nodes if each.types == {"": 1})
    assert {each.name: each.key.role for each in written.columns} == {"param.rows": "outcome"}


def test_the_record_of_a_training_job_has_the_numbers_that_its_trial_component_lacks() -> None:
    detail = {"HyperParameters": {"eta": "0.2"}, "FinalMetricDataList": [{"MetricName": "auc", "Value": 0.8}]}
    record = json.dumps({"Job": {"SourceDetail": {"TrainingJob": detail}}})
    tables = tables_of(store([entity("job", **JOB, record=record)]))
    assert column(tables, "trial_component_SageMakerTrainingJob", "param.eta") == [0.2]
    assert column(tables, "trial_component_SageMakerTrainingJob", "metric.auc") == [0.8]


def test_live_is_empty_where_it_was_not_read() -> None:
    package = {"type_": "Model", "sourceuri": "arn:aws:sagemaker:eu-west-1:1:model-package/a/1"}
    unread = {SOURCES: '{"servedby": "not read: refused"}'}
    told = store(
        [
            entity("1", **package, servedby="prod", **{SOURCES: "{}"}),
            entity("2", **package, **{SOURCES: "{}"}),
            entity("3", **package, **unread),
            entity("4", **package),
        ]
    )
    assert column(tables_of(told), "artifact_Model", "live") == [True, False, None, None]


def test_live_is_what_a_search_finds_live() -> None:
    demo = demo_once.store()
    tables, hits = tables_of(demo), asked_of(demo, "live:yes").answer(demo, limit=1_000)
    live = {
        arn
        for table in tables.nodes
        for each in table.columns
        if each.key.name == "live"
        for arn, value, recorded in zip(table.arns, each.values, each.recorded, strict=True)
        if recorded and value
    }
    assert live == {each.arn for each in hits.entities}


def test_rare_types_share_a_table_that_keeps_their_types() -> None:
    few = [entity("x", 0, "Once", size=1.0), entity("y", 1, "Rare", size=2.0), entity("z", 2, "", "context")]
    many = [entity(f"d{day}", day) for day in range(3)]
    tables = tables_of(store([*few, *many], [link("x", "d1"), link("y", "x")]), fold_rare=2)
    assert [each.name for each in tables.nodes] == ["artifact_DataSet", "artifact_rare", "context_rare"]
    assert column(tables, "artifact_rare", "type") == ["Once", "Rare"]
    assert column(tables, "artifact_rare", "size") == [1.0, 2.0]
    assert [dict(each.types) for each in tables.nodes if each.is_folded] == [{"Once": 1, "Rare": 1}, {"": 1}]
    assert triples(tables) == [("arn:x", "ContributedTo", "arn:d1"), ("arn:y", "ContributedTo", "arn:x")]


def test_a_table_has_the_most_frequent_parameters_and_says_how_many_it_leaves_out() -> None:
    named = [{f"p{number}": 1.0 for number in range(MOST + 5)}, {"often": 1.0}, {"often": 2.0}]
    jobs = [entity(f"{row}", **JOB, parameters=json.dumps(each)) for row, each in enumerate(named)]
    (table,) = tables_of(store(jobs)).nodes
    assert len(table.columns) == MOST
    assert "param.often" in {each.name for each in table.columns}
    assert table.left_out == {"param.": 6}


def test_columns_of_a_foreign_folder_never_share_a_name() -> None:
    odd = {"Size": 1.0, "size": 2.0, "row": 3.0, "split": True, "both": 1.0}
    (table,) = tables_of(store([entity("a", **odd), entity("b", both=True)])).nodes
    names = [each.name for each in table.columns]
    assert len(
        {name.casefold() for name in (*names, "row", "arn", "created", "unresolved", "split")}
    ) == 5 + len(names)
    assert len(names) == 6
    assert {each.key.role for each in table.columns} == {Role.OUTCOME}


def test_train_is_the_first_part() -> None:
    assert (SPLITS[TRAIN], SPLITS[TEST]) == ("train", "test")


def test_a_parameter_of_text_is_a_category_where_few_texts_repeat_and_is_counted_elsewhere() -> None:
    parameters = [
        {"objective": "a" if row % 2 else "b", "on": True, "name": f"run {row}", "where": "s3://bucket/x",
         "mail": "grace@acme.example", "depth": row if row % 2 else "auto"}
        for row in range(4)
    ]  # fmt: skip
    (table,) = tables_of(
        store(
            [entity(f"{row}", row, **JOB, parameters=json.dumps(each)) for row, each in enumerate(parameters)]
        )
    ).nodes
    kinds = {each.name: (each.key.kind.value, each.key.role.value) for each in table.columns}
    category, number = ("category", "feature"), ("number", "feature")
    (other,) = kinds.keys() - {"param.objective", "param.on", "param.depth"}
    assert other.startswith("param.depth_")
    assert kinds == {
        "param.objective": category,
        "param.on": category,
        "param.depth": number,
        other: category,
    }
    assert table.left_out == {"param. of text": 3}
    told = description(tables_of(store([entity("1", **JOB, parameters=json.dumps(parameters[0]))])))
    assert "6 parameters of text are left out" in str(told["notes"])


def test_the_key_metric_of_a_job_is_exact() -> None:
    metrics = [{"MetricName": "auc", "Last": 0.75115}]
    job = entity("job", **JOB, metrics=json.dumps(metrics), metricname="auc", metricvalue=0.751)
    assert column(tables_of(store([job])), "trial_component_SageMakerTrainingJob", "metricvalue") == [0.75115]


def test_the_key_metric_of_a_package_is_that_of_its_training_job() -> None:
    tables, demo = tables_of(demo_once.store()), demo_once.store()
    (packages,) = (each for each in tables.nodes if each.name == "artifact_Model")
    exact = column(tables, "artifact_Model", "metricvalue")
    rounded = [demo.get(arn).properties.get("metricvalue") for arn in packages.arns]
    known = [(one, other) for one, other in zip(exact, rounded, strict=True) if other is not None]
    assert [float(f"{one:.3g}") for one, _ in known] == [other for _, other in known]
    assert sum(one != other for one, other in known) > len(known) / 2
