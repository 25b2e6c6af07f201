"""The parts of a summary: metrics, parameters and people of one entity."""

import json

import pytest

from lineage_viz.evidence.fact import as_properties, known, not_read
from lineage_viz.facts.metrics import metrics
from lineage_viz.facts.parameters import Parameter, absent, compared, parameters
from lineage_viz.facts.people import people
from lineage_viz.facts.sections import sections, summary_sections
from lineage_viz.model import Entity
from tests import demo_once


def job(**recorded: str) -> Entity:
    return Entity("arn:1", "trial_component", {"type": "SageMakerTrainingJob", **recorded})


def test_a_metric_has_its_last_least_and_greatest_value() -> None:
    recorded = [
        {"MetricName": "auc", "Last": 0.9, "Min": 0.5, "Max": 0.91, "Count": 3},
        {"MetricName": "steps", "Last": 4.0},
        {"MetricName": "\u202e<b>", "Last": None},
    ]
    found = metrics(job(metrics=json.dumps(recorded)))
    assert [(each.name, each.last, each.least, each.most) for each in found[:2]] == [
        ("auc", "0.9", "0.5", "0.91"),
        ("steps", "4", "", ""),
    ]
    assert "\u202e" not in found[2].name
    assert found[2].last == ""
    assert "Count: 3" in found[0].more


def test_final_metrics_of_the_record_stand_in_for_those_of_the_trial_component() -> None:
    final = [{"MetricName": "auc", "Value": 0.25, "Timestamp": "2026-03-01T00:00:00Z"}]
    record = {"Job": {"SourceDetail": {"TrainingJob": {"FinalMetricDataList": final}}}}
    (found,) = metrics(job(record=json.dumps(record)))
    assert (found.name, found.last, found.least) == ("auc", "0.25", "")
    assert metrics(job(metrics='{"own": {"a": 1}}')) == ()
    assert metrics(job(metrics="[")) == ()


def test_parameters_that_differ_are_told_from_equal_ones() -> None:
    here = parameters(job(parameters='{"eta": 0.1, "depth": "4", "rounds": 800.0, "only": true}'))
    before = parameters(job(parameters='{"eta": 0.2, "depth": 4.0, "rounds": "800", "gone": null}'))
    found = compared(here, before)
    assert found.differing == (
        Parameter("eta", "0.1", "0.2"),
        Parameter("only", "true", None),
        Parameter("gone", None, "null"),
    )
    assert [each.name for each in found.equal] == ["depth", "rounds"]


@pytest.mark.parametrize("value", ["1e5", "007", "1_000", "0x10", "nan", "-", ".", "9" * 400, "1.0.0"])
def test_a_text_that_is_no_plain_number_stays_as_it_is(value: str) -> None:
    assert parameters(job(parameters=json.dumps({"x": value}))) == {"x": value}


def test_parameters_of_the_record_stand_in_for_those_of_the_trial_component() -> None:
    record = {"Job": {"SourceDetail": {"TrainingJob": {"HyperParameters": {"lr": "0.5"}}}}}
    assert parameters(job(record=json.dumps(record))) == {"lr": "0.5"}


def test_the_reason_for_absent_parameters_is_that_of_the_job() -> None:
    denied = as_properties({"keymetric": not_read("access to training jobs is denied")})
    assert absent(Entity("arn:1", "trial_component", denied)) == "not read: access to training jobs is denied"
    assert absent(Entity("arn:1", "trial_component", as_properties({}))) == "not recorded"
    assert absent(job()).startswith("not read: ")


def test_a_person_stands_once_with_all_deeds() -> None:
    ines = "arn:aws:iam::123456789012:user/ml/ines"
    made = [
        {
            "decision": "Pending approval",
            "by": "ines",
            "at": "2 Mar 2026, 10:00 UTC",
            "source": "the lineage",
        },
        {"decision": "Approved", "by": "helen", "at": "3 Mar 2026, 10:00 UTC", "source": "the registry"},
        "no decision",
    ]
    facts = as_properties(
        {"owner": known("ines", "the registry"), "decidedby": known("helen", "the registry")}
    )
    package = Entity("arn:1", "artifact", {**facts, "decisions": json.dumps(made), "createdby": ines})
    first, second = people(package)
    assert (first["name"], first["value"]) == (
        "ines",
        "owner; Pending approval, 2 Mar 2026, 10:00 UTC; created it",
    )
    assert first["more"] == f"{ines}; Source: the registry; Source: the lineage"
    assert (second["name"], second["value"]) == ("helen", "Approved, 3 Mar 2026, 10:00 UTC")
    assert people(Entity("arn:1", "artifact", {})) == []


def test_the_person_of_a_decision_without_a_list_of_decisions_is_told() -> None:
    facts = {"decidedby": known("helen", "the registry"), "approval": known("Rejected", "the registry")}
    (found,) = people(Entity("arn:1", "artifact", as_properties(facts)))
    assert (found["name"], found["value"]) == ("helen", "decided: Rejected")


def test_a_summary_loses_nothing_of_the_record() -> None:
    for entity in (*demo_once.source().entities(),)[::29]:
        above, told, folded = summary_sections(entity)
        shown = {(fact["name"], fact["value"]) for part in (*above, *told, *folded) for fact in part["facts"]}  # type: ignore[attr-defined]
        every = {(fact["name"], fact["value"]) for part in sections(entity) for fact in part["facts"]}  # type: ignore[attr-defined]
        names = {fact["name"] for fact in people(entity)}
        lost = {name: value for name, value in every - shown if name != "Warning"}
        assert not set(lost) - {"Owner", "Decided by", "Created by", "Lineage record changed by"}
        assert set(lost.values()) <= names


def test_the_properties_of_a_foreign_entity_are_shown_and_not_folded() -> None:
    airport = Entity("1", "airport", {"code": "ATL", "city": "Atlanta", "runways": 5, "arn": "own"})
    (own,), below, folded = summary_sections(airport)
    assert below == []
    assert own["heading"] == "Properties"
    assert {fact["name"]: fact["value"] for fact in own["facts"]} == {  # type: ignore[attr-defined]
        "code": "ATL", "city": "Atlanta", "runways": "5",
    }  # fmt: skip
    assert [fact["value"] for fact in folded[0]["facts"]] == ["1", "own"]  # type: ignore[attr-defined]
