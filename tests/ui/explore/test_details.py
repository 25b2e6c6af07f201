"""Recorded JSON in the panel."""

import pytest

from lineage_viz.model import Entity
from lineage_viz.ui.explore.details import details


def values(name: str, recorded: str) -> dict[str, str]:
    sections = details(Entity("arn:1", "trial_component", {name: recorded}), {})["sections"]
    assert isinstance(sections, list)
    return {fact["name"]: fact["value"] for fact in sections[1]["facts"]}


def test_rows_of_one_name_are_all_shown() -> None:
    found = values("metrics", '[{"MetricName": "auc", "Max": 1}, {"MetricName": "auc", "Max": 2}]')
    assert (found["auc · Max"], found["auc (2) · Max"]) == ("1", "2")


@pytest.mark.parametrize(("start", "end"), [("[", "]"), ('{"a":', "}")])
def test_no_nesting_is_too_deep(start: str, end: str) -> None:
    for depth in range(880, 1_000):
        entity = Entity(
            "arn:1", "artifact", {"properties": '{"x":' + start * depth + "1" + end * depth + "}"}
        )
        assert details(entity, {})["sections"]
