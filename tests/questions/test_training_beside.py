"""The parameters and metrics of the training jobs of two model packages, side by side."""

from lineage_viz.model import Entity
from lineage_viz.questions.training_beside import training_beside
from lineage_viz.title import title
from tests import demo_once

DEMO = demo_once.store()


def named(name: str) -> Entity:
    return next(
        each for each in DEMO.search(name).entities if title(each) == name and each.type != "Approval"
    )


def test_versions_differ_in_the_parameters_and_metrics_of_their_training_jobs() -> None:
    versions = [named(f"ticket-routing-models/{number}") for number in (9, 10)]
    lines = {each.name: each for each in training_beside(DEMO, versions)}
    assert all(lines["Training job: Parameter epochs"].values)
    accuracy = lines["Training job: Metric eval:accuracy"]
    assert accuracy.values[1] == "0.90848"
    assert not accuracy.is_same
    assert not any("Input" in each for each in lines)


def test_other_entities_have_no_lines_of_training_jobs() -> None:
    assert training_beside(DEMO, [named("ticket-routing-models/10"), named("ticket-routing-prod")]) == ()
