"""Entities side by side: their own lines, in words, and which of them are equal."""

from datetime import UTC, datetime

from lineage_viz.evidence.fact import as_properties, known, not_read
from lineage_viz.model import Entity
from lineage_viz.questions.side_by_side import Line, side_by_side
from lineage_viz.store.filter import Filter
from tests import demo_once


def job(arn: str, **properties: str) -> Entity:
    at = {"creationtime": datetime(2026, 3, 1, tzinfo=UTC)}
    return Entity(
        arn, "trial_component", {"type": "SageMakerTrainingJob", "status": "Completed", **at, **properties}
    )


def test_parameters_metrics_and_inputs_are_lines_and_absent_ones_are_empty() -> None:
    one = job(
        "a",
        parameters='{"eta": 0.1, "depth": {"NumberValue": 6}, "mode": {"StringValue": "x"}}',
        metrics='[{"MetricName": "auc", "Last": 0.91}, {"MetricName": "odd"}, "no metric"]',
        inputs='{"train": {"Value": "s3://b/train"}}',
    )
    other = job("b", parameters='{"eta": "0.1", "depth": 4}', metrics="[", outputs="[1]", inputs="7")
    lines = {line.name: line for line in side_by_side([one, other])}
    assert lines["Parameter depth"] == Line("Parameter depth", ("6", "4"))
    assert lines["Parameter mode"].values == ("x", "")
    assert lines["Metric auc"].values == ("0.91", "")
    assert lines["Input train"].values == ("s3://b/train", "")
    assert [name for name, line in lines.items() if line.is_same] == [
        "Type",
        "State",
        "Parameter eta",
        "Created",
    ]


def test_a_fact_that_was_not_read_is_no_equal_of_one_that_is_not_recorded() -> None:
    one = job("a", **as_properties({"owner": not_read("denied"), "duration": known(90.0, "SageMaker")}))  # type: ignore[arg-type]
    other = job("b", **as_properties({"duration": known(90.0, "SageMaker")}))  # type: ignore[arg-type]
    lines = {line.name: line for line in side_by_side([one, other])}
    assert lines["Owner"].values == ("not read: denied", "not recorded")
    assert lines["Duration"].is_same
    assert not lines["Owner"].is_same


def test_two_versions_of_the_demo_differ_in_their_decision_and_metric() -> None:
    models = demo_once.store().search(filter_=Filter(types=frozenset({"Model"})), limit=1_000).entities
    rejected = next(each for each in models if each.text("approval") == "Rejected")
    approved = next(each for each in models if each.text("servedby"))
    lines = {line.name: line.values for line in side_by_side([rejected, approved])}
    assert lines["Approval"] == ("Rejected", "Approved")
    assert len(set(lines["Key metric"])) == 2
