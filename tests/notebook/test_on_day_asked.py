"""Mistakes of a person who asks about a day: each answer names that day, and offers nothing that came later."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from lineage_viz.errors import LineageVizError
from lineage_viz.json_text import json_of, json_text
from lineage_viz.model import Entity, Properties
from lineage_viz.notebook.lineage import Lineage
from lineage_viz.notebook.on_day import LineageOnDay
from lineage_viz.store.local import LocalStore
from tests import demo_once
from tests.sample import Listed

ENDPOINT, LATER = "ticket-routing-prod", "ticket-routing-models/10"


@pytest.fixture(scope="module")
def g() -> Lineage:
    return Lineage(demo_once.store())


@pytest.fixture(scope="module")
def then(g: Lineage) -> LineageOnDay:
    return g.as_of("2026-01-15")


@pytest.mark.parametrize("several", [[LATER, ENDPOINT], [ENDPOINT, LATER]])
def test_a_trace_of_several_has_none_that_did_not_exist(then: LineageOnDay, several: list[str]) -> None:
    with pytest.raises(LineageVizError, match=f"^{LATER} did not exist on 15 Jan 2026. Choose a later day.$"):
        then.trace(several)


FIRST = """Choose one by its version or a day, or all:
  ticket-routing-models/7, 1 Dec 2025
  ticket-routing-models/6, 3 Nov 2025 to 1 Dec 2025
  ticket-routing-models/3, 29 Jul 2025 to 3 Nov 2025
  ticket-routing-models/2, 28 Jun 2025 to 29 Jul 2025"""


@pytest.mark.parametrize(
    ("deployment", "sentence"),
    [
        ("10", f"'10' names no deployment of this entity. {FIRST}"),
        ("9", f"'9' names no deployment of this entity. {FIRST}"),
        ("2025-01-01", f"It served nothing yet on 1 Jan 2025. {FIRST}"),
        (
            "2026-02-20",
            "20 Feb 2026 is after 15 Jan 2026, the day of this lineage. Choose an earlier day, or ",
        ),
    ],
)
def test_an_endpoint_of_a_day_has_the_deployments_up_to_it(
    then: LineageOnDay, deployment: str, sentence: str
) -> None:
    with pytest.raises(LineageVizError) as refused:
        then.find(ENDPOINT).upstream(deployment=deployment)
    assert str(refused.value).startswith(sentence)
    assert "2026 to" not in str(refused.value)


def test_an_earlier_deployment_is_chosen_as_of_a_day(then: LineageOnDay) -> None:
    for deployment in ("6", "2025-11-10"):
        side = then.find(ENDPOINT).upstream(deployment=deployment, type="Model")
        assert "ticket-routing-models/6" in {each.title for each in side}
        assert "ticket-routing-models/7" not in {each.title for each in side}


def of_day(name: str, number: int, day: int) -> Entity:
    made: Properties = {"type": "DataSet", "name": name, "creationtime": datetime(2026, 1, day, tzinfo=UTC)}
    return Entity(f"{name}-{number}", "artifact", made)


def test_a_name_means_what_had_it_on_the_day() -> None:
    made = [
        of_day("shared", 1, 1),
        of_day("shared", 2, 20),
        *(of_day("twice", each, each) for each in (1, 2, 20)),
    ]
    then = Lineage(LocalStore([Listed((*made, of_day("newer", 1, 20)), ())])).as_of("2026-01-15")
    assert then.find("shared").arn == then.find("share").arn == "shared-1"
    with pytest.raises(LineageVizError, match="2 entities match 'twice'") as several:
        then.find("twice")
    assert "20 Jan" not in str(several.value)
    with pytest.raises(LineageVizError, match="newer did not exist on 15 Jan 2026"):
        then.find("newer")
    with pytest.raises(LineageVizError, match=r"Nothing matches 'newet'\. Try a part of the name"):
        then.find("newet")


def test_the_nearest_version_is_one_of_the_day(g: Lineage, then: LineageOnDay) -> None:
    with pytest.raises(LineageVizError, match="the nearest is ticket-routing-models/7"):
        then.find("ticket-routing-models/11")
    with pytest.raises(LineageVizError, match="the nearest is ticket-routing-models/10"):
        g.find("ticket-routing-models/11")


def test_a_record_of_a_day_has_nothing_of_a_later_file_or_pipeline_run(tmp_path: Path) -> None:
    record = {
        "Job": {"TrainingJobStatus": "Completed"},
        "PipelineExecution": {
            "PipelineExecutionArn": "run",
            "CreationTime": "2026-01-10T00:00:00+00:00",
            "PipelineExecutionStatus": "Failed",
            "FailureReason": "no memory",
            "LastModifiedTime": "2026-01-20T00:00:00+00:00",
        },
        "Files": [
            {"Uri": "s3://a/old", "LastModified": "2026-01-02T00:00:00+00:00", "ETag": "before"},
            {"Uri": "s3://a/new", "LastModified": "2026-01-21T00:00:00+00:00", "ETag": "after", "Size": 5},
        ],
    }
    properties = of_day("job", 1, 10).properties | {
        "type": "SageMakerTrainingJob",
        "record": json_text(record),
    }
    g = Lineage(LocalStore([Listed((Entity("job-1", "trial_component", properties),), ())]))
    then, later = g.as_of("2026-01-15"), g.as_of("2026-01-25")
    part = then.trace("job-1")
    told = str(then.find("job-1").properties["record"])
    texts = [told, str(part.to_networkx().nodes["job-1"]["record"])]
    texts += [part.save(tmp_path / name).read_text("utf-8") for name in ("a.csv", "a.json", "a.graphml")]
    for text in texts:
        assert not [each for each in ("after", "01-20", "01-21", "Failed", "no memory") if each in text]
        assert "before" in text
    assert json_of(told, dict)["PipelineExecution"].keys() == {"PipelineExecutionArn", "CreationTime"}  # type: ignore[index]
    assert later.find("job-1").properties["record"] == g.find("job-1").properties["record"]


def test_the_source_of_the_decisions_of_a_day_names_no_later_one(g: Lineage) -> None:
    then, now = (each.find("loyalty-tiers-models/1").facts for each in (g.as_of("2025-06-15"), g))
    assert then["decisions"].source == "an approval action in the lineage"
    assert now["decisions"].source == "an approval action in the lineage; the model registry"


def test_a_deleted_endpoint_serves_nothing_on_the_day_of_the_snapshot(g: Lineage) -> None:
    name = "account-takeover-prod"
    own, before = g.as_of("2026-03-12").find(name), g.as_of("2026-03-11").find(name)
    assert (own.state, own.facts["serves"]) == ("Deleted", g.find(name).facts["serves"])
    assert "servessince" not in own.properties
    assert before.facts["serves"].value == "account-takeover-models/6"


def test_a_training_that_had_not_ended_has_no_model_file_yet(g: Lineage) -> None:
    now = g.find("pipelines-m7ic9qvu7mdj-TrainQueryIntent-tmx9g8ax6m")
    then = g.as_of("2025-12-24").find(now)
    assert "model.tar.gz" in str(now.properties)
    assert then.state == "In progress"
    assert "model.tar.gz" not in str(then.properties)
    other = g.as_of("2026-03-02").find("pipelines-akrb6xifgpjh-Preprocess-pqkln6d2a9")
    assert "outputs" in other.properties  # named at its start


def test_an_endpoint_of_a_day_warns_of_the_decision_of_that_day(g: Lineage) -> None:
    for day, words in (("2025-12-24", "Pending approval"), ("2026-03-11", "")):
        then = g.as_of(day)
        said = f"Live without approval: it serves driver-eta-models/1 ({words})." if words else ""
        assert then.find("endpoint/driver-eta-prod").warning == said
        assert bool(then.find("driver-eta-models/1").warning) is bool(words)


def test_the_day_of_the_snapshot_has_its_facts(g: Lineage) -> None:
    then = g.as_of("2026-03-12")
    for name in ("endpoint/credit-limit-prod", "credit-limit-models/1", "endpoint/account-takeover-prod"):
        now = g.find(name)
        assert (then.find(name).state, then.find(name).warning) == (now.state, now.warning)
