"""The facts about an entity at the end of an earlier day."""

import json
from datetime import UTC, datetime

from lineage_viz.evidence.as_of import known_then
from lineage_viz.evidence.fact import FactState, as_properties, facts_of, known
from lineage_viz.model import Entity

THEN, NOW = datetime(2026, 3, 5, 23, tzinfo=UTC), datetime(2026, 3, 12, tzinfo=UTC)
MADE = [
    {"decision": "Pending approval", "by": "grace", "at": "3 Mar 2026, 01:21 UTC", "source": "an action"},
    {"decision": "Approved", "by": "helen", "at": "8 Mar 2026, 21:54 UTC", "source": "the registry"},
]
PACKAGE = Entity(
    "arn:k",
    "artifact",
    {"type": "Model", "sourceuri": "arn:aws:sagemaker:eu-west-1:1:model-package/m/1"}
    | as_properties(
        {
            "approval": known("Approved", "the registry"),
            "decidedby": known("helen", "the registry"),
            "decidedat": known(datetime(2026, 3, 8, 21, 54, tzinfo=UTC), "the registry"),
            "decisions": known(json.dumps(MADE), "both"),
            "servedby": known("prod", "the endpoints"),
            "owner": known("grace", "the registry"),
        }
    ),
)


def test_a_package_has_the_decision_of_that_day_and_nobody_knows_if_it_was_live() -> None:
    then = known_then(PACKAGE, THEN)
    assert (then.text("approval"), then.text("decidedby"), then.text("owner")) == (
        "Pending approval",
        "grace",
        "grace",
    )
    assert facts_of(then, ("servedby",))["servedby"].state is FactState.NOT_READ
    assert known_then(PACKAGE, NOW).text("decidedby") == "helen"
    before = facts_of(known_then(PACKAGE, datetime(2026, 3, 1, tzinfo=UTC)), ("approval",))["approval"]
    assert before.state is FactState.NOT_READ


def test_an_endpoint_and_a_deployment_have_only_what_was_so_that_day() -> None:
    at = datetime(2026, 3, 10, tzinfo=UTC)
    serves = as_properties({"serves": known("m/1", "it"), "servessince": known(at, "it")})
    endpoint = Entity("arn:e", "context", {"type": "Endpoint", **serves})
    assert facts_of(known_then(endpoint, THEN), ("serves",))["serves"].state is FactState.NOT_READ
    assert known_then(endpoint, NOW).text("serves") == "m/1"
    replaced = as_properties({"deploys": known("m/1", "it"), "replacedat": known(at, "it")})
    deployment = Entity("arn:d", "action", {"type": "ModelDeployment", **replaced})
    assert known_then(deployment, THEN).text("deploys") == "m/1"
    assert "replacedat" not in known_then(deployment, THEN).properties
    assert known_then(deployment, NOW) is deployment
    assert known_then(Entity("arn:x", "context", {"type": "Endpoint"}), THEN).properties == {
        "type": "Endpoint"
    }
